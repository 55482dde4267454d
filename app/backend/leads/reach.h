#pragma once

#include "domain/id.h"
#include "domain/lead.h"
#include "domain/result.h"
#include "storage/connection.h"
#include "storage/lead_filter_sql.h"

#include <QSet>

#include <optional>
#include <span>

namespace leadline::backend {

/// What of the store somebody may see: everything (administrators and the daemon itself), or the tasks they own or were
/// given, and the leads found by those. Whatever lies outside answers like what does not exist.
struct Reach
{
    std::optional<domain::UserId> person; ///< empty = everything

    [[nodiscard]] bool isEverything() const { return !person.has_value(); }
};

/// Conditions for `… WHERE <condition>` over `lead` and `task`; true when the reach is everything.
[[nodiscard]] storage::SqlCondition leadWithin(const Reach &reach);
[[nodiscard]] storage::SqlCondition taskWithin(const Reach &reach);
/// The condition with the reach added to it.
[[nodiscard]] storage::SqlCondition within(storage::SqlCondition condition, const Reach &reach);

/// Whether the lead with that key is within reach.
[[nodiscard]] domain::Result<bool> reaches(storage::Connection &db, const Reach &reach, qint64 leadPk);

/// The tasks within reach; nothing when that is everything.
[[nodiscard]] domain::Result<std::optional<QSet<domain::TaskId>>> reachableTasks(
    storage::Connection &db, const Reach &reach);

/// Names of tasks outside the reach disappear from leads inside it.
[[nodiscard]] domain::Result<void> hideForeignTasks(
    storage::Connection &db, const Reach &reach, std::span<domain::Lead> leads);

} // namespace leadline::backend
