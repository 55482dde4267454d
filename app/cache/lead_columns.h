#pragma once

#include "domain/lead_filter.h"
#include "storage/lead_filter_sql.h"

namespace leadline::cache {

/// The filter on the client's tables.
[[nodiscard]] storage::SqlCondition leadCondition(const domain::LeadFilter &filter);
/// The same for walks along a sort index that end early: side tables are asked row by row.
[[nodiscard]] storage::SqlCondition walkCondition(const domain::LeadFilter &filter);
/// Index that holds the living leads in this order.
[[nodiscard]] QString sortIndex(domain::LeadSort sort);
/// What the table is sorted by.
[[nodiscard]] QString sortExpression(domain::LeadSort sort);

} // namespace leadline::cache
