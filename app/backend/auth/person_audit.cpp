#include "backend/auth/person_audit.h"

#include "backend/auth/auth_sql.h"

namespace leadline::backend {

Result<void> writePersonAudit(storage::Connection &db, const std::optional<domain::UserId> &person, const Actor &actor,
    const PersonChange &change, domain::Timestamp now)
{
    LEADLINE_TRY(sql::run(db,
        QStringLiteral(
            "INSERT INTO audit (at, actor, origin, request_id, action, lead_pk, field, old_value, new_value, person_id) "
            "VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?)"),
        now, actor.name, actor.origin, actor.requestId, change.action, change.field, change.oldValue, change.newValue,
        person));
    return {};
}

} // namespace leadline::backend
