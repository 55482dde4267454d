#include "backend/tasks/task_audit.h"

namespace leadline::backend {

Result<void> writeTaskAudit(storage::Connection &db, const domain::TaskId &task, const Actor &actor, const QString &action,
    const QString &oldValue, const QString &newValue, domain::Timestamp now)
{
    auto statement = db.prepare(QStringLiteral(
        "INSERT INTO audit (at, actor, origin, request_id, action, lead_pk, task_id, field, old_value, new_value) "
        "VALUES (?, ?, ?, ?, ?, 0, ?, '', nullif(?, ''), nullif(?, ''))"));
    if (!statement)
        return domain::failure(statement.error());
    return (*statement)->bindAll(now, actor.name, actor.origin, actor.requestId, action, task, oldValue, newValue).exec();
}

} // namespace leadline::backend
