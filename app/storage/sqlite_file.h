#pragma once

#include "domain/result.h"

#include <QString>

struct sqlite3;

namespace leadline::storage {

/// Copies a SQLite store as it is at one moment by the backup API; others may be using it. The copy is one file without a
/// log beside it. It gets its name, which it takes from a file that has it, when it is whole and on disk.
[[nodiscard]] domain::Result<void> copySqliteFile(const QString &path, const QString &copy);
[[nodiscard]] domain::Result<void> copySqliteFile(sqlite3 *source, const QString &copy);

} // namespace leadline::storage
