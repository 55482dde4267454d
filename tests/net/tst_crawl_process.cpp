#include "sources/crawl_process.h"
#include "sources/crawl_worker.h"
#include "sources/site_plan.h"
#include "support/poisoned_reader.h"
#include "support/script_server.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QtTest>

#include <csignal>
#include <cstring>

using namespace leadline;
using sources::CrawlEnd;
using sources::CrawlProcess;
using tests::ScriptServer;

/// The worker process and its handle. This program is its own worker.
class TestCrawlProcess : public QObject
{
    Q_OBJECT

public:
    /// Crawls the address, prints the worker's process id and waits to be killed.
    static int beDaemon(const QString &seed)
    {
        CrawlProcess process(self(), asWorker());
        begin(process, seed);
        std::printf("%lld\n", static_cast<long long>(workerPid()));
        std::fflush(stdout);
        return QCoreApplication::exec();
    }

private Q_SLOTS:
    void crawl_inAProcess_storesBatchByBatch();
    void crawl_workerKilled_fails();
    void crawl_workerThatIsNone_fails();
    void crawl_programMissing_fails();
    void crawl_workerStopped_failsAfterThePatience();
    void crawl_pageThatHangs_failsAndNamesThePage();
    void crawl_pageThatCrashes_failsAndNamesThePage();
    void crawl_workerKilledWhileReading_suspectsThePage();
    void crawl_workerOfADeadDaemon_isGoneToo();
    void pace_ofTwoProcesses_isThatOfOne();
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
    [[nodiscard]] static bool isGone(qint64 pid)
    {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
        if (!stat.open(QIODevice::ReadOnly))
            return true;
        const QByteArray line = stat.readAll();
        return line.mid(line.lastIndexOf(')') + 2, 1) == "Z"; // dead, its new parent has not looked yet
    }
    /// The longest silence a worker may keep in these tests; long enough for a busy machine.
    static constexpr CrawlProcess::Patience kPatience { std::chrono::seconds(3), std::chrono::seconds(2) };
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
    QTRY_COMPARE(finished.count(), 1);
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
    QTRY_COMPARE(server.count(QStringLiteral("/")), 1);
    const qint64 pid = workerPid();
    QVERIFY(pid > 1);
    ::kill(static_cast<pid_t>(pid), SIGKILL);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
}

void TestCrawlProcess::crawl_workerThatIsNone_fails()
{
    CrawlProcess process(QStringLiteral("/bin/echo"), { QStringLiteral("this is no frame, whatever it says") });
    QSignalSpy finished(&process, &CrawlProcess::finished);
    process.start(setup());
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
}

void TestCrawlProcess::crawl_programMissing_fails()
{
    CrawlProcess process(QStringLiteral("/nonexistent/leadlined"), asWorker());
    QSignalSpy finished(&process, &CrawlProcess::finished);
    process.start(setup());
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
}

void TestCrawlProcess::crawl_workerStopped_failsAfterThePatience()
{
    ScriptServer server;
    server.on("/", [](QTcpSocket *, const ScriptServer::Request &) {});
    CrawlProcess process(self(), asWorker(), kPatience);
    QSignalSpy finished(&process, &CrawlProcess::finished);
    begin(process, server.base());
    QTRY_COMPARE(server.count(QStringLiteral("/")), 1);
    const qint64 pid = workerPid();
    QVERIFY(pid > 1);
    ::kill(static_cast<pid_t>(pid), SIGSTOP);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
    QVERIFY2(finished[0][1].toString().contains(QStringLiteral("did not move")), qPrintable(finished[0][1].toString()));
    QVERIFY(process.suspects().empty());
    QTRY_VERIFY(isGone(pid));
}

void TestCrawlProcess::crawl_pageThatHangs_failsAndNamesThePage()
{
    ScriptServer server;
    server.page("/", tests::kHangingPage);
    CrawlProcess process(self(), asWorker(), kPatience);
    QSignalSpy finished(&process, &CrawlProcess::finished);
    begin(process, server.base());
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
    QVERIFY2(finished[0][1].toString().contains(QStringLiteral("one page")), qPrintable(finished[0][1].toString()));
    QCOMPARE(process.suspects().size(), size_t(1));
    QCOMPARE(process.suspects()[0].deed, sources::SuspectPage::Deed::Hung);
    QCOMPARE(process.suspects()[0].url, (server.base() + u'/').toStdString());
}

void TestCrawlProcess::crawl_pageThatCrashes_failsAndNamesThePage()
{
    for (const QByteArray &body : { tests::kCrashingPage, tests::kDeepPage }) {
        ScriptServer server;
        server.page("/", body);
        CrawlProcess process(self(), asWorker());
        QSignalSpy finished(&process, &CrawlProcess::finished);
        begin(process, server.base());
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Failed);
        QCOMPARE(process.suspects().size(), size_t(1));
        QCOMPARE(process.suspects()[0].url, (server.base() + u'/').toStdString());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        QCOMPARE(process.suspects()[0].deed, sources::SuspectPage::Deed::Crashed);
#endif
    }
}

void TestCrawlProcess::crawl_workerKilledWhileReading_suspectsThePage()
{
    ScriptServer server;
    server.page("/", tests::kHangingPage);
    CrawlProcess process(self(), asWorker());
    QSignalSpy finished(&process, &CrawlProcess::finished);
    begin(process, server.base());
    QTRY_COMPARE(server.count(QStringLiteral("/")), 1);
    const qint64 pid = workerPid();
    QVERIFY(pid > 1);
    // The page is in hand once a thread of the worker does nothing but read it.
    const auto processorTicks = [pid] {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
        if (!stat.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray line = stat.readAll();
        return line.mid(line.lastIndexOf(')') + 2).split(' ').value(11).toInt();
    };
    const int before = processorTicks();
    QTRY_VERIFY(processorTicks() > before + 10);
    ::kill(static_cast<pid_t>(pid), SIGKILL);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(process.suspects().size(), size_t(1));
    QCOMPARE(process.suspects()[0].deed, sources::SuspectPage::Deed::Present);
}

void TestCrawlProcess::crawl_workerOfADeadDaemon_isGoneToo()
{
    ScriptServer server;
    server.page("/", tests::kHangingPage);
    QProcess daemon;
    daemon.start(self(), { QStringLiteral("--daemon"), server.base() });
    QTRY_COMPARE(server.count(QStringLiteral("/")), 1);
    QTRY_VERIFY(daemon.canReadLine());
    const qint64 worker = daemon.readLine().trimmed().toLongLong();
    QVERIFY(worker > 1);
    QVERIFY(!isGone(worker));
    daemon.kill();
    QVERIFY(daemon.waitForFinished(tests::kPatience));
    QTRY_VERIFY(isGone(worker));
}

void TestCrawlProcess::pace_ofTwoProcesses_isThatOfOne()
{
    constexpr int gap = 300;
    ScriptServer server;
    server.page("/", "<html><a href='/a'>a</a><a href='/b'>b</a></html>");
    server.page("/a", "<html>a</html>");
    server.page("/b", "<html>b</html>");
    auto pace = crawl::SharedPace::create();
    QVERIFY(pace);
    const std::shared_ptr<crawl::SharedPace> shared = std::move(*pace);
    CrawlProcess first(self(), asWorker());
    CrawlProcess second(self(), asWorker());
    int ended = 0;
    QElapsedTimer sinceFirst;
    for (CrawlProcess *process : { &first, &second }) {
        connect(process, &CrawlProcess::batchReady, process,
            [process](const sources::CrawlBatch &batch) { process->acknowledge(batch.number); });
        connect(process, &CrawlProcess::finished, process,
            [&ended](CrawlEnd end) { ended += end == CrawlEnd::Completed ? 1 : 100; });
        process->keepPace(shared);
        auto limited = setup();
        limited.limits.delayMs = gap;
        const auto plan = sources::planSites({ server.base() }, limited.limits, limited.addresses);
        process->start(limited);
        process->addJobs(plan.jobs);
        process->closeJobs();
    }
    QTRY_VERIFY(!server.requests().isEmpty());
    sinceFirst.start();
    QTRY_COMPARE(ended, 2);
    QCOMPARE(server.requests().size(), 8);
    QVERIFY2(sinceFirst.elapsed() >= 6 * gap, qPrintable(QString::number(sinceFirst.elapsed())));
}

void TestCrawlProcess::stop_hangingSite_endsPromptly()
{
    ScriptServer server;
    server.on("/", [](QTcpSocket *, const ScriptServer::Request &) {});
    CrawlProcess process(self(), asWorker());
    QSignalSpy finished(&process, &CrawlProcess::finished);
    begin(process, server.base());
    QTRY_COMPARE(server.count(QStringLiteral("/")), 1);
    QElapsedTimer timer;
    timer.start();
    process.stop();
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed()))); // the page may hang for 10 s
    QCOMPARE(finished[0][0].value<CrawlEnd>(), CrawlEnd::Stopped);
}

void TestCrawlProcess::worker_keepsNoDescriptorsAndNoEnvironment()
{
    qputenv("LEADLINE_TEST_SECRET", "hunter2");
    ScriptServer server;
    server.on("/", [](QTcpSocket *, const ScriptServer::Request &) {});
    CrawlProcess process(self(), asWorker());
    begin(process, server.base());
    QTRY_COMPARE(server.count(QStringLiteral("/")), 1);
    const QString proc = QStringLiteral("/proc/%1/").arg(workerPid());
    // Not dumpable: its memory, descriptors and environment are closed to other processes of the user. As root we may look.
    QFile environment(proc + QStringLiteral("environ"));
    if (environment.open(QIODevice::ReadOnly))
        QVERIFY(!environment.readAll().contains("hunter2"));
    QFile limits(proc + QStringLiteral("limits"));
    QVERIFY(limits.open(QIODevice::ReadOnly));
    const QByteArray text = limits.readAll().simplified();
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    QVERIFY(text.contains("Max file size 0"));
#endif
    QVERIFY(text.contains("Max core file size 0"));
    qunsetenv("LEADLINE_TEST_SECRET");
}

int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--crawl-worker") == 0)
        return sources::runCrawlWorker(0, 1, tests::readPoisoned);
    QCoreApplication app(argc, argv);
    if (argc > 2 && std::strcmp(argv[1], "--daemon") == 0)
        return TestCrawlProcess::beDaemon(QString::fromLocal8Bit(argv[2]));
    TestCrawlProcess test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crawl_process.moc"
