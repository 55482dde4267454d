#include "client/http_call.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <utility>

namespace leadline::client {

using domain::Error;
using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

QNetworkRequest makeRequest(const HttpRequest &request)
{
    QNetworkRequest out(request.url);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    out.setRawHeader("User-Agent", "Leadline");
    if (!request.sink)
        out.setRawHeader("Accept", "application/json, application/problem+json");
    if (!request.bearer.isEmpty())
        out.setRawHeader("Authorization", "Bearer " + request.bearer);
    if (!request.ifMatch.isEmpty())
        out.setRawHeader("If-Match", request.ifMatch);
    if (!request.idempotencyKey.isEmpty())
        out.setRawHeader("Idempotency-Key", request.idempotencyKey);
    if (!request.body.isEmpty())
        out.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    return out;
}

Error errorFromReply(const QNetworkReply &reply)
{
    switch (reply.error()) {
    case QNetworkReply::SslHandshakeFailedError:
        return Error(ErrorCode::Tls, reply.errorString());
    case QNetworkReply::TimeoutError:
        return Error(ErrorCode::Timeout, reply.errorString());
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolUnknownError:
        return Error(ErrorCode::Protocol, reply.errorString());
    default:
        return Error(ErrorCode::Network, reply.errorString());
    }
}

} // namespace

HttpCall::HttpCall(QNetworkAccessManager &network, const HttpRequest &request, const HttpLimits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_sink(request.sink)
{
    m_reply = network.sendCustomRequest(makeRequest(request), request.verb, request.body);
    m_reply->setReadBufferSize(1024 * 1024);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpCall::readHeader);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpCall::readBody);
    // Queued: nobody gets the answer from inside the constructor, also when the request fails at once.
    connect(m_reply, &QNetworkReply::finished, this, &HttpCall::complete, Qt::QueuedConnection);

    const auto arm = [this](QTimer &timer, milliseconds after, const QString &what) {
        timer.setSingleShot(true);
        timer.setInterval(after);
        connect(&timer, &QTimer::timeout, this, [this, what] { abortWith(ErrorCode::Timeout, what); });
    };
    arm(m_headerTimer, limits.headers, QStringLiteral("no complete answer header in time"));
    arm(m_idleTimer, limits.idle, QStringLiteral("the answer stopped coming"));
    arm(m_totalTimer, limits.total, QStringLiteral("the answer took too long"));
    m_headerTimer.start();
    if (!m_sink)
        m_totalTimer.start();
}

HttpCall::~HttpCall()
{
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
}

void HttpCall::cancel()
{
    abortWith(ErrorCode::Cancelled, QStringLiteral("the call was cancelled"));
}

void HttpCall::readHeader()
{
    m_answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_answer.status == 0)
        return;
    m_headerTimer.stop();
    m_idleTimer.start();
    m_answer.contentType = m_reply->rawHeader("Content-Type");
    m_answer.etag = m_reply->rawHeader("ETag");
    m_answer.requestId = m_reply->rawHeader("X-Request-ID");
    m_answer.retryAfter = m_reply->rawHeader("Retry-After");
    m_answer.location = m_reply->rawHeader("Location");
}

void HttpCall::readBody()
{
    if (m_done || m_abortReason)
        return;
    m_idleTimer.start();
    const QByteArray piece = m_reply->readAll();
    if (m_sink && m_answer.status >= 200 && m_answer.status < 300) {
        if (!piece.isEmpty() && !m_sink(piece))
            abortWith(ErrorCode::Cancelled, QStringLiteral("the receiver of the answer gave up"));
        return;
    }
    if (m_answer.body.size() + piece.size() > m_limits.body) {
        abortWith(ErrorCode::TooLarge, QStringLiteral("the answer is larger than %1 bytes").arg(m_limits.body));
        return;
    }
    m_answer.body += piece;
}

void HttpCall::complete()
{
    if (m_done)
        return;
    if (!m_abortReason && m_answer.status != 0 && m_reply->bytesAvailable() > 0)
        readBody();
    if (m_done)
        return;
    m_done = true;
    m_headerTimer.stop();
    m_idleTimer.stop();
    m_totalTimer.stop();
    // Qt reports statuses as errors too: 400 as ProtocolInvalidOperationError, others above 200. Those are answers.
    const int code = m_reply->error();
    const bool transferFailed = (code > QNetworkReply::NoError && code < QNetworkReply::ContentAccessDenied)
        || code == QNetworkReply::ProtocolUnknownError || code == QNetworkReply::ProtocolFailure;
    if (m_abortReason)
        Q_EMIT finished(failure(*m_abortReason));
    else if (m_answer.status == 0 || transferFailed)
        Q_EMIT finished(failure(errorFromReply(*m_reply)));
    else
        Q_EMIT finished(Result<HttpAnswer>(std::move(m_answer)));
}

void HttpCall::abortWith(ErrorCode code, const QString &detail)
{
    if (m_done || m_abortReason)
        return;
    m_abortReason = Error(code, detail);
    m_reply->abort();
}

} // namespace leadline::client
