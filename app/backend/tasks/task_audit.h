#pragma once

#include "backend/leads/lead_repository.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "domain/task.h"
#include "storage/connection.h"

namespace leadline::backend {

/// Adds a row about a task to the audit log, in the caller's transaction. Values are states or names, never lead data.
[[nodiscard]] Result<void> writeTaskAudit(storage::Connection &db, const domain::TaskId &task, const Actor &actor,
    const QString &action, const QString &oldValue, const QString &newValue, domain::Timestamp now);

} // namespace leadline::backend
