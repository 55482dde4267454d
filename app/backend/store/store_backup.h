#pragma once

#include "domain/result.h"
#include "storage/store_address.h"

#include <QString>

namespace leadline::backend {

/// Writes a copy of the store as it is at one moment into `file`, which must not exist. It is a SQLite store of the same
/// schema, whichever engine the source has: one format to keep, to check and to restore, on machines without PostgreSQL's
/// own tools, and the way from one engine to the other. Appears under its name when it is whole and on disk. A daemon may be
/// running on the source.
[[nodiscard]] domain::Result<void> backupServerStore(const storage::StoreAddress &from, const QString &file);

struct RestoreReport
{
    QString epoch; ///< the new one: every client reads the store from its beginning again
    QString setAside; ///< where the SQLite file went that was replaced, empty when there was none
};

/// Puts a backup back, brought to the current schema, under a new epoch. No daemon may be running on the target.
/// AlreadyExists when the target holds a store and `replace` is not set; a SQLite file that is replaced is set aside, a
/// PostgreSQL database is overwritten in one transaction. The backup is checked first and stays as it is.
[[nodiscard]] domain::Result<RestoreReport> restoreServerStore(
    const QString &file, const storage::StoreAddress &to, bool replace);

} // namespace leadline::backend
