#pragma once

#include "domain/result.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>
#include <optional>

class QNetworkAccessManager;
class QNetworkReply;

namespace leadline::client {

using std::chrono::milliseconds;

/// Bounds of one exchange. Qt 6.4 has none of its own for headers, and reads endless ones without a limit.
struct HttpLimits
{
    milliseconds headers { 10'000 }; ///< until the header of the answer is complete
    milliseconds idle { 20'000 }; ///< between two pieces of the body
    milliseconds total { 60'000 }; ///< for the whole exchange; streamed answers have no such bound
    qint64 body = 64 * 1024 * 1024; ///< bytes kept in memory; streamed answers have no such bound
};

struct HttpRequest
{
    QByteArray verb = "GET";
    QUrl url;
    QByteArray body; ///< JSON; empty = none
    QByteArray bearer; ///< access token; empty = none
    QByteArray ifMatch;
    QByteArray idempotencyKey;
    /// Takes a successful body piece by piece instead of HttpAnswer::body. Answering false aborts the exchange.
    std::function<bool(const QByteArray &)> sink;
};

struct HttpAnswer
{
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    QByteArray etag;
    QByteArray requestId;
    QByteArray retryAfter;
    QByteArray location;

    [[nodiscard]] bool operator==(const HttpAnswer &) const = default;
};

/// One HTTP/1.1 exchange with its own watchdogs. Redirects are never followed: an Authorization header would travel with
/// them. Any status is an answer; a failure means that there is none (Network, Tls, Timeout, TooLarge, Protocol, Cancelled).
/// `finished` is emitted exactly once, from the event loop, after which the call may be deleted. Deleting it earlier aborts
/// silently. Used by Transport only.
class HttpCall : public QObject
{
    Q_OBJECT

public:
    HttpCall(
        QNetworkAccessManager &network, const HttpRequest &request, const HttpLimits &limits, QObject *parent = nullptr);
    ~HttpCall() override;

    void cancel();

Q_SIGNALS:
    void finished(const leadline::domain::Result<leadline::client::HttpAnswer> &outcome);

private:
    void readHeader();
    void readBody();
    void complete();
    void abortWith(domain::ErrorCode code, const QString &detail);

    QNetworkReply *m_reply = nullptr;
    HttpLimits m_limits;
    HttpAnswer m_answer;
    std::function<bool(const QByteArray &)> m_sink;
    std::optional<domain::Error> m_abortReason;
    QTimer m_headerTimer;
    QTimer m_idleTimer;
    QTimer m_totalTimer;
    bool m_done = false;
};

} // namespace leadline::client
