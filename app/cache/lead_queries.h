#pragma once

#include "cache/sql.h"
#include "domain/lead_filter.h"
#include "domain/lead_row.h"

#include <QList>

#include <vector>

namespace leadline::cache {

/// Reading the operator's view: functions for jobs on a reader. The ones that touch many rows step the driver handle
/// themselves (an order of a million rows: 0.1 s, through QSqlQuery 0.6 s).
class LeadQueries
{
public:
    /// All rows of a query in its order.
    [[nodiscard]] static Result<QList<domain::RowId>> order(Connection &connection, const domain::LeadQuery &query);
    /// One page by keyset.
    [[nodiscard]] static Result<domain::LeadRowPage> page(Connection &connection, const domain::LeadQuery &query);
    /// Values of rows, in the order asked for, without those that are gone.
    [[nodiscard]] static Result<std::vector<domain::LeadRow>> rows(Connection &connection, const QList<domain::RowId> &rows);
    /// Which of the changed rows belong to the query, and where in `order` (taken earlier) without the changed rows.
    [[nodiscard]] static Result<std::vector<domain::PlacedRow>> place(Connection &connection, const domain::LeadQuery &query,
        const QList<domain::RowId> &order, const QList<domain::RowId> &changed);
    [[nodiscard]] static Result<qint64> count(Connection &connection, const domain::LeadFilter &filter);
};

} // namespace leadline::cache
