#pragma once

#include "backend/leads/lead_repository.h"

#include <span>

namespace leadline::backend {

/// How many records a call on several changed, and which it did not find.
struct TrashOutcome
{
    qint64 changed = 0;
    qint64 unchanged = 0; ///< were so already; for purge: are not in the trash
    QStringList missing;
};

/// Leads on their way into the trash, back, and out of the store for good. One transaction for all ids of a call.
class LeadTrash
{
public:
    static constexpr size_t kMostAtOnce = 1'000; ///< beyond: TooLarge

    [[nodiscard]] static Result<TrashOutcome> softDelete(
        storage::Connection &, std::span<const domain::LeadId>, const Actor &, domain::Timestamp now);
    [[nodiscard]] static Result<TrashOutcome> restore(
        storage::Connection &, std::span<const domain::LeadId>, const Actor &, domain::Timestamp now);
    /// Removes leads that are in the trash with all that belongs to them, words of the full text included, and tells the
    /// feed by a tombstone. Their history stays. Their numbers in the results streams of tasks become gaps. A later reading
    /// of the same business makes a new lead.
    [[nodiscard]] static Result<TrashOutcome> purge(
        storage::Connection &, std::span<const domain::LeadId>, const Actor &, domain::Timestamp now);
};

} // namespace leadline::backend
