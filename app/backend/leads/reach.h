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
/// Without a value of its own, so that a call that forgets it does not compile.
class Reach
{
public:
    [[nodiscard]] static Reach everything() { return Reach(std::nullopt); }
    [[nodiscard]] static Reach of(const domain::UserId &person) { return Reach(person); }

    [[nodiscard]] bool isEverything() const { return !m_person.has_value(); }
    /// Only when it is not everything.
    [[nodiscard]] const domain::UserId &person() const { return *m_person; }

private:
    explicit Reach(std::optional<domain::UserId> person)
        : m_person(person)
    { }

    std::optional<domain::UserId> m_person; ///< empty = everything
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
