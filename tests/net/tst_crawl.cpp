#include "sources/crawl_runner.h"
#include "support/crawl_record.h"
#include "support/script_server.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QtTest>

using namespace leadline;
using crawl::UrlState;
using domain::SourceOutcome;
using tests::CrawlRecord;
using tests::kContacts;
using tests::ScriptServer;
using tests::workshopPage;

/// Whole crawls against a server that is scripted byte by byte: what is read, how a site ends, and how a crawl is led.
class TestCrawl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void site_withContactPage_givesItsLeadLive();
    void site_withoutContacts_endsEmptyWithEvidence();
    void site_underAMappedName_isReadWithThatName();
    void site_schemeAssumed_fallsBackToHttp();
    void site_movedToAnotherHost_isReadThere();
    void answer_beyondTheCaps_isGivenUp_data();
    void answer_beyondTheCaps_isGivenUp();
    void answer_status_decidesTheOutcome_data();
    void answer_status_decidesTheOutcome();
    void answer_slow_isGivenUp_data();
    void answer_slow_isGivenUp();
    void redirect_endless_isGivenUpAfterTen();
    void pause_withHangingPage_isPromptAndResumes();
    void stop_withHangingPage_isPrompt();
    void resume_knownFrontier_readsOnlyWhatIsPending();
    void acknowledge_heldBack_stopsTheCrawl();
    void budget_ofPages_isKept();
    void batch_withItsLeads_doesNotWaitForMore();
    void many_hosts_allEnd();
    void many_deadHosts_areLookedUpAheadAndOnce();
    void connections_ofOneHost_areReused();
};

namespace {

/// Milliseconds: half of what a page that hangs may take. Who waits for it is not prompt.
constexpr qint64 kPrompt = 5'000;

} // namespace

void TestCrawl::site_withContactPage_givesItsLeadLive()
{
    ScriptServer server;
    server.page("/", workshopPage("<a href='/a'>Neues</a><a href='/b'>Preise</a><a href='/kontakt'>Kontakt</a>"));
    server.page("/a", workshopPage("a"));
    server.page("/b", workshopPage("b"));
    server.page("/kontakt", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.end.load(), sources::CrawlEnd::Completed);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(server.requests().mid(0, 3),
        (QStringList { QStringLiteral("/robots.txt"), QStringLiteral("/"), QStringLiteral("/kontakt") }));
    QCOMPARE(record.pages.size(), size_t { 4 });
    QCOMPARE(record.pages[0].discovered.size(), size_t { 3 });
    QCOMPARE(record.leads.size(), size_t { 1 });
    const domain::FoundLead &lead = record.leads[0].lead;
    QCOMPARE(lead.profileKey, QStringLiteral("web:127.0.0.1:%1").arg(server.port()));
    QCOMPARE(lead.found.phone, QStringLiteral("+4930901820"));
    QCOMPARE(lead.found.email, QStringLiteral("office@werkstatt-nord.de"));
    QCOMPARE(lead.found.contacts.at(0).evidence.at(0).pageUrl, server.base() + QStringLiteral("/kontakt"));
}

void TestCrawl::site_withoutContacts_endsEmptyWithEvidence()
{
    ScriptServer server;
    server.page("/", workshopPage("<a href='/a'>x</a>"));
    server.page("/a", workshopPage("nothing"));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Empty);
    QCOMPARE(record.firstEnd().evidence.english(), QStringLiteral("2 pages read, no contact found"));
    QVERIFY(record.leads.empty());
}

void TestCrawl::site_underAMappedName_isReadWithThatName()
{
    ScriptServer server;
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.setup.addresses = {};
    record.setup.addresses.hostMap = { { "*.demo.example", "127.0.0.1", server.port() } };
    record.start(QStringList { QStringLiteral("shop.demo.example") });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QVERIFY(server.lastHead().contains("Host: shop.demo.example\r\n"));
    QCOMPARE(record.dns->questions.load(), 0);
    QCOMPARE(record.leads.at(0).lead.profileKey, QStringLiteral("web:shop.demo.example"));
}

void TestCrawl::site_schemeAssumed_fallsBackToHttp()
{
    ScriptServer server; // speaks no TLS
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.setup.addresses.hostMap = { { "plain.example", "127.0.0.1", server.port() } };
    crawl::SiteJob job;
    job.seed = "https://plain.example/";
    job.schemeAssumed = true;
    job.scope.host = "plain.example";
    server.otherwise(
        [](QTcpSocket *socket, const ScriptServer::Request &) { socket->write(ScriptServer::answer(404, "")); });
    record.start(std::vector { job });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(record.pages.at(0).url, std::string("https://plain.example/"));
    QCOMPARE(record.pages.at(0).finalUrl, std::string("http://plain.example/"));
}

void TestCrawl::site_movedToAnotherHost_isReadThere()
{
    ScriptServer server;
    server.on("/", [](QTcpSocket *socket, const ScriptServer::Request &request) {
        socket->write(request.head.contains("Host: old.example")
                ? ScriptServer::answer(301, "", "Location: http://www.new.example/\r\n")
                : ScriptServer::answer(200, workshopPage("<a href='/kontakt'>Kontakt</a>")));
    });
    server.page("/kontakt", workshopPage(kContacts));
    CrawlRecord record;
    record.setup.addresses.hostMap
        = { { "old.example", "127.0.0.1", server.port() }, { "*.new.example", "127.0.0.1", server.port() } };
    record.start(QStringList { QStringLiteral("http://old.example") });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(record.pages.size(), size_t { 2 });
    QCOMPARE(record.leads.at(0).lead.profileKey, QStringLiteral("web:new.example"));
    QCOMPARE(server.count(QStringLiteral("/robots.txt")), 2);
}

void TestCrawl::answer_beyondTheCaps_isGivenUp_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QString>("note");
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    QTest::newRow("201 header fields") << head + QByteArray("X-A: b\r\n").repeated(200) + "Content-Length: 0\r\n\r\n"
                                       << QStringLiteral("200 header fields");
    QTest::newRow("headers over 64 KiB") << head + ("X-A: " + QByteArray(1000, 'x') + "\r\n").repeated(70) + "\r\n"
                                         << QStringLiteral("64 KiB of headers");
    QTest::newRow("length over 8 MiB") << head + "Content-Length: 9000000\r\n\r\n<html>"
                                       << QStringLiteral("larger than 8 MiB");
    QByteArray random(9 * 1024 * 1024, Qt::Uninitialized);
    QRandomGenerator generator(1);
    generator.fillRange(reinterpret_cast<quint32 *>(random.data()), random.size() / 4);
    QTest::newRow("9 MiB without length") << head + "Connection: close\r\n\r\n" + random
                                          << QStringLiteral("larger than 8 MiB");
    // qCompress writes zlib data behind four bytes of length, which is what "deflate" means.
    const QByteArray bomb = qCompress(QByteArray(15 * 1024 * 1024, 'a'), 9).mid(4);
    QTest::newRow("bomb of ratio 1000") << head
            + "Content-Encoding: deflate\r\nContent-Length: " + QByteArray::number(bomb.size()) + "\r\n\r\n"
            + bomb << QStringLiteral("decompression bomb");
    QByteArray half = random.left(6 * 1024 * 1024);
    for (char &byte : half)
        byte = "0123456789abcdef"[byte & 15];
    const QByteArray large = qCompress(half.repeated(3), 1).mid(4);
    QTest::newRow("17 MiB unpacked") << head
            + "Content-Encoding: deflate\r\nContent-Length: " + QByteArray::number(large.size()) + "\r\n\r\n" + large
                                     << (large.size() > 8 * 1024 * 1024 ? QStringLiteral("larger than 8 MiB")
                                                                        : QStringLiteral("more than 16 MiB"));
    QTest::newRow("not a page") << QByteArray(
        "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 5000000\r\n\r\nxx")
                                << QStringLiteral("is video/mp4, not a page");
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << QStringLiteral("failed");
    QTest::newRow("broken encoding") << head + "Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\nthis is not gzip 123"
                                     << QStringLiteral("failed");
}

void TestCrawl::answer_beyondTheCaps_isGivenUp()
{
    QFETCH(QByteArray, raw);
    QFETCH(QString, note);
    ScriptServer server;
    server.page("/", workshopPage("<a href='/bad'>x</a><a href='/good'>y</a>"));
    server.on("/bad", [&](QTcpSocket *socket, const ScriptServer::Request &) {
        socket->write(raw);
        socket->disconnectFromHost();
    });
    server.page("/good", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok); // the rest of the site is read
    const auto bad = std::find_if(
        record.pages.begin(), record.pages.end(), [](const auto &page) { return page.url.ends_with("/bad"); });
    QVERIFY(bad != record.pages.end());
    QCOMPARE(bad->state, UrlState::Failed);
    QVERIFY2(bad->note.english().contains(note), qPrintable(bad->note.english()));
}

void TestCrawl::answer_status_decidesTheOutcome_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("outcome");
    const auto row = [](const char *name, const QByteArray &raw, SourceOutcome outcome) {
        QTest::newRow(name) << raw << static_cast<int>(outcome);
    };
    row("401", ScriptServer::answer(401, ""), SourceOutcome::Auth);
    row("403", ScriptServer::answer(403, ""), SourceOutcome::Blocked);
    row("451", ScriptServer::answer(451, ""), SourceOutcome::Blocked);
    row("challenge", ScriptServer::answer(503, "", "cf-mitigated: challenge\r\n"), SourceOutcome::Blocked);
    row("404", ScriptServer::answer(404, ""), SourceOutcome::Empty);
    row("500", ScriptServer::answer(500, ""), SourceOutcome::Network);
    row("503 for an hour", ScriptServer::answer(503, "", "Retry-After: 3600\r\n"), SourceOutcome::RateLimited);
    row("redirect to a platform", ScriptServer::answer(302, "", "Location: https://www.facebook.com/x\r\n"),
        SourceOutcome::Blocked);
    row("not a page", "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 4\r\n\r\n%PDF",
        SourceOutcome::ParseChanged);
}

void TestCrawl::answer_status_decidesTheOutcome()
{
    QFETCH(QByteArray, raw);
    QFETCH(int, outcome);
    ScriptServer server;
    server.say("/", raw);
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(static_cast<int>(record.firstEnd().outcome), outcome);
    QVERIFY(!record.firstEnd().evidence.isEmpty());
}

void TestCrawl::answer_slow_isGivenUp_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("no byte") << QStringLiteral("silent");
    QTest::newRow("a byte now and then") << QStringLiteral("drip");
    QTest::newRow("longer than the total") << QStringLiteral("long");
}

void TestCrawl::answer_slow_isGivenUp()
{
    QFETCH(QString, how);
    ScriptServer server;
    server.on("/", [&](QTcpSocket *socket, const ScriptServer::Request &) {
        if (how == u"silent")
            return;
        socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n");
        auto *timer = new QTimer(socket);
        const int bytes = how == u"long" ? 4000 : 1;
        QObject::connect(timer, &QTimer::timeout, socket, [socket, bytes] { socket->write(QByteArray(bytes, 'x')); });
        timer->start(20);
    });
    CrawlRecord record;
    using std::chrono::milliseconds;
    record.caps.firstByte = milliseconds(400);
    record.caps.speedGrace = milliseconds(how == u"long" ? 60'000 : 400);
    record.caps.bytesPerSecond = 20'000;
    record.caps.total = milliseconds(how == u"long" ? 700 : 30'000);
    QElapsedTimer timer;
    timer.start();
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Network);
    QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed()))); // other caps end it after 30 s
}

void TestCrawl::redirect_endless_isGivenUpAfterTen()
{
    ScriptServer server;
    server.otherwise([n = 0](QTcpSocket *socket, const ScriptServer::Request &request) mutable {
        if (request.path == "/robots.txt")
            socket->write(ScriptServer::answer(404, ""));
        else
            socket->write(ScriptServer::answer(302, "", "Location: /hop" + QByteArray::number(++n) + "\r\n"));
    });
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Blocked);
    QVERIFY(record.firstEnd().evidence.english().contains(u"more than 10 times"));
    QCOMPARE(server.requests().size(), 12); // robots.txt, the start, ten hops
}

void TestCrawl::pause_withHangingPage_isPromptAndResumes()
{
    ScriptServer server;
    server.page("/", workshopPage("<a href='/hang'>x</a>"));
    bool hang = true;
    server.on("/hang", [&](QTcpSocket *socket, const ScriptServer::Request &) {
        if (!hang)
            socket->write(ScriptServer::answer(200, workshopPage(kContacts)));
    });
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_COMPARE(server.count(QStringLiteral("/hang")), 1);
    QElapsedTimer timer;
    timer.start();
    record.session->pause();
    QTRY_COMPARE(record.paused.load(), 1);
    QVERIFY2(timer.elapsed() < kPrompt, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(record.pageCount(), 1); // what was read before is told, what hung is not
    QVERIFY(!record.finished);
    hang = false;
    record.session->resume();
    QTRY_VERIFY(record.finished);
    QCOMPARE(server.count(QStringLiteral("/hang")), 2);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
}

void TestCrawl::stop_withHangingPage_isPrompt()
{
    ScriptServer server;
    server.on("/", [](QTcpSocket *, const ScriptServer::Request &) {});
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_COMPARE(server.count(QStringLiteral("/")), 1);
    QElapsedTimer timer;
    timer.start();
    record.session->stop();
    QTRY_VERIFY(record.finished);
    QVERIFY2(timer.elapsed() < kPrompt, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(record.end.load(), sources::CrawlEnd::Stopped);
    QVERIFY(record.ends.empty()); // it can be resumed
}

void TestCrawl::resume_knownFrontier_readsOnlyWhatIsPending()
{
    ScriptServer server;
    for (const char *path : { "/", "/done", "/failed", "/left" })
        server.page(path,
            workshopPage(
                QByteArray("<a href='/done'>d</a><a href='/new'>n</a>") + (path[1] == 'l' ? kContacts : QByteArray())));
    server.page("/new", workshopPage("x"));
    const std::string base = server.base().toStdString();
    CrawlRecord record;
    auto jobs = sources::planSites({ server.base() }, record.setup.limits, record.setup.addresses).jobs;
    jobs[0].pagesDone = 2;
    // As the engine persists it: the start address comes back like any other.
    jobs[0].known = { { base + "/", 0, crawl::LinkPriority::Plain, UrlState::Done },
        { base + "/done", 1, crawl::LinkPriority::Plain, UrlState::Done },
        { base + "/failed", 1, crawl::LinkPriority::Plain, UrlState::Failed },
        { base + "/left", 1, crawl::LinkPriority::Plain, UrlState::Pending } };
    record.start(std::move(jobs));
    QTRY_VERIFY(record.finished);
    QCOMPARE(
        server.requests(), (QStringList { QStringLiteral("/robots.txt"), QStringLiteral("/left"), QStringLiteral("/new") }));
    QCOMPARE(record.firstEnd().evidence.english(), QStringLiteral("4 pages read: 1 e-mail, 1 phone"));
}

void TestCrawl::acknowledge_heldBack_stopsTheCrawl()
{
    ScriptServer server;
    server.otherwise([](QTcpSocket *socket, const ScriptServer::Request &request) {
        const int n = request.path.mid(1).toInt();
        QByteArray body;
        for (int i = 1; i <= 5; ++i)
            body += "<a href='/" + QByteArray::number(n * 5 + i) + "'>x</a>";
        socket->write(
            request.path == "/robots.txt" ? ScriptServer::answer(404, "") : ScriptServer::answer(200, workshopPage(body)));
    });
    CrawlRecord record;
    record.setup.limits.maxPagesPerSite = 2000;
    record.setup.limits.maxDepth = 8;
    record.holdBack = true;
    record.start(QStringList { server.base() });
    QTRY_COMPARE(record.batches.load(), 4);
    int before = -1;
    // The crawl comes to rest: two looks a while apart see the same number.
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            const int now = static_cast<int>(server.requests().size());
            return std::exchange(before, now) == now;
        }(),
        15000);
    QCOMPARE(record.batches.load(), 4);
    QVERIFY(server.requests().size() < 1900);
    record.holdBack = false;
    record.session->acknowledge(4);
    QTRY_VERIFY_WITH_TIMEOUT(record.finished, 60000);
    QCOMPARE(record.pageCount(), 2000);
}

void TestCrawl::budget_ofPages_isKept()
{
    ScriptServer server;
    server.otherwise([](QTcpSocket *socket, const ScriptServer::Request &request) {
        QByteArray body;
        for (int i = 0; i < 100; ++i)
            body += "<a href='/p" + QByteArray::number(i) + "'>x</a>";
        socket->write(
            request.path == "/robots.txt" ? ScriptServer::answer(404, "") : ScriptServer::answer(200, workshopPage(body)));
    });
    CrawlRecord record;
    record.setup.limits.maxPagesPerSite = 7;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(server.requests().size(), 8);
    QCOMPARE(record.pageCount(), 7);
}

void TestCrawl::batch_withItsLeads_doesNotWaitForMore()
{
    ScriptServer server;
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.holdBack = true;
    record.setup.leadsPerBatch = 1;
    record.setup.addresses.hostMap = { { "*.many.example", "127.0.0.1", server.port() } };
    QStringList seeds;
    for (int i = 0; i < 30; ++i)
        seeds << QStringLiteral("h%1.many.example").arg(i);
    record.start(seeds);
    const auto most = static_cast<size_t>(sources::CrawlRunner::maxUnacknowledged);
    // One more comes at the end of the crawl, with all that was held back.
    QTRY_VERIFY(record.batches.load() >= static_cast<int>(most));
    const std::lock_guard lock(record.mutex);
    for (size_t i = 0; i < most; ++i)
        QVERIFY2(record.batchLeads[i] <= 1, QByteArray::number(qulonglong(record.batchLeads[i])));
}

void TestCrawl::many_hosts_allEnd()
{
    ScriptServer server;
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.setup.limits.concurrentSites = 64;
    record.setup.addresses.hostMap = { { "*.many.example", "127.0.0.1", server.port() } };
    QStringList seeds;
    for (int i = 0; i < 1500; ++i)
        seeds << QStringLiteral("h%1.many.example").arg(i);
    record.start(seeds);
    QTRY_VERIFY_WITH_TIMEOUT(record.finished, 60000);
    QCOMPARE(record.ends.size(), size_t { 1500 });
    QVERIFY(std::all_of(
        record.ends.begin(), record.ends.end(), [](const auto &end) { return end.outcome == SourceOutcome::Ok; }));
    QCOMPARE(record.leads.size(), size_t { 1500 });
}

namespace {

/// Keeps every question until it is told to say that there is no such name.
class HeldResolver final : public crawl::Resolver
{
public:
    struct Questions
    {
        std::mutex mutex;
        std::vector<std::function<void(crawl::Resolution)>> open;
        std::atomic<int> asked { 0 };
    };
    explicit HeldResolver(std::shared_ptr<Questions> questions)
        : m_questions(std::move(questions))
    { }
    void resolve(const std::string &, std::function<void(crawl::Resolution)> done) override
    {
        const std::lock_guard lock(m_questions->mutex);
        m_questions->open.push_back(std::move(done));
        ++m_questions->asked;
    }

private:
    std::shared_ptr<Questions> m_questions;
};

} // namespace

/// Two sites at a time, and yet all names are asked for at once, and each once although https and http are tried.
void TestCrawl::many_deadHosts_areLookedUpAheadAndOnce()
{
    constexpr int hosts = 200;
    const auto questions = std::make_shared<HeldResolver::Questions>();
    CrawlRecord record;
    record.setup.limits.concurrentSites = 2;
    record.resolver = std::make_unique<HeldResolver>(questions);
    QStringList seeds;
    for (int i = 0; i < hosts; ++i)
        seeds << QStringLiteral("dead%1.example").arg(i);
    record.start(seeds);
    QTRY_COMPARE(questions->asked.load(), hosts);
    std::vector<std::function<void(crawl::Resolution)>> open;
    {
        const std::lock_guard lock(questions->mutex);
        open.swap(questions->open);
    }
    for (const auto &done : open)
        done({ {}, "Name or service not known" });
    QTRY_VERIFY(record.finished);
    QCOMPARE(questions->asked.load(), hosts);
    QCOMPARE(record.ends.size(), size_t(hosts));
    for (const crawl::SiteEnd &end : record.ends)
        QCOMPARE(end.outcome, SourceOutcome::Network);
}

void TestCrawl::connections_ofOneHost_areReused()
{
    ScriptServer server;
    server.otherwise([](QTcpSocket *socket, const ScriptServer::Request &request) {
        QByteArray body;
        for (int i = 0; i < 50; ++i)
            body += "<a href='/p" + QByteArray::number(i) + "'>x</a>";
        socket->write(
            request.path == "/robots.txt" ? ScriptServer::answer(404, "") : ScriptServer::answer(200, workshopPage(body)));
    });
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.pageCount(), 40);
    QVERIFY2(server.connections() <= 2, qPrintable(QString::number(server.connections())));
}

QTEST_GUILESS_MAIN(TestCrawl)
#include "tst_crawl.moc"
