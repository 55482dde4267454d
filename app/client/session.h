#pragma once

#include "client/transport.h"
#include "domain/result.h"
#include "protocol/session_json.h"

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

class QLockFile;

namespace leadline::client {

class CredentialStore;

/// What proves to a local backend that we belong to the same user (protocol/handshake.h): the secret of this very instance.
struct LocalGrant
{
    QByteArray secret; ///< 32 raw bytes
    quint16 port = 0;
    QString instance;
};

/// Tokens as they are kept and as they come from the server.
struct Tokens
{
    QByteArray access;
    QByteArray refresh;
    milliseconds expiresAt { 0 }; ///< on Clock::sinceBoot(), counted from receipt
    milliseconds lifetime { 0 };
    protocol::User user;
};

/// The signed-in state of one profile. One refresh at a time: everybody who needs a token waits for it.
/// Refreshes when less than min(5 min, a third of the lifetime) is left, and once after a 401. Only an explicit
/// "invalid grant" of the refresh endpoint ends the session; time-outs, refused connections and 5xx never do.
/// A local session that the backend no longer knows signs in again by itself with its grant. Lives on one thread.
class Session : public QObject, public TokenSource
{
    Q_OBJECT

public:
    explicit Session(Transport &transport, QObject *parent = nullptr);
    ~Session() override;

    /// Keeps the refresh token of a remote session under `key`, shared with other programs of the same profile; `lockPath`
    /// names the file that serialises their refreshes. Without this the session lives in memory, as local ones do.
    void setStore(CredentialStore *store, const QString &key, const QString &lockPath);

    [[nodiscard]] QFuture<domain::Result<protocol::User>> signInLocal(const LocalGrant &grant);
    /// Works with an API token instead of a session: nothing is refreshed or kept, and a refusal ends it.
    [[nodiscard]] QFuture<domain::Result<protocol::User>> useApiToken(const QByteArray &token);
    /// Takes up a session another sign-in made (kept tokens).
    void adopt(const Tokens &tokens);
    /// Forgets the tokens now; the server is told without waiting for its answer.
    void signOut();

    [[nodiscard]] bool isSignedIn() const { return m_tokens.has_value(); }
    [[nodiscard]] std::optional<protocol::User> user() const;

    [[nodiscard]] QFuture<domain::Result<QByteArray>> accessToken() override;
    [[nodiscard]] QFuture<domain::Result<QByteArray>> replaceToken(const QByteArray &rejected) override;

Q_SIGNALS:
    void signedIn(const leadline::protocol::User &user);
    /// The server ended the session. Cache and outbox stay.
    void ended(const leadline::domain::Error &error);

private:
    using TokenPromise = QPromise<domain::Result<QByteArray>>;

    [[nodiscard]] QFuture<domain::Result<QByteArray>> joinRefresh();
    void lockAndRefresh();
    void rereadStore();
    void refresh();
    void refreshed(domain::Result<HttpAnswer> answer);
    void signInAgain(const domain::Error &reason);
    void settle(const domain::Result<QByteArray> &token);
    [[nodiscard]] domain::Result<protocol::User> accept(const HttpAnswer &answer);
    [[nodiscard]] bool isFresh() const;

    Transport &m_transport;
    std::optional<Tokens> m_tokens;
    std::optional<LocalGrant> m_grant;
    QByteArray m_rejected; ///< token the server refused last
    std::vector<std::shared_ptr<TokenPromise>> m_waiting; ///< not empty = a refresh is under way
    CredentialStore *m_store = nullptr;
    QString m_storeKey;
    std::unique_ptr<QLockFile> m_lock;
    quint64 m_generation = 0; ///< raised by sign-in and sign-out, so that late answers to older calls are ignored
};

} // namespace leadline::client
