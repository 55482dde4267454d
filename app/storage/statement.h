#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"

#include <QByteArray>
#include <QSqlQuery>
#include <QString>
#include <QUuid>
#include <QVariant>

#include <optional>

namespace leadline::storage {

using domain::Error;
using domain::ErrorCode;
using domain::Result;

class Connection;

/// One prepared statement of one connection. Obtained from Connection::prepare(), owned by its cache, used on its thread:
/// bind every position, exec(), then next()/values for rows, or each() for all of it. A failed step is remembered and
/// reported by finish(); leaving next() early needs reset() or finish(), otherwise the read stays open until the job ends.
///
/// Stored forms: ids are 16-byte blobs in SQLite and uuid in PostgreSQL, times are integer milliseconds since 1970 UTC,
/// booleans are 0 and 1.
class Statement
{
public:
    Statement(QSqlQuery query, Connection &connection);

    void bind(int position, const QString &text); ///< a null QString is stored as empty text; NUL inside fails exec()
    void bind(int position, QStringView text) { bind(position, text.toString()); }
    void bind(int position, qint64 number) { m_query.bindValue(position, number); }
    void bind(int position, int number) { m_query.bindValue(position, number); }
    void bind(int position, bool value) { m_query.bindValue(position, value ? 1 : 0); }
    void bind(int position, double number) { m_query.bindValue(position, number); }
    void bind(int position, const QByteArray &bytes) { m_query.bindValue(position, bytes); }
    void bind(int position, const char *) = delete;
    void bind(int position, std::nullopt_t) { m_query.bindValue(position, QVariant()); }
    void bind(int position, domain::Timestamp time) { bind(position, domain::toMilliseconds(time)); }
    void bind(int position, const QVariant &value);
    void bind(int position, const QUuid &uuid);
    template<typename Tag> void bind(int position, const domain::Id<Tag> &id) { bind(position, id.uuid()); }
    template<typename T> void bind(int position, const std::optional<T> &value)
    {
        if (value)
            bind(position, *value);
        else
            bind(position, std::nullopt);
    }
    /// Binds the values to positions 0, 1, 2 …
    template<typename... Values> Statement &bindAll(const Values &...values)
    {
        int position = 0;
        (bind(position++, values), ...);
        return *this;
    }

    [[nodiscard]] Result<void> exec();
    /// Steps to the next row; false at the end and after a failure (then finish() has the error).
    [[nodiscard]] bool next();
    /// exec() and one call of `row` per row: `statement.each([&](const Statement &row) { … })`.
    template<typename F> [[nodiscard]] Result<void> each(F &&row)
    {
        if (const auto ran = exec(); !ran)
            return ran;
        while (next())
            row(std::as_const(*this));
        return finish();
    }
    /// Ends the run and returns the failure of a step, if any.
    [[nodiscard]] Result<void> finish();
    void reset();

    [[nodiscard]] qint64 rowsChanged() const { return m_query.numRowsAffected(); }
    [[nodiscard]] bool isNull(int column) const { return m_query.isNull(column); }
    [[nodiscard]] QVariant value(int column) const { return m_query.value(column); }
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] double real(int column) const { return m_query.value(column).toDouble(); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    [[nodiscard]] domain::Timestamp time(int column) const { return domain::fromMilliseconds(integer(column)); }
    [[nodiscard]] QUuid uuid(int column) const;
    [[nodiscard]] std::optional<QString> optionalText(int column) const;
    [[nodiscard]] std::optional<domain::Timestamp> optionalTime(int column) const;
    template<typename IdType> [[nodiscard]] IdType id(int column) const { return IdType(uuid(column)); }

private:
    QSqlQuery m_query;
    Connection *m_connection;
    std::optional<Error> m_error; ///< of a bind or a step
};

} // namespace leadline::storage
