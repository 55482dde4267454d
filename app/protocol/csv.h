#pragma once

#include <QByteArray>
#include <QStringList>

namespace leadline::protocol {

/// One line of CSV (RFC 4180), UTF-8, CRLF included. A cell that a spreadsheet would take for a formula (it starts with
/// = + - @, tab or a line break) starts with an apostrophe, so that it stays text. Phones in E.164, also several joined by
/// "; ", stay as they are: there is nothing in them to run, and whatever imports the file needs them whole.
[[nodiscard]] QByteArray csvLine(const QStringList &cells);

} // namespace leadline::protocol
