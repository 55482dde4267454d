#pragma once

#include "domain/lead.h"

#include <string_view>
#include <vector>

namespace leadline::extract {

/// Finds postal addresses in visible text: a postal code with its place, and a street with its number in front of it, in the
/// forms of Central and Western Europe, Poland, Great Britain and the United States. A postal code without a street is not
/// believed. `country` is the page's (ISO 3166-1 alpha-2, may be empty) and decides between forms that look alike. At most
/// eight.
[[nodiscard]] std::vector<domain::PostalAddress> findAddresses(std::string_view text, std::string_view country);

} // namespace leadline::extract
