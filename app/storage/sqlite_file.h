#pragma once

#include "domain/result.h"

#include <QString>

#include <memory>

struct sqlite3;

namespace leadline::storage {

struct CloseSqlite
{
    void operator()(sqlite3 *handle) const;
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqlite>;

/// A file outside a Connection, with SQLite's own flags. Closing it leaves a log beside the file as it is: that of another
/// program is not ours to write back, and after a refusal the bytes must be what they were.
[[nodiscard]] domain::Result<SqliteHandle> openSqliteFile(const QString &path, int flags);

/// Sets the library up for the process; called before each opening of a file. Thread-safe. Without its account of memory,
/// which nobody asks for, no allocation takes a lock of the whole process.
void setUpSqlite();

/// Copies a SQLite store as it is at one moment by the backup API; others may be using it. The copy is one file without a
/// log beside it. It gets its name, which it takes from a file that has it, when it is whole and on disk.
[[nodiscard]] domain::Result<void> copySqliteFile(const QString &path, const QString &copy);
[[nodiscard]] domain::Result<void> copySqliteFile(sqlite3 *source, const QString &copy);

} // namespace leadline::storage
