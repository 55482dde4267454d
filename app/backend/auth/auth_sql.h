#pragma once

#include "storage/connection.h"

#include <optional>
#include <utility>
#include <vector>

/// Short forms for the statements of the repositories of this folder.
namespace leadline::backend::sql {

/// Binds, runs, and tells how many rows changed.
template<typename... Values>
[[nodiscard]] domain::Result<qint64> run(storage::Connection &db, const QString &text, const Values &...values)
{
    auto statement = db.prepare(text);
    LEADLINE_TRY(statement);
    LEADLINE_TRY((*statement)->bindAll(values...).exec());
    const qint64 changed = (*statement)->rowsChanged();
    (*statement)->reset();
    return changed;
}

/// What `read(row)` makes of each row, in order.
template<typename Read, typename... Values>
[[nodiscard]] auto all(storage::Connection &db, const QString &text, Read read, const Values &...values)
    -> domain::Result<std::vector<std::invoke_result_t<Read &, const storage::Statement &>>>
{
    auto statement = db.prepare(text);
    LEADLINE_TRY(statement);
    std::vector<std::invoke_result_t<Read &, const storage::Statement &>> rows;
    LEADLINE_TRY((*statement)->bindAll(values...).each([&](const storage::Statement &row) { rows.push_back(read(row)); }));
    return rows;
}

/// The first row, or nothing.
template<typename Read, typename... Values>
[[nodiscard]] auto first(storage::Connection &db, const QString &text, Read read, const Values &...values)
    -> domain::Result<std::optional<std::invoke_result_t<Read &, const storage::Statement &>>>
{
    using Row = std::invoke_result_t<Read &, const storage::Statement &>;
    auto rows = all(db, text, std::move(read), values...);
    LEADLINE_TRY(rows);
    return rows->empty() ? std::optional<Row>() : std::optional<Row>(std::move(rows->front()));
}

} // namespace leadline::backend::sql
