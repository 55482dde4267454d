#pragma once

#include <string>
#include <string_view>

namespace leadline::extract {

enum class PhoneQuality {
    Impossible, ///< no number of any plan
    Possible, ///< right length for its plan, range not assigned (or kept for fiction)
    Valid,
};

struct PhoneVerdict
{
    PhoneQuality quality = PhoneQuality::Impossible;
    std::string e164;
    std::string national; ///< national form of the number's own country, for display
    std::string region; ///< ISO 3166-1 alpha-2 of the number's plan, empty when unknown
};

/// Parses and validates with libphonenumber. `region` is the country national forms belong to, empty accepts international
/// forms only. Verdicts are remembered per thread (bounded), because one site repeats its numbers on every page.
/// The reference is valid until the thread's next call.
[[nodiscard]] const PhoneVerdict &checkPhone(std::string_view number, std::string_view region);

/// True for "(412) 268-4387" on a page of a country where that is no number: nobody else writes so.
[[nodiscard]] bool isNorthAmerican(std::string_view number, std::string_view region);

/// True when national numbers of the country start with a trunk prefix 0.
[[nodiscard]] bool hasTrunkZero(std::string_view region);

} // namespace leadline::extract
