#pragma once

#include "domain/async.h"
#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace leadline::cache {
class LeadCache;
}

namespace leadline::services {

class SyncTransport;

/// State of synchronisation as facts; the words are made where they are shown.
struct SyncStatus
{
    enum class State {
        Offline, ///< no backend; edits wait
        Idle, ///< everything the backend has said is here
        Pulling,
        Pushing,
        Resyncing, ///< the whole list is fetched again; `received` of `expected`
        Failed, ///< the last round ended with `error`; tried again by itself
    };
    State state = State::Offline;
    std::optional<domain::Timestamp> lastSync; ///< end of the last complete round, kept over restarts
    int waiting = 0; ///< edits the backend has not settled
    int conflicts = 0;
    qint64 received = 0;
    qint64 expected = 0;
    std::optional<domain::Error> error;
};

/// Result of one round.
struct SyncReport
{
    int pushed = 0; ///< edits settled by the backend
    int conflicts = 0; ///< of them in conflict, gone or rejected
    qint64 pulled = 0; ///< leads received
};

/// Carries waiting edits to the backend and changes back: one round at a time, pull, push, pull. A round
/// starts when the backend becomes reachable, shortly after an edit, on the doorbell of a live stream, and every 30 s.
/// Failed rounds are repeated with full-jitter back-off; edits are never given up. Lives in the window's thread.
/// Cache, transport and clock must outlive it.
class SyncService : public QObject
{
    Q_OBJECT

public:
    SyncService(cache::LeadCache &cache, SyncTransport &transport, const domain::Clock &clock, QObject *parent = nullptr);
    ~SyncService() override;

    /// Told by whoever watches the connection. Going online starts a round.
    void setOnline(bool online);
    /// Starts a round now, or after the one under way; the answer is that round's. Unavailable while offline.
    QFuture<domain::Result<SyncReport>> syncNow();
    /// Something changed at the backend; a round starts within 200 ms, at most once in that time.
    void ring();
    /// Fetches the history of one lead and keeps it for offline reading.
    QFuture<domain::Result<void>> refreshHistory(const domain::LeadId &lead);

    [[nodiscard]] const SyncStatus &status() const { return m_status; }

Q_SIGNALS:
    void statusChanged(const leadline::services::SyncStatus &status);
    void roundFinished(const leadline::services::SyncReport &report);

private:
    class Round;

    void startRound();
    void finishRound(const domain::Result<SyncReport> &result);
    void update(SyncStatus::State state);
    void countsChanged(int waiting, int conflicts);

    cache::LeadCache &m_cache;
    SyncTransport &m_transport;
    const domain::Clock &m_clock;
    SyncStatus m_status;
    std::unique_ptr<Round> m_round;
    std::vector<QPromise<domain::Result<SyncReport>>> m_thisRound; ///< who waits for the round under way
    std::vector<QPromise<domain::Result<SyncReport>>> m_nextRound; ///< who asked while it was under way
    QTimer m_soon;
    QTimer m_periodic;
    bool m_online = false;
    bool m_again = false; ///< rung while a round was under way
    int m_failures = 0; ///< in a row
};

} // namespace leadline::services

Q_DECLARE_METATYPE(leadline::services::SyncStatus)
Q_DECLARE_METATYPE(leadline::services::SyncReport)
