#pragma once

#include "backend/leads/lead_repository.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "storage/connection.h"

namespace leadline::backend {

struct PersonChange
{
    QString action; ///< `session-start`, `session-end`, `invite`, `role` …
    QString field;
    std::optional<QString> oldValue; ///< never a secret
    std::optional<QString> newValue;
};

/// Adds a row about a person to the audit log, in the caller's transaction. Without a person it is about a code nobody has
/// used yet.
[[nodiscard]] Result<void> writePersonAudit(storage::Connection &db, const std::optional<domain::UserId> &person,
    const Actor &actor, const PersonChange &change, domain::Timestamp now);

} // namespace leadline::backend
