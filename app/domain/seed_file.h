#pragma once

#include "domain/result.h"
#include "domain/seed_list.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::domain {

/// A line of a file that gives no start address.
struct SkippedSeed
{
    int line = 0; ///< from 1; of a CSV row that goes over several lines, the first
    QString text; ///< the cell or line, its first 200 characters
    SeedProblem problem = SeedProblem::NotAnAddress; ///< never None or Duplicate
};

/// What a file of start addresses holds.
struct SeedFile
{
    QStringList seeds; ///< usable ones as they stand there, in order, without exact repetitions
    std::vector<SkippedSeed> skipped; ///< in order; one bad line never refuses the list
    int repeated = 0; ///< lines left out because they repeat one above to the letter
};

/// Reads a file's bytes. A text file has one address per line, comments as in withoutComment(). A CSV file (`,`, `;` or tab;
/// quotes as in RFC 4180, a quote that never ends costs its line) needs a column of addresses: `column` by its name or its
/// number from 1; when empty the column named website, url, homepage … that holds some, otherwise the one with the most
/// among the first rows. Rows without text in that column say nothing. Lines end with LF, CRLF or CR, also mixed. UTF-8, or
/// UTF-16 and UTF-32 with a byte order mark, otherwise Latin-1. Linear in the size of the file.
///
/// Fails with InvalidArgument when there is no such column, no address, or the bytes look like UTF-16 without its mark.
[[nodiscard]] Result<SeedFile> readSeedFile(const QByteArray &bytes, const QString &column = {});

/// The same without judging: everything that stands where addresses are expected, for the one who shows what is wrong.
[[nodiscard]] Result<QStringList> seedsFromFile(const QByteArray &bytes, const QString &column = {});

} // namespace leadline::domain
