#pragma once

#include "cache/sql.h"
#include "domain/id.h"

#include <QString>

namespace leadline::cache {

/// Where synchronisation stands. Written in the same transaction as the rows it speaks of.
struct SyncState
{
    domain::ClientId client;
    QString retired; ///< ids given up and not yet told to the server, comma-separated
    QString epoch; ///< empty before the first contact
    qint64 cursor = 0;
    qint64 nextMid = 1;
    qint64 generation = 1; ///< raised by every full resync
    bool resync = false; ///< a full resync is under way, from cursor
    bool judge = false; ///< revisions lost their meaning: waiting edits are judged by value
    bool scrub = false; ///< something was erased and its traces are still to be removed
    qint64 lastSync = 0; ///< milliseconds, 0 = never
};

[[nodiscard]] Result<SyncState> readState(Connection &connection);
[[nodiscard]] Result<void> writeState(Connection &connection, const SyncState &state);
/// Number of an epoch in this store.
[[nodiscard]] Result<qint64> epochNumber(Connection &connection, const QString &epoch);

} // namespace leadline::cache
