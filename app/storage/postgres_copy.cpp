#include "storage/postgres_copy.h"

#include "storage/postgres_error.h"

#include <QUuid>

#include <libpq-fe.h>

#include <charconv>

namespace leadline::storage {

namespace {

/// The server reads while we write; a batch of any size takes this much memory beside its rows.
constexpr qsizetype kChunk = 256 * 1024;

template<typename T> void appendNumber(QByteArray &line, T number)
{
    char buffer[32];
    const auto end = std::to_chars(std::begin(buffer), std::end(buffer), number);
    line.append(buffer, end.ptr - buffer);
}

void appendText(QByteArray &line, QByteArrayView text)
{
    for (const char c : text) {
        switch (c) {
        case '\\':
            line += "\\\\";
            break;
        case '\t':
            line += "\\t";
            break;
        case '\n':
            line += "\\n";
            break;
        case '\r':
            line += "\\r";
            break;
        default:
            line += c;
        }
    }
}

char unescaped(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return c;
    }
}

} // namespace

PostgresCopyIn::PostgresCopyIn(PGconn *handle, const QString &table, const QStringList &columns)
    : m_handle(handle)
    , m_command(QStringLiteral("COPY %1 (%2) FROM STDIN").arg(table, columns.join(QStringLiteral(", "))).toUtf8())
{ }

domain::Result<void> PostgresCopyIn::run(std::span<const Value> values, const char *bytes)
{
    bool first = true;
    for (const Value &value : values) {
        if (!std::exchange(first, false))
            m_rows += '\t';
        const QByteArrayView data(value.inBytes() ? bytes + value.integer : "", value.inBytes() ? value.size : 0);
        switch (value.kind) {
        case Value::Kind::Null:
            m_rows += "\\N";
            break;
        case Value::Kind::Integer:
            appendNumber(m_rows, value.integer);
            break;
        case Value::Kind::Real:
            appendNumber(m_rows, value.real);
            break;
        case Value::Kind::Text:
            appendText(m_rows, data);
            break;
        case Value::Kind::Blob:
            m_rows += "\\\\x" + data.toByteArray().toHex();
            break;
        case Value::Kind::Uuid:
            m_rows += QUuid::fromRfc4122(data).toByteArray(QUuid::WithoutBraces);
            break;
        }
    }
    m_rows += '\n';
    return {};
}

domain::Result<void> PostgresCopyIn::flush()
{
    if (m_rows.isEmpty())
        return {};
    const QByteArray rows = std::exchange(m_rows, QByteArray());
    PGresult *result = PQexec(m_handle, m_command.constData());
    if (PQresultStatus(result) != PGRES_COPY_IN) {
        domain::Error error = postgresError(m_handle, result);
        PQclear(result);
        return domain::failure(std::move(error));
    }
    PQclear(result);
    bool sent = true;
    for (qsizetype at = 0; sent && at < rows.size(); at += kChunk) {
        const qsizetype size = std::min(kChunk, rows.size() - at);
        sent = PQputCopyData(m_handle, rows.constData() + at, static_cast<int>(size)) == 1;
    }
    sent = PQputCopyEnd(m_handle, nullptr) == 1 && sent;
    domain::Result<void> outcome;
    while ((result = PQgetResult(m_handle)) != nullptr) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && outcome)
            outcome = domain::failure(postgresError(m_handle, result));
        PQclear(result);
    }
    if (outcome && !sent)
        outcome = domain::failure(postgresError(m_handle, static_cast<const PGresult *>(nullptr)));
    return outcome;
}

void splitCopyRow(QByteArrayView line, std::vector<std::optional<QByteArray>> &values)
{
    values.clear();
    if (line.endsWith('\n'))
        line.chop(1);
    QByteArray value;
    bool isNull = false;
    const auto end = [&] {
        values.push_back(isNull ? std::nullopt : std::optional(value));
        value.clear();
        isNull = false;
    };
    for (qsizetype i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '\t') {
            end();
        } else if (c == '\\' && i + 1 < line.size()) {
            const char next = line[++i];
            isNull = next == 'N';
            value += unescaped(next);
        } else {
            value += c;
        }
    }
    end();
}

} // namespace leadline::storage
