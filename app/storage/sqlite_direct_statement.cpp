#include "storage/sqlite_direct_statement.h"

#include "storage/sql_error.h"

#include <sqlite3.h>

namespace leadline::storage {

SqliteDirectStatement::SqliteDirectStatement(sqlite3 *handle, sqlite3_stmt *statement)
    : m_handle(handle)
    , m_statement(statement)
{ }

SqliteDirectStatement::~SqliteDirectStatement()
{
    sqlite3_finalize(m_statement);
}

domain::Result<std::unique_ptr<DirectStatement>> SqliteDirectStatement::prepare(sqlite3 *handle, const QString &sql)
{
    const QByteArray utf8 = sql.toUtf8();
    sqlite3_stmt *raw = nullptr;
    if (sqlite3_prepare_v3(handle, utf8.constData(), static_cast<int>(utf8.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr)
        != SQLITE_OK)
        return domain::failure(lastError(handle));
    return std::unique_ptr<DirectStatement>(new SqliteDirectStatement(handle, raw));
}

domain::Result<void> SqliteDirectStatement::run(std::span<const Value> values, const char *data)
{
    int position = 0;
    for (const Value &value : values) {
        ++position;
        // Empty text is text: a null pointer would bind NULL.
        const char *bytes = value.inBytes() && value.size > 0 ? data + value.integer : "";
        switch (value.kind) {
        case Value::Kind::Null:
            sqlite3_bind_null(m_statement, position);
            break;
        case Value::Kind::Integer:
            sqlite3_bind_int64(m_statement, position, value.integer);
            break;
        case Value::Kind::Real:
            sqlite3_bind_double(m_statement, position, value.real);
            break;
        case Value::Kind::Text:
            sqlite3_bind_text(m_statement, position, bytes, static_cast<int>(value.size), SQLITE_STATIC);
            break;
        case Value::Kind::Blob:
        case Value::Kind::Uuid:
            sqlite3_bind_blob(m_statement, position, bytes, static_cast<int>(value.size), SQLITE_STATIC);
            break;
        }
    }
    const int code = sqlite3_step(m_statement);
    if (code != SQLITE_DONE) {
        domain::Error error = lastError(m_handle);
        sqlite3_reset(m_statement);
        return domain::failure(std::move(error));
    }
    sqlite3_reset(m_statement);
    return {};
}

qint64 SqliteDirectStatement::rowsChanged() const
{
    return sqlite3_changes(m_handle);
}

} // namespace leadline::storage
