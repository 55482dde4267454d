#include "client/session.h"

#include "client/credential_store.h"
#include "domain/async.h"
#include "protocol/handshake.h"

#include <QLockFile>
#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>
#include <array>

namespace leadline::client {

using domain::Error;
using domain::ErrorCode;
using domain::failure;
using domain::ready;
using domain::Result;
using std::chrono::minutes;

namespace {

constexpr milliseconds kLockRetry { 100 };
constexpr qsizetype kMaxGrantBytes = 64 * 1024;
constexpr milliseconds kApiTokenLife = std::chrono::hours(24 * 365); ///< only the server knows its end

QByteArray randomNonce()
{
    std::array<quint32, 8> words {};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words)).toHex();
}

ApiRequest authRequest(QStringView path, const QJsonObject &body)
{
    ApiRequest request;
    request.verb = "POST";
    request.path = path.toString();
    request.body = protocol::toBytes(body);
    request.authenticated = false;
    return request;
}

/// Only the server's own problem document counts, never the 401 of something on the way to it (errorFromAnswer()).
bool isInvalidGrant(const Error &error)
{
    return error.code() == ErrorCode::SessionCompromised || error.code() == ErrorCode::Unauthenticated;
}

} // namespace

Session::Session(Transport &transport, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
{
    transport.setTokenSource(this);
}

Session::~Session()
{
    if (m_transport.tokenSource() == this)
        m_transport.setTokenSource(nullptr);
    settle(failure(ErrorCode::Cancelled, QStringLiteral("the session was closed")));
}

void Session::setStore(CredentialStore *store, const QString &key, const QString &lockPath)
{
    m_store = store;
    m_storeKey = key;
    m_lock = std::make_unique<QLockFile>(lockPath);
    m_lock->setStaleLockTime(int(milliseconds(minutes(2)).count()));
}

std::optional<protocol::User> Session::user() const
{
    return m_tokens ? std::optional(m_tokens->user) : std::nullopt;
}

QFuture<Result<protocol::User>> Session::signInLocal(const LocalGrant &grant)
{
    m_grant = grant;
    m_tokens.reset();
    const quint64 generation = ++m_generation;
    const QByteArray nonce = randomNonce();
    const QString text = QString::fromLatin1(nonce);
    const QByteArray message = protocol::clientProofInput(grant.port, grant.instance, text);
    ApiRequest request = authRequest(
        protocol::routes::kAuthLocal, toJson(protocol::LocalSignIn { text, protocol::proofHex(grant.secret, message) }));
    request.idempotencyKey = nonce;
    return domain::mapDone(
        m_transport.send(std::move(request)), this, [this, generation](Result<HttpAnswer> answer) -> Result<protocol::User> {
            if (!answer)
                return failure(answer.error());
            if (generation != m_generation)
                return failure(ErrorCode::Cancelled, QStringLiteral("another sign-in took over"));
            auto user = accept(*answer);
            if (user)
                Q_EMIT signedIn(*user);
            return user;
        });
}

QFuture<Result<protocol::User>> Session::useApiToken(const QByteArray &token)
{
    const quint64 generation = ++m_generation;
    m_grant.reset();
    Tokens tokens;
    tokens.access = token;
    tokens.expiresAt = m_transport.clock().sinceBoot() + kApiTokenLife;
    m_tokens = tokens;
    ApiRequest request;
    request.path = protocol::routes::kAuthMe.toString();
    return domain::mapDone(
        m_transport.send(std::move(request)), this, [this, generation](Result<HttpAnswer> answer) -> Result<protocol::User> {
            if (!answer)
                return failure(answer.error());
            if (generation != m_generation || !m_tokens)
                return failure(ErrorCode::Cancelled, QStringLiteral("another sign-in took over"));
            auto user = protocol::parseObject(answer->body, kMaxGrantBytes).and_then([](const QJsonObject &object) {
                return protocol::userFromJson(object);
            });
            if (!user)
                return failure(ErrorCode::Protocol, QStringLiteral("the answer about who we are cannot be read"));
            m_tokens->user = *user;
            Q_EMIT signedIn(*user);
            return user;
        });
}

void Session::adopt(const Tokens &tokens)
{
    ++m_generation;
    m_grant.reset();
    m_tokens = tokens;
    Q_EMIT signedIn(tokens.user);
}

void Session::signOut()
{
    ++m_generation;
    if (m_tokens && !m_tokens->refresh.isEmpty()) {
        ApiRequest request
            = authRequest(protocol::routes::kAuthLogout, protocol::refreshToJson(QString::fromLatin1(m_tokens->refresh)));
        request.retry = false;
        domain::whenDone(m_transport.send(std::move(request)), this, [](const Result<HttpAnswer> &) {});
    }
    m_tokens.reset();
    m_grant.reset();
    if (m_store)
        domain::whenDone(m_store->remove(m_storeKey), this, [](const Result<void> &) {});
    settle(failure(ErrorCode::Unauthenticated, QStringLiteral("signed out")));
}

QFuture<Result<QByteArray>> Session::accessToken()
{
    if (!m_tokens)
        return ready<Result<QByteArray>>(failure(ErrorCode::Unauthenticated, QStringLiteral("not signed in")));
    if (isFresh())
        return ready(Result<QByteArray>(m_tokens->access));
    return joinRefresh();
}

QFuture<Result<QByteArray>> Session::replaceToken(const QByteArray &rejected)
{
    if (!m_tokens)
        return ready<Result<QByteArray>>(failure(ErrorCode::Unauthenticated, QStringLiteral("not signed in")));
    if (m_tokens->access != rejected && m_waiting.empty())
        return ready(Result<QByteArray>(m_tokens->access));
    m_rejected = rejected;
    return joinRefresh();
}

bool Session::isFresh() const
{
    const milliseconds margin = std::min<milliseconds>(minutes(5), m_tokens->lifetime / 3);
    return m_tokens->expiresAt - m_transport.clock().sinceBoot() > margin;
}

QFuture<Result<QByteArray>> Session::joinRefresh()
{
    auto promise = std::make_shared<TokenPromise>();
    promise->start();
    const bool first = m_waiting.empty();
    m_waiting.push_back(promise);
    if (first)
        lockAndRefresh();
    return promise->future();
}

void Session::lockAndRefresh()
{
    if (m_waiting.empty())
        return;
    if (m_lock && !m_lock->tryLock(0)) {
        QTimer::singleShot(kLockRetry, this, &Session::lockAndRefresh);
        return;
    }
    if (m_store)
        rereadStore();
    else
        refresh();
}

void Session::rereadStore()
{
    domain::whenDone(m_store->read(m_storeKey), this, [this](const Result<std::optional<QByteArray>> &kept) {
        if (!m_tokens)
            return;
        if (kept && *kept && !(*kept)->isEmpty())
            m_tokens->refresh = **kept; // another program may have refreshed while we waited
        refresh();
    });
}

void Session::refresh()
{
    if (!m_tokens)
        return settle(failure(ErrorCode::Unauthenticated, QStringLiteral("signed out")));
    if (m_tokens->refresh.isEmpty())
        return refreshed(failure(ErrorCode::Unauthenticated, QStringLiteral("the server refuses this API token")));
    ApiRequest request
        = authRequest(protocol::routes::kAuthRefresh, protocol::refreshToJson(QString::fromLatin1(m_tokens->refresh)));
    // Repeating a refresh whose answer was lost is safe: the server gives the same generation again.
    request.idempotencyKey = randomNonce();
    domain::whenDone(
        m_transport.send(std::move(request)), this, [this, generation = m_generation](Result<HttpAnswer> answer) {
            if (generation == m_generation)
                refreshed(std::move(answer));
        });
}

void Session::refreshed(Result<HttpAnswer> answer)
{
    if (answer) {
        const auto user = accept(*answer);
        settle(user ? Result<QByteArray>(m_tokens->access) : Result<QByteArray>(failure(user.error())));
        return;
    }
    const Error &error = answer.error();
    if (!isInvalidGrant(error)) {
        // The old token may have life left; a failed refresh is no reason to stop using it.
        const bool usable = m_tokens->expiresAt > m_transport.clock().sinceBoot() && m_tokens->access != m_rejected;
        settle(usable ? Result<QByteArray>(m_tokens->access) : Result<QByteArray>(failure(error)));
        return;
    }
    if (m_grant)
        return signInAgain(error);
    m_tokens.reset();
    ++m_generation;
    settle(failure(error));
    Q_EMIT ended(error);
}

void Session::signInAgain(const Error &reason)
{
    auto waiting = std::exchange(m_waiting, {});
    domain::whenDone(signInLocal(*m_grant), this, [this, reason, waiting](const Result<protocol::User> &user) {
        m_waiting.insert(m_waiting.end(), waiting.begin(), waiting.end());
        if (user)
            return settle(Result<QByteArray>(m_tokens->access));
        settle(failure(user.error()));
        if (user.error().code() == ErrorCode::Unauthenticated)
            Q_EMIT ended(reason);
    });
}

void Session::settle(const Result<QByteArray> &token)
{
    if (m_lock && m_lock->isLocked())
        m_lock->unlock();
    for (const auto &promise : std::exchange(m_waiting, {})) {
        promise->addResult(token);
        promise->finish();
    }
}

Result<protocol::User> Session::accept(const HttpAnswer &answer)
{
    const auto body = protocol::parseObject(answer.body, kMaxGrantBytes);
    if (!body)
        return failure(ErrorCode::Protocol, QStringLiteral("the sign-in answer cannot be read"));
    const auto grant = protocol::tokenGrantFromJson(*body);
    if (!grant)
        return failure(ErrorCode::Protocol, QStringLiteral("the sign-in answer: ") + grant.error().detail());
    Tokens tokens;
    tokens.access = grant->accessToken.toLatin1();
    tokens.refresh = grant->refreshToken.toLatin1();
    tokens.lifetime = grant->expiresIn;
    tokens.expiresAt = m_transport.clock().sinceBoot() + tokens.lifetime;
    tokens.user = grant->user;
    m_tokens = tokens;
    m_rejected.clear();
    if (m_store)
        domain::whenDone(m_store->write(m_storeKey, tokens.refresh), this, [](const Result<void> &) {});
    return tokens.user;
}

} // namespace leadline::client
