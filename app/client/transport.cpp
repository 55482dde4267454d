#include "client/transport.h"

#include "client/exchange.h"
#include "domain/async.h"
#include "protocol/problem.h"

#include <QNetworkProxy>

#include <algorithm>

namespace leadline::client {

using domain::Error;
using domain::ErrorCode;
using domain::failure;
using domain::Result;

Error errorFromAnswer(const HttpAnswer &answer, domain::Timestamp now)
{
    Error error = protocol::errorFromProblem(answer.status, answer.body);
    const bool isProblem = answer.contentType.startsWith(protocol::kProblemType);
    if (answer.status >= 300 && answer.status < 400) {
        error = Error(ErrorCode::Protocol,
            QStringLiteral("the server redirects to %1; redirects are not followed")
                .arg(QString::fromUtf8(answer.location).left(200)));
    } else if (answer.status == 401 && !isProblem) {
        // A captive portal or proxy, not our server: must never look like the end of a session.
        error = Error(ErrorCode::Protocol, QStringLiteral("something on the way to the server asks for a sign-in"));
    }
    error.httpStatus = answer.status;
    if (error.requestId.isEmpty())
        error.requestId = QString::fromLatin1(answer.requestId);
    if (const auto pause = protocol::parseRetryAfter(QString::fromLatin1(answer.retryAfter), now))
        error.retryAfter = pause;
    return error;
}

Transport::Transport(const domain::Clock &clock, TransportOptions options, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_budget(m_options.retry)
    , m_circuit(m_options.retry, m_options.random)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network.setAutoDeleteReplies(false);
}

Transport::~Transport()
{
    for (Exchange *exchange : std::exchange(m_exchanges, {}))
        delete exchange;
}

void Transport::setServer(const QUrl &server)
{
    m_server = server;
    m_budget = RetryBudget(m_options.retry);
    m_circuit.reset();
    m_pausedUntil = milliseconds(0);
    const auto underWay = m_exchanges;
    for (Exchange *exchange : underWay)
        exchange->cancel();
    m_network.clearConnectionCache();
}

QFuture<Result<HttpAnswer>> Transport::send(ApiRequest request)
{
    if (m_server.isEmpty())
        return domain::ready<Result<HttpAnswer>>(
            failure(ErrorCode::Unavailable, QStringLiteral("not connected to a server")));
    if (request.authenticated && !m_tokens)
        return domain::ready<Result<HttpAnswer>>(failure(ErrorCode::Unauthenticated, QStringLiteral("not signed in")));
    auto *exchange = new Exchange(*this, std::move(request));
    m_exchanges.push_back(exchange);
    return exchange->start();
}

milliseconds Transport::pauseLeft() const
{
    return std::max(milliseconds(0), m_pausedUntil - m_clock.sinceBoot());
}

} // namespace leadline::client
