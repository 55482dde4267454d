#pragma once

#include "extract/page_reader.h"

#include <string_view>

namespace leadline::extract {

/// What the words of a link's path and of its text promise, in the languages businesses write in.
[[nodiscard]] LinkHint linkHint(std::string_view url, std::string_view text);

} // namespace leadline::extract
