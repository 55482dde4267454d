#pragma once

#include "backend/live/hub.h"
#include "backend/tasks/pending_ends.h"
#include "storage/database.h"

#include <memory>

namespace leadline::backend {

/// Reads the streams of a task from the database: what sockets send and what GET /api/tasks/{id}/events answers. `database`
/// must outlive it; `pending` is what the database does not know yet, may be null.
[[nodiscard]] EventReader makeEventReader(storage::Database &database, std::shared_ptr<const PendingEnds> pending = nullptr);

} // namespace leadline::backend
