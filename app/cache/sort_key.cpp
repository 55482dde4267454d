#include "cache/sort_key.h"

#include "cache/lead_columns.h"

#include <QDataStream>
#include <QIODevice>

namespace leadline::cache {

using domain::RowId;

SortKey SortKey::read(const RowStatement &statement, int column, RowId row)
{
    SortKey key;
    key.row = row;
    key.isText = statement.isText(column);
    if (key.isText)
        key.text = statement.bytes(column);
    else
        key.number = statement.integer(column);
    return key;
}

bool SortKey::operator<(const SortKey &other) const
{
    if (isText != other.isText)
        return !isText;
    if (isText) {
        if (text != other.text)
            return text < other.text;
    } else if (number != other.number) {
        return number < other.number;
    }
    return row < other.row;
}

QVariant SortKey::value() const
{
    return isText ? QVariant(QString::fromUtf8(text)) : QVariant(number);
}

QString SortKey::toCursor() const
{
    QByteArray bytes;
    QDataStream(&bytes, QIODevice::WriteOnly) << isText << number << text << row;
    return QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<SortKey> SortKey::fromCursor(const QString &cursor)
{
    QDataStream stream(QByteArray::fromBase64(cursor.toLatin1(), QByteArray::Base64UrlEncoding));
    SortKey key;
    stream >> key.isText >> key.number >> key.text >> key.row;
    if (stream.status() != QDataStream::Ok)
        return std::nullopt;
    return key;
}

KeyReader::KeyReader(RowStatement statement)
    : m_statement(std::move(statement))
{ }

Result<KeyReader> KeyReader::open(Connection &connection, domain::LeadSort sort)
{
    auto statement = RowStatement::prepare(
        connection, QStringLiteral("SELECT %1 FROM lead WHERE lead.row = ?").arg(sortExpression(sort)));
    if (!statement)
        return failure(statement.error());
    return KeyReader(std::move(*statement));
}

std::optional<SortKey> KeyReader::key(RowId row)
{
    m_statement.rewind();
    m_statement.bind(0, row);
    if (!m_statement.next())
        return std::nullopt;
    return SortKey::read(m_statement, 0, row);
}

} // namespace leadline::cache
