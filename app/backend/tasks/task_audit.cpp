#include "backend/tasks/task_audit.h"

#include "backend/audit/audit_log.h"

namespace leadline::backend {

namespace {

std::optional<QString> orNothing(const QString &value)
{
    return value.isEmpty() ? std::nullopt : std::optional(value);
}

} // namespace

Result<void> writeTaskAudit(storage::Connection &db, const domain::TaskId &task, const Actor &actor, const QString &action,
    const QString &oldValue, const QString &newValue, domain::Timestamp now)
{
    return writeAudit(db,
        { now, actor.name, actor.origin, actor.requestId, action, 0, task.uuid(), {}, {}, orNothing(oldValue),
            orNothing(newValue) });
}

} // namespace leadline::backend
