#pragma once

#include "backend/auth/auth_service.h"
#include "backend/auth/invitation_repository.h"
#include "backend/auth/person_repository.h"
#include "domain/clock.h"
#include "protocol/account_json.h"
#include "storage/database.h"

#include <QFuture>

namespace leadline::backend {

/// What administrators do with the accounts of others. Every act leaves an audit row in its transaction. Thread-safe;
/// `database`, `clock` and `auth` must outlive it.
class PeopleService
{
public:
    static constexpr std::chrono::hours kFirstAdminLifetime { 24 };
    static constexpr std::chrono::hours kResetLifetime { 24 };

    PeopleService(storage::Database &database, const domain::Clock &clock, AuthService &auth);

    [[nodiscard]] QFuture<Result<std::vector<protocol::Account>>> people();
    /// Disabling ends every session at once. BadState when nobody would be left to administer.
    [[nodiscard]] QFuture<Result<protocol::Account>> change(
        const domain::UserId &person, const protocol::AccountPatch &patch, const Actor &actor);
    [[nodiscard]] QFuture<Result<void>> signOut(const domain::UserId &person, const Actor &actor);

    /// AlreadyExists when the address has an account. The code is in the answer and nowhere else.
    [[nodiscard]] QFuture<Result<protocol::Invitation>> invite(
        const protocol::InvitationRequest &request, const Actor &actor);
    /// A code with which the person sets a new password.
    [[nodiscard]] QFuture<Result<protocol::Invitation>> allowReset(const domain::UserId &person, const Actor &actor);
    [[nodiscard]] QFuture<Result<std::vector<protocol::Invitation>>> invitations();
    [[nodiscard]] QFuture<Result<void>> revokeInvitation(const protocol::InvitationId &id, const Actor &actor);

private:
    storage::Database &m_database;
    const domain::Clock &m_clock;
    AuthService &m_auth;
};

/// The same without a service, for jobs of a program that holds the store alone.
namespace people {
[[nodiscard]] Result<protocol::Invitation> invite(
    storage::Connection &, const protocol::InvitationRequest &request, const Actor &actor, domain::Timestamp now);
/// A code for the first administrator. BadState when there is one.
[[nodiscard]] Result<protocol::Invitation> inviteFirstAdmin(
    storage::Connection &, const Actor &actor, domain::Timestamp now);
[[nodiscard]] Result<protocol::Invitation> allowReset(
    storage::Connection &, const domain::UserId &person, const Actor &actor, domain::Timestamp now);
/// Also the sessions that ended with it.
struct Changed
{
    protocol::Account account;
    QStringList ended;
};
[[nodiscard]] Result<Changed> change(storage::Connection &, const domain::UserId &person,
    const protocol::AccountPatch &patch, const Actor &actor, domain::Timestamp now);
} // namespace people

} // namespace leadline::backend
