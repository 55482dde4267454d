#pragma once

#include <string>
#include <string_view>

namespace leadline::extract {

/// ISO 3166-1 alpha-2 for a country-code top-level domain of the host; empty for generic and unknown ones.
[[nodiscard]] std::string countryOfHost(std::string_view host);
/// Region subtag of a BCP 47 tag or locale ("de-at", "pt_BR"), upper case; empty when it has none.
[[nodiscard]] std::string countryOfLocale(std::string_view tag);
/// The country where most speakers of a language are, empty for world languages such as English.
[[nodiscard]] std::string countryOfLanguage(std::string_view tag);
/// The country a text names as its address does ("D-10115", a country's name on a line of its own); empty when it names
/// none.
[[nodiscard]] std::string countryInText(std::string_view text);

} // namespace leadline::extract
