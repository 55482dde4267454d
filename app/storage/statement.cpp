#include "storage/statement.h"

#include "storage/sql_error.h"

#include <QSqlError>

namespace leadline::storage {

Statement::Statement(QSqlQuery query, sqlite3 *handle)
    : m_query(std::move(query))
    , m_handle(handle)
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
    else
        m_query.bindValue(position, value);
}

Result<void> Statement::exec()
{
    if (m_error)
        return finish();
    if (!m_query.exec()) {
        Error error = errorOf(m_query.lastError(), m_handle);
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
        m_error = errorOf(m_query.lastError(), m_handle);
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
