#include "storage/row_statement.h"

#include "storage/sql_error.h"

#include <QUuid>

#include <sqlite3.h>

#include <cstring>
#include <utility>

namespace leadline::storage {

namespace {

void bindValue(sqlite3_stmt *statement, int position, const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::LongLong:
    case QMetaType::Bool:
        sqlite3_bind_int64(statement, position, value.toLongLong());
        break;
    case QMetaType::Double:
        sqlite3_bind_double(statement, position, value.toDouble());
        break;
    case QMetaType::QByteArray: {
        const QByteArray bytes = value.toByteArray();
        sqlite3_bind_blob(statement, position, bytes.constData(), int(bytes.size()), SQLITE_TRANSIENT);
        break;
    }
    case QMetaType::QUuid: {
        const QByteArray bytes = value.toUuid().toRfc4122();
        sqlite3_bind_blob(statement, position, bytes.constData(), int(bytes.size()), SQLITE_TRANSIENT);
        break;
    }
    case QMetaType::UnknownType:
        sqlite3_bind_null(statement, position);
        break;
    default: {
        const QByteArray text = value.toString().toUtf8();
        sqlite3_bind_text(statement, position, text.constData(), int(text.size()), SQLITE_TRANSIENT);
        break;
    }
    }
}

} // namespace

RowStatement::RowStatement(sqlite3_stmt *statement)
    : m_statement(statement)
{ }

RowStatement::RowStatement(RowStatement &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
    , m_result(other.m_result)
{ }

RowStatement::~RowStatement()
{
    sqlite3_finalize(m_statement);
}

Result<RowStatement> RowStatement::prepare(Connection &connection, const QString &sql, const std::vector<QVariant> &values)
{
    const QByteArray utf8 = sql.toUtf8();
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(connection.handle(), utf8.constData(), int(utf8.size()), &statement, nullptr) != SQLITE_OK)
        return domain::failure(lastError(connection.handle()));
    int position = 0;
    for (const QVariant &value : values)
        bindValue(statement, ++position, value);
    return RowStatement(statement);
}

void RowStatement::bind(int position, qint64 value)
{
    sqlite3_bind_int64(m_statement, position + 1, value);
}

void RowStatement::bind(int position, void *pointer, const char *type)
{
    sqlite3_bind_pointer(m_statement, position + 1, pointer, type, nullptr);
}

void RowStatement::rewind()
{
    sqlite3_reset(m_statement);
}

bool RowStatement::next()
{
    m_result = sqlite3_step(m_statement);
    return m_result == SQLITE_ROW;
}

Result<void> RowStatement::finish() const
{
    if (m_result == SQLITE_DONE || m_result == SQLITE_ROW || m_result == SQLITE_OK)
        return {};
    return domain::failure(lastError(sqlite3_db_handle(m_statement)));
}

bool RowStatement::wasInterrupted() const
{
    return m_result == SQLITE_INTERRUPT;
}

qint64 RowStatement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QByteArray RowStatement::bytes(int column) const
{
    const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return QByteArray(data, sqlite3_column_bytes(m_statement, column));
}

QByteArrayView RowStatement::view(int column) const
{
    const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return QByteArrayView(data, sqlite3_column_bytes(m_statement, column));
}

bool RowStatement::sameBytes(int column, const QByteArray &bytes) const
{
    const void *data = sqlite3_column_blob(m_statement, column);
    const int size = sqlite3_column_bytes(m_statement, column);
    return size == bytes.size() && (size == 0 || std::memcmp(data, bytes.constData(), size_t(size)) == 0);
}

QString RowStatement::text(int column) const
{
    const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(data, sqlite3_column_bytes(m_statement, column));
}

bool RowStatement::isText(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_TEXT;
}

bool RowStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

} // namespace leadline::storage
