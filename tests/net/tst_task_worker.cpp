#include "backend/leads/lead_repository.h"
#include "backend/tasks/task_engine.h"
#include "backend/tasks/task_journal.h"
#include "sources/crawl_process.h"
#include "sources/crawl_worker.h"
#include "support/poisoned_reader.h"
#include "support/script_server.h"
#include "support/wait.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <cstring>

using namespace leadline;
using backend::TaskEngine;
using backend::TaskJournal;
using backend::TaskRepository;
using domain::Result;
using domain::SourceOutcome;
using domain::Task;
using domain::TaskState;
using storage::Connection;
using tests::outcomeOf;
using tests::ScriptServer;

/// Tasks on real worker processes that are killed, stopped and poisoned. This program is its own worker.
class TestTaskWorker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void worker_stopped_isReplacedAndTheTaskCompletes();
    void page_thatBreaksItsReader_isSetAsideAndTheRestIsRead_data();
    void page_thatBreaksItsReader_isSetAsideAndTheRestIsRead();
    void page_thatIsAllOfItsSite_isTheSitesOutcome();
    void pages_ofMoreThanFourDeaths_doNotFailTheTask();

private:
    Task start(const QStringList &seeds)
    {
        domain::TaskSpec spec;
        spec.name = QStringLiteral("Workshops");
        spec.seeds = seeds;
        spec.limits.delayMs = 0;
        const auto task = outcomeOf(m_engine->create(spec, true, {}, backend::Actor::unlimited(QStringLiteral("operator"))));
        return task ? *task : Task();
    }
    Task load(const domain::TaskId &id)
    {
        const auto task = outcomeOf(
            m_database->read([id](Connection &db) { return TaskRepository::get(db, id, backend::Reach::everything()); }));
        return task ? *task : Task();
    }
    std::vector<domain::SiteReport> sites(const domain::TaskId &id)
    {
        const auto found = outcomeOf(m_database->read([id](Connection &db) -> Result<std::vector<domain::SiteReport>> {
            const auto journal = TaskJournal::open(db, id);
            return journal ? journal->sites() : domain::failure(journal.error());
        }));
        return found.value_or(std::vector<domain::SiteReport>());
    }
    QStringList log(const domain::TaskId &id)
    {
        const auto page = outcomeOf(m_database->read([id](Connection &db) -> Result<backend::LogPage> {
            const auto journal = TaskJournal::open(db, id);
            return journal ? journal->log(0, 1000) : domain::failure(journal.error());
        }));
        QStringList lines;
        for (const domain::LogLine &line : page.value_or(backend::LogPage()).items)
            lines << line.message.english();
        return lines;
    }
    /// The worker this process started last.
    static pid_t workerPid()
    {
        QFile children(QStringLiteral("/proc/self/task/%1/children").arg(QCoreApplication::applicationPid()));
        if (!children.open(QIODevice::ReadOnly))
            return 0;
        return static_cast<pid_t>(children.readAll().simplified().split(' ').last().toLongLong());
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    domain::SystemClock m_clock;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<TaskEngine> m_engine;
};

namespace {

const QByteArray kContacts = "<html><title>Werkstatt Nord</title><a href='mailto:office@werkstatt-nord.de'>mail</a></html>";

// A false alarm costs these tests little: a page has to hang twice.
constexpr sources::CrawlProcess::Patience kPatience { std::chrono::seconds(4), std::chrono::seconds(2) };

} // namespace

void TestTaskWorker::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    const QString path = m_dir->filePath(QStringLiteral("store.sqlite"));
    QVERIFY(backend::migrateServerStore(path));
    auto database = storage::Database::open({ path, 1, true });
    QVERIFY(database);
    m_database = std::move(*database);
    backend::TaskEngineConfig config;
    config.addresses.allowedNetworks = { "127.0.0.0/8" };
    m_engine = std::make_unique<TaskEngine>(*m_database, m_clock, config, [] {
        return std::make_unique<sources::CrawlProcess>(
            QCoreApplication::applicationFilePath(), QStringList { QStringLiteral("--crawl-worker") }, kPatience);
    });
    QVERIFY(outcomeOf(m_engine->recover()));
}

void TestTaskWorker::cleanup()
{
    m_engine.reset();
    m_database.reset();
    m_dir.reset();
}

void TestTaskWorker::worker_stopped_isReplacedAndTheTaskCompletes()
{
    ScriptServer server;
    bool answers = false;
    server.on("/", [&](QTcpSocket *socket, const ScriptServer::Request &) {
        if (answers)
            socket->write(ScriptServer::answer(200, kContacts));
    });
    const Task task = start({ server.base() });
    QTRY_COMPARE(server.count(QStringLiteral("/")), 1);
    const pid_t stopped = workerPid();
    QVERIFY(stopped > 1);
    answers = true;
    ::kill(stopped, SIGSTOP);
    QTRY_COMPARE_WITH_TIMEOUT(load(task.id).state, TaskState::Completed, 60000);
    QCOMPARE(load(task.id).counters.newLeads, 1);
    QVERIFY2(log(task.id).filter(QStringLiteral("did not move")).size() == 1, qPrintable(log(task.id).join(u'\n')));
}

void TestTaskWorker::page_thatBreaksItsReader_isSetAsideAndTheRestIsRead_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("evidence");
    const bool marks =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        false;
#else
        true;
#endif
    const QString crashed = marks ? QStringLiteral("made the page reader crash") : QStringLiteral("the page reader died");
    QTest::newRow("crash") << tests::kCrashingPage << crashed;
    QTest::newRow("stack") << tests::kDeepPage << crashed;
    QTest::newRow("hang") << tests::kHangingPage << QStringLiteral("busy without end");
}

void TestTaskWorker::page_thatBreaksItsReader_isSetAsideAndTheRestIsRead()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, evidence);
    ScriptServer poisoned;
    poisoned.page("/", "<html><a href='/bad'>x</a><a href='/kontakt'>Kontakt</a><a href='/more'>y</a></html>");
    poisoned.page("/bad", body);
    poisoned.page("/kontakt", kContacts);
    poisoned.page("/more", "<html>more</html>");
    ScriptServer good;
    good.page("/", kContacts);
    const Task task = start({ poisoned.base(), good.base() });
    QTRY_COMPARE_WITH_TIMEOUT(load(task.id).state, TaskState::Completed, 90000);

    const auto reports = sites(task.id);
    QCOMPARE(reports.size(), size_t(2));
    QCOMPARE(reports[0].outcome, SourceOutcome::Ok);
    QVERIFY2(
        reports[0].evidence.english().contains(QStringLiteral("/bad ")) && reports[0].evidence.english().contains(evidence),
        qPrintable(reports[0].evidence.english()));
    QCOMPARE(reports[0].pages, 3);
    QCOMPARE(reports[0].failed, 1);
    QCOMPARE(reports[1].outcome, SourceOutcome::Ok);
    QCOMPARE(log(task.id).filter(evidence).size(), qsizetype(2)); // when it was set aside, and at the end of the site
}

void TestTaskWorker::page_thatIsAllOfItsSite_isTheSitesOutcome()
{
    ScriptServer server;
    server.page("/", tests::kCrashingPage);
    const Task task = start({ server.base() });
    QTRY_COMPARE_WITH_TIMEOUT(load(task.id).state, TaskState::Completed, 60000);
    const auto report = sites(task.id).at(0);
    QCOMPARE(report.outcome, SourceOutcome::ParseChanged);
    QVERIFY2(report.evidence.english().contains(QStringLiteral("set aside")), qPrintable(report.evidence.english()));
    QCOMPARE(report.failed, 1);
    QCOMPARE(server.count(QStringLiteral("/")), 2);
}

void TestTaskWorker::pages_ofMoreThanFourDeaths_doNotFailTheTask()
{
    ScriptServer server;
    QByteArray links;
    for (int i = 0; i < 4; ++i) {
        const QByteArray path = "/bad" + QByteArray::number(i);
        links += "<a href='" + path + "'>x</a>";
        server.page(path, tests::kCrashingPage);
    }
    server.page("/", "<html>" + links + "<a href='/kontakt'>Kontakt</a></html>");
    server.page("/kontakt", kContacts);
    const Task task = start({ server.base() });
    QTRY_COMPARE_WITH_TIMEOUT(load(task.id).state, TaskState::Completed, 90000);
    QCOMPARE(sites(task.id).at(0).outcome, SourceOutcome::Ok);
    QCOMPARE(sites(task.id).at(0).failed, 4);
    QCOMPARE(load(task.id).counters.newLeads, 1);
}

int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--crawl-worker") == 0)
        return sources::runCrawlWorker(0, 1, tests::readPoisoned);
    QCoreApplication app(argc, argv);
    TestTaskWorker test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_task_worker.moc"
