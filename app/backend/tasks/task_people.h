#pragma once

#include "backend/leads/lead_repository.h"
#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"
#include "protocol/account_json.h"
#include "storage/connection.h"

#include <optional>
#include <vector>

namespace leadline::backend {

/// SQL of who may see a task; functions for Database jobs. What a person may see of the leads changes with it, so their
/// clients read the feed from its beginning again. Every change leaves an audit row.
class TaskPeople
{
public:
    /// By name, owners first.
    [[nodiscard]] static Result<std::vector<protocol::TaskPerson>> list(storage::Connection &, const domain::TaskId &);
    /// Empty when the person has nothing to do with the task, otherwise whether they own it.
    [[nodiscard]] static Result<std::optional<bool>> owns(
        storage::Connection &, const domain::TaskId &, const domain::UserId &);
    /// Nothing happens when they are there already. InvalidArgument with `field` for nobody.
    [[nodiscard]] static Result<void> add(storage::Connection &, const domain::TaskId &, const domain::UserId &,
        bool isOwner, const Actor &, domain::Timestamp now);
    /// NotFound when they are not there; BadState for an owner.
    [[nodiscard]] static Result<void> remove(
        storage::Connection &, const domain::TaskId &, const domain::UserId &, const Actor &, domain::Timestamp now);
};

/// Whether a client has to read the feed from its beginning again, because what its person may see has changed since it did.
/// `since` 0 is that beginning and settles it. A function for a write job.
[[nodiscard]] Result<void> checkFeedScope(
    storage::Connection &, const domain::ClientId &, const domain::UserId &, qint64 since);

} // namespace leadline::backend
