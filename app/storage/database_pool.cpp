#include "storage/database_pool.h"

#include <QLoggingCategory>

#include <algorithm>
#include <future>

namespace leadline::storage {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcStorage, "leadline.storage", QtWarningMsg)

constexpr auto kHealthCheck = 15s; ///< of a PostgreSQL session nobody has used since
constexpr auto kAwayCheck = 1s; ///< of a server that does not answer
constexpr auto kOverflowRest = 10s; ///< then an overflow connection is closed
constexpr auto kFirstConnectPause = 100ms;
constexpr auto kLongestConnectPause = 2s;
constexpr int kMostConnections = 16;

qint64 microsSince(std::chrono::steady_clock::time_point begun)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
}

} // namespace

Database::Pool::Pool(DatabaseConfig config)
    : m_config(std::move(config))
{
    const bool isServer = m_config.address.engine() == Engine::Postgres;
    m_reads.configured = std::clamp(m_config.readers, 1, kMostConnections);
    m_reads.overflow = isServer ? std::clamp(m_config.overflow, 0, kMostConnections) : 0;
    m_writes.configured = isServer ? std::clamp(m_config.writers, 1, kMostConnections) : 1;
}

Database::Pool::~Pool()
{
    (void)stop();
}

Result<void> Database::Pool::start()
{
    // The first writer makes the file.
    auto started = startWorkers(m_writes, m_writes.configured);
    if (started)
        started = startWorkers(m_reads, m_reads.configured);
    if (started && m_config.waitLimit > 0ms)
        m_watch = std::thread([this] { watchWaits(); });
    return started;
}

/// Starts workers and waits until their connections stand: Qt Sql ties a connection to the thread that opened it.
Result<void> Database::Pool::startWorkers(Queue &queue, int count)
{
    std::vector<std::future<Result<void>>> outcomes;
    for (int i = 0; i < count; ++i) {
        auto opened = std::make_shared<std::promise<Result<void>>>();
        outcomes.push_back(opened->get_future());
        auto &thread = queue.workers.emplace_back(QThread::create([this, &queue, opened] {
            const bool mayCreate = queue.role == Connection::Role::Writer && m_config.createIfMissing;
            auto connection = connect(queue.role, mayCreate);
            if (!connection)
                return opened->set_value(domain::failure(connection.error()));
            Worker worker { queue, false, std::move(*connection) };
            {
                const std::scoped_lock lock(m_mutex);
                ++queue.size;
            }
            opened->set_value({});
            work(worker);
        }));
        thread->setObjectName(
            queue.role == Connection::Role::Writer ? QStringLiteral("db-writer") : QStringLiteral("db-reader"));
        thread->start();
    }
    Result<void> started;
    for (auto &outcome : outcomes) {
        if (auto opened = outcome.get(); !opened)
            started = opened;
    }
    return started;
}

/// Called with the lock held. The connection is opened by the new thread, and if that fails its jobs hear of it.
void Database::Pool::startOverflow(Queue &queue)
{
    queue.workers.remove_if([](const auto &thread) { return thread->isFinished(); });
    ++queue.size;
    auto &thread = queue.workers.emplace_back(QThread::create([this, &queue] {
        Worker worker { queue, true, nullptr };
        work(worker);
    }));
    thread->setObjectName(QStringLiteral("db-overflow"));
    thread->start();
}

Result<void> Database::Pool::stop()
{
    end(m_reads);
    end(m_writes);
    m_watchWake.notify_all();
    if (m_watch.joinable())
        m_watch.join();
    const std::scoped_lock lock(m_mutex);
    return m_closeResult;
}

void Database::Pool::end(Queue &queue)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isClosing = true;
        queue.ends = true;
        queue.wake.notify_all();
    }
    for (const auto &worker : queue.workers)
        worker->wait();
}

void Database::Pool::enqueue(Kind kind, Lane lane, std::unique_ptr<Job> job)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_isClosing) {
            Queue &queue = kind == Kind::Read ? m_reads : m_writes;
            const bool allBusy = std::cmp_less_equal(queue.idle, queue.jobs.size());
            queue.jobs.push_back({ kind, lane, std::move(job), Clock::now(), allBusy });
            int &longest = kind == Kind::Read ? m_figures.longestReadQueue : m_figures.longestWriteQueue;
            longest = std::max(longest, static_cast<int>(queue.jobs.size()));
            if (allBusy && queue.size < queue.configured + queue.overflow)
                startOverflow(queue);
            queue.wake.notify_one();
            m_watchWake.notify_one();
            return;
        }
    }
    job->deliver(domain::failure(ErrorCode::Unavailable, QStringLiteral("the store is closed")));
}

/// Reads have no lanes. A job waits for the one before it in its lane and no job overtakes another of its lane.
std::deque<Database::Pool::Waiting>::iterator Database::Pool::nextJob(Queue &queue) const
{
    if (queue.role == Connection::Role::Reader)
        return queue.jobs.begin();
    return std::find_if(queue.jobs.begin(), queue.jobs.end(), [&](const Waiting &waiting) {
        return std::find(queue.busyLanes.begin(), queue.busyLanes.end(), waiting.lane) == queue.busyLanes.end();
    });
}

Result<std::unique_ptr<Connection>> Database::Pool::connect(Connection::Role role, bool mayCreate) const
{
    auto connection = Connection::open(m_config.address, role, mayCreate);
    if (connection && m_config.prepare)
        LEADLINE_TRY(m_config.prepare(**connection));
    return connection;
}

void Database::Pool::work(Worker &worker)
{
    Queue &queue = worker.queue;
    Lock lock(m_mutex);
    while (true) {
        const auto next = nextJob(queue);
        if (next == queue.jobs.end()) {
            if (!rest(worker, lock))
                break;
            continue;
        }
        Waiting waiting = std::move(*next);
        queue.jobs.erase(next);
        queue.busyLanes.push_back(waiting.lane);
        accountWait(waiting);
        lock.unlock();
        runJob(worker, waiting);
        waiting.job.reset();
        const bool didTidy = worker.connection && worker.connection->tidy(false);
        lock.lock();
        m_figures.checkpoints += didTidy ? 1 : 0;
        queue.busyLanes.erase(std::find(queue.busyLanes.begin(), queue.busyLanes.end(), waiting.lane));
    }
    --queue.size;
    queue.wake.notify_all(); // a job that waited for this worker's lane is free now
    lock.unlock();
    if (!worker.connection || !worker.connection->isUsable())
        return;
    auto closed = worker.connection->close();
    lock.lock();
    if (!closed)
        m_closeResult = std::move(closed);
}

bool Database::Pool::rest(Worker &worker, Lock &lock)
{
    Queue &queue = worker.queue;
    if (queue.ends && queue.jobs.empty())
        return false;
    if (queue.jobs.empty() && worker.connection) {
        lock.unlock();
        const bool didTidy = worker.connection->tidy(true);
        lock.lock();
        m_figures.checkpoints += didTidy ? 1 : 0;
        if (!queue.jobs.empty() || queue.ends)
            return true;
    }
    ++queue.idle;
    bool timedOut = false;
    if (m_config.address.engine() == Engine::Sqlite) {
        queue.wake.wait(lock);
    } else {
        const auto pause = worker.isOverflow ? Clock::duration(kOverflowRest)
            : m_isReachable                  ? Clock::duration(kHealthCheck)
                                             : Clock::duration(kAwayCheck);
        timedOut = queue.wake.wait_for(lock, pause) == std::cv_status::timeout;
    }
    --queue.idle;
    if (!timedOut || !queue.jobs.empty() || queue.ends)
        return true;
    if (worker.isOverflow)
        return false;
    lock.unlock();
    checkHealth(worker);
    lock.lock();
    return true;
}

void Database::Pool::runJob(Worker &worker, Waiting &waiting)
{
    if (waiting.job->isCanceled()) {
        waiting.job->deliver(domain::failure(ErrorCode::Cancelled, QStringLiteral("cancelled before it began")));
        return;
    }
    const auto begun = Clock::now();
    auto outcome = runInTransaction(worker, waiting);
    account(waiting.kind, microsSince(begun), outcome);
    waiting.job->deliver(std::move(outcome));
}

Result<void> Database::Pool::runInTransaction(Worker &worker, Waiting &waiting)
{
    const bool hasTransaction = waiting.kind != Kind::Session;
    if (auto ready = hasTransaction ? begin(worker) : ensureConnection(worker); !ready)
        return ready;
    Connection &connection = *worker.connection;
    auto outcome = waiting.job->run(connection);
    connection.endJob();
    if (hasTransaction && outcome)
        outcome = connection.commit();
    connection.rollback(); // of a failure, or what a session left open
    if (connection.isUsable())
        connection.trimStatements();
    return outcome;
}

/// A session that died while nobody used it shows at the first statement, before the job has begun: then a new one does.
Result<void> Database::Pool::begin(Worker &worker)
{
    LEADLINE_TRY(ensureConnection(worker));
    auto begun = worker.connection->begin();
    if (begun || worker.connection->isUsable())
        return begun;
    LEADLINE_TRY(ensureConnection(worker));
    return worker.connection->begin();
}

Result<void> Database::Pool::ensureConnection(Worker &worker)
{
    if (worker.connection && worker.connection->isUsable())
        return {};
    worker.connection.reset();
    {
        const std::scoped_lock lock(m_mutex);
        if (m_awayError && Clock::now() < m_nextConnect)
            return domain::failure(*m_awayError);
    }
    auto opened = connect(worker.queue.role, false);
    const std::scoped_lock lock(m_mutex);
    if (!opened) {
        const auto pause
            = std::min<Clock::duration>(kFirstConnectPause * (1 << std::min(m_failedConnects++, 10)), kLongestConnectPause);
        m_nextConnect = Clock::now() + pause;
        m_awayError = opened.error();
        if (std::exchange(m_isReachable, false))
            qCWarning(lcStorage, "the database is away; it is asked again until it answers");
        return domain::failure(opened.error());
    }
    if (!std::exchange(m_isReachable, true))
        qCWarning(lcStorage, "the database answers again");
    m_awayError.reset();
    m_failedConnects = 0;
    m_figures.reconnects += worker.isOverflow ? 0 : 1;
    worker.connection = std::move(*opened);
    return {};
}

void Database::Pool::checkHealth(Worker &worker)
{
    if (worker.connection)
        (void)worker.connection->ping();
    (void)ensureConnection(worker);
}

void Database::Pool::account(Kind kind, qint64 micros, const Result<void> &outcome)
{
    const std::scoped_lock lock(m_mutex);
    const bool isRead = kind == Kind::Read;
    (isRead ? m_figures.reads : m_figures.writes) += 1;
    (isRead ? m_figures.readMicros : m_figures.writeMicros) += micros;
    qint64 &longest = isRead ? m_figures.longestReadMicros : m_figures.longestWriteMicros;
    longest = std::max(longest, micros);
    m_figures.failures += outcome ? 0 : 1;
    m_figures.damaged += !outcome && outcome.error().code() == ErrorCode::Corrupt ? 1 : 0;
}

void Database::Pool::accountWait(const Waiting &waiting)
{
    if (!waiting.foundAllBusy)
        return;
    const qint64 micros = microsSince(waiting.since);
    m_figures.waits += 1;
    m_figures.waitMicros += micros;
    m_figures.longestWaitMicros = std::max(m_figures.longestWaitMicros, micros);
}

void Database::Pool::watchWaits()
{
    Lock lock(m_mutex);
    while (!m_isClosing) {
        if (auto overdue = takeOverdue(); !overdue.empty()) {
            lock.unlock();
            for (const auto &job : overdue) {
                Error error(ErrorCode::Unavailable, QStringLiteral("all connections to the store are busy"));
                error.retryAfter = 2s;
                job->deliver(domain::failure(std::move(error)));
            }
            lock.lock();
            continue;
        }
        auto next = Clock::time_point::max();
        for (const Queue *queue : { &m_reads, &m_writes }) {
            if (!queue->jobs.empty())
                next = std::min(next, queue->jobs.front().since + m_config.waitLimit);
        }
        if (next == Clock::time_point::max())
            m_watchWake.wait(lock);
        else
            m_watchWake.wait_until(lock, next);
    }
}

std::vector<std::unique_ptr<Database::Job>> Database::Pool::takeOverdue()
{
    const auto limit = Clock::now() - m_config.waitLimit;
    std::vector<std::unique_ptr<Job>> overdue;
    for (Queue *queue : { &m_reads, &m_writes }) {
        while (!queue->jobs.empty() && queue->jobs.front().since <= limit) {
            accountWait(queue->jobs.front());
            m_figures.timeouts += 1;
            m_figures.failures += 1;
            overdue.push_back(std::move(queue->jobs.front().job));
            queue->jobs.pop_front();
        }
    }
    return overdue;
}

Statistics Database::Pool::statistics() const
{
    const std::scoped_lock lock(m_mutex);
    Statistics figures = m_figures;
    const auto busy = [](const Queue &queue) { return static_cast<int>(queue.busyLanes.size()); };
    figures.readers = m_reads.configured;
    figures.writers = m_writes.configured;
    figures.busyReaders = busy(m_reads);
    figures.writerBusy = busy(m_writes) > 0;
    figures.queuedReads = static_cast<int>(m_reads.jobs.size());
    figures.queuedWrites = static_cast<int>(m_writes.jobs.size());
    figures.size = m_reads.size + m_writes.size;
    figures.checkedOut = busy(m_reads) + busy(m_writes);
    figures.checkedIn = figures.size - figures.checkedOut;
    figures.overflow = std::max(0, m_reads.size - m_reads.configured);
    figures.isReachable = m_isReachable;
    return figures;
}

} // namespace leadline::storage
