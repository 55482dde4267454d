#include "backend/audit/audit_log.h"

#include <sodium.h>

#include <QtEndian>

#include <algorithm>

namespace leadline::backend {

using domain::Result;
using storage::Connection;
using storage::Statement;

namespace {

constexpr size_t kHashBytes = 32;
constexpr qsizetype kSaltBytes = 16;
constexpr int kRowsAtOnce = 5'000;
constexpr qsizetype kMostFaults = 20;

/// BLAKE2b over fields that cannot run into each other: each is preceded by its length, a missing one by the largest number.
class Digest
{
public:
    Digest() { crypto_generichash_init(&m_state, nullptr, 0, kHashBytes); }

    Digest &operator<<(QByteArrayView bytes)
    {
        number(static_cast<quint64>(bytes.size()));
        update(bytes.data(), static_cast<size_t>(bytes.size()));
        return *this;
    }
    Digest &operator<<(const QString &text) { return *this << QByteArrayView(text.toUtf8()); }
    Digest &operator<<(qint64 value)
    {
        number(static_cast<quint64>(value));
        return *this;
    }
    template<typename T> Digest &operator<<(const std::optional<T> &value)
    {
        if (value)
            return *this << *value;
        number(~quint64(0));
        return *this;
    }

    [[nodiscard]] QByteArray result()
    {
        QByteArray hash(static_cast<qsizetype>(kHashBytes), Qt::Uninitialized);
        crypto_generichash_final(&m_state, reinterpret_cast<unsigned char *>(hash.data()), kHashBytes);
        return hash;
    }

private:
    void number(quint64 value)
    {
        const quint64 little = qToLittleEndian(value);
        update(reinterpret_cast<const char *>(&little), sizeof little);
    }
    void update(const char *data, size_t size)
    {
        crypto_generichash_update(&m_state, reinterpret_cast<const unsigned char *>(data), size);
    }

    crypto_generichash_state m_state {};
};

QByteArray valueDigest(const QByteArray &salt, const AuditRecord &record)
{
    return (Digest() << QByteArrayView(salt) << record.oldValue << record.newValue).result();
}

std::optional<QByteArray> bytesOf(const std::optional<QUuid> &id)
{
    return id ? std::optional(id->toRfc4122()) : std::nullopt;
}

QByteArray rowHash(const QByteArray &previous, qint64 n, const AuditRecord &record, const QByteArray &digest)
{
    const auto task = bytesOf(record.task);
    const auto person = bytesOf(record.person);
    Digest hash;
    hash << QByteArrayView(previous) << n << qint64(domain::toMilliseconds(record.at)) << record.actor << record.origin
         << record.requestId << record.action << record.leadPk;
    for (const auto &id : { task, person })
        hash << (id ? QByteArrayView(*id) : QByteArrayView());
    hash << record.field << QByteArrayView(digest);
    return hash.result();
}

struct Head
{
    qint64 n = 0;
    QByteArray hash;
};

Result<Head> readHead(Connection &connection)
{
    const auto statement
        = connection.prepare(QStringLiteral("SELECT n, hash FROM audit_head WHERE ws = 1") + connection.lockRows());
    LEADLINE_TRY(statement);
    Head head;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) { head = { row.integer(0), row.bytes(1) }; }));
    return head;
}

/// Follows the chain row by row.
class Verification
{
public:
    void row(const Statement &row)
    {
        const qint64 n = row.integer(0);
        if (n != m_n + 1)
            fault(QStringLiteral("audit rows %1 to %2 are missing").arg(m_n + 1).arg(n - 1));
        AuditRecord record { row.time(1), row.text(2), row.text(3), row.text(4), row.text(5), row.integer(6), {}, {},
            row.text(7), row.optionalText(8), row.optionalText(9) };
        if (!row.isNull(10))
            record.task = row.uuid(10);
        if (!row.isNull(11))
            record.person = row.uuid(11);
        const QByteArray digest = row.bytes(13);
        if (!row.isNull(12) && valueDigest(row.bytes(12), record) != digest)
            fault(QStringLiteral("the values of audit row %1 were changed").arg(n));
        const QByteArray hash = row.bytes(14);
        // After a gap the chain goes on from what the row itself says of its predecessor's place.
        if (n == m_n + 1 && rowHash(m_hash, n, record, digest) != hash)
            fault(QStringLiteral("audit row %1 does not follow from the row before it").arg(n));
        m_n = n;
        m_hash = hash;
    }

    void end(const Head &head)
    {
        if (head.n > m_n)
            fault(QStringLiteral("audit rows %1 to %2 are missing").arg(m_n + 1).arg(head.n));
        else if (head.n < m_n || head.hash != m_hash)
            fault(QStringLiteral("the audit log does not end where it says"));
    }

    [[nodiscard]] qint64 n() const { return m_n; }
    [[nodiscard]] QStringList faults() const { return m_faults; }

private:
    void fault(const QString &sentence)
    {
        if (m_faults.size() < kMostFaults)
            m_faults.append(sentence);
    }

    qint64 m_n = 0;
    QByteArray m_hash;
    QStringList m_faults;
};

} // namespace

Result<AuditLog> AuditLog::open(Connection &connection)
{
    if (sodium_init() < 0)
        return domain::failure(domain::ErrorCode::Internal, QStringLiteral("the system gives no random numbers"));
    const auto head = readHead(connection);
    LEADLINE_TRY(head);
    AuditLog log(connection);
    log.m_first = log.m_n = head->n;
    log.m_hash = head->hash;
    static const QStringList columns = QStringLiteral(
        "n at actor origin request_id action lead_pk field old_value new_value task_id person_id salt digest "
        "hash")
                                           .split(u' ');
    const auto insert = connection.prepareBulk(QStringLiteral("audit"), columns);
    LEADLINE_TRY(insert);
    log.m_insert = *insert;
    return log;
}

Result<void> AuditLog::add(const AuditRecord &record)
{
    QByteArray salt(kSaltBytes, Qt::Uninitialized);
    randombytes_buf(salt.data(), static_cast<size_t>(salt.size()));
    const QByteArray digest = valueDigest(salt, record);
    m_hash = rowHash(m_hash, ++m_n, record, digest);
    const auto task = record.task ? std::optional(domain::TaskId(*record.task)) : std::nullopt;
    const auto person = record.person ? std::optional(domain::UserId(*record.person)) : std::nullopt;
    return m_insert
        ->bindAll(m_n, record.at, record.actor, record.origin, record.requestId, record.action, record.leadPk, record.field,
            record.oldValue, record.newValue, task, person, salt, digest, m_hash)
        .exec();
}

Result<void> AuditLog::close()
{
    if (m_n == m_first)
        return {};
    LEADLINE_TRY(m_insert->flush());
    const auto statement
        = m_connection->prepare(QStringLiteral("UPDATE audit_head SET n = ?, hash = ? WHERE ws = 1 AND n = ?"));
    LEADLINE_TRY(statement);
    LEADLINE_TRY((*statement)->bindAll(m_n, m_hash, m_first).exec());
    if ((*statement)->rowsChanged() != 1)
        return domain::failure(domain::ErrorCode::Internal, QStringLiteral("the audit log was appended to meanwhile"));
    m_first = m_n;
    return {};
}

Result<void> writeAudit(Connection &connection, const AuditRecord &record)
{
    auto log = AuditLog::open(connection);
    LEADLINE_TRY(log);
    LEADLINE_TRY(log->add(record));
    return log->close();
}

Result<QStringList> verifyAudit(Connection &connection)
{
    const auto head = readHead(connection);
    LEADLINE_TRY(head);
    const auto statement = connection.prepare(
        QStringLiteral("SELECT n, at, actor, origin, request_id, action, lead_pk, field, old_value, new_value, task_id, "
                       "person_id, salt, digest, hash FROM audit WHERE n > ? ORDER BY n LIMIT ?"));
    LEADLINE_TRY(statement);
    Verification verification;
    for (int read = kRowsAtOnce; read == kRowsAtOnce;) {
        read = 0;
        LEADLINE_TRY((*statement)->bindAll(verification.n(), kRowsAtOnce).each([&](const Statement &row) {
            verification.row(row);
            ++read;
        }));
    }
    verification.end(*head);
    return verification.faults();
}

} // namespace leadline::backend
