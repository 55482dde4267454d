#include "backend/http/idempotency_repository.h"

#include "backend/auth/auth_sql.h"

namespace leadline::backend {

using domain::Timestamp;
using storage::Connection;
using storage::Statement;

Result<std::optional<KeptAnswer>> IdempotencyRepository::take(
    Connection &db, const IdempotencyKey &key, const QByteArray &requestHash, Timestamp now, Timestamp oldest)
{
    LEADLINE_TRY(sql::run(db, QStringLiteral("DELETE FROM idempotency WHERE started_at < ?"), oldest));
    const auto taken = sql::run(db,
        QStringLiteral("INSERT INTO idempotency (person_id, request_key, request_hash, started_at) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT DO NOTHING"),
        key.person, key.key, requestHash, now);
    LEADLINE_TRY(taken);
    if (*taken == 1)
        return std::optional<KeptAnswer>();
    return sql::first(
        db,
        QStringLiteral("SELECT request_hash, status, answer, started_at FROM idempotency "
                       "WHERE person_id = ? AND request_key = ?"),
        [](const Statement &row) {
            KeptAnswer kept { row.bytes(0), {}, row.bytes(2), row.time(3) };
            if (!row.isNull(1))
                kept.status = static_cast<int>(row.integer(1));
            return kept;
        },
        key.person, key.key);
}

Result<bool> IdempotencyRepository::takeOver(Connection &db, const IdempotencyKey &key, Timestamp startedAt, Timestamp now)
{
    const auto taken = sql::run(db,
        QStringLiteral("UPDATE idempotency SET started_at = ? WHERE person_id = ? AND request_key = ? AND started_at = ? "
                       "AND status IS NULL"),
        now, key.person, key.key, startedAt);
    LEADLINE_TRY(taken);
    return *taken == 1;
}

Result<void> IdempotencyRepository::keep(Connection &db, const IdempotencyKey &key, int status, const QByteArray &answer)
{
    LEADLINE_TRY(
        sql::run(db, QStringLiteral("UPDATE idempotency SET status = ?, answer = ? WHERE person_id = ? AND request_key = ?"),
            status, answer, key.person, key.key));
    return {};
}

Result<void> IdempotencyRepository::release(Connection &db, const IdempotencyKey &key)
{
    LEADLINE_TRY(
        sql::run(db, QStringLiteral("DELETE FROM idempotency WHERE person_id = ? AND request_key = ? AND status IS NULL"),
            key.person, key.key));
    return {};
}

} // namespace leadline::backend
