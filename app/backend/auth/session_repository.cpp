#include "backend/auth/session_repository.h"

#include "backend/auth/auth_sql.h"
#include "backend/auth/person_audit.h"
#include "domain/error.h"

#include <QUuid>

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::Timestamp;
using storage::Connection;
using storage::Statement;

namespace {

const QString kSelect = QStringLiteral(
    "SELECT s.sid, s.person_id, p.name, p.role, s.audience, s.nonce, s.gen, s.confirmed, s.confirmed_at, s.created_at, "
    "s.used_at, s.address, s.agent, "
    "CASE WHEN s.revoked_at IS NOT NULL OR p.disabled_at IS NOT NULL OR s.person_version < p.version THEN 1 ELSE 0 END "
    "FROM session s JOIN person p ON p.id = s.person_id ");

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
    session.address = row.text(11);
    session.agent = row.text(12);
    session.isRevoked = row.integer(13) != 0;
    return session;
}

bool isPastLimits(const SessionRow &session, Timestamp now)
{
    return now >= session.usedAt + SessionRepository::kIdleLimit
        || now >= session.createdAt + SessionRepository::kAbsoluteLimit;
}

Result<Rotation> stepped(Connection &db, const QString &sid, RotationStep step)
{
    auto session = SessionRepository::get(db, sid);
    LEADLINE_TRY(session);
    return Rotation { step, std::move(*session) };
}

} // namespace

Result<SessionRow> SessionRepository::create(Connection &db, const NewSession &start, Timestamp now)
{
    LEADLINE_TRY(
        sql::run(db, QStringLiteral("DELETE FROM session WHERE used_at < ?"), Timestamp(now - kAbsoluteLimit - kIdleLimit)));
    const auto version = sql::first(
        db, QStringLiteral("SELECT version FROM person WHERE id = ? AND disabled_at IS NULL"),
        [](const Statement &row) { return row.integer(0); }, start.user.id);
    LEADLINE_TRY(version);
    if (!*version || (start.personVersion != 0 && start.personVersion != **version))
        return failure(ErrorCode::Unauthenticated, QStringLiteral("the account has changed; sign in again"));
    const QString sid = QUuid::createUuid().toString(QUuid::WithoutBraces);
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("INSERT INTO session (sid, person_id, person_version, audience, nonce, gen, confirmed, created_at, "
                       "used_at, address, agent) VALUES (?, ?, ?, ?, ?, 1, 0, ?, ?, ?, ?)"),
        sid, start.user.id, **version, start.audience, start.nonce, now, now, start.address, start.agent));
    return get(db, sid);
}

Result<SessionRow> SessionRepository::get(Connection &db, const QString &sid)
{
    auto session
        = sql::first(db, kSelect + QStringLiteral("WHERE s.sid = ?") + db.lockRows(QStringLiteral("s")), readRow, sid);
    LEADLINE_TRY(session);
    if (!*session)
        return failure(ErrorCode::NotFound, QStringLiteral("no such session"));
    return std::move(**session);
}

Result<std::vector<SessionRow>> SessionRepository::ofPerson(Connection &db, const domain::UserId &person, Timestamp now)
{
    auto sessions
        = sql::all(db, kSelect + QStringLiteral("WHERE s.person_id = ? ORDER BY s.created_at DESC, s.sid"), readRow, person);
    LEADLINE_TRY(sessions);
    std::erase_if(*sessions, [now](const SessionRow &session) { return session.isRevoked || isPastLimits(session, now); });
    return sessions;
}

Result<bool> SessionRepository::knowsAddress(Connection &db, const domain::UserId &person, const QString &address)
{
    const auto found = sql::first(
        db, QStringLiteral("SELECT sid FROM session WHERE person_id = ? AND address = ? LIMIT 1"),
        [](const Statement &row) { return row.text(0); }, person, address);
    LEADLINE_TRY(found);
    return found->has_value();
}

Result<Rotation> SessionRepository::rotate(Connection &db, const QString &sid, qint64 generation, Timestamp now)
{
    auto session = get(db, sid);
    LEADLINE_TRY(session);
    if (session->isRevoked || isPastLimits(*session, now))
        return Rotation { RotationStep::Ended, std::move(*session) };
    const auto advanced = sql::run(db,
        QStringLiteral("UPDATE session SET gen = gen + 1, confirmed = 0, confirmed_at = NULL, used_at = ? "
                       "WHERE sid = ? AND gen = ? AND revoked_at IS NULL"),
        now, sid, generation);
    LEADLINE_TRY(advanced);
    if (*advanced == 1)
        return stepped(db, sid, RotationStep::Advanced);
    const bool wasConfirmedLongAgo
        = session->confirmed && (!session->confirmedAt || now > *session->confirmedAt + kRaceWindow);
    if (generation == session->generation - 1 && !wasConfirmedLongAgo)
        return Rotation { RotationStep::Repeated, std::move(*session) };
    LEADLINE_TRY(revoke(db, sid, QStringLiteral("reuse"), now));
    return stepped(db, sid, RotationStep::Reused);
}

Result<void> SessionRepository::confirm(Connection &db, const QString &sid, qint64 generation, Timestamp now)
{
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("UPDATE session SET confirmed = 1, confirmed_at = ? WHERE sid = ? AND gen = ? AND confirmed = 0"),
        now, sid, generation));
    return {};
}

Result<void> SessionRepository::revoke(Connection &db, const QString &sid, const QString &reason, Timestamp now)
{
    const auto changed = sql::run(db,
        QStringLiteral("UPDATE session SET revoked_at = ?, revoked_reason = ? WHERE sid = ? AND revoked_at IS NULL"), now,
        reason, sid);
    LEADLINE_TRY(changed);
    if (*changed == 0)
        return {};
    const auto session = get(db, sid);
    LEADLINE_TRY(session);
    return writePersonAudit(db, session->user.id, Actor::unlimited(session->user.name, sid),
        { QStringLiteral("session-end"), {}, {}, reason }, now);
}

Result<QStringList> SessionRepository::lockAll(Connection &db, const domain::UserId &person)
{
    LEADLINE_TRY(sql::first(
        db, QStringLiteral("SELECT id FROM person WHERE id = ?") + db.lockRows(),
        [](const Statement &row) { return row.id<domain::UserId>(0); }, person));
    const auto open = sql::all(
        db,
        QStringLiteral("SELECT sid FROM session WHERE person_id = ? AND revoked_at IS NULL ORDER BY sid") + db.lockRows(),
        [](const Statement &row) { return row.text(0); }, person);
    LEADLINE_TRY(open);
    return QStringList(open->begin(), open->end());
}

Result<QStringList> SessionRepository::revokeAll(
    Connection &db, const domain::UserId &person, const QString &kept, const QString &reason, Timestamp now)
{
    const auto open = lockAll(db, person);
    LEADLINE_TRY(open);
    QStringList ended;
    for (const QString &sid : *open) {
        if (sid == kept)
            continue;
        LEADLINE_TRY(revoke(db, sid, reason, now));
        ended.append(sid);
    }
    LEADLINE_TRY(sql::run(db, QStringLiteral("UPDATE person SET version = version + 1 WHERE id = ?"), person));
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("UPDATE session SET person_version = (SELECT version FROM person WHERE id = ?) WHERE sid = ?"),
        person, kept));
    return ended;
}

} // namespace leadline::backend
