#pragma once

#include <string_view>

namespace leadline::extract {

/// Code point of a named character reference given without '&' and ';' ("eacute"); 0 when there is none of one code point.
[[nodiscard]] char32_t namedReference(std::string_view name);
/// The same for the names that are also recognised without their semicolon ("eacute", not "rarr").
[[nodiscard]] char32_t legacyReference(std::string_view name);

} // namespace leadline::extract
