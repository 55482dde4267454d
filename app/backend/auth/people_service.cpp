#include "backend/auth/people_service.h"

#include "domain/async.h"

namespace leadline::backend {

using domain::failure;
using domain::Timestamp;
using domain::UserId;
using protocol::Account;
using protocol::Invitation;
using protocol::InvitationPurpose;
using storage::Connection;

namespace people {

Result<Invitation> invite(Connection &db, const protocol::InvitationRequest &request, const Actor &actor, Timestamp now)
{
    if (!request.email.isEmpty()) {
        if (const auto refused = emailRefusal(request.email))
            return failure(*refused);
        const auto known = PersonRepository::byEmail(db, request.email, {});
        LEADLINE_TRY(known);
        if (*known) {
            Error error(ErrorCode::AlreadyExists, QStringLiteral("there is an account with this address"));
            error.field = QStringLiteral("email");
            return failure(std::move(error));
        }
    }
    return InvitationRepository::add(
        db, { InvitationPurpose::Join, request.email, request.role, std::nullopt, now + request.lifetime }, actor, now);
}

Result<Invitation> inviteFirstAdmin(Connection &db, const Actor &actor, Timestamp now)
{
    const auto hasAdmin = PersonRepository::hasAdmin(db);
    LEADLINE_TRY(hasAdmin);
    if (*hasAdmin)
        return failure(ErrorCode::BadState, QStringLiteral("there is an administrator already"));
    return InvitationRepository::add(db,
        { InvitationPurpose::FirstAdmin, {}, protocol::Role::Admin, std::nullopt, now + PeopleService::kFirstAdminLifetime },
        actor, now);
}

Result<Invitation> allowReset(Connection &db, const UserId &person, const Actor &actor, Timestamp now)
{
    const auto account = PersonRepository::account(db, person);
    LEADLINE_TRY(account);
    if (account->email.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("no such person"));
    return InvitationRepository::add(db,
        { InvitationPurpose::Reset, account->email, account->role, person, now + PeopleService::kResetLifetime }, actor,
        now);
}

Result<Changed> change(
    Connection &db, const UserId &person, const protocol::AccountPatch &patch, const Actor &actor, Timestamp now)
{
    LEADLINE_TRY(PersonRepository::lockWithAdministrators(db, person));
    if (patch.disabled.value_or(false))
        LEADLINE_TRY(SessionRepository::lockAll(db, person));
    auto account = PersonRepository::change(db, person, patch, actor, now);
    LEADLINE_TRY(account);
    Changed out { std::move(*account), {} };
    if (patch.disabled.value_or(false)) {
        auto ended = SessionRepository::revokeAll(db, person, {}, QStringLiteral("disabled"), now);
        LEADLINE_TRY(ended);
        out.ended = std::move(*ended);
    }
    return out;
}

} // namespace people

PeopleService::PeopleService(storage::Database &database, const domain::Clock &clock, AuthService &auth)
    : m_database(database)
    , m_clock(clock)
    , m_auth(auth)
{ }

QFuture<Result<std::vector<Account>>> PeopleService::people()
{
    return m_database.read([](Connection &db) { return PersonRepository::all(db); });
}

QFuture<Result<Account>> PeopleService::change(const UserId &person, const protocol::AccountPatch &patch, const Actor &actor)
{
    return m_database
        .write([person, patch, actor, now = m_clock.now()](
                   Connection &db) { return people::change(db, person, patch, actor, now); })
        .then([this, person](Result<people::Changed> changed) -> Result<Account> {
            LEADLINE_TRY(changed);
            m_auth.ended(changed->ended);
            m_auth.forgetPerson(person);
            return std::move(changed->account);
        });
}

QFuture<Result<void>> PeopleService::signOut(const UserId &person, const Actor &actor)
{
    return m_database
        .write([person, actor, now = m_clock.now()](Connection &db) -> Result<QStringList> {
            const auto account = PersonRepository::account(db, person);
            LEADLINE_TRY(account);
            return SessionRepository::revokeAll(db, person, {}, QStringLiteral("signed out by ") + actor.name, now);
        })
        .then([this](Result<QStringList> ended) -> Result<void> {
            LEADLINE_TRY(ended);
            m_auth.ended(*ended);
            return {};
        });
}

QFuture<Result<Invitation>> PeopleService::invite(const protocol::InvitationRequest &request, const Actor &actor)
{
    return m_database.write(
        [request, actor, now = m_clock.now()](Connection &db) { return people::invite(db, request, actor, now); });
}

QFuture<Result<Invitation>> PeopleService::allowReset(const UserId &person, const Actor &actor)
{
    return m_database.write(
        [person, actor, now = m_clock.now()](Connection &db) { return people::allowReset(db, person, actor, now); });
}

QFuture<Result<std::vector<Invitation>>> PeopleService::invitations()
{
    return m_database.read([](Connection &db) { return InvitationRepository::all(db); });
}

QFuture<Result<void>> PeopleService::revokeInvitation(const protocol::InvitationId &id, const Actor &actor)
{
    return m_database.write(
        [id, actor, now = m_clock.now()](Connection &db) { return InvitationRepository::revoke(db, id, actor, now); });
}

} // namespace leadline::backend
