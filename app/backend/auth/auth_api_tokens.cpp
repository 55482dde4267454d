// API tokens of AuthService: a second kind of credential that leads to the same Principal.

#include "backend/auth/auth_service.h"
#include "domain/async.h"

#include <QMutexLocker>

namespace leadline::backend {

using namespace std::chrono_literals;
using domain::failure;
using domain::ready;
using storage::Connection;

namespace {

constexpr qsizetype kMaxKnown = 10'000;
constexpr auto kTrust = 5s; ///< how long a token read from the store is believed
constexpr auto kUsedPrecision = 5min; ///< the time of last use is not worth a write per call
constexpr auto kForever = std::chrono::hours(24 * 365 * 100);

const QString kTokenPrefix = QStringLiteral("token:");

/// What stands in the place of a session id: sockets and tickets end with it.
QString sessionOf(const protocol::ApiTokenId &id)
{
    return kTokenPrefix + id.toString();
}

Principal principalOf(const ApiTokenRow &row, domain::Timestamp now)
{
    Principal principal;
    principal.user = row.user.id;
    principal.name = row.user.name;
    principal.role = row.user.role;
    principal.session = sessionOf(row.token.id);
    principal.expiresAt = row.token.expiresAt.value_or(now + kForever);
    principal.scopes = row.token.scopes;
    return principal;
}

} // namespace

std::optional<protocol::ApiTokenId> AuthService::apiTokenOf(const QString &session)
{
    if (!session.startsWith(kTokenPrefix))
        return std::nullopt;
    return protocol::ApiTokenId::fromString(session.mid(kTokenPrefix.size())).value_or(protocol::ApiTokenId());
}

void AuthService::rememberApiToken(const QByteArray &hash, const Principal &principal)
{
    const QMutexLocker lock(&m_mutex);
    if (m_knownTokens.size() >= kMaxKnown)
        m_knownTokens.clear();
    m_knownTokens.insert(hash, { principal, m_clock.sinceBoot() });
}

QFuture<Result<Principal>> AuthService::authenticateApiToken(const QString &secret)
{
    const QByteArray hash = ApiTokenRepository::hashOf(secret);
    const auto now = m_clock.now();
    {
        const QMutexLocker lock(&m_mutex);
        const auto known = m_knownTokens.constFind(hash);
        if (known != m_knownTokens.constEnd() && m_clock.sinceBoot() - known->readAt < kTrust
            && now < known->principal.expiresAt)
            return ready<Result<Principal>>(known->principal);
    }
    return m_database.read([secret, now](Connection &db) { return ApiTokenRepository::bySecret(db, secret, now); })
        .then([this, hash, now](const Result<std::optional<ApiTokenRow>> &row) -> Result<Principal> {
            if (!row)
                return failure(row.error()); // fail closed, but not as if the token were over
            if (!*row) {
                const QMutexLocker lock(&m_mutex);
                m_knownTokens.remove(hash);
                return failure(ErrorCode::Unauthenticated, QStringLiteral("sign in first"));
            }
            const Principal principal = principalOf(**row, now);
            rememberApiToken(hash, principal);
            const auto &usedAt = (*row)->token.usedAt;
            if (!usedAt || now - *usedAt >= kUsedPrecision) {
                (void)m_database.write(
                    [id = (*row)->token.id, now](Connection &db) { return ApiTokenRepository::markUsed(db, id, now); });
            }
            return principal;
        });
}

QFuture<Result<protocol::ApiToken>> AuthService::createApiToken(const protocol::ApiTokenRequest &request, const Actor &actor)
{
    return m_database.write([request, actor, now = m_clock.now()](
                                Connection &db) { return ApiTokenRepository::add(db, *actor.person, request, actor, now); });
}

QFuture<Result<std::vector<protocol::ApiToken>>> AuthService::apiTokens(const domain::UserId &person)
{
    return m_database.read(
        [person, now = m_clock.now()](Connection &db) { return ApiTokenRepository::ofPerson(db, person, now); });
}

QFuture<Result<void>> AuthService::revokeApiToken(const protocol::ApiTokenId &id, const Actor &actor)
{
    return m_database
        .write([id, actor, now = m_clock.now()](
                   Connection &db) { return ApiTokenRepository::revoke(db, *actor.person, id, actor, now); })
        .then([this, id](Result<void> done) {
            if (done)
                ended({ sessionOf(id) });
            return done;
        });
}

} // namespace leadline::backend
