#pragma once

#include "domain/result.h"

#include <QString>
#include <QStringList>

namespace leadline::leadctl {

/// Start addresses of a file, in order, without empty ones and repetitions. A text file has one per line, `#` begins a
/// comment. A CSV file (comma, semicolon or tab; RFC 4180 quoting) needs a column of addresses: `column` by its name or
/// number from 1; when empty the column named website, url, homepage, domain, address …, otherwise the first whose values
/// look like addresses. `-` reads standard input. Fails with Io, or InvalidArgument when there is no such column or no
/// address.
[[nodiscard]] domain::Result<QStringList> readSeeds(const QString &path, const QString &column);

/// The same on text, for tests.
[[nodiscard]] domain::Result<QStringList> seedsFromText(const QString &text, const QString &column);

} // namespace leadline::leadctl
