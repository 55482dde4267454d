#pragma once

#include "cache/sql.h"
#include "domain/lead_filter.h"
#include "domain/lead_row.h"

namespace leadline::cache {

/// Counts per facet value within a filter; a group's own terms do not narrow that group, so that its other values stay
/// worth a click. For jobs on a reader; 0.2 s at a million leads.
[[nodiscard]] Result<domain::FacetCounts> countFacets(Connection &connection, const domain::LeadFilter &filter);

} // namespace leadline::cache
