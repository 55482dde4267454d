#include "backend/auth/auth_service.h"

#include "domain/async.h"
#include "protocol/handshake.h"

#include <QMutexLocker>

namespace leadline::backend {

using namespace std::chrono_literals;
using domain::failure;
using domain::ready;
using storage::Connection;

namespace {

constexpr qsizetype kMaxNonces = 100'000;
constexpr qsizetype kMaxKnown = 10'000;
constexpr auto kTrust = 5s; ///< how long a session read from the store is believed

Error unauthenticated()
{
    return Error(ErrorCode::Unauthenticated, QStringLiteral("sign in first"));
}

} // namespace

AuthService::AuthService(storage::Database &database, const domain::Clock &clock, TokenSigner signer, AuthConfig config)
    : m_database(database)
    , m_clock(clock)
    , m_signer(std::move(signer))
    , m_config(std::move(config))
{ }

void AuthService::setPort(quint16 port)
{
    m_port = port;
}

void AuthService::onSessionEnd(std::function<void(const QString &)> callback)
{
    m_sessionEnd = std::move(callback);
}

bool AuthService::provesASecret(const protocol::LocalSignIn &request) const
{
    const QByteArray message = protocol::clientProofInput(m_port, m_config.instance, request.nonce);
    const QByteArray proof = request.proof.toLatin1();
    bool matches = false;
    for (const QByteArray &secret : m_config.localSecrets)
        matches |= constantTimeEqual(proof, protocol::proofHex(secret, message).toLatin1());
    return matches;
}

/// Only nonces with a right proof are kept, so that nobody without the secret can fill the memory. Guessing needs no
/// brake: the secret has 256 bits.
bool AuthService::isFreshNonce(const QString &nonce)
{
    const QMutexLocker lock(&m_mutex);
    if (m_nonces.contains(nonce))
        return false;
    m_nonces.insert(nonce);
    m_nonceOrder.push_back(nonce);
    if (m_nonces.size() > kMaxNonces) {
        m_nonces.remove(m_nonceOrder.front());
        m_nonceOrder.pop_front();
    }
    return true;
}

QFuture<Result<protocol::TokenGrant>> AuthService::signInLocally(const protocol::LocalSignIn &request, const Visit &visit)
{
    if (!provesASecret(request) || !isFreshNonce(request.nonce))
        return ready<Result<protocol::TokenGrant>>(failure(ErrorCode::Unauthenticated, QStringLiteral("wrong proof")));
    const auto now = m_clock.now();
    return m_database
        .write([config = m_config, visit, now](Connection &db) -> Result<SessionRow> {
            const auto user = PersonRepository::local(db, config.userName, now);
            LEADLINE_TRY(user);
            return SessionRepository::create(
                db, { *user, config.instance, randomBytes(32), visit.address, visit.agent }, now);
        })
        .then([this](Result<SessionRow> session) -> Result<protocol::TokenGrant> {
            LEADLINE_TRY(session);
            return admit(*session);
        });
}

NewSession AuthService::newSession(const Credentials &person, const Visit &visit) const
{
    return { person.user, m_config.audience, randomBytes(32), visit.address, visit.agent, person.version };
}

protocol::TokenGrant AuthService::admit(const SessionRow &session)
{
    remember(session);
    return grantFor(session);
}

void AuthService::ended(const QStringList &sids)
{
    for (const QString &sid : sids)
        forget(sid);
}

void AuthService::forgetPerson(const domain::UserId &person)
{
    const QMutexLocker lock(&m_mutex);
    m_known.removeIf([&person](const auto &entry) { return entry.value().user.id == person; });
    m_knownTokens.removeIf([&person](const auto &entry) { return entry.value().principal.user == person; });
}

bool AuthService::isOurs(const QString &audience) const
{
    return !audience.isEmpty() && (audience == m_config.instance || audience == m_config.audience);
}

protocol::TokenGrant AuthService::grantFor(const SessionRow &session)
{
    AccessClaims claims;
    claims.subject = session.user.id;
    claims.audience = session.audience;
    claims.session = session.sid;
    claims.generation = session.generation;
    claims.role = session.user.role;
    claims.issuedAt = m_clock.now();
    claims.expiresAt = claims.issuedAt + m_config.accessLifetime;
    protocol::TokenGrant grant;
    grant.accessToken = m_signer.accessToken(claims);
    grant.refreshToken = m_signer.refreshToken(session.sid, session.generation, session.nonce);
    grant.expiresIn = m_config.accessLifetime;
    grant.user = session.user;
    return grant;
}

QFuture<Result<protocol::TokenGrant>> AuthService::refresh(const QString &refreshToken)
{
    const auto claims = TokenSigner::parseRefresh(refreshToken);
    if (!claims)
        return ready<Result<protocol::TokenGrant>>(failure(claims.error()));
    const auto now = m_clock.now();
    return m_database
        .write([this, claims = *claims, now](Connection &db) -> Result<Rotation> {
            const auto session = SessionRepository::get(db, claims.session);
            // Nothing guessable may reach the reuse logic, so the MAC and the audience come first.
            if (!session || !isOurs(session->audience) || !m_signer.isAuthentic(claims, session->nonce))
                return failure(unauthenticated());
            return SessionRepository::rotate(db, claims.session, claims.generation, now);
        })
        .then([this](Result<Rotation> rotation) { return grantFor(std::move(rotation)); });
}

Result<protocol::TokenGrant> AuthService::grantFor(Result<Rotation> rotation)
{
    if (!rotation)
        return failure(rotation.error());
    switch (rotation->step) {
    case RotationStep::Advanced:
    case RotationStep::Repeated:
        remember(rotation->session);
        return grantFor(rotation->session);
    case RotationStep::Reused:
        forget(rotation->session.sid);
        return failure(ErrorCode::SessionCompromised, QStringLiteral("this token was used before; sign in again"));
    case RotationStep::Ended:
        break;
    }
    forget(rotation->session.sid);
    return failure(unauthenticated());
}

QFuture<Result<void>> AuthService::signOut(const Principal &principal)
{
    const auto now = m_clock.now();
    const QString sid = principal.session;
    return m_database
        .write([sid, now](Connection &db) { return SessionRepository::revoke(db, sid, QStringLiteral("signed out"), now); })
        .then([this, sid](Result<void> done) {
            forget(sid);
            return done;
        });
}

void AuthService::remember(const SessionRow &session)
{
    const QMutexLocker lock(&m_mutex);
    if (m_known.size() >= kMaxKnown)
        m_known.clear();
    m_known.insert(
        session.sid, { session.user, session.audience, session.generation, session.confirmed, m_clock.sinceBoot() });
}

void AuthService::forget(const QString &sid)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_known.remove(sid);
        m_knownTokens.removeIf([&sid](const auto &entry) { return entry.value().principal.session == sid; });
    }
    if (m_sessionEnd)
        m_sessionEnd(sid);
}

QFuture<Result<Principal>> AuthService::authenticate(const QString &accessToken)
{
    if (ApiTokenRepository::looksLikeOne(accessToken))
        return authenticateApiToken(accessToken);
    const auto claims = m_signer.verifyAccess(accessToken, m_clock.now());
    if (!claims || !isOurs(claims->audience))
        return ready<Result<Principal>>(failure(unauthenticated()));
    std::optional<Known> known;
    {
        const QMutexLocker lock(&m_mutex);
        const auto found = m_known.constFind(claims->session);
        if (found != m_known.constEnd() && m_clock.sinceBoot() - found->readAt < kTrust)
            known = *found;
    }
    if (known)
        return ready(principalFor(*claims, *known));
    return m_database.read([sid = claims->session](Connection &db) { return SessionRepository::get(db, sid); })
        .then([this, claims = *claims](Result<SessionRow> session) -> Result<Principal> {
            if (!session && session.error().code() != ErrorCode::NotFound)
                return failure(session.error()); // fail closed, but not as if the session were over
            if (!session || session->isRevoked) {
                forget(claims.session);
                return failure(unauthenticated());
            }
            remember(*session);
            return principalFor(
                claims, { session->user, session->audience, session->generation, session->confirmed, m_clock.sinceBoot() });
        });
}

Result<Principal> AuthService::principalFor(const AccessClaims &claims, const Known &known)
{
    if (claims.subject != known.user.id || claims.audience != known.audience)
        return failure(unauthenticated());
    if (claims.generation == known.generation && !known.confirmed)
        confirm(claims);
    Principal principal;
    principal.user = known.user.id;
    principal.name = known.user.name;
    principal.role = known.user.role;
    principal.session = claims.session;
    principal.generation = claims.generation;
    principal.expiresAt = claims.expiresAt;
    return principal;
}

/// Not awaited: the writer works in order, so a later refresh sees it; lost in a crash it only makes one old token good
/// once more.
void AuthService::confirm(const AccessClaims &claims)
{
    {
        const QMutexLocker lock(&m_mutex);
        const auto found = m_known.find(claims.session);
        if (found == m_known.end() || found->confirmed || found->generation != claims.generation)
            return;
        found->confirmed = true;
    }
    (void)m_database.write([sid = claims.session, generation = claims.generation, now = m_clock.now()](
                               Connection &db) { return SessionRepository::confirm(db, sid, generation, now); });
}

} // namespace leadline::backend
