#include "backend/tasks/task_engine.h"

#include "domain/async.h"

#include <algorithm>
#include <utility>

namespace leadline::backend {

using domain::Result;
using domain::Task;
using domain::TaskId;
using storage::Connection;

namespace {

constexpr auto kClaimAgain = std::chrono::seconds(5);

/// The state does not allow it; anything else is trouble of the store.
bool isRefusal(const domain::Error &error)
{
    return error.code() == domain::ErrorCode::BadState || error.code() == domain::ErrorCode::NotFound;
}

} // namespace

TaskEngine::TaskEngine(storage::Database &database, const domain::Clock &clock, TaskEngineConfig config,
    CrawlRunnerFactory makeRunner, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
    , m_config(std::move(config))
    , m_makeRunner(std::move(makeRunner))
{
    m_config.concurrentTasks = std::clamp(m_config.concurrentTasks, 1, 64);
    if (!m_config.pendingEnds)
        m_config.pendingEnds = std::make_shared<PendingEnds>();
    m_claimLater.setSingleShot(true);
    m_claimLater.setInterval(kClaimAgain);
    connect(&m_claimLater, &QTimer::timeout, this, &TaskEngine::claimNext);
}

TaskEngine::~TaskEngine() = default;

QFuture<Result<int>> TaskEngine::recover()
{
    return domain::mapDone(
        m_database.write([now = m_clock.now()](Connection &db) { return TaskRepository::recover(db, now); }), this,
        [this](const Result<int> &recovered) {
            claimNext();
            return recovered;
        });
}

TaskEngine::TaskFuture TaskEngine::create(
    const domain::TaskSpec &spec, bool start, const QString &requestKey, const Actor &actor)
{
    return announced(m_database.write([=, now = m_clock.now()](Connection &db) {
        return TaskRepository::create(db, spec, start, requestKey, actor, now);
    }));
}

TaskEngine::TaskFuture TaskEngine::resume(const TaskId &id, const Actor &actor)
{
    // A run that is just ending as paused cannot be resumed before its end is stored.
    if (const auto run = m_runs.value(id); run && run->isEnding()) {
        return domain::chainDone(run->ended(), this, [this, id, actor](const Result<Task> &ended) {
            return ended || isRefusal(ended.error()) ? change(id, TaskAction::Queue, actor) : domain::ready(ended);
        });
    }
    return change(id, TaskAction::Queue, actor);
}

TaskEngine::TaskFuture TaskEngine::pause(const TaskId &id, const Actor &actor)
{
    if (const auto run = m_runs.value(id))
        return run->end(TaskRun::Ending::Pause, actor);
    return domain::chainDone(change(id, TaskAction::Pause, actor), this, [this, id, actor](const Result<Task> &paused) {
        // Claimed meanwhile: now there is a run to ask.
        const auto run = m_runs.value(id);
        return run ? run->end(TaskRun::Ending::Pause, actor) : domain::ready(paused);
    });
}

TaskEngine::TaskFuture TaskEngine::stop(const TaskId &id, const Actor &actor)
{
    if (!m_runs.value(id)) {
        return domain::chainDone(
            change(id, TaskAction::FinishStop, actor), this, [this, id, actor](const Result<Task> &stopped) {
                return !stopped && m_runs.value(id) ? stop(id, actor) : domain::ready(stopped);
            });
    }
    // The wish is stored first, so that a crash on the way leaves a stopped task and not an interrupted one.
    return domain::chainDone(change(id, TaskAction::Stop, actor), this, [this, id, actor](const Result<Task> &task) {
        const auto current = m_runs.value(id);
        // A store that cannot be written does not keep a crawl going; the run tells whether its end could be stored.
        if (current && (task || !isRefusal(task.error())))
            return current->end(TaskRun::Ending::Stop, actor);
        return change(id, TaskAction::FinishStop, actor);
    });
}

TaskEngine::TaskFuture TaskEngine::retry(const TaskId &id, const Actor &actor)
{
    return announced(
        m_database.write([=, now = m_clock.now()](Connection &db) { return TaskRepository::retry(db, id, actor, now); }));
}

TaskEngine::TaskFuture TaskEngine::remove(const TaskId &id, const Actor &actor)
{
    return announced(m_database.write(
        [=, now = m_clock.now()](Connection &db) { return TaskRepository::setDeleted(db, id, true, actor, now); }));
}

TaskEngine::TaskFuture TaskEngine::restore(const TaskId &id, const Actor &actor)
{
    return announced(m_database.write(
        [=, now = m_clock.now()](Connection &db) { return TaskRepository::setDeleted(db, id, false, actor, now); }));
}

QFuture<void> TaskEngine::shutDown()
{
    m_closing = true;
    auto left = std::make_shared<qsizetype>(m_runs.size());
    auto done = std::make_shared<QPromise<void>>();
    done->start();
    const Actor engine = engineActor();
    if (m_runs.isEmpty())
        done->finish();
    for (const auto &run : std::as_const(m_runs)) {
        const auto ending = run->end(TaskRun::Ending::Interrupt, engine, domain::RemarkCode::BackendClosed);
        domain::whenDone(ending, this, [left, done](const Result<Task> &) {
            if (--*left == 0)
                done->finish();
        });
    }
    return done->future();
}

TaskEngine::TaskFuture TaskEngine::change(const TaskId &id, TaskAction action, const Actor &actor)
{
    return announced(m_database.write(
        [=, now = m_clock.now()](Connection &db) { return TaskRepository::change(db, id, action, {}, actor, now); }));
}

TaskEngine::TaskFuture TaskEngine::announced(const TaskFuture &change)
{
    return domain::mapDone(change, this, [this](const Result<Task> &task) {
        if (task) {
            Q_EMIT streamAdvanced(task->id, TaskStream::Progress);
            claimNext();
        }
        return task;
    });
}

void TaskEngine::claimNext()
{
    if (m_closing || std::cmp_greater_equal(m_runs.size(), m_config.concurrentTasks))
        return;
    if (m_claiming) {
        m_claimAgain = true;
        return;
    }
    m_claiming = true;
    domain::whenDone(m_database.write([now = m_clock.now()](Connection &db) { return TaskRepository::claim(db, now); }),
        this, [this](const Result<std::optional<Task>> &claimed) {
            m_claiming = false;
            const bool again = std::exchange(m_claimAgain, false);
            if (!claimed) {
                qCWarning(lcTasks, "no queued task can be started: %s", qUtf8Printable(claimed.error().detail()));
                m_claimLater.start();
            } else if (*claimed)
                startRun(**claimed);
            if (again || (claimed && *claimed))
                claimNext();
        });
}

void TaskEngine::startRun(const Task &task)
{
    sources::CrawlSetup setup;
    setup.limits = task.spec.limits;
    setup.addresses = m_config.addresses;
    setup.userAgent = m_config.userAgent;
    setup.defaultCountry = task.spec.defaultCountry;
    setup.phoneOnly = task.spec.phoneOnly;
    setup.emailOnly = task.spec.emailOnly;
    setup.leadsPerBatch = m_config.leadsPerBatch;
    const auto run = std::make_shared<TaskRun>(m_database, m_clock, task, setup, m_makeRunner, *m_config.pendingEnds);
    const TaskId id = task.id;
    connect(run.get(), &TaskRun::logsAdvanced, this, [this, id] { Q_EMIT streamAdvanced(id, TaskStream::Logs); });
    connect(run.get(), &TaskRun::resultsAdvanced, this, [this, id] { Q_EMIT streamAdvanced(id, TaskStream::Results); });
    connect(run.get(), &TaskRun::progressAdvanced, this, [this, id] { Q_EMIT streamAdvanced(id, TaskStream::Progress); });
    connect(run.get(), &TaskRun::settled, this, [this, id] { endRun(id); });
    m_runs.insert(id, run);
    Q_EMIT streamAdvanced(id, TaskStream::Progress);
    run->begin();
    if (m_closing)
        (void)run->end(TaskRun::Ending::Interrupt, engineActor());
}

void TaskEngine::endRun(const TaskId &id)
{
    // The run is telling us this; let it return before it goes.
    if (const auto run = m_runs.take(id))
        QMetaObject::invokeMethod(
            this, [run] {}, Qt::QueuedConnection);
    claimNext();
}

} // namespace leadline::backend
