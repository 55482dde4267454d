#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"
#include "protocol/session_json.h"
#include "storage/connection.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::backend {

using domain::Result;

/// One row of the session table with its person.
struct SessionRow
{
    QString sid;
    protocol::User user;
    QString audience;
    QByteArray nonce;
    qint64 generation = 0;
    bool confirmed = false;
    std::optional<domain::Timestamp> confirmedAt;
    domain::Timestamp createdAt {};
    domain::Timestamp usedAt {};
    QString address;
    QString agent;
    bool isRevoked = false; ///< by itself, or with all sessions of its person
};

/// What a new session starts with.
struct NewSession
{
    protocol::User user;
    QString audience;
    QByteArray nonce;
    QString address;
    QString agent;
    qint64 personVersion = 0; ///< what was checked; the session is refused when it has risen since. 0 = nothing was
};

/// What a presented refresh token came to. A session counts generations of its token; the newest is confirmed once it, or an
/// access token issued with it, has been used. The newest one advances. The one before it gives the newest again while that
/// is not confirmed (the answer was lost) or for ten seconds after (two callers raced). Anything older was copied (RFC
/// 9700).
enum class RotationStep {
    Advanced, ///< a new generation
    Repeated, ///< the same generation again: the answer was lost, or two callers raced
    Reused, ///< an old token came back: the session is revoked now
    Ended, ///< revoked before, or past its idle or absolute limit
};

struct Rotation
{
    RotationStep step = RotationStep::Ended;
    SessionRow session; ///< after the step
};

/// SQL of sessions; functions for Database jobs. Every write that ends a session leaves an audit row.
class SessionRepository
{
public:
    static constexpr std::chrono::hours kIdleLimit { 14 * 24 };
    static constexpr std::chrono::hours kAbsoluteLimit { 90 * 24 };
    static constexpr std::chrono::seconds kRaceWindow { 10 };

    /// A new session, generation 1, unconfirmed. Also forgets sessions that ended more than the absolute limit ago.
    /// Unauthenticated when the person is disabled or has changed since the password was checked.
    [[nodiscard]] static Result<SessionRow> create(storage::Connection &, const NewSession &, domain::Timestamp now);
    /// NotFound when there is none.
    [[nodiscard]] static Result<SessionRow> get(storage::Connection &, const QString &sid);
    /// The live ones of a person, newest first.
    [[nodiscard]] static Result<std::vector<SessionRow>> ofPerson(
        storage::Connection &, const domain::UserId &, domain::Timestamp now);
    /// Whether the person has signed in from there before.
    [[nodiscard]] static Result<bool> knowsAddress(storage::Connection &, const domain::UserId &, const QString &address);
    /// Takes the step for a token of `generation` whose MAC was checked. Conditional updates decide, so that two calls
    /// cannot fork the chain.
    [[nodiscard]] static Result<Rotation> rotate(
        storage::Connection &, const QString &sid, qint64 generation, domain::Timestamp now);
    /// The newest generation was used. Nothing happens for any other.
    [[nodiscard]] static Result<void> confirm(
        storage::Connection &, const QString &sid, qint64 generation, domain::Timestamp now);
    [[nodiscard]] static Result<void> revoke(
        storage::Connection &, const QString &sid, const QString &reason, domain::Timestamp now);
    /// Locks a person and their open sessions, whose sids it gives, in the order in which every writer takes rows
    /// (PostgresConnection). Whatever ends several of them and writes audit rows before or between calls this first:
    /// otherwise it may hold the audit log and wait for a session, while the refresh that holds the session waits for the
    /// audit log.
    [[nodiscard]] static Result<QStringList> lockAll(storage::Connection &, const domain::UserId &person);
    /// Ends every session of a person, also one that is just being made from what was read before, except `kept` (may be
    /// empty). Returns the ended ones.
    [[nodiscard]] static Result<QStringList> revokeAll(
        storage::Connection &, const domain::UserId &, const QString &kept, const QString &reason, domain::Timestamp now);
};

} // namespace leadline::backend
