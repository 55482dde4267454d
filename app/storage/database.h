#pragma once

#include "storage/connection.h"

#include <QFuture>
#include <QPromise>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace leadline::storage {

struct DatabaseConfig
{
    StoreAddress address; ///< tests use a file in a QTemporaryDir or a database of a PostgresCluster
    int readers = 2; ///< 1–16 connections for reading
    bool createIfMissing = true; ///< SQLite
    /// Called once with each new connection, on its thread: for functions of one's own in SQL.
    std::function<Result<void>(Connection &)> prepare = {};
    int writers = 1; ///< 1–16; SQLite has one
    int overflow = 0; ///< further readers, 0–16, opened when all are busy and closed after a pause; PostgreSQL
    /// A job that waits longer for a connection fails with Unavailable; zero = it waits.
    std::chrono::milliseconds waitLimit { 0 };
};

/// Figures since open(); durations in microseconds.
struct Statistics
{
    // The pool now: size = checkedIn + checkedOut.
    int size = 0; ///< connections, overflow included
    int checkedIn = 0; ///< waiting for a job
    int checkedOut = 0; ///< lent to a job
    int overflow = 0; ///< above the configured number
    bool isReachable = true; ///< PostgreSQL: the last attempt to reach the server succeeded
    // Jobs that found no free connection.
    qint64 waits = 0;
    qint64 waitMicros = 0;
    qint64 longestWaitMicros = 0;
    qint64 timeouts = 0; ///< of waitLimit
    qint64 reconnects = 0; ///< connections replaced because the server was gone

    int readers = 0; ///< as configured
    int writers = 0;
    int busyReaders = 0;
    bool writerBusy = false;
    int queuedReads = 0;
    int queuedWrites = 0;
    int longestReadQueue = 0;
    int longestWriteQueue = 0;
    qint64 reads = 0;
    qint64 writes = 0;
    qint64 failures = 0;
    qint64 damaged = 0; ///< failures with Corrupt
    qint64 readMicros = 0;
    qint64 writeMicros = 0;
    qint64 longestReadMicros = 0;
    qint64 longestWriteMicros = 0;
    qint64 checkpoints = 0; ///< SQLite
};

/// Which writes wait for which. Jobs of one lane run one after the other in the order of submission; jobs of different lanes
/// may run at the same time on different connections, so they have to lock the rows they decide on. SQLite's one writer runs
/// all of them in order.
class Lane
{
public:
    /// The lane of every write that names no other.
    [[nodiscard]] static Lane common() { return Lane(0); }
    template<typename Tag> [[nodiscard]] static Lane of(const domain::Id<Tag> &id) { return Lane(qHash(id.uuid()) | 1U); }
    [[nodiscard]] bool operator==(const Lane &) const = default;

private:
    explicit Lane(size_t key)
        : m_key(key)
    { }
    size_t m_key;
};

/// A store: connections for reading and for writing, each on a worker thread that owns it. Thread-safe. Jobs carry values in
/// and out and begin in the order of submission per kind (all readers share one queue), writes as Lane says. The schema must
/// be current: run a Migrator on the address before open(). The answer arrives after the commit: a future that holds a value
/// means that the store has the data for good. Cancelling a future takes a job out that has not begun.
///
/// A PostgreSQL server that goes away costs the jobs under way and those that come meanwhile an Unavailable error with
/// retryAfter; the workers connect again by themselves. An Unavailable write may have been stored after all, when the server
/// went between its commit and its answer.
class Database
{
public:
    /// Fails with Corrupt when a SQLite file was not closed cleanly and a quick check finds damage, with Unavailable when a
    /// server does not answer.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const DatabaseConfig &config);
    /// Whether the last run on the SQLite file did not close it.
    [[nodiscard]] static bool wasLeftOpen(const QString &path);
    /// Closes; prefer close(), which reports.
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Runs `Result<T> job(Connection &)` on a reader, inside one read transaction: it sees one moment of the store.
    template<typename F> [[nodiscard]] auto read(F job) { return submit(Kind::Read, Lane::common(), std::move(job)); }
    /// Runs `Result<T> job(Connection &)` on a writer inside a transaction. A failing Result rolls back, and so does a
    /// failing commit, whose error then is the answer.
    template<typename F> [[nodiscard]] auto write(F job, Lane lane = Lane::common())
    {
        return submit(Kind::Write, lane, std::move(job));
    }
    /// Runs the job on a writer without a transaction around it: it calls begin() and commit() itself, possibly several
    /// times. A transaction it leaves open is rolled back.
    template<typename F> [[nodiscard]] auto session(F job, Lane lane = Lane::common())
    {
        return submit(Kind::Session, lane, std::move(job));
    }

    [[nodiscard]] Statistics statistics() const;
    [[nodiscard]] const StoreAddress &address() const;
    /// Takes no more jobs (they fail with Unavailable), finishes the queued ones, ends the connections in order and closes.
    /// May be called once more without effect.
    [[nodiscard]] Result<void> close();

private:
    enum class Kind { Read, Write, Session };

    class Job
    {
    public:
        virtual ~Job() = default;
        [[nodiscard]] virtual bool isCanceled() const = 0;
        [[nodiscard]] virtual Result<void> run(Connection &connection) = 0;
        /// Finishes the future: with the job's own value when `outcome` is a success, with its error otherwise.
        virtual void deliver(Result<void> outcome) = 0;
    };

    template<typename F, typename R> class JobOf final : public Job
    {
    public:
        explicit JobOf(F job)
            : m_job(std::move(job))
        {
            m_promise.start();
        }
        [[nodiscard]] QFuture<R> future() const { return m_promise.future(); }
        [[nodiscard]] bool isCanceled() const override { return m_promise.isCanceled(); }
        [[nodiscard]] Result<void> run(Connection &connection) override
        {
            m_result.emplace(m_job(connection));
            if (!*m_result)
                return domain::failure(m_result->error());
            return {};
        }
        void deliver(Result<void> outcome) override
        {
            if (outcome && m_result)
                m_promise.addResult(std::move(*m_result));
            else if (!outcome)
                m_promise.addResult(R(domain::failure(outcome.error())));
            m_promise.finish();
        }

    private:
        F m_job;
        QPromise<R> m_promise;
        std::optional<R> m_result;
    };

    class Pool;
    explicit Database(std::unique_ptr<Pool> pool);

    template<typename F> auto submit(Kind kind, Lane lane, F job) -> QFuture<std::invoke_result_t<F &, Connection &>>
    {
        using R = std::invoke_result_t<F &, Connection &>;
        auto typed = std::make_unique<JobOf<F, R>>(std::move(job));
        QFuture<R> future = typed->future();
        enqueue(kind, lane, std::move(typed));
        return future;
    }
    void enqueue(Kind kind, Lane lane, std::unique_ptr<Job> job);

    std::unique_ptr<Pool> m_pool;
};

} // namespace leadline::storage
