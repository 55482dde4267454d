#include "client/health_watch.h"

#include "protocol/routes.h"

#include <QNetworkProxy>

#include <utility>

namespace leadline::client {

HealthWatch::HealthWatch(HealthOptions options, QObject *parent)
    : QObject(parent)
    , m_options(options)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setAutoDeleteReplies(false);
    m_turn.setInterval(m_options.interval);
    m_patience.setSingleShot(true);
    m_patience.setInterval(m_options.silentAfter);
    connect(&m_turn, &QTimer::timeout, this, &HealthWatch::checkNow);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (!std::exchange(m_silent, true))
            Q_EMIT silent();
    });
}

HealthWatch::~HealthWatch() = default;

void HealthWatch::start(const QUrl &server)
{
    stop();
    m_server = server;
    m_turn.start();
}

void HealthWatch::stop()
{
    m_turn.stop();
    m_patience.stop();
    delete std::exchange(m_call, nullptr);
    m_misses = 0;
    m_silent = false;
}

void HealthWatch::checkNow()
{
    if (m_call || !m_turn.isActive())
        return;
    HttpRequest request;
    request.url = m_server;
    request.url.setPath(protocol::routes::kHealth.toString());
    HttpLimits limits;
    limits.headers = limits.total = m_options.timeout;
    if (!m_silent && !m_patience.isActive())
        m_patience.start();
    m_call = new HttpCall(m_network, request, limits, this);
    connect(m_call, &HttpCall::finished, this, &HealthWatch::judge);
}

void HealthWatch::judge(const domain::Result<HttpAnswer> &answer)
{
    std::exchange(m_call, nullptr)->deleteLater();
    if (answer) {
        m_patience.stop();
        m_misses = 0;
        if (std::exchange(m_silent, false))
            Q_EMIT answered();
    } else if (++m_misses < 2) {
        checkNow();
    } else {
        stop();
        Q_EMIT lost(answer.error());
    }
}

} // namespace leadline::client
