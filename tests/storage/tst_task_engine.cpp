#include "backend/leads/lead_repository.h"
#include "backend/tasks/task_engine.h"
#include "backend/tasks/task_journal.h"
#include "support/store_maker.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace leadline;
using backend::Actor;
using backend::Reach;
using backend::TaskEngine;
using backend::TaskJournal;
using backend::TaskRepository;
using domain::Result;
using domain::Task;
using domain::TaskState;
using storage::Connection;

namespace {

/// A crawl that does what the test says. It keeps to CrawlRunner's rules: one finished(), nothing after it.
class ScriptedRunner final : public sources::CrawlRunner
{
public:
    void start(const sources::CrawlSetup &) override { started = true; }
    void addJobs(std::vector<crawl::SiteJob> added) override
    {
        for (crawl::SiteJob &job : added)
            jobs.push_back(std::move(job));
    }
    void closeJobs() override { closed = true; }
    void pause() override { }
    void resume() override { }
    void stop() override
    {
        if (!stopped)
            QMetaObject::invokeMethod(
                this, [this] { Q_EMIT finished(sources::CrawlEnd::Stopped, {}); }, Qt::QueuedConnection);
        stopped = true;
    }
    void acknowledge(quint64 batch) override { acknowledged = batch; }

    void send(sources::CrawlBatch batch)
    {
        batch.number = ++number;
        Q_EMIT batchReady(batch);
    }

    std::vector<crawl::SiteJob> jobs;
    quint64 number = 0;
    quint64 acknowledged = 0;
    bool started = false;
    bool closed = false;
    bool stopped = false;
};

template<typename T> Result<T> await(QFuture<Result<T>> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, tests::kPatience) || future.resultCount() == 0)
        return domain::failure(domain::ErrorCode::Timeout, QStringLiteral("no answer"));
    return future.result();
}

const Actor kOperator = Actor::unlimited(QStringLiteral("operator"), QStringLiteral("test"), QStringLiteral("req-1"));

domain::TaskSpec specOf(const QStringList &seeds)
{
    domain::TaskSpec spec;
    spec.name = QStringLiteral("Bakeries");
    spec.seeds = seeds;
    return spec;
}

sources::SiteLead leadAt(int site, const QString &key)
{
    sources::SiteLead lead;
    lead.site = site;
    lead.lead.profileKey = key;
    lead.lead.source = QStringLiteral("website");
    lead.lead.found.name = key;
    return lead;
}

crawl::PageReport pageOf(int site, const char *url, crawl::UrlState state = crawl::UrlState::Done)
{
    crawl::PageReport page;
    page.site = site;
    page.url = url;
    page.state = state;
    page.status = 200;
    page.bytes = 1'000;
    return page;
}

} // namespace

class TaskEngineTest : public QObject
{
    Q_OBJECT

public:
    explicit TaskEngineTest(leadline::tests::StoreMaker &stores)
        : m_stores(stores)
    { }

private:
    /// A store with an engine, as after a start of the daemon.
    void open()
    {
        auto database = storage::Database::open({ m_address, 1, false });
        QVERIFY(database);
        m_database = std::move(*database);
        m_engine = std::make_unique<TaskEngine>(*m_database, m_clock, backend::TaskEngineConfig {}, [this] {
            auto runner = std::make_unique<ScriptedRunner>();
            m_runner = runner.get();
            ++m_runners;
            return runner;
        });
        QVERIFY(await(m_engine->recover()));
    }

    /// Without a word to anybody, as when the process is killed.
    void kill()
    {
        m_engine.reset();
        m_database.reset();
        m_runner = nullptr;
    }

    Task create(const QStringList &seeds, bool start = true)
    {
        const auto task = await(m_engine->create(specOf(seeds), start, {}, kOperator));
        return task ? *task : Task();
    }

    Task load(const domain::TaskId &id)
    {
        const auto task
            = await(m_database->read([id](Connection &db) { return TaskRepository::get(db, id, Reach::everything()); }));
        return task ? *task : Task();
    }

    std::vector<domain::SiteReport> sites(const domain::TaskId &id)
    {
        const auto found = await(m_database->read([id](Connection &db) -> Result<std::vector<domain::SiteReport>> {
            auto journal = TaskJournal::open(db, id);
            if (!journal)
                return domain::failure(journal.error());
            return journal->sites();
        }));
        return found.value_or(std::vector<domain::SiteReport> {});
    }

    /// The task as it is shown.
    Task shown(const domain::TaskId &id)
    {
        Task task = load(id);
        m_engine->pendingEnds()->apply(task);
        return task;
    }

    Result<qint64> setRoom(qint64 pages)
    {
        return await(m_database->session([pages](Connection &db) -> Result<qint64> {
            const auto count = db.single(QStringLiteral("PRAGMA page_count"));
            if (!count)
                return domain::failure(count.error());
            const auto bound = db.single(QStringLiteral("PRAGMA max_page_count = %1").arg(count->toLongLong() + pages));
            return bound ? Result<qint64>(bound->toLongLong()) : domain::failure(bound.error());
        }));
    }

    /// No page more for the store, and no room in those it has: the next audit row fits nowhere.
    void fillTheDisk()
    {
        QVERIFY(setRoom(0));
        for (const int size : { 3'000, 300, 30, 1 }) {
            bool fits = true;
            for (int i = 0; fits && i < 10'000; ++i) {
                fits = await(m_database->write([size](Connection &db) {
                    return db.exec(
                        QStringLiteral("INSERT INTO audit (n, at, actor, origin, request_id, action, lead_pk, field, "
                                       "new_value, task_id, digest, hash) VALUES ((SELECT max(max(n), 1000000) + 1 FROM "
                                       "audit), 0, '', '', '', 'fill', 0, '', hex(zeroblob(%1)), randomblob(16), x'', "
                                       "x'')")
                            .arg(size));
                })).has_value();
            }
            QVERIFY(!fits);
        }
    }

    void makeRoom() { QVERIFY(setRoom(10'000)); }

    bool storedUpTo(quint64 batch)
    {
        return QTest::qWaitFor([&] { return m_runner && m_runner->acknowledged >= batch; }, tests::kPatience);
    }

    leadline::tests::StoreMaker &m_stores;
    storage::StoreAddress m_address;
    domain::SystemClock m_clock;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<TaskEngine> m_engine;
    QPointer<ScriptedRunner> m_runner; ///< gone when its crawl has ended
    int m_runners = 0;

private Q_SLOTS:
    void init()
    {
        m_address = m_stores.create();
        m_runners = 0;
        open();
    }

    void cleanup()
    {
        kill();
        m_stores.remove(m_address);
    }

    void create_badSpec_namesTheMember()
    {
        const auto noSeeds = await(m_engine->create(specOf({}), true, {}, kOperator));
        QVERIFY(!noSeeds);
        QCOMPARE(noSeeds.error().field, QStringLiteral("seeds"));
        domain::TaskSpec spec = specOf({ QStringLiteral("a.example") });
        spec.defaultCountry = QStringLiteral("france");
        const auto badCountry = await(m_engine->create(spec, true, {}, kOperator));
        QVERIFY(!badCountry);
        QCOMPARE(badCountry.error().field, QStringLiteral("default_country"));
    }

    void create_sameRequestKey_givesTheSameTask()
    {
        const QString key = QStringLiteral("key-1");
        const auto first = await(m_engine->create(specOf({ QStringLiteral("a.example") }), false, key, kOperator));
        const auto second = await(m_engine->create(specOf({ QStringLiteral("a.example") }), false, key, kOperator));
        QVERIFY(first && second);
        QCOMPARE(second->id, first->id);
    }

    void run_batches_countLeadsOnceAndComplete()
    {
        const Task task = create({ QStringLiteral("https://a.example/"), QStringLiteral("https://b.example/") });
        QTRY_VERIFY(m_runner && m_runner->jobs.size() == 2 && m_runner->closed);
        sources::CrawlBatch batch;
        batch.pages = { pageOf(0, "https://a.example/"), pageOf(1, "https://b.example/x", crawl::UrlState::Failed) };
        batch.leads = { leadAt(0, QStringLiteral("web:a.example")), leadAt(0, QStringLiteral("web:a.example")) };
        m_runner->send(batch);
        sources::CrawlBatch last;
        last.leads = { leadAt(0, QStringLiteral("web:a.example")) };
        last.ends = { { 0, domain::SourceOutcome::Ok, QStringLiteral("1 page read") },
            { 1, domain::SourceOutcome::Network, QStringLiteral("no answer") } };
        m_runner->send(last);
        Q_EMIT m_runner->finished(sources::CrawlEnd::Completed, {});
        QTRY_COMPARE(load(task.id).state, TaskState::Completed);

        const Task done = load(task.id);
        QCOMPARE(done.counters.newLeads, 1);
        QCOMPARE(done.counters.duplicates, 0);
        QCOMPARE(done.counters.pages, 1);
        QCOMPARE(done.counters.failed, 1);
        QCOMPARE(done.counters.sitesDone, 2);
        QVERIFY(done.finishedAt);
        const auto reports = sites(task.id);
        QCOMPARE(reports.at(0).newLeads, 1);
        QCOMPARE(reports.at(1).outcome, domain::SourceOutcome::Network);
    }

    void run_leadKnownFromEarlierTask_isADuplicate()
    {
        for (int i = 0; i < 2; ++i) {
            const Task task = create({ QStringLiteral("https://a.example/") });
            QTRY_VERIFY(m_runner && m_runner->closed && m_runner->number == 0);
            sources::CrawlBatch batch;
            batch.leads = { leadAt(0, QStringLiteral("web:a.example")) };
            batch.ends = { { 0, domain::SourceOutcome::Ok, {} } };
            m_runner->send(batch);
            Q_EMIT m_runner->finished(sources::CrawlEnd::Completed, {});
            QTRY_COMPARE(load(task.id).state, TaskState::Completed);
            QCOMPARE(load(task.id).counters.newLeads, i == 0 ? 1 : 0);
            QCOMPARE(load(task.id).counters.duplicates, i);
        }
    }

    void kill_whileRunning_isInterruptedAndResumesFromTheStoredFrontier()
    {
        const Task task = create({ QStringLiteral("https://a.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        crawl::PageReport page = pageOf(0, "https://a.example/");
        page.finalUrl = "https://a.example/home";
        page.discovered = { { "https://a.example/z", 1, crawl::LinkPriority::Plain, crawl::UrlState::Pending, 1 },
            { "https://a.example/contact", 1, crawl::LinkPriority::Contact, crawl::UrlState::Pending, 2 } };
        const std::string value("\0\xffgreen", 7);
        page.learnt = { { "L0", "blue" }, { "S", value } };
        crawl::PageReport gone = pageOf(0, "https://a.example/gone");
        gone.state = crawl::UrlState::Failed;
        gone.learnt = { { "L0", "red" } };
        sources::CrawlBatch batch;
        batch.pages = { page, gone };
        batch.leads = { leadAt(0, QStringLiteral("web:a.example")) };
        m_runner->send(batch);
        QVERIFY(storedUpTo(1));
        kill();
        open();
        QCOMPARE(load(task.id).state, TaskState::Interrupted);
        QCOMPARE(load(task.id).counters.newLeads, 1);

        QVERIFY(await(m_engine->resume(task.id, kOperator)));
        QTRY_VERIFY(m_runner && m_runner->jobs.size() == 1);
        const crawl::SiteJob &job = m_runner->jobs.front();
        QCOMPARE(job.pagesDone, 1);
        QStringList known;
        for (const crawl::FrontierUrl &url : job.known)
            known.append(QStringLiteral("%1 %2").arg(QString::fromStdString(url.url)).arg(static_cast<int>(url.state)));
        // In the order found, and where a redirect led counts as read.
        QCOMPARE(known,
            (QStringList { QStringLiteral("https://a.example/ 1"), QStringLiteral("https://a.example/gone 2"),
                QStringLiteral("https://a.example/home 1"), QStringLiteral("https://a.example/z 0"),
                QStringLiteral("https://a.example/contact 0") }));
        QCOMPARE(job.memory.size(), size_t(2));
        QVERIFY(job.memory == (std::vector<crawl::SiteMemo> { { "L0", "red" }, { "S", value } }));
    }

    void pause_resume_keepsTotals()
    {
        const Task task = create({ QStringLiteral("https://a.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        sources::CrawlBatch batch;
        batch.pages = { pageOf(0, "https://a.example/") };
        m_runner->send(batch);
        const auto paused = await(m_engine->pause(task.id, kOperator));
        QVERIFY(paused);
        QCOMPARE(paused->state, TaskState::Paused);
        QCOMPARE(paused->counters.pages, 1);
        QVERIFY(await(m_engine->resume(task.id, kOperator)));
        QTRY_COMPARE(load(task.id).state, TaskState::Running);
        QTRY_COMPARE(m_runners, 2);
        QCOMPARE(load(task.id).counters.pages, 1);
    }

    void stop_whilePausing_endsStoppedAndNeverCompletes()
    {
        const Task task = create({ QStringLiteral("https://a.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        const auto pausing = m_engine->pause(task.id, kOperator);
        const auto stopped = await(m_engine->stop(task.id, kOperator));
        QVERIFY(stopped);
        QCOMPARE(stopped->state, TaskState::Stopped);
        QVERIFY(pausing.isFinished());
        QCOMPARE(load(task.id).state, TaskState::Stopped);
    }

    /// The wish to stop is stored before the pause is; the run hears of it only after it began to store the pause.
    void stop_storedWhileThePauseIsWritten_endsStopped()
    {
        const Task task = create({ QStringLiteral("https://a.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        const auto pausing = m_engine->pause(task.id, kOperator);
        const auto stopping = m_engine->stop(task.id, kOperator);
        const auto state = [&] { // blocks: nothing else happens on this thread meanwhile
            return m_database->read([&](Connection &db) { return TaskRepository::get(db, task.id, Reach::everything()); })
                .result()
                ->state;
        };
        QElapsedTimer timer;
        timer.start();
        while (state() != TaskState::Stopping && timer.elapsed() < leadline::tests::kPatience) { }
        const auto stopped = await(stopping);
        QVERIFY2(stopped, stopped ? "" : qPrintable(stopped.error().detail()));
        QCOMPARE(stopped->state, TaskState::Stopped);
        QTRY_VERIFY(pausing.isFinished());
        QCOMPARE(load(task.id).state, TaskState::Stopped);
    }

    void control_wrongState_isRefusedInWords()
    {
        const Task task = create({ QStringLiteral("https://a.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        sources::CrawlBatch batch;
        batch.ends = { { 0, domain::SourceOutcome::Empty, {} } };
        m_runner->send(batch);
        Q_EMIT m_runner->finished(sources::CrawlEnd::Completed, {});
        QTRY_COMPARE(load(task.id).state, TaskState::Completed);
        const auto paused = await(m_engine->pause(task.id, kOperator));
        QVERIFY(!paused);
        QCOMPARE(paused.error().code(), domain::ErrorCode::BadState);
        QVERIFY(paused.error().detail().contains(QStringLiteral("completed")));
        const auto unknown = await(m_engine->stop(domain::TaskId::create(), kOperator));
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().code(), domain::ErrorCode::NotFound);
    }

    void retry_failedAddresses_areReadAgain()
    {
        const Task task = create({ QStringLiteral("https://a.example/"), QStringLiteral("https://b.example/"),
            QStringLiteral("https://c.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        sources::CrawlBatch batch;
        batch.ends = { { 0, domain::SourceOutcome::Ok, {} }, { 1, domain::SourceOutcome::Network, {} },
            { 2, domain::SourceOutcome::Unresolved, {} } };
        m_runner->send(batch);
        Q_EMIT m_runner->finished(sources::CrawlEnd::Completed, {});
        QTRY_COMPARE(load(task.id).state, TaskState::Completed);
        QVERIFY(await(m_engine->retry(task.id, kOperator)));
        QTRY_VERIFY(m_runner && m_runners == 2 && m_runner->jobs.size() == 2);
        QCOMPARE(m_runner->jobs[0].index, 1);
        QCOMPARE(m_runner->jobs[1].index, 2);
    }

    void worker_thatBreaks_isStartedAgainAndAtLastTheTaskFails()
    {
        const Task task = create({ QStringLiteral("https://a.example/") });
        for (int attempt = 1; attempt <= 4; ++attempt) {
            QTRY_COMPARE(m_runners, attempt);
            QTRY_VERIFY(m_runner && m_runner->closed);
            Q_EMIT m_runner->finished(sources::CrawlEnd::Failed, QStringLiteral("signal 9"));
        }
        QTRY_COMPARE(load(task.id).state, TaskState::Error);
        QVERIFY(load(task.id).stateReason.english().contains(QStringLiteral("signal 9")));
    }

    void store_fullWhileTheCrawlEnds_pausesWithTheReasonAndLosesNothing()
    {
        if (!m_stores.isSqlite())
            QSKIP("a test cannot fill a server's disk; errorCodeOfState() names the same failure");
        const Task task = create({ QStringLiteral("https://a.example/"), QStringLiteral("https://b.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        QVERIFY(setRoom(0));
        sources::CrawlBatch large;
        large.pages = { pageOf(0, "https://a.example/"), pageOf(1, "https://b.example/") };
        for (int i = 0; i < 400; ++i)
            large.leads.push_back(leadAt(i % 2, QStringLiteral("biz:a.example#%1").arg(i)));
        large.ends = { { 0, domain::SourceOutcome::Ok, {} } };
        sources::CrawlBatch last;
        last.ends = { { 1, domain::SourceOutcome::Ok, {} } };
        m_runner->send(large);
        m_runner->send(last);
        Q_EMIT m_runner->finished(sources::CrawlEnd::Completed, {});
        QTRY_VERIFY(m_runners == 1 && !m_engine->runningTasks());
        QCOMPARE(load(task.id).state, TaskState::Paused);
        QVERIFY(load(task.id).stateReason.english().contains(QStringLiteral("disk is full")));
        QCOMPARE(load(task.id).counters.newLeads, 0);
        for (const domain::SiteReport &site : sites(task.id))
            QCOMPARE(site.outcome, domain::SourceOutcome::Pending);

        QVERIFY(setRoom(10'000));
        QVERIFY(await(m_engine->resume(task.id, kOperator)));
        QTRY_VERIFY(m_runners == 2 && m_runner->closed);
        m_runner->send(large);
        m_runner->send(last);
        Q_EMIT m_runner->finished(sources::CrawlEnd::Completed, {});
        QTRY_COMPARE(load(task.id).state, TaskState::Completed);
        QCOMPARE(load(task.id).counters.newLeads, 400);
    }

    /// The pages are stored, and then there is no room for the one row that says so.
    void store_fullForTheEndItself_showsItAndEndsOnceThereIsRoom()
    {
        if (!m_stores.isSqlite())
            QSKIP("a test cannot fill a server's disk; errorCodeOfState() names the same failure");
        const Task task = create({ QStringLiteral("https://a.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        sources::CrawlBatch batch;
        batch.leads = { leadAt(0, QStringLiteral("web:a.example")) };
        batch.ends = { { 0, domain::SourceOutcome::Ok, {} } };
        m_runner->send(batch);
        QVERIFY(storedUpTo(1));
        fillTheDisk();
        Q_EMIT m_runner->finished(sources::CrawlEnd::Completed, {});

        QTRY_COMPARE(shown(task.id).state, TaskState::Paused);
        QVERIFY2(shown(task.id).stateReason.english().contains(QStringLiteral("disk is full")),
            qPrintable(shown(task.id).stateReason.english()));
        QCOMPARE(load(task.id).state, TaskState::Running); // all that the store can know
        const auto progress
            = await(m_database->read([id = task.id](Connection &db) { return TaskRepository::progress(db, id); }));
        QVERIFY(progress);
        domain::TaskProgress shownProgress = *progress;
        m_engine->pendingEnds()->apply(task.id, shownProgress);
        QCOMPARE(shownProgress.state, TaskState::Paused);
        QVERIFY(shownProgress.seq > progress->seq);

        // Control calls are answered at once, with what is in the way.
        QElapsedTimer timer;
        timer.start();
        const auto paused = await(m_engine->pause(task.id, kOperator));
        QVERIFY(!paused);
        QCOMPARE(paused.error().code(), domain::ErrorCode::DiskFull);
        const auto stopped = await(m_engine->stop(task.id, kOperator));
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code(), domain::ErrorCode::DiskFull);
        const auto resumed = await(m_engine->resume(task.id, kOperator));
        QVERIFY(!resumed);
        QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));

        makeRoom();
        QTRY_COMPARE_WITH_TIMEOUT(load(task.id).state, TaskState::Completed, 60'000);
        QCOMPARE(shown(task.id).state, TaskState::Completed);
        QCOMPARE(load(task.id).counters.newLeads, 1);
        const auto after
            = await(m_database->read([id = task.id](Connection &db) { return TaskRepository::progress(db, id); }));
        QVERIFY(after && after->seq > shownProgress.seq);
        QTRY_COMPARE(m_engine->runningTasks(), 0);
    }

    void stop_whileTheDiskIsFull_endsTheCrawlAndIsStoredLater()
    {
        if (!m_stores.isSqlite())
            QSKIP("a test cannot fill a server's disk; errorCodeOfState() names the same failure");
        const Task task = create({ QStringLiteral("https://a.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        fillTheDisk();
        const auto stopped = await(m_engine->stop(task.id, kOperator));
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code(), domain::ErrorCode::DiskFull);
        QCOMPARE(shown(task.id).state, TaskState::Paused);
        makeRoom();
        const auto again = await(m_engine->stop(task.id, kOperator));
        QVERIFY2(again, again ? "" : qPrintable(again.error().detail()));
        QCOMPARE(again->state, TaskState::Stopped);
    }

    void claim_whileTheDiskIsFull_isTriedAgain()
    {
        if (!m_stores.isSqlite())
            QSKIP("a test cannot fill a server's disk; errorCodeOfState() names the same failure");
        const Task task = create({ QStringLiteral("https://a.example/") }, false);
        QVERIFY(await(m_database->write([id = task.id, now = m_clock.now()](Connection &db) {
            return TaskRepository::change(db, id, backend::TaskAction::Queue, {}, kOperator, now);
        })));
        fillTheDisk();
        kill();
        open(); // finds a queued task and cannot claim it
        fillTheDisk();
        makeRoom();
        QTRY_COMPARE(load(task.id).state, TaskState::Running);
    }

    void server_awayWhileATaskRuns_taskGoesOnByItself()
    {
        if (m_stores.isSqlite())
            QSKIP("a file does not go away and come back");
        const Task task = create({ QStringLiteral("https://a.example/"), QStringLiteral("https://b.example/") });
        QTRY_VERIFY(m_runner && m_runner->closed);
        sources::CrawlBatch first;
        first.leads = { leadAt(0, QStringLiteral("web:a.example")) };
        first.ends = { { 0, domain::SourceOutcome::Ok, {} } };
        m_runner->send(first);
        QTRY_COMPARE(m_runner->acknowledged, 1u);
        m_stores.cluster().stop();
        sources::CrawlBatch second;
        second.leads = { leadAt(1, QStringLiteral("web:b.example")) };
        second.ends = { { 1, domain::SourceOutcome::Ok, {} } };
        m_runner->send(second);
        QTRY_VERIFY(!m_database->statistics().isReachable);
        m_stores.cluster().start();
        QTRY_COMPARE(m_runners, 2);
        QTRY_VERIFY(m_runner && m_runner->closed);
        QCOMPARE(m_runner->jobs.size(), 1u); // what was stored is not read again
        m_runner->send(second);
        Q_EMIT m_runner->finished(sources::CrawlEnd::Completed, {});
        QTRY_COMPARE(load(task.id).state, TaskState::Completed);
        QCOMPARE(load(task.id).counters.newLeads, 2);
    }

    void stop_rightAfterCreate_isNotRefused()
    {
        for (int i = 0; i < 20; ++i) {
            const auto made = m_engine->create(specOf({ QStringLiteral("https://a.example/") }), true, {}, kOperator);
            const auto task = await(made);
            QVERIFY(task);
            const auto stopped = await(m_engine->stop(task->id, kOperator));
            QVERIFY2(stopped, stopped ? "" : qPrintable(stopped.error().detail()));
            QCOMPARE(stopped->state, TaskState::Stopped);
        }
    }

    void log_beyondItsBound_leavesAGapInTheNumbers()
    {
        const Task task = create({ QStringLiteral("https://a.example/") }, false);
        const auto stored = await(m_database->write([id = task.id](Connection &db) -> Result<backend::LogPage> {
            auto journal = TaskJournal::open(db, id);
            if (!journal)
                return domain::failure(journal.error());
            const std::vector<domain::LogLine> lines(
                1'000, domain::LogLine { 0, {}, domain::LogLevel::Info, {}, QStringLiteral("read a page") });
            for (int i = 0; i < 51; ++i) {
                if (auto appended = journal->appendLog(lines); !appended)
                    return domain::failure(appended.error());
            }
            return journal->log(0, 1);
        }));
        QVERIFY(stored);
        QCOMPARE(stored->head, 51'000);
        QCOMPARE(stored->oldest, 1'001);
        QCOMPARE(stored->items.front().seq, 1'001);
    }

    void claim_moreTasksThanRoom_waitInOrder()
    {
        constexpr int count = 6;
        std::vector<Task> tasks;
        tasks.reserve(count);
        for (int i = 0; i < count; ++i)
            tasks.push_back(create({ QStringLiteral("https://a.example/") }));
        QTRY_COMPARE(m_engine->runningTasks(), 4);
        QTRY_COMPARE(m_runners, 4);
        QCOMPARE(load(tasks.at(4).id).state, TaskState::Queued);
        QVERIFY(await(m_engine->stop(tasks.at(0).id, kOperator)));
        QTRY_COMPARE(load(tasks.at(4).id).state, TaskState::Running);
        QCOMPARE(load(tasks.at(5).id).state, TaskState::Queued);
    }
};

LEADLINE_STORE_TEST_MAIN(TaskEngineTest)
#include "tst_task_engine.moc"
