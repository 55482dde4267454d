#pragma once

#include "backend/live/hub.h"
#include "storage/database.h"

namespace leadline::backend {

/// Reads the streams of a task from the database: what sockets send and what GET /api/tasks/{id}/events answers. `database`
/// must outlive it.
[[nodiscard]] EventReader makeEventReader(storage::Database &database);

} // namespace leadline::backend
