#pragma once

#include <QList>
#include <QStringList>

namespace leadline::ui {

enum class CopyFormat {
    Text, ///< one line a row, cells separated by tabs
    Csv, ///< RFC 4180 with a header line; a cell that a spreadsheet would take for a formula starts with an apostrophe
    Markdown, ///< a table with a header
};

/// Rows as they are put on the clipboard. Every row has as many cells as `header`.
[[nodiscard]] QString copiedTable(CopyFormat format, const QStringList &header, const QList<QStringList> &rows);

} // namespace leadline::ui
