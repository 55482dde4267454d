#pragma once

#include "backend/http/route_table.h"
#include "domain/clock.h"
#include "storage/database.h"

namespace leadline::backend {

/// Purge of leads and tasks, and tasks into the trash and out of it by the dozen. What it refers to must outlive the table.
void addTrashRoutes(RouteTable &table, storage::Database &database, const domain::Clock &clock);

} // namespace leadline::backend
