#include "backend/auth/person_audit.h"

#include "backend/audit/audit_log.h"

namespace leadline::backend {

Result<void> writePersonAudit(storage::Connection &db, const std::optional<domain::UserId> &person, const Actor &actor,
    const PersonChange &change, domain::Timestamp now)
{
    const auto id = person ? std::optional(person->uuid()) : std::nullopt;
    return writeAudit(db,
        { now, actor.name, actor.origin, actor.requestId, change.action, 0, {}, id, change.field, change.oldValue,
            change.newValue });
}

} // namespace leadline::backend
