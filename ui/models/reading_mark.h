#pragma once

#include "domain/contact_point.h"

#include <QString>

namespace leadline::ui {

/// Where a snippet holds the reading it is evidence of.
struct ReadingMark
{
    qsizetype start = -1;
    qsizetype length = 0;

    [[nodiscard]] bool isFound() const { return start >= 0; }
    [[nodiscard]] bool operator==(const ReadingMark &) const = default;
};

/// Finds a contact point in the words around it, also where a page writes it differently than it is kept: a phone with other
/// separators or without its country code, a profile with another spelling of the address.
[[nodiscard]] ReadingMark markReading(const QString &snippet, const domain::ContactPoint &contact);

} // namespace leadline::ui
