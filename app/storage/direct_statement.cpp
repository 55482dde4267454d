#include "storage/direct_statement.h"

#include "storage/sql_error.h"

#include <sqlite3.h>

#include <cstring>

namespace leadline::storage {

DirectStatement::DirectStatement(sqlite3 *handle, sqlite3_stmt *statement)
    : m_handle(handle)
    , m_statement(statement)
{ }

DirectStatement::~DirectStatement()
{
    sqlite3_finalize(m_statement);
}

void DirectStatement::begin()
{
    m_values.clear();
    m_used = 0;
    m_hasNul = false;
}

void DirectStatement::add(QStringView text)
{
    const auto space = static_cast<size_t>(m_encoder.requiredSpace(text.size()));
    if (m_bytes.size() < m_used + space)
        m_bytes.resize((m_used + space) * 2);
    char *begin = m_bytes.data() + m_used;
    const char *end = m_encoder.appendToBuffer(begin, text);
    const auto size = static_cast<size_t>(end - begin);
    m_hasNul = m_hasNul || (size > 0 && std::memchr(begin, 0, size) != nullptr);
    m_values.push_back({ Value::Kind::Text, static_cast<qint64>(m_used), 0, static_cast<qsizetype>(size) });
    m_used += size;
}

void DirectStatement::addBlob(const QByteArray &bytes)
{
    const auto size = static_cast<size_t>(bytes.size());
    if (m_bytes.size() < m_used + size)
        m_bytes.resize((m_used + size) * 2);
    std::memcpy(m_bytes.data() + m_used, bytes.constData(), size);
    m_values.push_back({ Value::Kind::Blob, static_cast<qint64>(m_used), 0, bytes.size() });
    m_used += size;
}

domain::Result<void> DirectStatement::exec()
{
    if (m_hasNul)
        return domain::failure(domain::ErrorCode::InvalidArgument, QStringLiteral("text contains a NUL character"));
    int position = 0;
    for (const Value &value : m_values) {
        ++position;
        const bool inBytes = value.kind == Value::Kind::Text || value.kind == Value::Kind::Blob;
        // Empty text is text: a null pointer would bind NULL.
        const char *bytes = inBytes && value.size > 0 ? m_bytes.data() + value.integer : "";
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

qint64 DirectStatement::rowsChanged() const
{
    return sqlite3_changes(m_handle);
}

} // namespace leadline::storage
