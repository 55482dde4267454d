#pragma once

#include "storage/connection.h"

#include <QFuture>
#include <QPromise>
#include <QString>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace leadline::storage {

struct DatabaseConfig
{
    QString path; ///< a file; tests use QTemporaryDir
    int readers = 2; ///< 1–16 connections for reading
    bool createIfMissing = true;
    /// Called once with each new connection, on its thread: for functions of one's own in SQL.
    std::function<Result<void>(Connection &)> prepare = {};
};

/// Figures since open(); durations in microseconds.
struct Statistics
{
    int readers = 0;
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
    qint64 checkpoints = 0;
};

/// A SQLite file with one writing worker and several reading workers, each a thread that owns its connection. Thread-safe.
/// Jobs carry values in and out and run in the order of submission per kind (readers share one queue). The schema must be
/// current: run a Migrator on the path before open(). The answer arrives after the commit: a future that holds a value
/// means the data is on disk (synchronous=FULL). Cancelling a future takes a job out that has not begun.
class Database
{
public:
    /// Fails with Corrupt when the file was not closed cleanly and a quick check finds damage.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const DatabaseConfig &config);
    /// Whether the last run on the file did not close it.
    [[nodiscard]] static bool wasLeftOpen(const QString &path);
    /// Closes; prefer close(), which reports.
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Runs `Result<T> job(Connection &)` on a reader, inside one read transaction: it sees one moment of the store.
    template<typename F> [[nodiscard]] auto read(F job) { return submit(Kind::Read, std::move(job)); }
    /// Runs `Result<T> job(Connection &)` on the writer inside BEGIN IMMEDIATE … COMMIT. A failing Result rolls back, and so
    /// does a failing commit, whose error then is the answer.
    template<typename F> [[nodiscard]] auto write(F job) { return submit(Kind::Write, std::move(job)); }
    /// Runs the job on the writer without a transaction around it: it calls begin() and commit() itself, possibly several
    /// times. A transaction it leaves open is rolled back.
    template<typename F> [[nodiscard]] auto session(F job) { return submit(Kind::Session, std::move(job)); }

    [[nodiscard]] Statistics statistics() const;
    [[nodiscard]] const QString &path() const;
    /// Takes no more jobs (they fail with Unavailable), finishes the queued ones, writes the log back into the file and
    /// closes. May be called once more without effect.
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

    struct Private;
    explicit Database(std::unique_ptr<Private> d);

    template<typename F> auto submit(Kind kind, F job) -> QFuture<std::invoke_result_t<F &, Connection &>>
    {
        using R = std::invoke_result_t<F &, Connection &>;
        auto typed = std::make_unique<JobOf<F, R>>(std::move(job));
        QFuture<R> future = typed->future();
        enqueue(kind, std::move(typed));
        return future;
    }
    void enqueue(Kind kind, std::unique_ptr<Job> job);

    std::unique_ptr<Private> d;
};

} // namespace leadline::storage
