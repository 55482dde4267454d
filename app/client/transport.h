#pragma once

#include "client/http_call.h"
#include "client/retry_policy.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "protocol/routes.h"

#include <QFuture>
#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <functional>
#include <optional>
#include <vector>

namespace leadline::client {

class Exchange;

/// What Transport needs of a session: a valid token, and a new one when the server refused the old.
class TokenSource
{
public:
    virtual ~TokenSource() = default;
    /// A token with enough life left; waits for a refresh under way.
    [[nodiscard]] virtual QFuture<domain::Result<QByteArray>> accessToken() = 0;
    /// The server answered 401 to `rejected`. One refresh serves all callers that were refused the same token.
    [[nodiscard]] virtual QFuture<domain::Result<QByteArray>> replaceToken(const QByteArray &rejected) = 0;
};

/// One call of the API, independent of the server it goes to.
struct ApiRequest
{
    QByteArray verb = "GET";
    QString path; ///< of protocol/routes.h
    protocol::QueryItems query;
    QByteArray body;
    QByteArray ifMatch;
    QByteArray idempotencyKey; ///< makes a write repeatable
    bool authenticated = true;
    bool retry = true; ///< false: one try, whatever happens (health checks, sign-in)
    std::optional<milliseconds> deadline; ///< instead of RetryPolicy::totalDeadline
    std::function<bool(const QByteArray &)> sink; ///< see HttpRequest::sink

    [[nodiscard]] bool isRepeatable() const { return verb == "GET" || verb == "HEAD" || !idempotencyKey.isEmpty(); }
};

struct TransportOptions
{
    RetryPolicy retry;
    HttpLimits limits;
    milliseconds slowAfter { 2'000 }; ///< a try without an answer for so long is told by slow()
    Random random = systemRandom();
};

/// Sends calls to one server: adds the token, retries by the table with full jitter within the budget, holds everything back
/// while the server asked for a pause, fails at once while the circuit is open, and turns problem documents into errors.
/// A call finishes exactly once: with a 2xx answer or an Error. Lives on one thread; destroying it cancels what is under
/// way.
class Transport : public QObject
{
    Q_OBJECT

public:
    explicit Transport(const domain::Clock &clock, TransportOptions options = {}, QObject *parent = nullptr);
    ~Transport() override;

    /// Sets scheme, host and port of all later calls, and forgets what was learned about the server before. An empty
    /// address makes every call fail with Unavailable. Calls under way are cancelled.
    void setServer(const QUrl &server);
    [[nodiscard]] const QUrl &server() const { return m_server; }
    void setTokenSource(TokenSource *tokens) { m_tokens = tokens; }
    [[nodiscard]] TokenSource *tokenSource() const { return m_tokens; }

    [[nodiscard]] QFuture<domain::Result<HttpAnswer>> send(ApiRequest request);
    /// Remaining pause the server asked for.
    [[nodiscard]] milliseconds pauseLeft() const;
    [[nodiscard]] const domain::Clock &clock() const { return m_clock; }
    [[nodiscard]] const Random &random() const { return m_options.random; }

Q_SIGNALS:
    void retryScheduled(const QString &path, int attempt, std::chrono::milliseconds delay);
    /// Retry-After was obeyed: nothing is sent for that long.
    void rateLimited(std::chrono::seconds pause);
    /// No answer could be had from the server, after all retries.
    void unreachable(const leadline::domain::Error &error);
    void reached();
    /// A try has waited for its answer longer than usual; nothing is done about it here.
    void slow();

private:
    friend class Exchange;

    const domain::Clock &m_clock;
    TransportOptions m_options;
    QNetworkAccessManager m_network;
    QUrl m_server;
    TokenSource *m_tokens = nullptr;
    RetryBudget m_budget;
    CircuitBreaker m_circuit;
    milliseconds m_pausedUntil { 0 };
    std::vector<Exchange *> m_exchanges;
};

/// The failure a non-2xx answer stands for: code and facts of its problem document, otherwise what the status says.
[[nodiscard]] domain::Error errorFromAnswer(const HttpAnswer &answer, domain::Timestamp now);

} // namespace leadline::client
