#include "sources/crawl_process.h"
#include "sources/crawl_worker.h"
#include "sources/site_plan.h"
#include "support/script_server.h"

#include <QFile>
#include <QSignalSpy>
#include <QtTest>

#include <csignal>
#include <cstring>

using namespace leadline;
using sources::CrawlEnd;
using sources::CrawlProcess;
using test::ScriptServer;

/// The worker process and its handle. This program is its own worker.
class TestCrawlProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void crawl_inAProcess_storesBatchByBatch();
    void crawl_workerKilled_fails();
    void crawl_workerThatIsNone_fails();
    void crawl_programMissing_fails();
    void stop_hangingSite_endsPromptly();
    void worker_keepsNoDescriptorsAndNoEnvironment();

private:
    [[nodiscard]] static sources::CrawlSetup setup()
    {
        sources::CrawlSetup setup;
        setup.limits.delayMs = 0;
        setup.addresses.allowedNetworks = { "127.0.0.0/8" };
        return setup;
    }
    static void begin(CrawlProcess &process, const QString &seed)
    {
        const auto plan = sources::planSites({ seed }, setup().limits, setup().addresses);
        process.start(setup());
        process.addJobs(plan.jobs);
        process.closeJobs();
    }
    [[nodiscard]] static QString self() { return QCoreApplication::applicationFilePath(); }
    [[nodiscard]] static QStringList asWorker() { return { QStringLiteral("--crawl-worker") }; }
    /// The worker this process started last, found by its parent.
    [[nodiscard]] static qint64 workerPid()
    {
        QFile children(QStringLiteral("/proc/self/task/%1/children").arg(QCoreApplication::applicationPid()));
        if (!children.open(QIODevice::ReadOnly))
            return 0;
        const auto pids = children.readAll().simplified().split(' ');
        return pids.isEmpty() ? 0 : pids.last().toLongLong();
    }
};

void TestCrawlProcess::crawl_inAProcess_storesBatchByBatch()
{
    ScriptServer server;
    server.page("/", "<html><a href='mailto:office@werkstatt-nord.de'>x</a></html>");
    CrawlProcess process(self(), asWorker());
    int pages = 0;
    int leads = 0;
    connect(&process, &CrawlProcess::batchReady, this, [&](const sources::CrawlBatch &batch) {
        pages += static_cast<int>(batch.pages.size());
        leads += static_cast<int>(batch.leads.size());
        process.acknowledge(batch.number);
    });
    QSignalSpy finished(&process, &CrawlProcess::finished);
    begin(process, server.base());
    QVERIFY(finished.count() == 1 || finished.wait(15000));
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Completed);
    QCOMPARE(pages, 1);
    QCOMPARE(leads, 1);
}

void TestCrawlProcess::crawl_workerKilled_fails()
{
    ScriptServer server;
    server.on("/", [](QTcpSocket *, const ScriptServer::Request &) {});
    CrawlProcess process(self(), asWorker());
    QSignalSpy finished(&process, &CrawlProcess::finished);
    begin(process, server.base());
    QTRY_COMPARE_WITH_TIMEOUT(server.count(QStringLiteral("/")), 1, 15000);
    const qint64 pid = workerPid();
    QVERIFY(pid > 1);
    ::kill(static_cast<pid_t>(pid), SIGKILL);
    QVERIFY(finished.count() == 1 || finished.wait(5000));
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
}

void TestCrawlProcess::crawl_workerThatIsNone_fails()
{
    CrawlProcess process(QStringLiteral("/bin/echo"), { QStringLiteral("this is no frame, whatever it says") });
    QSignalSpy finished(&process, &CrawlProcess::finished);
    process.start(setup());
    QVERIFY(finished.count() == 1 || finished.wait(5000));
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
}

void TestCrawlProcess::crawl_programMissing_fails()
{
    CrawlProcess process(QStringLiteral("/nonexistent/leadlined"), asWorker());
    QSignalSpy finished(&process, &CrawlProcess::finished);
    process.start(setup());
    QVERIFY(finished.count() == 1 || finished.wait(5000));
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
}

void TestCrawlProcess::stop_hangingSite_endsPromptly()
{
    ScriptServer server;
    server.on("/", [](QTcpSocket *, const ScriptServer::Request &) {});
    CrawlProcess process(self(), asWorker());
    QSignalSpy finished(&process, &CrawlProcess::finished);
    begin(process, server.base());
    QTRY_COMPARE_WITH_TIMEOUT(server.count(QStringLiteral("/")), 1, 15000);
    QElapsedTimer timer;
    timer.start();
    process.stop();
    QVERIFY(finished.count() == 1 || finished.wait(5000));
    QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Stopped);
}

void TestCrawlProcess::worker_keepsNoDescriptorsAndNoEnvironment()
{
    qputenv("LEADLINE_TEST_SECRET", "hunter2");
    ScriptServer server;
    server.on("/", [](QTcpSocket *, const ScriptServer::Request &) {});
    CrawlProcess process(self(), asWorker());
    begin(process, server.base());
    QTRY_COMPARE_WITH_TIMEOUT(server.count(QStringLiteral("/")), 1, 15000);
    const QString proc = QStringLiteral("/proc/%1/").arg(workerPid());
    // Not dumpable: its memory, descriptors and environment are closed to other processes of the user. As root we may look.
    QFile environment(proc + QStringLiteral("environ"));
    if (environment.open(QIODevice::ReadOnly))
        QVERIFY(!environment.readAll().contains("hunter2"));
    QFile limits(proc + QStringLiteral("limits"));
    QVERIFY(limits.open(QIODevice::ReadOnly));
    const QByteArray text = limits.readAll();
    QVERIFY(QByteArray(text).replace("  ", "").contains("Max file size 0"));
    qunsetenv("LEADLINE_TEST_SECRET");
}

int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--crawl-worker") == 0)
        return sources::runCrawlWorker(0, 1);
    QCoreApplication app(argc, argv);
    TestCrawlProcess test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crawl_process.moc"
