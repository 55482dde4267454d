#include "client/exchange.h"

#include "domain/async.h"

#include <QLoggingCategory>
#include <QUuid>

#include <algorithm>

Q_LOGGING_CATEGORY(lcHttp, "leadline.client.http", QtWarningMsg)

namespace leadline::client {

using domain::Error;
using domain::ErrorCode;
using domain::failure;
using domain::Result;

Exchange::Exchange(Transport &transport, ApiRequest request)
    : m_transport(transport)
    , m_request(std::move(request))
{
    m_promise.start();
    const milliseconds deadline = m_request.deadline.value_or(transport.m_options.retry.totalDeadline);
    m_endBy = now() + deadline;
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &Exchange::next);
    m_slow.setSingleShot(true);
    m_slow.setInterval(transport.m_options.slowAfter);
    connect(&m_slow, &QTimer::timeout, &transport, &Transport::slow);
    if (m_request.sink)
        return; // a stream may take as long as it keeps coming; HttpCall watches that
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(deadline);
    connect(&m_deadline, &QTimer::timeout, this,
        [this] { finish(failure(ErrorCode::Timeout, QStringLiteral("no answer within the time for this action"))); });
    m_deadline.start();
}

Exchange::~Exchange()
{
    std::erase(m_transport.m_exchanges, this);
    if (!m_finished) {
        m_promise.addResult(failure(ErrorCode::Cancelled, QStringLiteral("the connection was closed")));
        m_promise.finish();
    }
}

QFuture<Result<HttpAnswer>> Exchange::start()
{
    m_transport.m_budget.countFirstTry();
    next();
    return m_promise.future();
}

void Exchange::cancel()
{
    finish(failure(ErrorCode::Cancelled, QStringLiteral("the connection was closed")));
}

void Exchange::next()
{
    if (m_finished)
        return;
    if (const milliseconds pause = m_transport.pauseLeft(); pause.count() > 0) {
        if (now() + pause > m_endBy) {
            Error error(ErrorCode::RateLimited, QStringLiteral("the server asked for a pause"));
            error.retryAfter = std::chrono::ceil<std::chrono::seconds>(pause);
            return finish(failure(error));
        }
        return m_delay.start(pause);
    }
    if (!m_request.authenticated)
        return tryOnce({});
    domain::whenDone(
        m_transport.m_tokens->accessToken(), this, [this](Result<QByteArray> token) { withToken(std::move(token)); });
}

void Exchange::withToken(Result<QByteArray> token)
{
    if (m_finished)
        return;
    if (!token)
        return finish(failure(token.error()));
    tryOnce(*token);
}

void Exchange::tryOnce(const QByteArray &token)
{
    // After the token, because a refresh goes through the same circuit and would wait for its own caller's probe.
    if (!m_transport.m_circuit.allow(now())) {
        Error error(ErrorCode::Unavailable, QStringLiteral("the server kept failing; the next try is due later"));
        error.retryAfter = std::chrono::ceil<std::chrono::seconds>(m_transport.m_circuit.waitFrom(now()));
        return finish(failure(error));
    }
    ++m_tries;
    m_token = token;
    HttpRequest http;
    http.verb = m_request.verb;
    http.url = m_transport.m_server.resolved(QUrl(protocol::withQuery(m_request.path, m_request.query), QUrl::StrictMode));
    http.body = m_request.body;
    http.bearer = token;
    http.ifMatch = m_request.ifMatch;
    http.idempotencyKey = m_request.idempotencyKey;
    // Qt sends a request again by itself when the connection drops before the answer, writes too. With a key the server
    // recognises that, even when we would not repeat the call.
    if (http.idempotencyKey.isEmpty() && m_request.verb != "GET" && m_request.verb != "HEAD")
        http.idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    if (m_request.sink) {
        http.sink = [this](const QByteArray &piece) {
            m_delivered = true;
            return m_request.sink(piece);
        };
    }
    HttpLimits limits = m_transport.m_options.limits;
    limits.total = std::clamp(m_endBy - now(), milliseconds(1), limits.total);
    m_call = new HttpCall(m_transport.m_network, http, limits, this);
    connect(m_call, &HttpCall::finished, this, &Exchange::judge);
    m_slow.start();
}

void Exchange::judge(Result<HttpAnswer> outcome)
{
    std::exchange(m_call, nullptr)->deleteLater();
    m_slow.stop();
    if (m_finished)
        return;
    if (!outcome) {
        const ErrorCode code = outcome.error().code();
        const RetryVerdict verdict = verdictForError(code);
        qCDebug(lcHttp) << m_request.verb << m_request.path << domain::errorCodeSlug(code);
        return judgeFailure(outcome.error(), verdict);
    }
    qCDebug(lcHttp) << outcome->requestId << m_request.verb << m_request.path << outcome->status;
    Q_EMIT m_transport.reached();
    if (outcome->status >= 200 && outcome->status < 300) {
        m_transport.m_circuit.succeeded();
        return finish(std::move(outcome));
    }
    const Error error = errorFromAnswer(*outcome, m_transport.m_clock.now());
    if (outcome->status == 401 && m_request.authenticated && !m_replayed) {
        m_transport.m_circuit.succeeded();
        return replaceToken(error);
    }
    const RetryVerdict verdict = verdictForStatus(outcome->status);
    if (verdict == RetryVerdict::PauseRetry && error.retryAfter) {
        const auto until = now() + *error.retryAfter;
        m_transport.m_pausedUntil = std::max(m_transport.m_pausedUntil, milliseconds(until));
        Q_EMIT m_transport.rateLimited(*error.retryAfter);
    }
    if (verdict == RetryVerdict::Final)
        m_transport.m_circuit.succeeded();
    judgeFailure(error, verdict);
}

void Exchange::judgeFailure(const Error &error, RetryVerdict verdict)
{
    // A server that says when to come back is not broken; only silence and 5xx count against it.
    if (verdict == RetryVerdict::Retry)
        m_transport.m_circuit.failed(now());
    else
        m_transport.m_circuit.abandoned();
    const bool mayRepeat = verdict != RetryVerdict::Final && m_request.retry && m_request.isRepeatable() && !m_delivered
        && m_tries < m_transport.m_options.retry.maxTries;
    if (mayRepeat && m_transport.m_budget.takeRetry()) {
        const RetryPolicy &policy = m_transport.m_options.retry;
        const milliseconds jitter = fullJitter(m_tries - 1, policy.baseDelay, policy.maxDelay, m_transport.m_options.random);
        const milliseconds delay = m_transport.pauseLeft() + jitter;
        if (now() + delay < m_endBy) {
            Q_EMIT m_transport.retryScheduled(m_request.path, m_tries + 1, delay);
            return m_delay.start(delay);
        }
    }
    if (!error.httpStatus && error.code() != ErrorCode::Cancelled)
        Q_EMIT m_transport.unreachable(error);
    finish(failure(error));
}

void Exchange::replaceToken(const Error &error)
{
    m_replayed = true;
    const auto fresh = m_transport.m_tokens->replaceToken(m_token);
    if (!m_request.isRepeatable() || m_delivered)
        return finish(failure(error));
    domain::whenDone(fresh, this, [this](Result<QByteArray> token) { withToken(std::move(token)); });
}

void Exchange::finish(Result<HttpAnswer> outcome)
{
    if (m_finished)
        return;
    m_finished = true;
    m_delay.stop();
    m_deadline.stop();
    m_slow.stop();
    if (m_call) {
        m_transport.m_circuit.abandoned();
        m_call->disconnect(this);
        std::exchange(m_call, nullptr)->deleteLater();
    }
    m_promise.addResult(std::move(outcome));
    m_promise.finish();
    deleteLater();
}

} // namespace leadline::client
