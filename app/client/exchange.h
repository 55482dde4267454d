#pragma once

#include "client/transport.h"

#include <QPromise>
#include <QTimer>

namespace leadline::client {

/// One call from first try to final outcome. Made by Transport::send(), deletes itself when finished. Private to Transport.
///
/// next() → [pause] → withToken() → [circuit] → tryOnce() → judge() → finish() or next() after a delay.
class Exchange : public QObject
{
    Q_OBJECT

public:
    Exchange(Transport &transport, ApiRequest request);
    ~Exchange() override;

    [[nodiscard]] QFuture<domain::Result<HttpAnswer>> start();
    void cancel();

private:
    void next();
    void withToken(domain::Result<QByteArray> token);
    void tryOnce(const QByteArray &token);
    void judge(domain::Result<HttpAnswer> outcome);
    void judgeFailure(const domain::Error &error, RetryVerdict verdict);
    void replaceToken(const domain::Error &error);
    void finish(domain::Result<HttpAnswer> outcome);
    [[nodiscard]] milliseconds now() const { return m_transport.m_clock.sinceBoot(); }

    Transport &m_transport;
    ApiRequest m_request;
    QPromise<domain::Result<HttpAnswer>> m_promise;
    QTimer m_delay;
    QTimer m_deadline;
    QTimer m_slow;
    HttpCall *m_call = nullptr;
    QByteArray m_token;
    milliseconds m_endBy { 0 };
    int m_tries = 0;
    bool m_replayed = false; ///< the one repeat after a 401
    bool m_delivered = false; ///< the sink has been given bytes: a repeat would double them
    bool m_finished = false;
};

} // namespace leadline::client
