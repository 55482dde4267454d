#pragma once

#include "cache/sql.h"
#include "domain/row_set.h"
#include "storage/row_statement.h"

#include <QList>

namespace leadline::cache {

using storage::RowStatement;

/// Gathers row numbers inside SQLite, by the function take() in a WHERE clause: a row that is gathered there costs half of
/// one that is stepped out of the statement (a million rows: 60 ms of 120). For one job.
class RowSink
{
public:
    /// Takes at most `limit` rows (−1 = all), only those of `only` when it is given.
    explicit RowSink(const domain::RowSet *only = nullptr, qsizetype limit = -1)
        : m_only(only)
        , m_limit(limit)
    { }

    /// Makes take() known to a connection.
    [[nodiscard]] static Result<void> addTo(Connection &connection);

    /// Runs `sql`, whose WHERE has `take(?, row)` with the last placeholder; adds to the rows taken before.
    [[nodiscard]] Result<void> run(Connection &connection, const QString &sql, const std::vector<QVariant> &values);
    [[nodiscard]] bool isFull() const { return m_rows.size() == m_limit; }
    [[nodiscard]] const QList<domain::RowId> &rows() const { return m_rows; }

private:
    friend class RowSinkFunction;

    const domain::RowSet *m_only;
    qsizetype m_limit;
    QList<domain::RowId> m_rows;
};

} // namespace leadline::cache
