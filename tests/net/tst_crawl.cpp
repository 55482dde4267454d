#include "support/crawl_record.h"
#include "support/script_server.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QtTest>

using namespace leadline;
using crawl::UrlState;
using domain::SourceOutcome;
using tests::CrawlRecord;
using tests::ScriptServer;

/// Whole crawls against a server that is scripted byte by byte.
class TestCrawl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void site_withContactPage_givesItsLeadLive();
    void site_withoutContacts_endsEmptyWithEvidence();
    void site_underAMappedName_isReadWithThatName();
    void site_schemeAssumed_fallsBackToHttp();
    void site_movedToAnotherHost_isReadThere();
    void robots_forbidsContactPage_isTheOutcome();
    void robots_serverError_forbidsEverything();
    void robots_notFound_allowsEverything();
    void robots_redirects_areFollowedFiveTimes();
    void robots_appliesToRedirectTargets();
    void robots_largerThanTheBound_isReadUpToIt_data();
    void robots_largerThanTheBound_isReadUpToIt();
    void answer_beyondTheCaps_isGivenUp_data();
    void answer_beyondTheCaps_isGivenUp();
    void answer_status_decidesTheOutcome_data();
    void answer_status_decidesTheOutcome();
    void answer_slow_isGivenUp_data();
    void answer_slow_isGivenUp();
    void redirect_endless_isGivenUpAfterTen();
    void redirect_toInnerAddress_isNeverConnected_data();
    void redirect_toInnerAddress_isNeverConnected();
    void guard_oneInnerAnswerAmongSeveral_refusesTheHost();
    void guard_rebindingName_isAskedOnceAndPinned();
    void tooManyRequests_shortRetryAfter_isObeyed();
    void tooManyRequests_longRetryAfter_endsTheSite();
    void pace_ofTwoCrawlsOnOneHost_isThatOfOne();
    void pace_hostThatAskedOneCrawlToWait_isLeftAloneByAll();
    void request_carriesNoSecretsAndIgnoresProxies();
    void pause_withHangingPage_isPromptAndResumes();
    void stop_withHangingPage_isPrompt();
    void resume_knownFrontier_readsOnlyWhatIsPending();
    void acknowledge_heldBack_stopsTheCrawl();
    void budget_ofPages_isKept();
    void many_hosts_allEnd();
    void many_deadHosts_areLookedUpAheadAndOnce();
    void connections_ofOneHost_areReused();
};

namespace {

const QByteArray kContacts
    = "<p>Tel. <a href='tel:+4930901820'>030 901820</a> <a href='mailto:office@werkstatt-nord.de'>mail</a></p>";

QByteArray html(const QByteArray &body)
{
    return "<!DOCTYPE html><html lang=de><head><title>Werkstatt Nord</title></head><body>" + body + "</body></html>";
}

#define WAIT_FOR_END(record) QTRY_VERIFY((record).finished)

/// Milliseconds: half of what a page that hangs may take. Who waits for it is not prompt.
constexpr qint64 kPrompt = 5'000;

} // namespace

void TestCrawl::site_withContactPage_givesItsLeadLive()
{
    ScriptServer server;
    server.page("/", html("<a href='/a'>Neues</a><a href='/b'>Preise</a><a href='/kontakt'>Kontakt</a>"));
    server.page("/a", html("a"));
    server.page("/b", html("b"));
    server.page("/kontakt", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
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
    server.page("/", html("<a href='/a'>x</a>"));
    server.page("/a", html("nothing"));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Empty);
    QCOMPARE(record.firstEnd().evidence.english(), QStringLiteral("2 pages read, no contact found"));
    QVERIFY(record.leads.empty());
}

void TestCrawl::site_underAMappedName_isReadWithThatName()
{
    ScriptServer server;
    server.page("/", html(kContacts));
    CrawlRecord record;
    record.setup.addresses = {};
    record.setup.addresses.hostMap = { { "*.demo.example", "127.0.0.1", server.port() } };
    record.start(QStringList { QStringLiteral("shop.demo.example") });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QVERIFY(server.lastHead().contains("Host: shop.demo.example\r\n"));
    QCOMPARE(record.dns->questions.load(), 0);
    QCOMPARE(record.leads.at(0).lead.profileKey, QStringLiteral("web:shop.demo.example"));
}

void TestCrawl::site_schemeAssumed_fallsBackToHttp()
{
    ScriptServer server; // speaks no TLS
    server.page("/", html(kContacts));
    CrawlRecord record;
    record.setup.addresses.hostMap = { { "plain.example", "127.0.0.1", server.port() } };
    crawl::SiteJob job;
    job.seed = "https://plain.example/";
    job.schemeAssumed = true;
    job.scope.host = "plain.example";
    server.otherwise(
        [](QTcpSocket *socket, const ScriptServer::Request &) { socket->write(ScriptServer::answer(404, "")); });
    record.start(std::vector { job });
    WAIT_FOR_END(record);
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
                : ScriptServer::answer(200, html("<a href='/kontakt'>Kontakt</a>")));
    });
    server.page("/kontakt", html(kContacts));
    CrawlRecord record;
    record.setup.addresses.hostMap
        = { { "old.example", "127.0.0.1", server.port() }, { "*.new.example", "127.0.0.1", server.port() } };
    record.start(QStringList { QStringLiteral("http://old.example") });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(record.pages.size(), size_t { 2 });
    QCOMPARE(record.leads.at(0).lead.profileKey, QStringLiteral("web:new.example"));
    QCOMPARE(server.count(QStringLiteral("/robots.txt")), 2);
}

void TestCrawl::robots_forbidsContactPage_isTheOutcome()
{
    ScriptServer server;
    server.page("/robots.txt", "User-agent: *\nDisallow: /kontakt");
    server.page("/", html("<a href='/kontakt'>Kontakt</a>"));
    server.page("/kontakt", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Robots);
    QCOMPARE(record.firstEnd().evidence.english(), QStringLiteral("0 leads: robots.txt of 127.0.0.1 forbids /kontakt"));
    QCOMPARE(server.count(QStringLiteral("/kontakt")), 0);
    QCOMPARE(record.pages.at(1).state, UrlState::Blocked);
}

void TestCrawl::robots_serverError_forbidsEverything()
{
    ScriptServer server;
    server.say("/robots.txt", ScriptServer::answer(500, ""));
    server.page("/", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Robots);
    QCOMPARE(server.requests(), QStringList { QStringLiteral("/robots.txt") });
}

void TestCrawl::robots_notFound_allowsEverything()
{
    ScriptServer server;
    server.say("/robots.txt", ScriptServer::answer(403, ""));
    server.page("/", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
}

void TestCrawl::robots_redirects_areFollowedFiveTimes()
{
    ScriptServer server;
    for (int i = 0; i < 5; ++i)
        server.say(i == 0 ? QByteArray("/robots.txt") : "/r" + QByteArray::number(i),
            ScriptServer::answer(302, "", "Location: /r" + QByteArray::number(i + 1) + "\r\n"));
    server.page("/r5", "User-agent: *\nDisallow: /");
    server.page("/", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Robots);

    ScriptServer endless;
    endless.say("/robots.txt", ScriptServer::answer(302, "", "Location: /robots.txt\r\n"));
    endless.page("/", html(kContacts));
    CrawlRecord second;
    second.start(QStringList { endless.base() });
    WAIT_FOR_END(second);
    QCOMPARE(second.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(endless.count(QStringLiteral("/robots.txt")), 6);
}

void TestCrawl::robots_appliesToRedirectTargets()
{
    ScriptServer server;
    server.page("/robots.txt", "User-agent: *\nDisallow: /private");
    server.say("/", ScriptServer::answer(302, "", "Location: /private/home\r\n"));
    server.page("/private/home", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Robots);
    QCOMPARE(server.count(QStringLiteral("/private/home")), 0);
}

void TestCrawl::robots_largerThanTheBound_isReadUpToIt_data()
{
    QTest::addColumn<QByteArray>("raw");
    QByteArray file = "User-agent: *\nDisallow: /private\n";
    file += QByteArray("# a line of the long list of those who may not\n").repeated(12'000);
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    QTest::newRow("550 KiB") << head + "Content-Length: " + QByteArray::number(file.size()) + "\r\n\r\n" + file;
    QTest::newRow("said to be 90 MB") << head + "Content-Length: 90000000\r\n\r\n" + file;
    QTest::newRow("endless, without length") << head + "Connection: close\r\n\r\n" + file.repeated(20);
    const QByteArray packed = qCompress(file.repeated(40), 9).mid(4);
    QTest::newRow("21 MB packed") << head
            + "Content-Encoding: deflate\r\nContent-Length: " + QByteArray::number(packed.size()) + "\r\n\r\n" + packed;
}

/// RFC 9309 §2.5: at least the first 500 KiB are parsed.
void TestCrawl::robots_largerThanTheBound_isReadUpToIt()
{
    QFETCH(QByteArray, raw);
    ScriptServer server;
    server.say("/robots.txt", raw);
    server.page("/", html("<a href='/private'>x</a><a href='/contact'>contact</a>"));
    server.page("/private", html("<a href='mailto:hidden@werkstatt-nord.de'>x</a>"));
    server.page("/contact", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(server.count(QStringLiteral("/private")), 0);
    QCOMPARE(server.count(QStringLiteral("/contact")), 1);
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
    server.page("/", html("<a href='/bad'>x</a><a href='/good'>y</a>"));
    server.on("/bad", [&](QTcpSocket *socket, const ScriptServer::Request &) {
        socket->write(raw);
        socket->disconnectFromHost();
    });
    server.page("/good", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
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
    WAIT_FOR_END(record);
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
    WAIT_FOR_END(record);
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
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Blocked);
    QVERIFY(record.firstEnd().evidence.english().contains(u"more than 10 times"));
    QCOMPARE(server.requests().size(), 12); // robots.txt, the start, ten hops
}

void TestCrawl::redirect_toInnerAddress_isNeverConnected_data()
{
    QTest::addColumn<QByteArray>("location");
    for (const char *location : { "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]:%1/",
             "http://0x7f.1:%1/inner", "http://127.0.0.1:%1/inner", "http://[::ffff:127.0.0.1]:%1/inner",
             "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:%1/", "http://user:pw@front.example/inner",
             "http://inner.example/inner", "//inner.example:%1/inner" })
        QTest::newRow(location) << QByteArray(location);
}

void TestCrawl::redirect_toInnerAddress_isNeverConnected()
{
    QFETCH(QByteArray, location);
    ScriptServer inner;
    ScriptServer front;
    location.replace("%1", QByteArray::number(inner.port()));
    front.say("/", ScriptServer::answer(302, "", "Location: " + location + "\r\n"));
    CrawlRecord record;
    record.setup.addresses = {};
    record.setup.addresses.hostMap = { { "front.example", "127.0.0.1", front.port() } };
    record.dns->names["inner.example"] = { "127.0.0.1" };
    record.start(QStringList { QStringLiteral("front.example") });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Blocked);
    QCOMPARE(inner.connections(), 0);
    QCOMPARE(front.count(QStringLiteral("/inner")), 0);
}

void TestCrawl::guard_oneInnerAnswerAmongSeveral_refusesTheHost()
{
    ScriptServer server;
    server.page("/", html(kContacts));
    CrawlRecord record;
    record.dns->names["mixed.example"] = { "127.0.0.1", "10.0.0.1" }; // the first is allowed, the second is not
    record.start(QStringList { QStringLiteral("http://mixed.example:%1/").arg(server.port()) });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Blocked);
    QCOMPARE(record.firstEnd().evidence.english(),
        QStringLiteral("mixed.example resolves to 10.0.0.1, which is not a public address; "
                       "--allow-network 10.0.0.1/32 opens it"));
    QCOMPARE(server.connections(), 0);
}

void TestCrawl::guard_rebindingName_isAskedOnceAndPinned()
{
    ScriptServer server;
    server.page("/", html("<a href='/kontakt'>Kontakt</a>"));
    server.on("/kontakt", [](QTcpSocket *socket, const ScriptServer::Request &) {
        socket->write(ScriptServer::answer(200, html(kContacts), "Connection: close\r\n"));
        socket->disconnectFromHost();
    });
    CrawlRecord record;
    record.dns->names["rebind.example"] = { "127.0.0.1" };
    record.start(QStringList { QStringLiteral("http://rebind.example:%1/").arg(server.port()) });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(record.dns->questions.load(), 1);
}

void TestCrawl::tooManyRequests_shortRetryAfter_isObeyed()
{
    ScriptServer server;
    QElapsedTimer sinceRefusal;
    qint64 waited = -1;
    server.on("/", [&](QTcpSocket *socket, const ScriptServer::Request &) {
        if (!sinceRefusal.isValid()) {
            sinceRefusal.start();
            socket->write(ScriptServer::answer(429, "", "Retry-After: 1\r\n"));
            return;
        }
        waited = sinceRefusal.elapsed();
        socket->write(ScriptServer::answer(200, html(kContacts)));
    });
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QVERIFY2(waited >= 950, qPrintable(QString::number(waited)));
}

void TestCrawl::tooManyRequests_longRetryAfter_endsTheSite()
{
    ScriptServer server;
    server.page("/", html("<a href='/a'>a</a><a href='/b'>b</a><a href='/c'>c</a>"));
    for (const char *path : { "/a", "/b", "/c" })
        server.say(path, ScriptServer::answer(429, "", "Retry-After: 600\r\n"));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::RateLimited);
    QCOMPARE(record.firstEnd().evidence.english(), QStringLiteral("127.0.0.1 answered 429 and asks to wait 600 s"));
    QVERIFY(server.requests().size() <= 4); // two connections may have asked at the same time
}

void TestCrawl::pace_ofTwoCrawlsOnOneHost_isThatOfOne()
{
    constexpr int gap = 150;
    constexpr int pagesEach = 5;
    ScriptServer server;
    int open = 0;
    int mostOpen = 0;
    QByteArray links;
    for (int i = 1; i < pagesEach; ++i)
        links += "<a href='/p" + QByteArray::number(i) + "'>x</a>";
    server.otherwise([&](QTcpSocket *socket, const ScriptServer::Request &request) {
        mostOpen = std::max(mostOpen, ++open);
        const QByteArray answer
            = request.path == "/robots.txt" ? ScriptServer::answer(404, "") : ScriptServer::answer(200, html(links));
        // Slower than the gap: the second crawl has to wait for the answer, too.
        QTimer::singleShot(gap + 100, socket, [&open, socket, answer] {
            --open;
            socket->write(answer);
        });
    });
    const auto pace = crawl::SharedPace::create();
    QVERIFY(pace);
    CrawlRecord first;
    CrawlRecord second;
    for (CrawlRecord *record : { &first, &second }) {
        record->setup.limits.delayMs = gap;
        record->pace = pace->get();
    }
    QElapsedTimer timer;
    timer.start();
    first.start(QStringList { server.base() });
    second.start(QStringList { server.base() });
    WAIT_FOR_END(first);
    WAIT_FOR_END(second);
    QCOMPARE(first.pageCount(), pagesEach);
    QCOMPARE(second.pageCount(), pagesEach);
    QCOMPARE(mostOpen, 1);
    const int requests = 2 * (pagesEach + 1);
    QVERIFY2(timer.elapsed() >= (requests - 1) * gap, qPrintable(QString::number(timer.elapsed())));
}

void TestCrawl::pace_hostThatAskedOneCrawlToWait_isLeftAloneByAll()
{
    ScriptServer server;
    QElapsedTimer sinceRefusal;
    qint64 nextAfter = -1;
    server.on("/", [&](QTcpSocket *socket, const ScriptServer::Request &) {
        if (!sinceRefusal.isValid()) {
            sinceRefusal.start();
            socket->write(ScriptServer::answer(429, "", "Retry-After: 2\r\n"));
            return;
        }
        if (nextAfter < 0)
            nextAfter = sinceRefusal.elapsed();
        socket->write(ScriptServer::answer(200, html(kContacts)));
    });
    const auto pace = crawl::SharedPace::create();
    QVERIFY(pace);
    CrawlRecord first;
    CrawlRecord second;
    first.pace = second.pace = pace->get();
    first.start(QStringList { server.base() });
    QTRY_VERIFY(sinceRefusal.isValid());
    // The first crawl has read the refusal once it has told so to the table they share.
    const std::string origin = server.base().toStdString();
    const auto now = std::chrono::steady_clock::now();
    QTRY_VERIFY((*pace)->quietUntil(origin, now) > now);
    second.start(QStringList { server.base() });
    WAIT_FOR_END(first);
    WAIT_FOR_END(second);
    QVERIFY2(nextAfter >= 1900, qPrintable(QString::number(nextAfter)));
}

void TestCrawl::request_carriesNoSecretsAndIgnoresProxies()
{
    qputenv("http_proxy", "http://127.0.0.1:1");
    qputenv("ALL_PROXY", "http://127.0.0.1:1");
    ScriptServer server;
    server.page("/", html(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    qunsetenv("http_proxy");
    qunsetenv("ALL_PROXY");
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    const QByteArray head = server.lastHead();
    QVERIFY(head.startsWith("GET / HTTP/1.1\r\n"));
    QVERIFY(head.contains("User-Agent: ") && head.contains("Leadline/"));
    QVERIFY(!head.contains("Authorization") && !head.contains("Cookie") && !head.contains("Referer")
        && !head.contains("Upgrade"));
}

void TestCrawl::pause_withHangingPage_isPromptAndResumes()
{
    ScriptServer server;
    server.page("/", html("<a href='/hang'>x</a>"));
    bool hang = true;
    server.on("/hang", [&](QTcpSocket *socket, const ScriptServer::Request &) {
        if (!hang)
            socket->write(ScriptServer::answer(200, html(kContacts)));
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
    WAIT_FOR_END(record);
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
            html(QByteArray("<a href='/done'>d</a><a href='/new'>n</a>") + (path[1] == 'l' ? kContacts : QByteArray())));
    server.page("/new", html("x"));
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
    WAIT_FOR_END(record);
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
        socket->write(request.path == "/robots.txt" ? ScriptServer::answer(404, "") : ScriptServer::answer(200, html(body)));
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
        socket->write(request.path == "/robots.txt" ? ScriptServer::answer(404, "") : ScriptServer::answer(200, html(body)));
    });
    CrawlRecord record;
    record.setup.limits.maxPagesPerSite = 7;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(server.requests().size(), 8);
    QCOMPARE(record.pageCount(), 7);
}

void TestCrawl::many_hosts_allEnd()
{
    ScriptServer server;
    server.page("/", html(kContacts));
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
    WAIT_FOR_END(record);
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
        socket->write(request.path == "/robots.txt" ? ScriptServer::answer(404, "") : ScriptServer::answer(200, html(body)));
    });
    CrawlRecord record;
    record.start(QStringList { server.base() });
    WAIT_FOR_END(record);
    QCOMPARE(record.pageCount(), 40);
    QVERIFY2(server.connections() <= 2, qPrintable(QString::number(server.connections())));
}

QTEST_GUILESS_MAIN(TestCrawl)
#include "tst_crawl.moc"
