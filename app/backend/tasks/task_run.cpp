#include "backend/tasks/task_run.h"

#include "backend/tasks/task_journal.h"
#include "domain/async.h"
#include "sources/site_plan.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace leadline::backend {

Q_LOGGING_CATEGORY(lcTasks, "leadline.tasks")

using domain::failure;
using domain::Remark;
using domain::RemarkCode;
using domain::Result;
using domain::Task;
using storage::Connection;

namespace {

constexpr auto kHeartbeat = std::chrono::seconds(5);
/// An end that cannot be stored (the disk is full) is tried again after 1, 2, 4 … seconds.
constexpr int kLongestSettleWait = 30;
/// Jobs handed over at once: enough to keep every slot of the crawl busy and to look names up ahead of time, few enough to
/// bound its memory.
constexpr int kJobsAhead = 512;

} // namespace

struct TaskRun::Plan
{
    std::vector<domain::SiteReport> sites;
    std::vector<crawl::SiteJob> open; ///< not done, in order
    std::vector<std::pair<int, Remark>> refused;
};

namespace {

template<typename Plan>
Result<Plan> readPlan(
    Connection &db, const domain::TaskId &id, const domain::CrawlLimits &limits, const crawl::AddressPolicy &addresses)
{
    auto journal = TaskJournal::open(db, id);
    if (!journal)
        return failure(journal.error());
    auto sites = journal->sites();
    if (!sites)
        return failure(sites.error());
    QStringList seeds;
    seeds.reserve(static_cast<qsizetype>(sites->size()));
    for (const domain::SiteReport &site : *sites)
        seeds.append(site.seed);

    // All seeds take part, because which folder bounds a site depends on the others.
    sources::SitePlan planned = sources::planSites(seeds, limits, addresses);
    Plan plan;
    for (crawl::SiteJob &job : planned.jobs) {
        const domain::SiteReport &site = (*sites)[static_cast<size_t>(job.index)];
        if (site.outcome != domain::SourceOutcome::Pending)
            continue;
        job.pagesDone = static_cast<int>(site.pages);
        job.setAside = site.evidence; // which a site that has not ended has for no other reason
        job.leadsBefore = static_cast<int>(std::min<qint64>(site.newLeads + site.duplicates, 1'000'000));
        plan.open.push_back(std::move(job));
    }
    for (const sources::RefusedSeed &seed : planned.refused) {
        if ((*sites)[static_cast<size_t>(seed.index)].outcome == domain::SourceOutcome::Pending)
            plan.refused.emplace_back(seed.index, seed.reason);
    }
    plan.sites = std::move(*sites);
    return plan;
}

/// Fills in the persisted frontier of jobs that were begun before, and what reading their pages has taught.
Result<std::vector<crawl::SiteJob>> withFrontier(Connection &db, const domain::TaskId &id, std::vector<crawl::SiteJob> jobs)
{
    auto journal = TaskJournal::open(db, id);
    if (!journal)
        return failure(journal.error());
    for (crawl::SiteJob &job : jobs) {
        auto known = journal->frontier(job.index);
        if (!known)
            return failure(known.error());
        job.known = std::move(*known);
        auto memory = journal->memory(job.index);
        if (!memory)
            return failure(memory.error());
        job.memory = std::move(*memory);
    }
    return jobs;
}

} // namespace

TaskRun::TaskRun(storage::Database &database, const domain::Clock &clock, Task task, sources::CrawlSetup setup,
    CrawlRunnerFactory makeRunner, PendingEnds &pendingEnds)
    : m_database(database)
    , m_clock(clock)
    , m_task(std::move(task))
    , m_setup(std::move(setup))
    , m_makeRunner(std::move(makeRunner))
    , m_pendingEnds(pendingEnds)
{
    m_settleAgain.setSingleShot(true);
    connect(&m_settleAgain, &QTimer::timeout, this, &TaskRun::settle);
    m_heartbeat.setInterval(kHeartbeat);
    connect(&m_heartbeat, &QTimer::timeout, this, &TaskRun::heartbeat);
}

TaskRun::~TaskRun()
{
    m_pendingEnds.clear(m_task.id);
    for (QPromise<Result<Task>> &waiter : m_waiters) {
        waiter.addResult(failure(domain::ErrorCode::Cancelled, QStringLiteral("the backend is closing")));
        waiter.finish();
    }
}

void TaskRun::begin()
{
    domain::whenDone(m_database.read([id = m_task.id, limits = m_task.spec.limits, addresses = m_setup.addresses](
                                         Connection &db) { return readPlan<Plan>(db, id, limits, addresses); }),
        this, [this](Result<Plan> plan) {
            if (!plan)
                return fail(plan.error());
            startCrawl(std::move(*plan));
        });
}

QFuture<Result<Task>> TaskRun::end(Ending ending, const Actor &actor, const Remark &reason)
{
    const QFuture<Result<Task>> answer = ended();
    const bool overrules = m_ending == Ending::None || (m_ending == Ending::Pause && ending == Ending::Stop)
        || std::exchange(m_resumes, false);
    if (!overrules || m_settling)
        return answer;
    const bool first = m_ending == Ending::None;
    m_ending = ending;
    m_endActor = actor;
    m_endReason = reason;
    if (first && m_runner)
        m_runner->stop();
    // Without a crawl the plan is still being read; startCrawl() will see the ending.
    return answer;
}

QFuture<Result<Task>> TaskRun::ended()
{
    m_waiters.emplace_back();
    m_waiters.back().start();
    const auto future = m_waiters.back().future();
    // Whoever asks shall not wait for the next try; soon, because end() may still change what is to be written.
    if (m_settleAgain.isActive())
        m_settleAgain.start(std::chrono::milliseconds(0));
    return future;
}

void TaskRun::startCrawl(Plan plan)
{
    if (m_ending != Ending::None)
        return settleWhenStored();
    m_ledger = std::make_shared<RunLedger>(m_task, std::move(plan.sites), m_clock);
    m_waiting.assign(std::make_move_iterator(plan.open.begin()), std::make_move_iterator(plan.open.end()));
    m_inHand = 0;
    m_closed = false;
    if (!plan.refused.empty()) {
        domain::whenDone(m_database.write([ledger = m_ledger, refused = std::move(plan.refused)](
                                              Connection &db) { return ledger->refuse(db, refused); }),
            this, [this](const Result<BatchEffect> &effect) {
                if (!effect)
                    fail(effect.error());
                else
                    Q_EMIT logsAdvanced();
            });
    }
    m_runner = m_makeRunner();
    connect(m_runner.get(), &sources::CrawlRunner::batchReady, this, &TaskRun::storeBatch);
    connect(m_runner.get(), &sources::CrawlRunner::finished, this, &TaskRun::crawlFinished);
    m_troubles.workerStarted(m_clock.sinceBoot());
    m_runner->start(m_setup);
    m_heartbeat.start();
    heartbeat();
    handOut();
}

void TaskRun::handOut()
{
    const int room = std::max(m_task.spec.limits.concurrentSites * 2, kJobsAhead) - m_inHand;
    if (m_handingOut || m_closed || m_ending != Ending::None || !m_runner)
        return;
    if (m_waiting.empty()) {
        m_closed = true;
        m_runner->closeJobs();
        return;
    }
    // Topping up for every ended site would cost a read each; wait for room worth it.
    if (room < kJobsAhead / 4)
        return;
    std::vector<crawl::SiteJob> jobs;
    while (!m_waiting.empty() && std::cmp_less(jobs.size(), room)) {
        jobs.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    m_inHand += static_cast<int>(jobs.size());
    m_handingOut = true;
    domain::whenDone(m_database.read([id = m_task.id, jobs = std::move(jobs)](
                                         Connection &db) mutable { return withFrontier(db, id, std::move(jobs)); }),
        this, [this](Result<std::vector<crawl::SiteJob>> ready) {
            m_handingOut = false;
            if (!ready)
                return fail(ready.error());
            if (m_runner && m_ending == Ending::None)
                m_runner->addJobs(std::move(*ready));
            handOut();
        });
}

void TaskRun::storeBatch(const sources::CrawlBatch &batch)
{
    ++m_storing;
    domain::whenDone(m_database.write([ledger = m_ledger, batch](Connection &db) { return ledger->store(db, batch); }), this,
        [this, number = batch.number](const Result<BatchEffect> &effect) {
            batchStored(number, effect);
            stored();
        });
}

void TaskRun::stored()
{
    if (--m_storing == 0 && m_wantsToSettle)
        settle();
}

void TaskRun::batchStored(quint64 number, const Result<BatchEffect> &effect)
{
    if (!effect)
        return fail(effect.error());
    if (m_runner)
        m_runner->acknowledge(number);
    if (effect->results)
        Q_EMIT resultsAdvanced();
    if (effect->logs)
        Q_EMIT logsAdvanced();
    Q_EMIT progressAdvanced();
    m_inHand -= effect->sitesEnded;
    const qint64 bound = m_task.spec.limits.maxLeads;
    if (bound > 0 && effect->newLeads >= bound && m_ending == Ending::None) {
        m_ending = Ending::Completed;
        m_endReason = { RemarkCode::LeadBoundReached, { QString::number(bound) } };
        if (m_runner)
            m_runner->stop();
        return;
    }
    handOut();
}

void TaskRun::crawlFinished(sources::CrawlEnd end, const QString &detail)
{
    m_heartbeat.stop();
    const auto suspects = m_runner->suspects();
    // The runner is telling us this; it must not be deleted under its own signal.
    m_runner.release()->deleteLater();
    if (end == sources::CrawlEnd::Failed && m_ending == Ending::None)
        return restartCrawl(detail, suspects);
    if (m_ending == Ending::None)
        m_ending = Ending::Completed;
    settleWhenStored();
}

void TaskRun::restartCrawl(const QString &detail, const std::vector<sources::SuspectPage> &suspects)
{
    qCWarning(lcTasks, "task %s: the crawl worker broke: %s", qUtf8Printable(m_task.id.toString()), qUtf8Printable(detail));
    WorkerTroubles::Verdict verdict = m_troubles.workerDied(m_clock.sinceBoot(), suspects);
    if (!verdict.goOn)
        return fail(domain::Error(domain::ErrorCode::Internal, detail), { RemarkCode::WorkerKeepsFailing, { detail } });
    const Remark message { RemarkCode::WorkerRestarted, { detail } };
    // Queued behind the batches that are still being stored, so that the new plan sees all of them.
    const auto note
        = [ledger = m_ledger, message, id = m_task.id, pages = std::move(verdict.setAside)](Connection &db) -> Result<Task> {
        LEADLINE_TRY(ledger->log(db, domain::LogLevel::Warning, message));
        if (!pages.empty())
            LEADLINE_TRY(ledger->setAside(db, pages));
        return TaskRepository::get(db, id, Reach::everything());
    };
    domain::whenDone(m_database.write(note), this, [this](const Result<Task> &task) {
        if (!task)
            return fail(task.error());
        m_task.counters = task->counters;
        Q_EMIT logsAdvanced();
        begin();
    });
}

void TaskRun::fail(const domain::Error &error, const Remark &reason)
{
    if (m_ending == Ending::Fail || m_settling || m_settleAgain.isActive())
        return;
    qCWarning(lcTasks, "task %s cannot go on: %s", qUtf8Printable(m_task.id.toString()), qUtf8Printable(error.detail()));
    // A crawl that is through has not completed when its last pages could not be stored. What a person asked for stands.
    if (m_ending == Ending::None || m_ending == Ending::Completed) {
        const bool fullDisk = error.code() == domain::ErrorCode::DiskFull;
        // A database that went away comes back, and then the task goes on from what was stored.
        m_resumes = error.code() == domain::ErrorCode::Unavailable || error.code() == domain::ErrorCode::Locked;
        m_ending = fullDisk ? Ending::Pause : m_resumes ? Ending::Interrupt : Ending::Fail;
        if (fullDisk)
            m_endReason = RemarkCode::DiskFull;
        else if (m_resumes)
            m_endReason = RemarkCode::DatabaseAway;
        else if (!reason.isEmpty())
            m_endReason = reason;
        else
            m_endReason = { RemarkCode::CannotGoOn, { domain::errorCodeSlug(error.code()).toString(), error.detail() } };
    }
    if (m_runner)
        m_runner->stop();
    else
        settleWhenStored();
}

void TaskRun::settleWhenStored()
{
    m_wantsToSettle = true;
    if (m_storing == 0)
        settle();
}

void TaskRun::settle()
{
    if (std::exchange(m_settling, true))
        return;
    m_settleAgain.stop();
    TaskAction action = TaskAction::Complete;
    switch (m_ending) {
    case Ending::None:
    case Ending::Completed:
        action = TaskAction::Complete;
        break;
    case Ending::Pause:
        action = TaskAction::Pause;
        break;
    case Ending::Stop:
        action = TaskAction::FinishStop;
        break;
    case Ending::Interrupt:
        action = TaskAction::Interrupt;
        break;
    case Ending::Fail:
        action = TaskAction::Fail;
        break;
    }
    const auto write = [id = m_task.id, action, reason = m_endReason, actor = m_endActor, now = m_clock.now(),
                           resumes = m_resumes](Connection &db) -> Result<Task> {
        // The wish to stop may not have been stored either.
        if (action == TaskAction::FinishStop) {
            const auto wished = TaskRepository::change(db, id, TaskAction::Stop, {}, actor, now);
            if (!wished && wished.error().code() != domain::ErrorCode::BadState)
                return wished;
        }
        auto ended = TaskRepository::change(db, id, action, reason, actor, now);
        // A stop that was asked for while a pause or the end was on its way here is stored already, and stands.
        if (!ended && ended.error().code() == domain::ErrorCode::BadState) {
            const auto stored = TaskRepository::get(db, id, Reach::everything());
            if (stored && stored->state == domain::TaskState::Stopping)
                return TaskRepository::change(db, id, TaskAction::FinishStop, {}, actor, now);
        }
        return ended && resumes ? TaskRepository::change(db, id, TaskAction::Queue, {}, actor, now) : ended;
    };
    domain::whenDone(m_database.write(write), this, [this](const Result<Task> &task) {
        m_settling = false;
        const bool isTrouble = !task && task.error().code() != domain::ErrorCode::BadState;
        if (isTrouble)
            settleLater(task.error());
        else
            m_pendingEnds.clear(m_task.id);
        tellWaiters(task);
        Q_EMIT progressAdvanced();
        if (!isTrouble)
            Q_EMIT settled();
    });
}

void TaskRun::settleLater(const domain::Error &error)
{
    const int wait = std::min(1 << std::min(m_settleFailures++, 5), kLongestSettleWait);
    qCWarning(lcTasks, "task %s: its end could not be stored, next try in %d s: %s", qUtf8Printable(m_task.id.toString()),
        wait, qUtf8Printable(error.detail()));
    const Remark why = error.code() == domain::ErrorCode::DiskFull ? Remark(RemarkCode::EndWaitsForDisk)
                                                                   : Remark(RemarkCode::EndNotStored, { error.detail() });
    m_pendingEnds.set(m_task.id, why);
    m_settleAgain.start(std::chrono::seconds(wait));
}

void TaskRun::tellWaiters(const Result<Task> &task)
{
    for (QPromise<Result<Task>> &waiter : m_waiters) {
        waiter.addResult(task);
        waiter.finish();
    }
    m_waiters.clear();
}

void TaskRun::heartbeat()
{
    domain::whenDone(m_database.write([ledger = m_ledger](Connection &db) { return ledger->heartbeat(db); }), this,
        [this](const Result<void> &stored) {
            if (!stored)
                fail(stored.error());
            else
                Q_EMIT progressAdvanced();
        });
}

} // namespace leadline::backend
