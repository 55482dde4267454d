#pragma once

#include <QString>

namespace leadline::leadctl {

/// Columns a terminal gives the text: combining marks take none, East Asian wide characters and emoji two (after Unicode's
/// EastAsianWidth.txt, ambiguous ones counted as narrow).
[[nodiscard]] int columnsOf(QStringView text);

/// The text in at most `columns` columns; a cut one ends with an ellipsis.
[[nodiscard]] QString elided(const QString &text, int columns);

/// Padded with spaces on the right.
[[nodiscard]] QString padded(const QString &text, int columns);

} // namespace leadline::leadctl
