#pragma once

#include "client/api_client.h"
#include "client/retry_policy.h"
#include "domain/result.h"
#include "protocol/stream.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <memory>
#include <vector>

class QWebSocket;

namespace leadline::client {

struct LiveStreamOptions
{
    milliseconds connectTimeout { 10'000 };
    milliseconds helloTimeout { 10'000 };
    milliseconds silence { 45'000 }; ///< without a frame: half-open, reconnect
    milliseconds backoffBase { 500 };
    milliseconds backoffCap { 30'000 };
    milliseconds stableAfter { 10'000 }; ///< the back-off starts anew only after that long
    int tail = 200; ///< events before the head to begin with when there is no position
    int holePage = 500; ///< events per REST page when filling a hole
};

/// One socket stream of one task (protocol/stream.h), kept alive for ever: connects, resumes by number, fills holes over
/// REST, reconnects with full jitter. Events are told in number order, each once. The position survives reconnects; a new
/// epoch is told as reset() and the stream begins anew at the tail. Decoding runs on a worker thread. Lives on one thread.
///
/// start() → [position unknown: REST asks for head] → ticket → socket → hello → events … → wait → ticket …
class LiveStream : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Connecting, Live, Waiting, Closed };

    LiveStream(ApiClient &api, const domain::TaskId &task, protocol::Stream stream, LiveStreamOptions options = {},
        QObject *parent = nullptr);
    ~LiveStream() override;

    void start();
    /// Continues after event `last` of `epoch` instead of at the tail.
    void start(qint64 last, const QString &epoch);
    void stop();
    /// Forgets the position without telling reset(), and begins at the tail again.
    void beginAnew();
    /// Fetches what is new over REST while the socket is down; does nothing while it is up.
    void poll();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] qint64 last() const { return m_last; }
    [[nodiscard]] const QString &epoch() const { return m_epoch; }

Q_SIGNALS:
    void logs(const std::vector<leadline::domain::LogLine> &lines);
    void results(const std::vector<leadline::protocol::ResultEvent> &events);
    void progress(const leadline::domain::TaskProgress &progress);
    void lifecycle(const leadline::protocol::Lifecycle &event);
    /// The server no longer has events `from`…`to`.
    void gap(qint64 from, qint64 to);
    /// New epoch: everything known of this stream is void.
    void reset();
    /// The stream begins at `first` because there are more events than the tail.
    void began(qint64 first, qint64 head);
    void stateChanged(leadline::client::LiveStream::State state);
    /// Closed for good: NotFound or Forbidden.
    void closed(const leadline::domain::Error &error);
    /// The next try is due in `delay`.
    void waiting(std::chrono::milliseconds delay);

private:
    void locate();
    void askTicket();
    void open(const QString &ticket);
    void socketClosed();
    void ended(quint16 code);
    void dropSocket();
    void reconnectLater();
    void closeForGood(const domain::Error &error);
    void giveUpOrWait(const domain::Error &error);
    void setState(State state);

    void received(const QString &text);
    void handle(const protocol::StreamFrame &frame);
    void handleHello(const protocol::Hello &hello);
    void forget();
    template<typename Item> void take(const std::vector<Item> &items);
    void fillHole(qint64 upTo);
    void fetchHole();
    void fetched(const Result<protocol::EventPage> &page);
    void skipTo(qint64 first);
    void sendFreshToken();

    ApiClient &m_api;
    domain::TaskId m_task;
    protocol::Stream m_stream;
    LiveStreamOptions m_options;
    State m_state = State::Idle;
    std::unique_ptr<QWebSocket> m_socket;
    QThreadPool m_decoder;
    QTimer m_phaseTimer; ///< connect, then hello, then silence
    QTimer m_retryTimer;
    QTimer m_stableTimer;
    quint64 m_attempt = 0; ///< answers that belong to an older attempt are ignored
    int m_failures = 0;
    bool m_located = false;
    qint64 m_last = 0;
    QString m_epoch;
    qint64 m_holeEnd = 0; ///< fill holes up to this number
    bool m_fetching = false;
};

} // namespace leadline::client
