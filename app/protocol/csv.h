#pragma once

#include <QByteArray>
#include <QStringList>

namespace leadline::protocol {

/// Who reads the file. RFC 4180, UTF-8 and CRLF in all of them.
enum class CsvProfile {
    /// A cell that a spreadsheet would take for a formula (it starts with = + - @ in any width, tab or a line break) starts
    /// with an apostrophe, so that it stays text. Phones in E.164, also several joined by "; ", stay as they are: there is
    /// nothing in them to run, and whatever imports the file needs them whole.
    Plain,
    /// The same for phones too, because Excel would make numbers of them; such cells are quoted as well.
    Excel,
    /// Every cell as it is, for programs: not safe to open in a spreadsheet.
    Machine,
};

[[nodiscard]] QByteArray csvLine(const QStringList &cells, CsvProfile profile = CsvProfile::Plain);

} // namespace leadline::protocol
