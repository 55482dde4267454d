#include "backend/auth/session_repository.h"

#include "domain/error.h"

#include <QUuid>

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::Timestamp;
using storage::Connection;
using storage::Statement;

namespace {

const QString kSelect = QStringLiteral("SELECT s.sid, s.person_id, p.name, p.role, s.audience, s.nonce, s.gen, s.confirmed, "
                                       "s.confirmed_at, s.created_at, s.used_at, s.revoked_at FROM session s "
                                       "JOIN person p ON p.id = s.person_id WHERE s.sid = ?");

SessionRow readRow(const Statement &row)
{
    SessionRow session;
    session.sid = row.text(0);
    session.user.id = row.id<domain::UserId>(1);
    session.user.name = row.text(2);
    session.user.role = protocol::roleFromSlug(row.text(3)).value_or(protocol::Role::Reviewer);
    session.audience = row.text(4);
    session.nonce = row.bytes(5);
    session.generation = row.integer(6);
    session.confirmed = row.integer(7) != 0;
    session.confirmedAt = row.optionalTime(8);
    session.createdAt = row.time(9);
    session.usedAt = row.time(10);
    session.revokedAt = row.optionalTime(11);
    return session;
}

/// Binds, runs, and tells how many rows changed.
template<typename... Values> Result<qint64> run(Connection &db, const QString &sql, const Values &...values)
{
    auto statement = db.prepare(sql);
    if (!statement)
        return failure(statement.error());
    (*statement)->bindAll(values...);
    if (const auto ran = (*statement)->exec(); !ran)
        return failure(ran.error());
    const qint64 changed = (*statement)->rowsChanged();
    (*statement)->reset();
    return changed;
}

bool isPastLimits(const SessionRow &session, Timestamp now)
{
    return now >= session.usedAt + SessionRepository::kIdleLimit
        || now >= session.createdAt + SessionRepository::kAbsoluteLimit;
}

Result<Rotation> stepped(Connection &db, const QString &sid, RotationStep step)
{
    auto session = SessionRepository::get(db, sid);
    if (!session)
        return failure(session.error());
    return Rotation { step, std::move(*session) };
}

} // namespace

Result<protocol::User> SessionRepository::localPerson(Connection &db, const QString &name, Timestamp now)
{
    const auto made = run(db,
        QStringLiteral("INSERT OR IGNORE INTO person (id, kind, name, role, created_at) VALUES (?, 'local', ?, ?, ?)"),
        domain::UserId::create(), name, protocol::roleSlug(protocol::Role::Admin), now);
    if (!made)
        return failure(made.error());
    auto statement = db.prepare(QStringLiteral("SELECT id, name, role FROM person WHERE kind = 'local'"));
    if (!statement)
        return failure(statement.error());
    protocol::User user;
    const auto read = (*statement)->each([&](const Statement &row) {
        user.id = row.id<domain::UserId>(0);
        user.name = row.text(1);
        user.role = protocol::roleFromSlug(row.text(2)).value_or(protocol::Role::Admin);
    });
    if (!read)
        return failure(read.error());
    return user;
}

Result<SessionRow> SessionRepository::create(
    Connection &db, const protocol::User &user, const QString &audience, const QByteArray &nonce, Timestamp now)
{
    const auto forgotten
        = run(db, QStringLiteral("DELETE FROM session WHERE used_at < ?"), Timestamp(now - kAbsoluteLimit - kIdleLimit));
    if (!forgotten)
        return failure(forgotten.error());
    const QString sid = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto made = run(db,
        QStringLiteral("INSERT INTO session (sid, person_id, audience, nonce, gen, confirmed, created_at, used_at) "
                       "VALUES (?, ?, ?, ?, 1, 0, ?, ?)"),
        sid, user.id, audience, nonce, now, now);
    if (!made)
        return failure(made.error());
    return get(db, sid);
}

Result<SessionRow> SessionRepository::get(Connection &db, const QString &sid)
{
    auto statement = db.prepare(kSelect);
    if (!statement)
        return failure(statement.error());
    (*statement)->bindAll(sid);
    std::optional<SessionRow> session;
    const auto read = (*statement)->each([&](const Statement &row) { session = readRow(row); });
    if (!read)
        return failure(read.error());
    if (!session)
        return failure(ErrorCode::NotFound, QStringLiteral("no such session"));
    return *session;
}

Result<Rotation> SessionRepository::rotate(Connection &db, const QString &sid, qint64 generation, Timestamp now)
{
    auto session = get(db, sid);
    if (!session)
        return failure(session.error());
    if (session->revokedAt || isPastLimits(*session, now))
        return Rotation { RotationStep::Ended, std::move(*session) };
    const auto advanced = run(db,
        QStringLiteral("UPDATE session SET gen = gen + 1, confirmed = 0, confirmed_at = NULL, used_at = ? "
                       "WHERE sid = ? AND gen = ? AND revoked_at IS NULL"),
        now, sid, generation);
    if (!advanced)
        return failure(advanced.error());
    if (*advanced == 1)
        return stepped(db, sid, RotationStep::Advanced);
    const bool wasConfirmedLongAgo
        = session->confirmed && (!session->confirmedAt || now > *session->confirmedAt + kRaceWindow);
    if (generation == session->generation - 1 && !wasConfirmedLongAgo)
        return Rotation { RotationStep::Repeated, std::move(*session) };
    if (const auto revoked = revoke(db, sid, QStringLiteral("reuse"), now); !revoked)
        return failure(revoked.error());
    return stepped(db, sid, RotationStep::Reused);
}

Result<void> SessionRepository::confirm(Connection &db, const QString &sid, qint64 generation, Timestamp now)
{
    const auto changed = run(db,
        QStringLiteral("UPDATE session SET confirmed = 1, confirmed_at = ? WHERE sid = ? AND gen = ? AND confirmed = 0"),
        now, sid, generation);
    if (!changed)
        return failure(changed.error());
    return {};
}

Result<void> SessionRepository::revoke(Connection &db, const QString &sid, const QString &reason, Timestamp now)
{
    const auto changed = run(db,
        QStringLiteral("UPDATE session SET revoked_at = ?, revoked_reason = ? WHERE sid = ? AND revoked_at IS NULL"), now,
        reason, sid);
    if (!changed)
        return failure(changed.error());
    if (*changed == 0)
        return {};
    const auto audited = run(db,
        QStringLiteral("INSERT INTO audit (at, actor, origin, request_id, action, lead_pk, field, old_value, new_value) "
                       "SELECT ?, p.name, '', '', 'session-end', 0, 'session', NULL, ? FROM session s "
                       "JOIN person p ON p.id = s.person_id WHERE s.sid = ?"),
        now, reason, sid);
    if (!audited)
        return failure(audited.error());
    return {};
}

} // namespace leadline::backend
