#pragma once

#include "backend/leads/lead_trash.h"

#include <span>

namespace leadline::backend {

/// Tasks on their way out of the store. Soft delete and restore of one are TaskRepository::setDeleted().
class TaskTrash
{
public:
    static constexpr size_t kMostAtOnce = 1'000; ///< beyond: TooLarge

    /// Marks deleted or not deleted; an active task is counted as unchanged.
    [[nodiscard]] static Result<TrashOutcome> setDeleted(
        storage::Connection &, std::span<const domain::TaskId>, bool deleted, const Actor &, domain::Timestamp now);
    /// Removes tasks that are in the trash with their start addresses, frontier, log and results stream. Their leads and
    /// their history stay.
    [[nodiscard]] static Result<TrashOutcome> purge(
        storage::Connection &, std::span<const domain::TaskId>, const Actor &, domain::Timestamp now);
};

} // namespace leadline::backend
