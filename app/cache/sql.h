#pragma once

#include "storage/connection.h"

#include <utility>

namespace leadline::cache {

using domain::ErrorCode;
using domain::failure;
using domain::Result;
using storage::Connection;
using storage::Statement;

/// Runs a statement that gives no rows with its values bound in order.
template<typename... Values>
[[nodiscard]] Result<void> run(Connection &connection, const QString &sql, const Values &...values)
{
    const auto statement = connection.prepare(sql);
    if (!statement)
        return failure(statement.error());
    return (*statement)->bindAll(values...).exec();
}

/// Calls `row(const Statement &)` for every row of a query.
template<typename F, typename... Values>
[[nodiscard]] Result<void> each(Connection &connection, const QString &sql, F &&row, const Values &...values)
{
    const auto statement = connection.prepare(sql);
    if (!statement)
        return failure(statement.error());
    return (*statement)->bindAll(values...).each(std::forward<F>(row));
}

/// First column of the first row as an integer; `none` when there is no row.
template<typename... Values>
[[nodiscard]] Result<qint64> integer(Connection &connection, const QString &sql, qint64 none, const Values &...values)
{
    qint64 result = none;
    if (const auto read = each(
            connection, sql, [&](const Statement &row) { result = row.integer(0); }, values...);
        !read)
        return failure(read.error());
    return result;
}

} // namespace leadline::cache
