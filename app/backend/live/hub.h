#pragma once

#include "backend/leads/reach.h"
#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"
#include "domain/task.h"
#include "protocol/stream.h"

#include <QFuture>
#include <QHash>
#include <QMutex>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace leadline::backend {

using domain::Result;

/// Rows of one (task, stream) after a number, as read in one transaction.
struct EventBatch
{
    QString epoch; ///< of the store the rows are from
    qint64 head = 0;
    qint64 oldest = 0; ///< 0 when there is none
    std::vector<domain::LogLine> logs;
    std::vector<protocol::ResultEvent> results;
    std::optional<domain::TaskProgress> progress; ///< when its number is above `since`
};

struct EventQuery
{
    domain::TaskId task;
    protocol::Stream stream = protocol::Stream::Logs;
    qint64 since = 0;
    int limit = 200;
    Reach reach; ///< of whoever asks
};

/// Reads events from the database; NotFound for an unknown task and for one out of reach.
using EventReader = std::function<QFuture<Result<EventBatch>>(const EventQuery &query)>;

struct LiveLimits
{
    int perUser = 64;
    int total = 1'000;
    qsizetype sendWindow = 256 * 1024; ///< bytes not yet written, per connection
    int batchRows = 200;
    std::chrono::milliseconds pace { 25 }; ///< least time between two reads of one connection
    std::chrono::milliseconds stall { 30'000 }; ///< no progress in sending for that long ends the connection
    std::chrono::milliseconds silence { 20'000 }; ///< heartbeat and ping after that
    std::chrono::milliseconds warnBefore { 60'000 }; ///< of the end of the access token
    qsizetype clientFrame = 4 * 1024;
    int clientFramesPerSecond = 10; ///< messages, and as many pings
    /// Whether the session still lives, also when another process ended it, and whether rows of other processes came.
    std::chrono::milliseconds recheck { 3'000 };
};

/// One open socket as the hub sees it. Used in the network thread only.
class LiveListener
{
public:
    virtual ~LiveListener() = default;
    /// There may be news.
    virtual void ring() = 0;
    virtual void end(protocol::CloseCode code) = 0;
};

/// Doorbell between what writes the database and the sockets that read it. Holds no events: every connection
/// is a cursor over the rows, so a slow one costs the others nothing.
///
/// notify() and endSession() may be called from any thread; everything else is the network thread's.
class LiveHub
{
public:
    LiveHub(EventReader reader, const domain::Clock &clock, LiveLimits limits = {});

    void notify(const domain::TaskId &task, protocol::Stream stream);
    /// Closes the sockets of a session with 4001.
    void endSession(const QString &session);

    struct Key
    {
        domain::TaskId task;
        protocol::Stream stream = protocol::Stream::Logs;
        [[nodiscard]] friend bool operator==(const Key &, const Key &) = default;
        [[nodiscard]] friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHash(key.task, seed) ^ static_cast<size_t>(key.stream);
        }
    };
    struct Seat
    {
        Key key;
        QString user;
        QString session;
    };
    /// Takes a seat for a socket. False when the user or the whole daemon has too many.
    [[nodiscard]] bool join(LiveListener *listener, const Seat &seat);
    void leave(LiveListener *listener);
    /// The socket goes on under another session of the same person.
    void reseat(LiveListener *listener, const QString &session);
    /// Ends every socket with 1012.
    void endAll();

    [[nodiscard]] const EventReader &reader() const { return m_reader; }
    [[nodiscard]] const domain::Clock &clock() const { return m_clock; }
    [[nodiscard]] const LiveLimits &limits() const { return m_limits; }
    /// How to reach the network thread; set by the server while it runs, empty otherwise.
    void setPost(std::function<void(std::function<void()>)> post);
    [[nodiscard]] int sockets() const;

private:
    void postToNetwork(std::function<void()> work);

    const EventReader m_reader;
    const domain::Clock &m_clock;
    const LiveLimits m_limits;
    QHash<LiveListener *, Seat> m_seats;
    QMultiHash<Key, LiveListener *> m_byKey;

    mutable QMutex m_mutex; ///< guards what follows
    std::function<void(std::function<void()>)> m_post;
    QSet<Key> m_rung; ///< bells already on their way to the network thread
    int m_count = 0;
};

} // namespace leadline::backend
