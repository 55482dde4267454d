#pragma once

#include "backend/auth/auth_service.h"
#include "backend/auth/invitation_repository.h"
#include "backend/auth/password_hasher.h"
#include "backend/auth/person_repository.h"
#include "backend/auth/sign_in_limits.h"
#include "domain/clock.h"
#include "protocol/account_json.h"
#include "storage/database.h"

#include <QFuture>
#include <QLoggingCategory>

namespace leadline::backend {

Q_DECLARE_LOGGING_CATEGORY(lcAuth)

struct AccountConfig
{
    SignInRules limits;
    PasswordCost cost;
};

/// What people do with their own account: register by a one-time code, sign in with a password, change it,
/// look after their sessions. Thread-safe; `clock` and `auth` must outlive it, and `database` has to be closed before it
/// goes.
///
/// A name that does not exist, a wrong password and a disabled account get the same answer after the same time.
class AccountService
{
public:
    AccountService(storage::Database &database, const domain::Clock &clock, AuthService &auth, AccountConfig config = {});

    /// Unauthenticated, or RateLimited with `retryAfter`.
    [[nodiscard]] QFuture<Result<protocol::TokenGrant>> signIn(const protocol::SignIn &request, const Visit &visit);
    /// Forbidden for every code that is not good any more, InvalidArgument or AlreadyExists with `field`; the code stays
    /// good then. A reset ends all sessions of the person.
    [[nodiscard]] QFuture<Result<protocol::TokenGrant>> registerPerson(
        const protocol::Registration &request, const Visit &visit);
    /// Ends all other sessions of the person. Forbidden for a wrong current password: the session that asks is fine.
    [[nodiscard]] QFuture<Result<void>> changePassword(
        const Principal &principal, const protocol::PasswordChange &change, const Visit &visit);

    [[nodiscard]] QFuture<Result<std::vector<protocol::SessionInfo>>> sessions(const Principal &principal);
    /// NotFound for a session of somebody else.
    [[nodiscard]] QFuture<Result<void>> endSession(const Principal &principal, const QString &sid);
    /// This session too.
    [[nodiscard]] QFuture<Result<void>> signOutEverywhere(const Principal &principal);

    /// To be called once the store is closed: waits for passwords still being hashed, because what is told of them then uses
    /// whatever handles requests.
    void finish() { m_hasher.waitForDone(); }

private:
    struct Attempt
    {
        protocol::SignIn request;
        Visit visit;
        QString account; ///< in the limits
        std::optional<Credentials> person;
    };

    [[nodiscard]] QFuture<Result<protocol::TokenGrant>> checkPassword(const Attempt &attempt);
    [[nodiscard]] QFuture<Result<protocol::TokenGrant>> openSession(const Attempt &attempt, bool mustRehash);
    [[nodiscard]] QFuture<Result<protocol::TokenGrant>> storeRegistration(
        const protocol::Registration &request, const Visit &visit, const QString &hash);
    struct PasswordAttempt; ///< a change of password on its way
    [[nodiscard]] QFuture<Result<void>> passwordChecked(const PasswordAttempt &attempt, bool matches);
    [[nodiscard]] QFuture<Result<void>> storePassword(const PasswordAttempt &attempt, const QString &hash);
    void withdraw(const QString &account);

    storage::Database &m_database;
    const domain::Clock &m_clock;
    AuthService &m_auth;
    SignInLimits m_limits;
    PasswordHasher m_hasher; ///< last: its threads end before what they use
};

} // namespace leadline::backend
