#pragma once

#include "backend/auth/api_token_repository.h"
#include "backend/auth/person_repository.h"
#include "backend/auth/session_repository.h"
#include "backend/auth/token_signer.h"
#include "backend/http/message.h"
#include "domain/clock.h"
#include "protocol/session_json.h"
#include "storage/database.h"

#include <QFuture>
#include <QHash>
#include <QMutex>
#include <QString>

#include <deque>
#include <functional>

namespace leadline::backend {

struct AuthConfig
{
    QString instance; ///< audience of every token of a local sign-in: worthless after this process
    QString audience; ///< of every other token: the store's, so that they outlive a restart
    QString userName; ///< of the person who runs this daemon
    std::vector<QByteArray> localSecrets; ///< 32 bytes each: the pipe's and the join file's
    std::chrono::seconds accessLifetime { 15 * 60 };
    std::chrono::seconds ticketLifetime { 30 };
};

/// Where a call comes from.
struct Visit
{
    QString address;
    QString agent; ///< what the program calls itself, bounded
    QString requestId;
};

/// Sessions: local sign-in, access tokens, refresh rotation, socket tickets. Thread-safe. Revocation reaches every call
/// within 5 s even when another process writes the store, and at once when this one does. Answers are finished on the
/// database's workers, so the database has to be closed (which waits for them) before this object and what onSessionEnd()
/// calls go.
class AuthService
{
public:
    AuthService(storage::Database &database, const domain::Clock &clock, TokenSigner signer, AuthConfig config);

    /// The port is part of the proof and known only after the server is bound; call once before the first request.
    void setPort(quint16 port);
    /// Called with a sid whenever a session ends here, from any thread.
    void onSessionEnd(std::function<void(const QString &sid)> callback);

    /// POST /api/auth/local. A nonce works once.
    [[nodiscard]] QFuture<Result<protocol::TokenGrant>> signInLocally(
        const protocol::LocalSignIn &request, const Visit &visit);
    /// What a session that is in the store now starts with, for whoever made it there.
    [[nodiscard]] NewSession newSession(const Credentials &person, const Visit &visit) const;
    [[nodiscard]] protocol::TokenGrant admit(const SessionRow &session);
    /// Forgets sessions that were ended in the store, and tells their sockets.
    void ended(const QStringList &sids);
    /// What is known of a person is read again at their next call.
    void forgetPerson(const domain::UserId &person);
    /// POST /api/auth/refresh. SessionCompromised when an old token came back.
    [[nodiscard]] QFuture<Result<protocol::TokenGrant>> refresh(const QString &refreshToken);
    [[nodiscard]] QFuture<Result<void>> signOut(const Principal &principal);

    /// Verifies an access token and that its session lives, or that an API token does. Every failure is Unauthenticated with
    /// the same words.
    [[nodiscard]] QFuture<Result<Principal>> authenticate(const QString &accessToken);

    /// The same person again, as the store sees them now: for connections that last. Costs a look at the store.
    [[nodiscard]] QFuture<Result<Principal>> recheck(const Principal &principal);

    [[nodiscard]] QFuture<Result<protocol::ApiToken>> createApiToken(
        const protocol::ApiTokenRequest &request, const Actor &actor);
    [[nodiscard]] QFuture<Result<std::vector<protocol::ApiToken>>> apiTokens(const domain::UserId &person);
    [[nodiscard]] QFuture<Result<void>> revokeApiToken(const protocol::ApiTokenId &id, const Actor &actor);

    /// Opens one socket path, once, within ticketLifetime, at any daemon on this store.
    [[nodiscard]] QFuture<Result<protocol::WsTicket>> issueTicket(const Principal &principal, const QString &path);
    /// Spends the ticket. The person as the store sees them now; every refusal is Unauthenticated.
    [[nodiscard]] QFuture<Result<Principal>> redeemTicket(const QString &ticket, const QString &path);
    /// Whose place Principal::session takes when somebody came with an API token.
    [[nodiscard]] static std::optional<protocol::ApiTokenId> apiTokenOf(const QString &session);
    /// Names the store; the same at every daemon on it.
    [[nodiscard]] const QString &audience() const { return m_config.audience; }

private:
    struct Known
    {
        protocol::User user;
        QString audience;
        qint64 generation = 0;
        bool confirmed = false;
        std::chrono::milliseconds readAt { 0 };
    };
    struct KnownToken
    {
        Principal principal;
        std::chrono::milliseconds readAt { 0 };
    };

    [[nodiscard]] bool provesASecret(const protocol::LocalSignIn &request) const;
    [[nodiscard]] bool isFreshNonce(const QString &nonce);
    [[nodiscard]] protocol::TokenGrant grantFor(const SessionRow &session);
    [[nodiscard]] Result<protocol::TokenGrant> grantFor(Result<Rotation> rotation);
    [[nodiscard]] bool isOurs(const QString &audience) const;
    [[nodiscard]] QFuture<Result<Principal>> authenticateApiToken(const QString &secret);
    void rememberApiToken(const QByteArray &hash, const Principal &principal);
    void remember(const SessionRow &session);
    void forget(const QString &sid);
    [[nodiscard]] Result<Principal> principalFor(const AccessClaims &claims, const Known &known);
    void confirm(const AccessClaims &claims);

    storage::Database &m_database;
    const domain::Clock &m_clock;
    const TokenSigner m_signer;
    const AuthConfig m_config;
    quint16 m_port = 0;
    std::function<void(const QString &)> m_sessionEnd;

    QMutex m_mutex; ///< guards what follows
    QHash<QString, Known> m_known;
    QHash<QByteArray, KnownToken> m_knownTokens; ///< by hash of the token
    QSet<QString> m_nonces;
    std::deque<QString> m_nonceOrder;
};

} // namespace leadline::backend
