#pragma once

#include "backend/tasks/pending_ends.h"
#include "backend/tasks/run_ledger.h"
#include "backend/tasks/task_repository.h"
#include "backend/tasks/worker_troubles.h"
#include "crawl/site_job.h"
#include "sources/crawl_runner.h"
#include "storage/database.h"

#include <QFuture>
#include <QLoggingCategory>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace leadline::backend {

Q_DECLARE_LOGGING_CATEGORY(lcTasks)

/// Makes the crawl of one run. The engine's default starts a worker process; tests script one.
using CrawlRunnerFactory = std::function<std::unique_ptr<sources::CrawlRunner>()>;

/// One task while it is running: feeds its start addresses to a crawl, stores the batches in order and ends the task in the
/// state it was asked for. Owned by TaskEngine, lives on its thread. begin() once; then settled() comes exactly once, after
/// the last batch is stored and the final state is written. A final state that the store does not take (its disk is full)
/// is tried again until it does, and shown through PendingEnds meanwhile; who waits for the end is told the error.
class TaskRun : public QObject
{
    Q_OBJECT

public:
    enum class Ending { None, Completed, Pause, Stop, Interrupt, Fail };

    TaskRun(storage::Database &database, const domain::Clock &clock, domain::Task task, sources::CrawlSetup setup,
        CrawlRunnerFactory makeRunner, PendingEnds &pendingEnds);
    ~TaskRun() override;

    void begin();
    /// Asks the run to end; a stop overrules a pause that is under way. The future has the task in its new state.
    [[nodiscard]] QFuture<domain::Result<domain::Task>> end(
        Ending ending, const Actor &actor, const domain::Remark &reason = {});
    /// The task as it is when the run is over; only after end() or while it settles.
    [[nodiscard]] QFuture<domain::Result<domain::Task>> ended();
    [[nodiscard]] bool isEnding() const { return m_ending != Ending::None; }
    [[nodiscard]] const domain::TaskId &id() const { return m_task.id; }

Q_SIGNALS:
    void logsAdvanced();
    void resultsAdvanced();
    void progressAdvanced();
    void settled();

private:
    struct Plan;

    void startCrawl(Plan plan);
    void handOut();
    void storeBatch(const sources::CrawlBatch &batch);
    void batchStored(quint64 number, const domain::Result<BatchEffect> &effect);
    void crawlFinished(sources::CrawlEnd end, const QString &detail);
    void restartCrawl(const QString &detail, const std::vector<sources::SuspectPage> &suspects);
    /// `reason` is what the operator is told, the error itself when empty.
    void fail(const domain::Error &error, const domain::Remark &reason = {});
    void stored();
    void settleWhenStored();
    void settle();
    void settleLater(const domain::Error &error);
    void tellWaiters(const domain::Result<domain::Task> &task);
    void heartbeat();

    storage::Database &m_database;
    const domain::Clock &m_clock;
    domain::Task m_task;
    sources::CrawlSetup m_setup;
    CrawlRunnerFactory m_makeRunner;
    PendingEnds &m_pendingEnds;
    std::unique_ptr<sources::CrawlRunner> m_runner;
    std::shared_ptr<RunLedger> m_ledger;
    std::deque<crawl::SiteJob> m_waiting;
    int m_inHand = 0; ///< jobs the crawl has and has not ended
    bool m_handingOut = false;
    bool m_closed = false; ///< the crawl knows that no more jobs come
    int m_storing = 0; ///< batches on their way into the store; the end waits for them
    bool m_wantsToSettle = false;
    bool m_settling = false; ///< the end is being written
    QTimer m_settleAgain; ///< active while the end waits to be written again
    int m_settleFailures = 0;
    bool m_resumes = false; ///< it ends only because the database is away, and queues itself again
    WorkerTroubles m_troubles;
    Ending m_ending = Ending::None;
    Actor m_endActor = engineActor();
    domain::Remark m_endReason;
    std::vector<QPromise<domain::Result<domain::Task>>> m_waiters;
    QTimer m_heartbeat;
};

} // namespace leadline::backend
