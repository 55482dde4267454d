#pragma once

#include "storage/database.h"

#include <QThread>

#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace leadline::storage {

/// The workers of a Database: two queues, a thread per connection, figures about both.
class Database::Pool
{
public:
    explicit Pool(DatabaseConfig config);
    ~Pool();

    [[nodiscard]] Result<void> start();
    void enqueue(Kind kind, Lane lane, std::unique_ptr<Job> job);
    /// Readers first: SQLite's last checkpoint then finds nobody in its way.
    [[nodiscard]] Result<void> stop();
    [[nodiscard]] Statistics statistics() const;
    [[nodiscard]] const DatabaseConfig &config() const { return m_config; }

private:
    using Clock = std::chrono::steady_clock;
    using Lock = std::unique_lock<std::mutex>;

    struct Waiting
    {
        Kind kind;
        Lane lane;
        std::unique_ptr<Job> job;
        Clock::time_point since;
        bool foundAllBusy = false;
    };

    struct Queue
    {
        explicit Queue(Connection::Role of)
            : role(of)
        { }

        const Connection::Role role;
        int configured = 0;
        int overflow = 0;
        std::deque<Waiting> jobs;
        std::vector<Lane> busyLanes;
        std::condition_variable wake;
        std::list<std::unique_ptr<QThread>> workers; ///< also those of overflow workers that have left
        int size = 0;
        int idle = 0;
        bool ends = false; ///< workers leave when it is empty
    };

    struct Worker
    {
        Queue &queue;
        bool isOverflow = false;
        std::unique_ptr<Connection> connection; ///< null while the server is away
    };

    [[nodiscard]] Result<void> startWorkers(Queue &queue, int count);
    void startOverflow(Queue &queue);
    void end(Queue &queue);

    [[nodiscard]] Result<std::unique_ptr<Connection>> connect(Connection::Role role, bool mayCreate) const;
    void work(Worker &worker);
    [[nodiscard]] std::deque<Waiting>::iterator nextJob(Queue &queue) const;
    /// Waits for a job; false when the worker is to leave.
    [[nodiscard]] bool rest(Worker &worker, Lock &lock);
    void runJob(Worker &worker, Waiting &waiting);
    [[nodiscard]] Result<void> runInTransaction(Worker &worker, Waiting &waiting);
    [[nodiscard]] Result<void> begin(Worker &worker);
    [[nodiscard]] Result<void> ensureConnection(Worker &worker);
    void checkHealth(Worker &worker);
    void account(Kind kind, qint64 micros, const Result<void> &outcome);
    void accountWait(const Waiting &waiting);
    void watchWaits();
    [[nodiscard]] std::vector<std::unique_ptr<Job>> takeOverdue();

    const DatabaseConfig m_config;
    mutable std::mutex m_mutex; ///< guards all below
    Queue m_reads = Queue(Connection::Role::Reader);
    Queue m_writes = Queue(Connection::Role::Writer);
    Statistics m_figures; ///< what is counted; what is now comes from the queues
    bool m_isClosing = false;
    Result<void> m_closeResult;

    // PostgreSQL: what the workers share about a server that is away.
    bool m_isReachable = true;
    int m_failedConnects = 0;
    Clock::time_point m_nextConnect;
    std::optional<Error> m_awayError;

    std::condition_variable m_watchWake;
    std::thread m_watch; ///< fails jobs that wait too long
};

} // namespace leadline::storage
