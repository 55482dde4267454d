#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"

#include <QByteArray>
#include <QStringEncoder>
#include <QStringView>
#include <QVariant>

#include <optional>
#include <span>
#include <vector>

namespace leadline::storage {

/// A prepared statement without result rows on the driver handle, for the inserts of a batch: it spares the QVariant per
/// value and the UTF-16 round trip. Everything else uses Statement. Obtained from Connection::prepareDirect(), same rules
/// and stored forms as Statement.
class DirectStatement
{
public:
    virtual ~DirectStatement() = default;
    DirectStatement(const DirectStatement &) = delete;
    DirectStatement &operator=(const DirectStatement &) = delete;

    /// Binds the values to positions 0, 1, 2 …; all positions have to be bound anew for each exec().
    template<typename... Values> DirectStatement &bindAll(const Values &...values)
    {
        begin();
        (add(values), ...);
        return *this;
    }
    /// The same from a list: null, integers, reals, texts, bytes and QUuid.
    DirectStatement &bindRow(std::span<const QVariant> row);
    [[nodiscard]] domain::Result<void> exec();
    [[nodiscard]] virtual qint64 rowsChanged() const = 0;
    /// Sends what a statement of Connection::prepareBulk() has gathered; its rows are in the store only then.
    [[nodiscard]] virtual domain::Result<void> flush() { return {}; }
    /// Forgets what was not flushed; called when a job ends.
    virtual void discard() { }

protected:
    struct Value
    {
        enum class Kind { Null, Integer, Real, Text, Blob, Uuid } kind = Kind::Null;
        qint64 integer = 0; ///< or the offset into the bytes
        double real = 0;
        qsizetype size = 0;

        [[nodiscard]] bool inBytes() const { return kind == Kind::Text || kind == Kind::Blob || kind == Kind::Uuid; }
    };

    DirectStatement() = default;
    /// Runs the statement; texts and blobs of the values lie in `bytes`.
    [[nodiscard]] virtual domain::Result<void> run(std::span<const Value> values, const char *bytes) = 0;

private:
    void begin();
    void add(QStringView text);
    void add(const QString &text) { add(QStringView(text)); }
    void add(qint64 number) { m_values.push_back({ Value::Kind::Integer, number, 0, 0 }); }
    void add(int number) { add(static_cast<qint64>(number)); }
    void add(bool value) { add(static_cast<qint64>(value)); }
    void add(double number) { m_values.push_back({ Value::Kind::Real, 0, number, 0 }); }
    void add(std::nullopt_t) { m_values.emplace_back(); }
    void add(domain::Timestamp time) { add(domain::toMilliseconds(time)); }
    void add(const char *) = delete;
    void add(const QByteArray &bytes) { addBytes(Value::Kind::Blob, bytes); }
    template<typename Tag> void add(const domain::Id<Tag> &id) { addBytes(Value::Kind::Uuid, id.uuid().toRfc4122()); }
    template<typename T> void add(const std::optional<T> &value)
    {
        if (value)
            add(*value);
        else
            add(std::nullopt);
    }
    void addBytes(Value::Kind kind, const QByteArray &bytes);

    QStringEncoder m_encoder { QStringEncoder::Utf8 };
    std::vector<Value> m_values;
    std::vector<char> m_bytes; ///< texts and blobs of one run
    size_t m_used = 0;
    bool m_hasNul = false;
};

} // namespace leadline::storage
