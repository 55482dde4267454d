#pragma once

#include "cache/meta.h"
#include "cache/outbox.h"
#include "domain/mutation.h"

namespace leadline::cache {

/// What applying a page came to.
struct PageOutcome
{
    domain::LeadChanges changes;
    qint64 applied = 0; ///< leads written
    bool more = false; ///< ask again from the new cursor
    bool clientLost = false; ///< the server knows later numbers of this client than we do: our files are an old copy
    bool resynced = false; ///< this page ended a full resync
    bool ignored = false; ///< an answer to a question no longer asked
};

/// The change feed: functions for jobs on the writer. A page and the cursor it leads to are one
/// transaction.
class Feed
{
public:
    /// `since` and `client` are those of the request this page answers.
    [[nodiscard]] static Result<PageOutcome> apply(Connection &connection, const domain::ChangePage &page, qint64 since,
        const domain::ClientId &client, const EditContext &context);

    enum class Restart {
        CursorTooOld, ///< 410: same epoch, revisions keep their meaning
        EpochChanged, ///< 409: revisions mean nothing, new client id
        ClientLost, ///< mutation numbers do not match the server's: new client id
    };
    /// Starts a full resync. Nothing is removed until it ended; the outbox stays. The feed from zero is the whole list in
    /// the order of its numbers, so rows that change meanwhile come again and no separate replay is needed.
    [[nodiscard]] static Result<SyncState> restart(Connection &connection, Restart why);
};

} // namespace leadline::cache
