#include "protocol/json.h"

#include <QJsonDocument>
#include <QStringBuilder>

namespace leadline::protocol {

Result<QJsonObject> parseObject(QByteArrayView text, qsizetype maxBytes)
{
    if (text.size() > maxBytes)
        return domain::failure(ErrorCode::TooLarge, QStringLiteral("JSON of more than %1 bytes").arg(maxBytes));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), text.size()), &problem);
    if (problem.error != QJsonParseError::NoError) {
        return domain::failure(ErrorCode::InvalidArgument,
            QStringLiteral("not JSON at byte %1: %2").arg(problem.offset).arg(problem.errorString()));
    }
    if (!document.isObject())
        return domain::failure(ErrorCode::InvalidArgument, QStringLiteral("a JSON object is expected"));
    return document.object();
}

QByteArray toBytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonValue timeOrNull(const std::optional<domain::Timestamp> &time)
{
    return time ? QJsonValue(domain::toRfc3339(*time)) : QJsonValue();
}

ObjectReader::ObjectReader(const QJsonObject &object, QString path)
    : m_object(object)
    , m_path(std::move(path))
{ }

bool ObjectReader::has(QStringView key) const
{
    const auto it = m_object.constFind(key);
    return it != m_object.constEnd() && !it->isNull();
}

QString ObjectReader::pointer(QStringView key) const
{
    return m_path % u'/' % key;
}

QJsonValue ObjectReader::value(QStringView key)
{
    m_read.insert(key.toString());
    const QJsonValue found = m_object.value(key);
    return found.isUndefined() ? QJsonValue() : found;
}

void ObjectReader::failAt(const QString &at, const QString &detail)
{
    if (m_error)
        return;
    m_error = Error(ErrorCode::InvalidArgument, at.mid(1) + u' ' + detail);
    m_error->field = at;
}

void ObjectReader::fail(QStringView key, const QString &detail)
{
    failAt(pointer(key), detail);
}

bool ObjectReader::acceptText(QStringView key, const QJsonValue &value, qsizetype maxLength)
{
    if (!value.isString()) {
        fail(key, value.isNull() ? QStringLiteral("is missing") : QStringLiteral("must be a text"));
        return false;
    }
    const QString text = value.toString();
    if (text.size() > maxLength) {
        fail(key, QStringLiteral("is longer than %1 characters").arg(maxLength));
        return false;
    }
    if (text.contains(QChar(u'\0')) || !text.isValidUtf16()) {
        fail(key, QStringLiteral("holds characters that are not allowed"));
        return false;
    }
    return true;
}

QString ObjectReader::text(QStringView key, qsizetype maxLength)
{
    const QJsonValue found = value(key);
    return acceptText(key, found, maxLength) ? found.toString() : QString();
}

QString ObjectReader::textOr(QStringView key, const QString &fallback, qsizetype maxLength)
{
    return optionalText(key, maxLength).value_or(fallback);
}

std::optional<QString> ObjectReader::optionalText(QStringView key, qsizetype maxLength)
{
    const QJsonValue found = value(key);
    if (found.isNull() || !acceptText(key, found, maxLength))
        return std::nullopt;
    return found.toString();
}

QStringList ObjectReader::texts(QStringView key, qsizetype maxItems, qsizetype maxLength)
{
    QStringList out;
    const QJsonArray items = array(key, maxItems);
    out.reserve(items.size());
    for (const QJsonValue item : items) {
        if (!acceptText(key, item, maxLength))
            return {};
        out.append(item.toString());
    }
    return out;
}

qint64 ObjectReader::integer(QStringView key, qint64 least, qint64 most)
{
    if (!has(key)) {
        fail(key, QStringLiteral("is missing"));
        return least;
    }
    return optionalInteger(key, least, most).value_or(least);
}

qint64 ObjectReader::integerOr(QStringView key, qint64 fallback, qint64 least, qint64 most)
{
    return optionalInteger(key, least, most).value_or(fallback);
}

std::optional<qint64> ObjectReader::optionalInteger(QStringView key, qint64 least, qint64 most)
{
    const QJsonValue found = value(key);
    if (found.isNull())
        return std::nullopt;
    // toInteger() answers its default for everything that is not a whole number.
    const qint64 number = found.toInteger(0);
    if (!found.isDouble() || found.toInteger(1) != number) {
        fail(key, QStringLiteral("must be a whole number"));
        return std::nullopt;
    }
    if (number < least || number > most) {
        fail(key, QStringLiteral("must be between %1 and %2").arg(least).arg(most));
        return std::nullopt;
    }
    return number;
}

int ObjectReader::smallOr(QStringView key, int fallback, int least, int most)
{
    return static_cast<int>(integerOr(key, fallback, least, most));
}

std::optional<double> ObjectReader::optionalNumber(QStringView key, double least, double most)
{
    const QJsonValue found = value(key);
    if (found.isNull())
        return std::nullopt;
    const double number = found.toDouble();
    if (!found.isDouble() || !(number >= least && number <= most)) {
        fail(key, QStringLiteral("must be a number between %1 and %2").arg(least).arg(most));
        return std::nullopt;
    }
    return number;
}

bool ObjectReader::booleanOr(QStringView key, bool fallback)
{
    const QJsonValue found = value(key);
    if (found.isNull())
        return fallback;
    if (!found.isBool())
        fail(key, QStringLiteral("must be true or false"));
    return found.toBool(fallback);
}

domain::Timestamp ObjectReader::time(QStringView key)
{
    if (!has(key))
        fail(key, QStringLiteral("is missing"));
    return optionalTime(key).value_or(domain::Timestamp());
}

std::optional<domain::Timestamp> ObjectReader::optionalTime(QStringView key)
{
    const std::optional<QString> read = optionalText(key, 64);
    if (!read)
        return std::nullopt;
    const auto parsed = domain::fromRfc3339(*read);
    if (!parsed)
        fail(key, QStringLiteral("must be an RFC 3339 time"));
    return parsed;
}

QJsonObject ObjectReader::object(QStringView key)
{
    const QJsonValue found = value(key);
    if (!found.isNull() && !found.isObject())
        fail(key, QStringLiteral("must be an object"));
    return found.toObject();
}

QJsonArray ObjectReader::array(QStringView key, qsizetype maxItems)
{
    const QJsonValue found = value(key);
    if (found.isNull())
        return {};
    if (!found.isArray()) {
        fail(key, QStringLiteral("must be a list"));
        return {};
    }
    const QJsonArray items = found.toArray();
    if (items.size() > maxItems) {
        fail(key, QStringLiteral("holds more than %1 items").arg(maxItems));
        return {};
    }
    return items;
}

void ObjectReader::refuseUnknown()
{
    for (const QString &key : m_object.keys()) {
        if (!m_read.contains(key))
            fail(key, QStringLiteral("is not a known member"));
    }
}

} // namespace leadline::protocol
