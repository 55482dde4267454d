#include "services/connectivity.h"

namespace leadline::services {

Connectivity::Connectivity(QObject *parent)
    : QObject(parent)
{ }

Connectivity::~Connectivity() = default;

void Connectivity::goOnline()
{
    Q_EMIT onlineRequested();
}

void Connectivity::goOffline()
{
    Q_EMIT offlineRequested();
}

void Connectivity::retryNow()
{
    Q_EMIT retryRequested();
}

void Connectivity::report(ConnectionStatus status)
{
    const bool wasOnline = isOnline();
    if (!status.since)
        status.since = status.state == m_status.state && m_status.since ? m_status.since : domain::SystemClock().now();
    m_status = std::move(status);
    Q_EMIT changed(m_status);
    if (!wasOnline && isOnline())
        Q_EMIT wentOnline();
    else if (wasOnline && !isOnline())
        Q_EMIT wentOffline();
}

} // namespace leadline::services
