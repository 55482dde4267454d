#include "cache/row_sink.h"

#include "storage/sql_error.h"

#include <sqlite3.h>

namespace leadline::cache {

namespace {

constexpr const char *kType = "sink"; // compared for every row

} // namespace

class RowSinkFunction
{
public:
    /// take(sink, row): false for every row but the last one wanted, so that the statement gives no rows until then.
    static void take(sqlite3_context *context, int, sqlite3_value **arguments)
    {
        auto *sink = static_cast<RowSink *>(sqlite3_value_pointer(arguments[0], kType));
        const auto row = domain::RowId(sqlite3_value_int64(arguments[1]));
        bool enough = false;
        if (sink && (!sink->m_only || sink->m_only->contains(row))) {
            sink->m_rows.append(row);
            enough = sink->isFull();
        }
        sqlite3_result_int(context, enough);
    }
};

Result<void> RowSink::addTo(Connection &connection)
{
    // Only from statements of our own, never from a schema or a view.
    if (sqlite3_create_function_v2(connection.handle(), "take", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr,
            RowSinkFunction::take, nullptr, nullptr, nullptr)
        != SQLITE_OK)
        return failure(storage::lastError(connection.handle()));
    return {};
}

Result<void> RowSink::run(Connection &connection, const QString &sql, const std::vector<QVariant> &values)
{
    auto statement = RowStatement::prepare(connection, sql, values);
    if (!statement)
        return failure(statement.error());
    statement->bind(int(values.size()), this, kType);
    (void)statement->next(); // a row comes when there are enough
    return statement->finish();
}

} // namespace leadline::cache
