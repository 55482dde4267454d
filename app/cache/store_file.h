#pragma once

#include "domain/clock.h"
#include "domain/store_repair.h"
#include "storage/database.h"

#include <memory>
#include <optional>

namespace leadline::cache {

using domain::Result;

struct OpenStore
{
    std::unique_ptr<storage::Database> database;
    int waiting = 0;
    int conflicts = 0;
    std::optional<domain::StoreRepair> repair; ///< of this start or an earlier one, until it is confirmed
};

/// Brings the offline store at `path` to the current schema and opens it. A damaged one (found by the check after an unclean
/// end, or noted by noteDamage()) is put aside as `<path>.damaged-<UTC time>` with its log, after a new one that holds its
/// waiting edits stands complete beside it; a crash at any moment leaves one of the two, and the next start goes on.
///
/// Fails, with every byte of the store as it was, when it has a newer schema (SchemaTooNew), belongs to another program
/// (Unsupported), is in use (Locked), or cannot be read or written (Io, DiskFull).
[[nodiscard]] Result<OpenStore> openStore(const QString &path, const domain::Clock &clock);

/// Remembers for the next start that the store was found damaged in use. The store must be closed.
void noteDamage(const QString &path);

/// Removes damaged files put aside and copies made before migrations: they hold what was erased since.
void removeOldCopies(const QString &path);

} // namespace leadline::cache
