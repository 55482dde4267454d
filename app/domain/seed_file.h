#pragma once

#include "domain/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace leadline::domain {

/// Start addresses of a file's bytes, as they stand there, in order, without empty ones and exact repetitions; what is no
/// address is kept for the one who judges them (readSeed). A text file has one per line, comments as in withoutComment(). A
/// CSV file
/// (`,`, `;` or tab; quotes as in RFC 4180) needs a column of addresses: `column` by its name or its number from 1; when
/// empty the column named website, url, homepage … that holds some, otherwise the one with the most among the first rows.
/// UTF-8, or UTF-16 and UTF-32 with a byte order mark, otherwise Latin-1. Fails with InvalidArgument when there is no such
/// column or nothing is left.
[[nodiscard]] Result<QStringList> seedsFromFile(const QByteArray &bytes, const QString &column = {});

} // namespace leadline::domain
