#include "storage/database.h"

#include "storage/sql_error.h"

#include <QFile>
#include <QThread>

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <vector>

namespace leadline::storage {

namespace {

// Pages of 4 KiB. A checkpoint rewrites every page once, however often the log holds it, so a seldom one is cheaper; an idle
// writer uses the pause for a smaller one.
constexpr int kCheckpointPages = 16384;
constexpr int kIdleCheckpointPages = 1024;

/// Exists while the store is open: left over means that the last run did not close it.
QString openFlagPath(const QString &path)
{
    return path + QStringLiteral(".open");
}

Result<void> quickCheck(Connection &connection)
{
    const auto verdict = connection.single(QStringLiteral("PRAGMA quick_check(1)"));
    if (!verdict)
        return domain::failure(verdict.error());
    if (verdict->toString() != QLatin1String("ok"))
        return domain::failure(ErrorCode::Corrupt, QStringLiteral("the store's file is damaged"));
    return {};
}

int rememberLogPages(void *pages, sqlite3 *, const char *, int count)
{
    *static_cast<int *>(pages) = count;
    return SQLITE_OK;
}

} // namespace

struct Database::Private
{
    struct Queue
    {
        std::deque<std::pair<Kind, std::unique_ptr<Job>>> jobs;
        std::condition_variable wake;
        bool ends = false; ///< workers leave when it is empty
        std::vector<std::unique_ptr<QThread>> workers;
    };

    DatabaseConfig config;
    mutable std::mutex mutex; ///< guards all below
    Queue reads;
    Queue writes;
    Statistics statistics;
    bool closing = false;
    Result<void> closeResult;

    int logPages = 0; ///< writer thread only

    Result<void> start(Connection::Role role);
    Result<void> stop();
    void end(Queue &queue);
    Result<std::unique_ptr<Connection>> connect(Connection::Role role);
    void work(Queue &queue, Connection &connection);
    void runJob(Kind kind, Job &job, Connection &connection);
    Result<void> runInTransaction(Kind kind, Job &job, Connection &connection);
    void account(Kind kind, qint64 micros, const Result<void> &outcome);
    void checkpoint(Connection &connection);
    Result<void> finalCheckpoint(Connection &connection);
};

/// Starts one worker and waits until its connection stands: Qt Sql ties a connection to the thread that opened it.
Result<void> Database::Private::start(Connection::Role role)
{
    const bool isWriter = role == Connection::Role::Writer;
    Queue &queue = isWriter ? writes : reads;
    std::promise<Result<void>> opened;
    auto outcome = opened.get_future();
    std::unique_ptr<QThread> thread(QThread::create([this, role, isWriter, &queue, &opened] {
        auto connection = connect(role);
        if (!connection) {
            opened.set_value(domain::failure(connection.error()));
            return;
        }
        opened.set_value({});
        work(queue, **connection);
        if (isWriter) {
            auto written = finalCheckpoint(**connection);
            const std::scoped_lock lock(mutex);
            closeResult = std::move(written);
        }
    }));
    thread->setObjectName(isWriter ? QStringLiteral("db-writer") : QStringLiteral("db-reader"));
    thread->start();
    queue.workers.push_back(std::move(thread));
    return outcome.get();
}

Result<std::unique_ptr<Connection>> Database::Private::connect(Connection::Role role)
{
    const bool isWriter = role == Connection::Role::Writer;
    auto connection = Connection::open(config.path, role, isWriter && config.createIfMissing);
    if (connection && config.prepare)
        LEADLINE_TRY(config.prepare(**connection));
    if (!connection || !isWriter)
        return connection;
    QFile flag(openFlagPath(config.path));
    if (flag.exists())
        LEADLINE_TRY(quickCheck(**connection));
    sqlite3_db_config((*connection)->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    if (!flag.open(QIODevice::WriteOnly))
        return domain::failure(ErrorCode::Io, QStringLiteral("the store's folder cannot be written"));
    sqlite3_wal_hook((*connection)->handle(), rememberLogPages, &logPages);
    return connection;
}

/// Readers first: the writer's last checkpoint then finds nobody in its way.
Result<void> Database::Private::stop()
{
    end(reads);
    end(writes);
    const std::scoped_lock lock(mutex);
    return closeResult;
}

void Database::Private::end(Queue &queue)
{
    {
        const std::scoped_lock lock(mutex);
        closing = true;
        queue.ends = true;
        queue.wake.notify_all();
    }
    for (const auto &worker : queue.workers)
        worker->wait();
}

void Database::Private::work(Queue &queue, Connection &connection)
{
    const bool isWriter = &queue == &writes;
    std::unique_lock lock(mutex);
    while (true) {
        if (queue.jobs.empty() && isWriter && logPages >= kIdleCheckpointPages) {
            lock.unlock();
            checkpoint(connection);
            lock.lock();
        }
        queue.wake.wait(lock, [&] { return queue.ends || !queue.jobs.empty(); });
        if (queue.jobs.empty())
            return;
        auto [kind, job] = std::move(queue.jobs.front());
        queue.jobs.pop_front();
        (isWriter ? statistics.queuedWrites : statistics.queuedReads) -= 1;
        statistics.busyReaders += isWriter ? 0 : 1;
        statistics.writerBusy = isWriter || statistics.writerBusy;
        lock.unlock();
        runJob(kind, *job, connection);
        job.reset();
        if (isWriter && logPages >= kCheckpointPages)
            checkpoint(connection);
        lock.lock();
        statistics.busyReaders -= isWriter ? 0 : 1;
        statistics.writerBusy = !isWriter && statistics.writerBusy;
    }
}

void Database::Private::runJob(Kind kind, Job &job, Connection &connection)
{
    if (job.isCanceled()) {
        job.deliver(domain::failure(ErrorCode::Cancelled, QStringLiteral("cancelled before it began")));
        return;
    }
    const auto begun = std::chrono::steady_clock::now();
    auto outcome = runInTransaction(kind, job, connection);
    const auto took = std::chrono::steady_clock::now() - begun;
    account(kind, std::chrono::duration_cast<std::chrono::microseconds>(took).count(), outcome);
    job.deliver(std::move(outcome));
}

Result<void> Database::Private::runInTransaction(Kind kind, Job &job, Connection &connection)
{
    if (kind != Kind::Session) {
        if (const auto begun = connection.begin(); !begun)
            return begun;
    }
    auto outcome = job.run(connection);
    connection.endJob();
    if (kind != Kind::Session && outcome)
        outcome = connection.commit();
    connection.rollback(); // of a failure, or what a session left open
    return outcome;
}

void Database::Private::account(Kind kind, qint64 micros, const Result<void> &outcome)
{
    const std::scoped_lock lock(mutex);
    const bool isRead = kind == Kind::Read;
    (isRead ? statistics.reads : statistics.writes) += 1;
    (isRead ? statistics.readMicros : statistics.writeMicros) += micros;
    qint64 &longest = isRead ? statistics.longestReadMicros : statistics.longestWriteMicros;
    longest = std::max(longest, micros);
    statistics.failures += outcome ? 0 : 1;
    statistics.damaged += !outcome && outcome.error().code() == ErrorCode::Corrupt ? 1 : 0;
}

void Database::Private::checkpoint(Connection &connection)
{
    // A checkpoint that readers hold up copies what it can and is tried again later; only the pages left count.
    int inLog = 0;
    int copied = 0;
    const int code = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &inLog, &copied);
    logPages = code == SQLITE_OK ? std::max(0, inLog - copied) : 0;
    if (code != SQLITE_OK)
        (void)lastError(connection.handle()); // logs it; the data is safe in the log
    const std::scoped_lock lock(mutex);
    statistics.checkpoints += 1;
}

Result<void> Database::Private::finalCheckpoint(Connection &connection)
{
    int inLog = 0;
    int copied = 0;
    sqlite3 *handle = connection.handle();
    if (sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, &inLog, &copied) != SQLITE_OK)
        return domain::failure(lastError(handle));
    QFile::remove(openFlagPath(config.path));
    return {};
}

Database::Database(std::unique_ptr<Private> p)
    : d(std::move(p))
{ }

bool Database::wasLeftOpen(const QString &path)
{
    return QFile::exists(openFlagPath(path));
}

Database::~Database()
{
    (void)close();
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseConfig &config)
{
    auto p = std::make_unique<Private>();
    p->config = config;
    p->statistics.readers = std::clamp(config.readers, 1, 16);
    auto started = p->start(Connection::Role::Writer);
    for (int i = 0; started && i < p->statistics.readers; ++i)
        started = p->start(Connection::Role::Reader);
    if (!started) {
        (void)p->stop();
        return domain::failure(started.error());
    }
    return std::unique_ptr<Database>(new Database(std::move(p)));
}

void Database::enqueue(Kind kind, std::unique_ptr<Job> job)
{
    {
        const std::scoped_lock lock(d->mutex);
        if (!d->closing) {
            Statistics &figures = d->statistics;
            Private::Queue &queue = kind == Kind::Read ? d->reads : d->writes;
            int &length = kind == Kind::Read ? figures.queuedReads : figures.queuedWrites;
            int &longest = kind == Kind::Read ? figures.longestReadQueue : figures.longestWriteQueue;
            longest = std::max(longest, ++length);
            queue.jobs.emplace_back(kind, std::move(job));
            queue.wake.notify_one();
            return;
        }
    }
    job->deliver(domain::failure(ErrorCode::Unavailable, QStringLiteral("the store is closed")));
}

Statistics Database::statistics() const
{
    const std::scoped_lock lock(d->mutex);
    return d->statistics;
}

const QString &Database::path() const
{
    return d->config.path;
}

Result<void> Database::close()
{
    return d->stop();
}

} // namespace leadline::storage
