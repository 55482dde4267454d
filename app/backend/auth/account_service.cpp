#include "backend/auth/account_service.h"

#include "backend/auth/person_audit.h"
#include "domain/async.h"

namespace leadline::backend {

Q_LOGGING_CATEGORY(lcAuth, "leadline.auth")

using domain::failure;
using domain::ready;
using domain::Timestamp;
using protocol::InvitationPurpose;
using protocol::TokenGrant;
using storage::Connection;

namespace {

using GrantResult = Result<TokenGrant>;
using GrantFuture = QFuture<GrantResult>;
using Done = Result<void>;
using DoneFuture = QFuture<Done>;

Error wrongSignIn()
{
    return Error(ErrorCode::Unauthenticated, QStringLiteral("the e-mail address or the password is wrong"));
}

Error tooMany(std::chrono::seconds wait)
{
    Error error(ErrorCode::RateLimited, QStringLiteral("too many attempts; wait before the next one"));
    error.retryAfter = wait;
    return error;
}

Error badCode()
{
    return Error(ErrorCode::Forbidden, QStringLiteral("this code is unknown, used or too old"));
}

Error fieldError(const QString &field, const QString &detail)
{
    Error error(ErrorCode::InvalidArgument, detail);
    error.field = field;
    return error;
}

/// A code with what it says about the person who uses it, or why it does not fit the request.
struct Enrolment
{
    OpenInvitation open;
    QString email;
    QString name;
};

Result<Enrolment> enrolment(Connection &db, const protocol::Registration &request, Timestamp now)
{
    auto found = InvitationRepository::open(db, request.invitation, now);
    LEADLINE_TRY(found);
    if (!*found)
        return failure(badCode());
    Enrolment out { std::move(**found), {}, request.name };
    const protocol::Invitation &invitation = out.open.invitation;
    if (invitation.purpose == InvitationPurpose::FirstAdmin) {
        const auto hasAdmin = PersonRepository::hasAdmin(db);
        LEADLINE_TRY(hasAdmin);
        if (*hasAdmin)
            return failure(badCode());
    }
    const bool isForSomebodyElse
        = !invitation.email.isEmpty() && !request.email.isEmpty() && emailKey(invitation.email) != emailKey(request.email);
    if (isForSomebodyElse)
        return failure(fieldError(QStringLiteral("email"), QStringLiteral("the code was made for another address")));
    out.email = invitation.email.isEmpty() ? request.email.trimmed() : invitation.email;
    if (out.open.person) {
        const auto person = PersonRepository::account(db, *out.open.person);
        LEADLINE_TRY(person);
        out.name = person->name;
    } else {
        if (const auto refused = emailRefusal(out.email))
            return failure(*refused);
        if (const auto refused = nameRefusal(out.name))
            return failure(*refused);
    }
    if (const auto refused = passwordRefusal(request.password, out.email, out.name))
        return failure(*refused);
    return out;
}

} // namespace

AccountService::AccountService(
    storage::Database &database, const domain::Clock &clock, AuthService &auth, AccountConfig config)
    : m_database(database)
    , m_clock(clock)
    , m_auth(auth)
    , m_limits(config.limits, auth.audience().toUtf8())
    , m_hasher(config.cost)
{ }

void AccountService::withdraw(const QString &account)
{
    (void)m_database.write(
        [this, account, now = m_clock.now()](Connection &db) { return m_limits.withdraw(db, account, now); });
}

GrantFuture AccountService::signIn(const protocol::SignIn &request, const Visit &visit)
{
    const auto now = m_clock.now();
    if (const auto wait = m_limits.knownRefusal(visit.address, now))
        return ready<GrantResult>(failure(tooMany(*wait)));
    struct Asked
    {
        SignInLimits::Wait wait;
        std::optional<Credentials> person;
        QString account;
    };
    // An attempt that is refused is no failure of the transaction: it counts.
    return m_database
        .write([this, request, visit, now](Connection &db) -> Result<Asked> {
            const auto wait = m_limits.admitAddress(db, visit.address, now);
            LEADLINE_TRY(wait);
            if (*wait)
                return Asked { *wait, {}, {} };
            auto person = PersonRepository::byEmail(db, request.email, visit.address);
            LEADLINE_TRY(person);
            // Whoever comes from where the person has signed in before has a budget of their own: strangers who guess
            // cannot lock the person out there.
            const bool isUsualPlace = *person && (*person)->knowsAddress;
            const QString account = QStringLiteral("sign-in|") + emailKey(request.email) + u'|'
                + (isUsualPlace ? networkOf(visit.address) : QString());
            const auto brake = m_limits.admitAccount(db, account, now);
            LEADLINE_TRY(brake);
            return Asked { *brake, std::move(*person), account };
        })
        .then([this, request, visit](Result<Asked> asked) -> GrantFuture {
            if (!asked)
                return ready<GrantResult>(failure(asked.error()));
            if (asked->wait)
                return ready<GrantResult>(failure(tooMany(*asked->wait)));
            return checkPassword({ request, visit, asked->account, std::move(asked->person) });
        })
        .unwrap();
}

GrantFuture AccountService::checkPassword(const Attempt &attempt)
{
    const bool mayEnter = attempt.person && !attempt.person->isDisabled;
    return m_hasher.verify(attempt.request.password, mayEnter ? attempt.person->password : QString())
        .then([this, attempt](Result<PasswordHasher::Verdict> verdict) -> GrantFuture {
            if (!verdict) {
                withdraw(attempt.account);
                return ready<GrantResult>(failure(verdict.error()));
            }
            if (!verdict->matches) {
                qCInfo(lcAuth).noquote().nospace()
                    << "sign-in refused id=" << attempt.visit.requestId << " peer=" << attempt.visit.address;
                return ready<GrantResult>(failure(wrongSignIn()));
            }
            return openSession(attempt, verdict->isOutdated);
        })
        .unwrap();
}

GrantFuture AccountService::openSession(const Attempt &attempt, bool mustRehash)
{
    const auto store = [this, attempt](const QString &newHash) -> GrantFuture {
        const auto now = m_clock.now();
        return m_database
            .write([this, attempt, newHash, now](Connection &db) -> Result<SessionRow> {
                const Credentials &person = *attempt.person;
                auto session = SessionRepository::create(db, m_auth.newSession(person, attempt.visit), now);
                LEADLINE_TRY(session);
                if (!newHash.isEmpty())
                    LEADLINE_TRY(PersonRepository::rehash(db, person.user.id, person.password, newHash));
                LEADLINE_TRY(writePersonAudit(db, person.user.id,
                    Actor::unlimited(person.user.name, session->sid, attempt.visit.requestId),
                    { QStringLiteral("session-start"), {}, std::nullopt, attempt.visit.address }, now));
                LEADLINE_TRY(m_limits.succeed(db, attempt.account));
                return session;
            })
            .then([this](Result<SessionRow> session) -> GrantResult {
                LEADLINE_TRY(session);
                return m_auth.admit(*session);
            });
    };
    if (!mustRehash)
        return store({});
    return m_hasher.hash(attempt.request.password)
        .then([store](const Result<QString> &hash) { return store(hash.value_or(QString())); })
        .unwrap();
}

GrantFuture AccountService::registerPerson(const protocol::Registration &request, const Visit &visit)
{
    const auto now = m_clock.now();
    if (const auto wait = m_limits.knownRefusal(visit.address, now))
        return ready<GrantResult>(failure(tooMany(*wait)));
    // Before anything expensive is done for a code that somebody made up. A code that does not fit counts as an attempt too.
    using Refusal = std::optional<Error>;
    return m_database
        .write([this, request, visit, now](Connection &db) -> Result<Refusal> {
            const auto wait = m_limits.admitAddress(db, visit.address, now);
            LEADLINE_TRY(wait);
            if (*wait)
                return Refusal(tooMany(**wait));
            const auto fits = enrolment(db, request, now);
            return fits ? Refusal() : Refusal(fits.error());
        })
        .then([this, request, visit](const Result<Refusal> &refusal) -> GrantFuture {
            if (!refusal || *refusal)
                return ready<GrantResult>(failure(refusal ? **refusal : refusal.error()));
            return m_hasher.hash(request.password)
                .then([this, request, visit](Result<QString> hash) -> GrantFuture {
                    if (!hash)
                        return ready<GrantResult>(failure(hash.error()));
                    return storeRegistration(request, visit, *hash);
                })
                .unwrap();
        })
        .unwrap();
}

GrantFuture AccountService::storeRegistration(const protocol::Registration &request, const Visit &visit, const QString &hash)
{
    struct Stored
    {
        SessionRow session;
        QStringList ended;
    };
    const auto now = m_clock.now();
    return m_database
        .write([this, request, visit, hash, now](Connection &db) -> Result<Stored> {
            const auto fits = enrolment(db, request, now);
            LEADLINE_TRY(fits);
            const auto used = InvitationRepository::use(db, fits->open.invitation.id, now);
            LEADLINE_TRY(used);
            if (!*used)
                return failure(badCode());
            Stored out;
            const Actor actor = Actor::unlimited(fits->name, visit.address, visit.requestId);
            Credentials person;
            if (fits->open.person) {
                const domain::UserId id = *fits->open.person;
                LEADLINE_TRY(SessionRepository::lockAll(db, id));
                LEADLINE_TRY(PersonRepository::setPassword(db, id, hash, actor, now));
                auto ended = SessionRepository::revokeAll(db, id, {}, QStringLiteral("password reset"), now);
                LEADLINE_TRY(ended);
                out.ended = std::move(*ended);
                const auto account = PersonRepository::account(db, id);
                LEADLINE_TRY(account);
                person.user = { id, account->name, account->role };
            } else {
                const auto made
                    = PersonRepository::add(db, { fits->email, fits->name, fits->open.invitation.role, hash }, actor, now);
                LEADLINE_TRY(made);
                person.user = *made;
            }
            auto session = SessionRepository::create(db, m_auth.newSession(person, visit), now);
            LEADLINE_TRY(session);
            out.session = std::move(*session);
            return out;
        })
        .then([this](Result<Stored> stored) -> GrantResult {
            LEADLINE_TRY(stored);
            m_auth.ended(stored->ended);
            return m_auth.admit(stored->session);
        });
}

struct AccountService::PasswordAttempt
{
    Principal principal;
    protocol::PasswordChange change;
    Visit visit;
    QString account; ///< in the limits
    SignInLimits::Wait wait {};
    Credentials person {};
    QString email {};
};

DoneFuture AccountService::changePassword(
    const Principal &principal, const protocol::PasswordChange &change, const Visit &visit)
{
    // Counted apart from sign-ins: a stolen token must not be good for guessing, nor guessing for locking out.
    PasswordAttempt attempt { principal, change, visit, QStringLiteral("change|") + principal.user.toString() };
    return m_database
        .write([this, attempt, now = m_clock.now()](Connection &db) mutable -> Result<PasswordAttempt> {
            const auto wait = m_limits.admitAccount(db, attempt.account, now);
            LEADLINE_TRY(wait);
            attempt.wait = *wait;
            const auto person = PersonRepository::byId(db, attempt.principal.user);
            LEADLINE_TRY(person);
            const auto account = PersonRepository::account(db, attempt.principal.user);
            LEADLINE_TRY(account);
            attempt.person = person->value_or(Credentials());
            attempt.email = account->email;
            return attempt;
        })
        .then([this](Result<PasswordAttempt> known) -> DoneFuture {
            if (!known)
                return ready<Done>(failure(known.error()));
            if (known->wait)
                return ready<Done>(failure(tooMany(*known->wait)));
            return m_hasher.verify(known->change.current, known->person.password)
                .then([this, known = *known](Result<PasswordHasher::Verdict> verdict) {
                    if (verdict)
                        return passwordChecked(known, verdict->matches);
                    withdraw(known.account);
                    return ready<Done>(failure(verdict.error()));
                })
                .unwrap();
        })
        .unwrap();
}

DoneFuture AccountService::passwordChecked(const PasswordAttempt &attempt, bool matches)
{
    if (!matches) {
        Error error(ErrorCode::Forbidden, QStringLiteral("the current password is wrong"));
        error.field = QStringLiteral("current_password");
        return ready<Done>(failure(error));
    }
    (void)m_database.write([this, account = attempt.account](Connection &db) { return m_limits.succeed(db, account); });
    if (auto refused = passwordRefusal(attempt.change.wanted, attempt.email, attempt.person.user.name)) {
        refused->field = QStringLiteral("new_password");
        return ready<Done>(failure(*refused));
    }
    return m_hasher.hash(attempt.change.wanted)
        .then([this, attempt](Result<QString> hash) {
            return hash ? storePassword(attempt, *hash) : ready<Done>(failure(hash.error()));
        })
        .unwrap();
}

DoneFuture AccountService::storePassword(const PasswordAttempt &attempt, const QString &hash)
{
    return m_database
        .write([attempt, hash, now = m_clock.now()](Connection &db) -> Result<QStringList> {
            const Principal &principal = attempt.principal;
            LEADLINE_TRY(SessionRepository::lockAll(db, principal.user));
            LEADLINE_TRY(PersonRepository::setPassword(db, principal.user, hash,
                Actor::unlimited(principal.name, principal.session, attempt.visit.requestId), now));
            return SessionRepository::revokeAll(
                db, principal.user, principal.session, QStringLiteral("password changed"), now);
        })
        .then([this](Result<QStringList> ended) -> Done {
            LEADLINE_TRY(ended);
            m_auth.ended(*ended);
            return {};
        });
}

QFuture<Result<std::vector<protocol::SessionInfo>>> AccountService::sessions(const Principal &principal)
{
    using Infos = std::vector<protocol::SessionInfo>;
    return m_database.read([principal, now = m_clock.now()](Connection &db) -> Result<Infos> {
        const auto rows = SessionRepository::ofPerson(db, principal.user, now);
        LEADLINE_TRY(rows);
        Infos infos;
        for (const SessionRow &row : *rows)
            infos.push_back({ row.sid, row.createdAt, row.usedAt, row.address, row.agent, row.sid == principal.session });
        return infos;
    });
}

QFuture<Result<void>> AccountService::endSession(const Principal &principal, const QString &sid)
{
    return m_database
        .write([principal, sid, now = m_clock.now()](Connection &db) -> Result<void> {
            const auto session = SessionRepository::get(db, sid);
            LEADLINE_TRY(session);
            if (session->user.id != principal.user || session->isRevoked)
                return failure(ErrorCode::NotFound, QStringLiteral("no such session"));
            return SessionRepository::revoke(db, sid, QStringLiteral("signed out"), now);
        })
        .then([this, sid](Result<void> done) {
            if (done)
                m_auth.ended({ sid });
            return done;
        });
}

QFuture<Result<void>> AccountService::signOutEverywhere(const Principal &principal)
{
    return m_database
        .write([principal, now = m_clock.now()](Connection &db) {
            return SessionRepository::revokeAll(db, principal.user, {}, QStringLiteral("signed out everywhere"), now);
        })
        .then([this](Result<QStringList> sids) -> Result<void> {
            LEADLINE_TRY(sids);
            m_auth.ended(*sids);
            return {};
        });
}

} // namespace leadline::backend
