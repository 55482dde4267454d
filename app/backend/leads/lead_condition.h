#pragma once

#include "storage/connection.h"
#include "storage/lead_filter_sql.h"

/// Filters as conditions on the server's table of leads.
namespace leadline::backend::rows {

/// Names of the server's tables on the engine of the connection.
[[nodiscard]] const storage::LeadColumns &columnsOf(const storage::Connection &connection);
[[nodiscard]] storage::SqlCondition conditionOf(const storage::Connection &connection, const domain::LeadFilter &filter);
/// Binds the values from `position` on, which is moved past them.
void bind(storage::Statement &statement, int &position, const std::vector<QVariant> &values);

} // namespace leadline::backend::rows
