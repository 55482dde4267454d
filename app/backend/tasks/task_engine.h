#pragma once

#include "backend/tasks/pending_ends.h"
#include "backend/tasks/task_repository.h"
#include "backend/tasks/task_run.h"
#include "crawl/address_policy.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "domain/task.h"
#include "storage/database.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>

namespace leadline::backend {

/// What a task's streams have news of. A doorbell only: readers fetch the rows from the database.
enum class TaskStream { Logs, Progress, Results };

struct TaskEngineConfig
{
    int concurrentTasks = 4; ///< running at the same time, 1–64; more wait as queued
    int leadsPerBatch = 100; ///< stored in one transaction, 1–1 000
    crawl::AddressPolicy addresses; ///< what the crawler may connect to
    QString userAgent; ///< identifying User-Agent; empty = the crawler's own
    std::shared_ptr<PendingEnds> pendingEnds; ///< kept by the engine; null = one of its own
};

/// Runs tasks: claims queued ones in order, crawls and stores them, and keeps every change of state in the transaction of
/// the work it describes.
///
/// Lives on the daemon's main thread; calls and continuations come from there. Order: construct, recover(), any call,
/// shutDown(), then the Database may close.
class TaskEngine : public QObject
{
    Q_OBJECT

public:
    using TaskFuture = QFuture<domain::Result<domain::Task>>;

    TaskEngine(storage::Database &database, const domain::Clock &clock, TaskEngineConfig config,
        CrawlRunnerFactory makeRunner, QObject *parent = nullptr);
    ~TaskEngine() override;

    /// Tasks that were running when the process died become interrupted, stopping ones stopped; queued ones are claimed.
    [[nodiscard]] QFuture<domain::Result<int>> recover();

    /// Stores a task and, when `start` is set, queues it; otherwise it waits as paused. The same `requestKey` (may be empty)
    /// gives the same task again. InvalidArgument with the member of the spec in `field`.
    [[nodiscard]] TaskFuture create(const domain::TaskSpec &spec, bool start, const QString &requestKey, const Actor &actor);
    /// paused, interrupted, stopped or error → queued, and on as soon as there is room. Running is no error.
    [[nodiscard]] TaskFuture resume(const domain::TaskId &id, const Actor &actor);
    /// running, queued or interrupted → paused, after what is in flight is stored. A finished task is BadState.
    [[nodiscard]] TaskFuture pause(const domain::TaskId &id, const Actor &actor);
    /// Any unfinished state → stopped, by way of stopping while the last pages are stored. Stopped is no error.
    [[nodiscard]] TaskFuture stop(const domain::TaskId &id, const Actor &actor);
    /// Reads the start addresses of an idle task again that failed or were never reached.
    [[nodiscard]] TaskFuture retry(const domain::TaskId &id, const Actor &actor);
    /// Marks an idle task deleted; its leads stay.
    [[nodiscard]] TaskFuture remove(const domain::TaskId &id, const Actor &actor);
    [[nodiscard]] TaskFuture restore(const domain::TaskId &id, const Actor &actor);

    /// What to show of tasks whose end could not be stored yet.
    [[nodiscard]] std::shared_ptr<const PendingEnds> pendingEnds() const { return m_config.pendingEnds; }
    [[nodiscard]] int runningTasks() const { return static_cast<int>(m_runs.size()); }
    /// Stores what is in flight and leaves running tasks interrupted. Nothing is claimed afterwards.
    [[nodiscard]] QFuture<void> shutDown();

Q_SIGNALS:
    void streamAdvanced(const leadline::domain::TaskId &id, leadline::backend::TaskStream stream);

private:
    void claimNext();
    void startRun(const domain::Task &task);
    void endRun(const domain::TaskId &id);
    [[nodiscard]] TaskFuture change(const domain::TaskId &id, TaskAction action, const Actor &actor);
    /// Announces the new state and claims what may have become ready.
    [[nodiscard]] TaskFuture announced(const TaskFuture &change);

    storage::Database &m_database;
    const domain::Clock &m_clock;
    TaskEngineConfig m_config;
    CrawlRunnerFactory m_makeRunner;
    QHash<domain::TaskId, std::shared_ptr<TaskRun>> m_runs;
    QTimer m_claimLater; ///< after a claim the store could not take
    bool m_claiming = false;
    bool m_claimAgain = false;
    bool m_closing = false;
};

} // namespace leadline::backend
