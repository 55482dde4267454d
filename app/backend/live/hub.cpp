#include "backend/live/hub.h"

#include <QMutexLocker>

#include <algorithm>

namespace leadline::backend {

LiveHub::LiveHub(EventReader reader, const domain::Clock &clock, LiveLimits limits)
    : m_reader(std::move(reader))
    , m_clock(clock)
    , m_limits(limits)
{ }

void LiveHub::setPost(std::function<void(std::function<void()>)> post)
{
    const QMutexLocker lock(&m_mutex);
    m_post = std::move(post);
    m_rung.clear();
}

void LiveHub::postToNetwork(std::function<void()> work)
{
    const QMutexLocker lock(&m_mutex);
    if (m_post)
        m_post(std::move(work));
}

void LiveHub::notify(const domain::TaskId &task, protocol::Stream stream)
{
    const Key key { task, stream };
    {
        // One bell per stream on its way is enough, however often a busy crawler rings.
        const QMutexLocker lock(&m_mutex);
        if (!m_post || m_rung.contains(key))
            return;
        m_rung.insert(key);
    }
    postToNetwork([this, key] {
        {
            const QMutexLocker lock(&m_mutex);
            m_rung.remove(key);
        }
        const QList<LiveListener *> listeners = m_byKey.values(key);
        for (LiveListener *listener : listeners)
            listener->ring();
    });
}

void LiveHub::endSession(const QString &session)
{
    postToNetwork([this, session] {
        QList<LiveListener *> listeners;
        for (auto it = m_seats.cbegin(); it != m_seats.cend(); ++it) {
            if (it->session == session)
                listeners.append(it.key());
        }
        for (LiveListener *listener : std::as_const(listeners))
            listener->end(protocol::CloseCode::SignInAgain);
    });
}

bool LiveHub::join(LiveListener *listener, const Seat &seat)
{
    const auto ofUser
        = std::count_if(m_seats.cbegin(), m_seats.cend(), [&](const Seat &taken) { return taken.user == seat.user; });
    if (m_seats.size() >= m_limits.total || ofUser >= m_limits.perUser)
        return false;
    m_seats.insert(listener, seat);
    m_byKey.insert(seat.key, listener);
    const QMutexLocker lock(&m_mutex);
    ++m_count;
    return true;
}

void LiveHub::leave(LiveListener *listener)
{
    const auto seat = m_seats.constFind(listener);
    if (seat == m_seats.constEnd())
        return;
    m_byKey.remove(seat->key, listener);
    m_seats.erase(seat);
    const QMutexLocker lock(&m_mutex);
    --m_count;
}

void LiveHub::reseat(LiveListener *listener, const QString &session)
{
    const auto seat = m_seats.find(listener);
    if (seat != m_seats.end())
        seat->session = session;
}

void LiveHub::endAll()
{
    const QList<LiveListener *> listeners = m_seats.keys();
    for (LiveListener *listener : listeners)
        listener->end(protocol::CloseCode::Restart);
}

int LiveHub::sockets() const
{
    const QMutexLocker lock(&m_mutex);
    return m_count;
}

} // namespace leadline::backend
