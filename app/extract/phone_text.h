#pragma once

#include "extract/number_label.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::extract {

struct PhoneMatch
{
    size_t start = 0; ///< offsets in the scanned text
    size_t end = 0;
    NumberLabel label = NumberLabel::None;
};

/// Finds digit runs that may be telephone numbers by their shape and their context, cheaply and without a numbering plan:
/// dates, times, prices, coordinates, bank accounts, article, tax and register numbers are left out. `text` has '\n' between
/// blocks and
/// '\t' between table cells.
void findPhones(std::string_view text, std::vector<PhoneMatch> &out);

/// True when an unlabelled national number is written the way people of the country write telephone numbers.
[[nodiscard]] bool looksNational(std::string_view number, std::string_view region);

/// Splits "030 123 / 030 124" into its parts; gives the text itself when there is nothing to split at.
[[nodiscard]] std::vector<std::string_view> alternatives(std::string_view number);

} // namespace leadline::extract
