#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>
#include <vector>

namespace leadline::protocol {

using domain::Error;
using domain::ErrorCode;
using domain::Result;

/// Longest text of a member that has no tighter bound of its own.
inline constexpr qsizetype kMaxText = 65'536;

/// Parses one JSON object of at most `maxBytes`. Anything else (arrays, broken UTF-8, trailing bytes, nesting beyond the
/// parser's bound) fails with InvalidArgument, a larger input with TooLarge.
[[nodiscard]] Result<QJsonObject> parseObject(QByteArrayView text, qsizetype maxBytes);
/// Compact UTF-8.
[[nodiscard]] QByteArray toBytes(const QJsonObject &object);

/// Null for an absent time, RFC 3339 otherwise.
[[nodiscard]] QJsonValue timeOrNull(const std::optional<domain::Timestamp> &time);

/// Reads members of one JSON object strictly: a missing or mistyped member, a number outside its bounds, a text that is
/// too long, holds NUL or broken surrogates is an error whose `field` is the JSON pointer of the member. The first error
/// sticks, later reads give defaults, and finish() reports it, so that a decoder reads as a list of its members. `null`
/// counts as absent.
class ObjectReader
{
public:
    explicit ObjectReader(const QJsonObject &object, QString path = {});

    [[nodiscard]] bool has(QStringView key) const;
    [[nodiscard]] QString pointer(QStringView key) const;

    QString text(QStringView key, qsizetype maxLength = kMaxText);
    QString textOr(QStringView key, const QString &fallback, qsizetype maxLength = kMaxText);
    std::optional<QString> optionalText(QStringView key, qsizetype maxLength = kMaxText);
    QStringList texts(QStringView key, qsizetype maxItems, qsizetype maxLength);

    qint64 integer(QStringView key, qint64 least = 0, qint64 most = std::numeric_limits<qint64>::max());
    qint64 integerOr(QStringView key, qint64 fallback, qint64 least = 0, qint64 most = std::numeric_limits<qint64>::max());
    std::optional<qint64> optionalInteger(QStringView key, qint64 least, qint64 most);
    int smallOr(QStringView key, int fallback, int least = 0, int most = std::numeric_limits<int>::max());
    std::optional<double> optionalNumber(QStringView key, double least, double most);
    bool booleanOr(QStringView key, bool fallback);

    domain::Timestamp time(QStringView key);
    std::optional<domain::Timestamp> optionalTime(QStringView key);

    template<typename Tag> void id(QStringView key, domain::Id<Tag> &out)
    {
        if (const auto read = domain::Id<Tag>::fromString(text(key, 36)))
            out = *read;
        else
            fail(key, QStringLiteral("must be a UUID"));
    }
    template<typename Tag> std::vector<domain::Id<Tag>> ids(QStringView key, qsizetype maxItems)
    {
        std::vector<domain::Id<Tag>> out;
        for (const QString &item : texts(key, maxItems, 36)) {
            if (const auto read = domain::Id<Tag>::fromString(item))
                out.push_back(*read);
            else
                fail(key, QStringLiteral("must hold UUIDs"));
        }
        return out;
    }
    /// An enum by its slug: `reader.slug(u"status", domain::reviewStatusFromSlug, out)`.
    template<typename Enum> void slug(QStringView key, std::optional<Enum> (*parse)(QStringView), Enum &out)
    {
        if (const auto read = parse(text(key, 64)))
            out = *read;
        else
            fail(key, QStringLiteral("is not a known value"));
    }

    /// Empty object when absent.
    QJsonObject object(QStringView key);
    /// `decode` is `Result<T>(const QJsonObject &, const QString &path)`. Absent gives an empty list.
    template<typename T, typename Decode> std::vector<T> list(QStringView key, qsizetype maxItems, Decode decode)
    {
        std::vector<T> out;
        const QJsonArray items = array(key, maxItems);
        out.reserve(static_cast<size_t>(items.size()));
        for (qsizetype i = 0; i < items.size() && !m_error; ++i) {
            const QString at = pointer(key) + u'/' + QString::number(i);
            if (!items.at(i).isObject()) {
                failAt(at, QStringLiteral("must be an object"));
                break;
            }
            Result<T> item = decode(items.at(i).toObject(), at);
            if (item)
                out.push_back(std::move(*item));
            else
                m_error = item.error();
        }
        return out;
    }
    QJsonArray array(QStringView key, qsizetype maxItems);

    /// Takes over the error of a nested decoder.
    template<typename T> T take(Result<T> nested)
    {
        if (nested)
            return std::move(*nested);
        if (!m_error)
            m_error = nested.error();
        return {};
    }

    void fail(QStringView key, const QString &detail);
    /// For requests: a member nobody asked for is a misspelt one.
    void refuseUnknown();
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

    template<typename T> Result<T> finish(T value)
    {
        if (m_error)
            return domain::failure(*m_error);
        return value;
    }

private:
    QJsonValue value(QStringView key);
    bool acceptText(QStringView key, const QJsonValue &value, qsizetype maxLength);
    void failAt(const QString &at, const QString &detail);

    const QJsonObject m_object;
    QString m_path;
    QSet<QString> m_read;
    std::optional<Error> m_error;
};

} // namespace leadline::protocol
