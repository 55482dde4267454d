#include "storage/postgres_direct_statement.h"

#include "storage/postgres_error.h"

#include <libpq-fe.h>

#include <atomic>
#include <charconv>

namespace leadline::storage {

namespace {

template<typename T> std::string textOf(T number)
{
    char buffer[32];
    const auto end = std::to_chars(std::begin(buffer), std::end(buffer), number);
    return std::string(std::begin(buffer), end.ptr);
}

} // namespace

QByteArray numberedPlaceholders(const QString &sql)
{
    QByteArray numbered;
    int count = 0;
    char quote = '\0';
    for (const char c : sql.toUtf8()) {
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '?') {
            numbered += '$' + QByteArray::number(++count);
            continue;
        } else if (c == '\'' || c == '"') {
            quote = c;
        }
        numbered += c;
    }
    return numbered;
}

PostgresDirectStatement::PostgresDirectStatement(PGconn *handle, QByteArray name)
    : m_handle(handle)
    , m_name(std::move(name))
{ }

domain::Result<std::unique_ptr<DirectStatement>> PostgresDirectStatement::prepare(PGconn *handle, const QString &sql)
{
    static std::atomic<quint64> counter { 0 };
    QByteArray name = "leadline_" + QByteArray::number(counter.fetch_add(1));
    PGresult *result = PQprepare(handle, name.constData(), numberedPlaceholders(sql).constData(), 0, nullptr);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        domain::Error error = postgresError(handle, result);
        PQclear(result);
        return domain::failure(std::move(error));
    }
    PQclear(result);
    return std::unique_ptr<DirectStatement>(new PostgresDirectStatement(handle, std::move(name)));
}

domain::Result<void> PostgresDirectStatement::run(std::span<const Value> values, const char *bytes)
{
    const size_t count = values.size();
    m_numbers.resize(count); // first, because the pointers below go into it
    m_data.assign(count, nullptr);
    m_sizes.assign(count, 0);
    m_formats.assign(count, 0);
    for (size_t i = 0; i < count; ++i) {
        const Value &value = values[i];
        if (value.kind == Value::Kind::Null)
            continue;
        if (value.inBytes()) {
            m_data[i] = value.size > 0 ? bytes + value.integer : "";
            m_sizes[i] = static_cast<int>(value.size);
            m_formats[i] = 1;
            continue;
        }
        m_numbers[i] = value.kind == Value::Kind::Integer ? textOf(value.integer) : textOf(value.real);
        m_data[i] = m_numbers[i].c_str();
    }
    PGresult *result = PQexecPrepared(
        m_handle, m_name.constData(), static_cast<int>(count), m_data.data(), m_sizes.data(), m_formats.data(), 0);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        domain::Error error = postgresError(m_handle, result);
        PQclear(result);
        return domain::failure(std::move(error));
    }
    m_rowsChanged = QByteArray(PQcmdTuples(result)).toLongLong();
    PQclear(result);
    return {};
}

} // namespace leadline::storage
