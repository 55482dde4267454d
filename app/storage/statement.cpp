#include "storage/statement.h"

#include "storage/connection.h"

#include <QSqlError>

namespace leadline::storage {

Statement::Statement(QSqlQuery query, Connection &connection)
    : m_query(std::move(query))
    , m_connection(&connection)
{ }

void Statement::bind(int position, const QString &text)
{
    // SQLite's length() and its text functions stop at NUL while the bytes stay.
    if (text.contains(QChar(u'\0')))
        m_error = Error(ErrorCode::InvalidArgument, QStringLiteral("text contains a NUL character"));
    m_query.bindValue(position, text.isNull() ? QVariant(QStringLiteral("")) : QVariant(text));
}

void Statement::bind(int position, const QVariant &value)
{
    if (value.metaType().id() == QMetaType::QString)
        bind(position, value.toString());
    else if (value.metaType().id() == QMetaType::QUuid)
        bind(position, value.toUuid());
    else
        m_query.bindValue(position, value);
}

void Statement::bind(int position, const QUuid &uuid)
{
    m_query.bindValue(position, m_connection->dialect().stored(uuid));
}

Result<void> Statement::exec()
{
    if (m_error)
        return finish();
    if (!m_query.exec()) {
        Error error = m_connection->errorOf(m_query.lastError());
        m_query.finish();
        return domain::failure(std::move(error));
    }
    return {};
}

bool Statement::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        m_error = m_connection->errorOf(m_query.lastError());
    m_query.finish();
    return false;
}

Result<void> Statement::finish()
{
    m_query.finish();
    if (!m_error)
        return {};
    Error error = std::move(*m_error);
    m_error.reset();
    return domain::failure(std::move(error));
}

void Statement::reset()
{
    m_query.finish();
    m_error.reset();
}

QUuid Statement::uuid(int column) const
{
    return m_connection->dialect().uuidOf(value(column));
}

std::optional<QString> Statement::optionalText(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return text(column);
}

std::optional<domain::Timestamp> Statement::optionalTime(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return time(column);
}

} // namespace leadline::storage
