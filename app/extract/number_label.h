#pragma once

#include <cstddef>
#include <string_view>

namespace leadline::extract {

/// What the words around a number call it.
enum class NumberLabel {
    None,
    Phone,
    Mobile,
    WhatsApp,
    Fax,
    NotAPhone, ///< EAN, VAT, order number, price …
};

// All of these look at a bounded stretch of text. It has '\n' between blocks and '\t' between table cells.

/// The label in front of `start`: on its line, or the line or cell before when nothing else is on it.
[[nodiscard]] NumberLabel labelInFront(std::string_view text, size_t start);
/// The label in front of (or in brackets behind) the reading at [start, end).
[[nodiscard]] NumberLabel labelAround(std::string_view text, size_t start, size_t end);
/// The label at the head of the table column whose cell is just [start, end).
[[nodiscard]] NumberLabel columnLabel(std::string_view text, size_t start, size_t end);

} // namespace leadline::extract
