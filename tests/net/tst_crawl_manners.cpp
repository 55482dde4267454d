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

/// Crawls against a scripted server: what a crawler must not do, be it asked by robots.txt, by a server that is busy, or by
/// the guard of inner addresses.
class TestCrawlManners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void robots_forbidsContactPage_isTheOutcome();
    void robots_serverError_forbidsEverything();
    void robots_notFound_allowsEverything();
    void robots_redirects_areFollowedFiveTimes();
    void robots_appliesToRedirectTargets();
    void robots_largerThanTheBound_isReadUpToIt_data();
    void robots_largerThanTheBound_isReadUpToIt();
    void redirect_toInnerAddress_isNeverConnected_data();
    void redirect_toInnerAddress_isNeverConnected();
    void guard_oneInnerAnswerAmongSeveral_refusesTheHost();
    void guard_rebindingName_isAskedOnceAndPinned();
    void tooManyRequests_shortRetryAfter_isObeyed();
    void tooManyRequests_longRetryAfter_endsTheSite();
    void pace_ofTwoCrawlsOnOneHost_isThatOfOne();
    void pace_hostThatAskedOneCrawlToWait_isLeftAloneByAll();
    void request_carriesNoSecretsAndIgnoresProxies();
};

void TestCrawlManners::robots_forbidsContactPage_isTheOutcome()
{
    ScriptServer server;
    server.page("/robots.txt", "User-agent: *\nDisallow: /kontakt");
    server.page("/", workshopPage("<a href='/kontakt'>Kontakt</a>"));
    server.page("/kontakt", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Robots);
    QCOMPARE(record.firstEnd().evidence.english(), QStringLiteral("0 leads: robots.txt of 127.0.0.1 forbids /kontakt"));
    QCOMPARE(server.count(QStringLiteral("/kontakt")), 0);
    QCOMPARE(record.pages.at(1).state, UrlState::Blocked);
}

void TestCrawlManners::robots_serverError_forbidsEverything()
{
    ScriptServer server;
    server.say("/robots.txt", ScriptServer::answer(500, ""));
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Robots);
    QCOMPARE(server.requests(), QStringList { QStringLiteral("/robots.txt") });
}

void TestCrawlManners::robots_notFound_allowsEverything()
{
    ScriptServer server;
    server.say("/robots.txt", ScriptServer::answer(403, ""));
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
}

void TestCrawlManners::robots_redirects_areFollowedFiveTimes()
{
    ScriptServer server;
    for (int i = 0; i < 5; ++i)
        server.say(i == 0 ? QByteArray("/robots.txt") : "/r" + QByteArray::number(i),
            ScriptServer::answer(302, "", "Location: /r" + QByteArray::number(i + 1) + "\r\n"));
    server.page("/r5", "User-agent: *\nDisallow: /");
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Robots);

    ScriptServer endless;
    endless.say("/robots.txt", ScriptServer::answer(302, "", "Location: /robots.txt\r\n"));
    endless.page("/", workshopPage(kContacts));
    CrawlRecord second;
    second.start(QStringList { endless.base() });
    QTRY_VERIFY(second.finished);
    QCOMPARE(second.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(endless.count(QStringLiteral("/robots.txt")), 6);
}

void TestCrawlManners::robots_appliesToRedirectTargets()
{
    ScriptServer server;
    server.page("/robots.txt", "User-agent: *\nDisallow: /private");
    server.say("/", ScriptServer::answer(302, "", "Location: /private/home\r\n"));
    server.page("/private/home", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Robots);
    QCOMPARE(server.count(QStringLiteral("/private/home")), 0);
}

void TestCrawlManners::robots_largerThanTheBound_isReadUpToIt_data()
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
void TestCrawlManners::robots_largerThanTheBound_isReadUpToIt()
{
    QFETCH(QByteArray, raw);
    ScriptServer server;
    server.say("/robots.txt", raw);
    server.page("/", workshopPage("<a href='/private'>x</a><a href='/contact'>contact</a>"));
    server.page("/private", workshopPage("<a href='mailto:hidden@werkstatt-nord.de'>x</a>"));
    server.page("/contact", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(server.count(QStringLiteral("/private")), 0);
    QCOMPARE(server.count(QStringLiteral("/contact")), 1);
}

void TestCrawlManners::redirect_toInnerAddress_isNeverConnected_data()
{
    QTest::addColumn<QByteArray>("location");
    for (const char *location : { "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]:%1/",
             "http://0x7f.1:%1/inner", "http://127.0.0.1:%1/inner", "http://[::ffff:127.0.0.1]:%1/inner",
             "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:%1/", "http://user:pw@front.example/inner",
             "http://inner.example/inner", "//inner.example:%1/inner" })
        QTest::newRow(location) << QByteArray(location);
}

void TestCrawlManners::redirect_toInnerAddress_isNeverConnected()
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
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Blocked);
    QCOMPARE(inner.connections(), 0);
    QCOMPARE(front.count(QStringLiteral("/inner")), 0);
}

void TestCrawlManners::guard_oneInnerAnswerAmongSeveral_refusesTheHost()
{
    ScriptServer server;
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.dns->names["mixed.example"] = { "127.0.0.1", "10.0.0.1" }; // the first is allowed, the second is not
    record.start(QStringList { QStringLiteral("http://mixed.example:%1/").arg(server.port()) });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Blocked);
    QCOMPARE(record.firstEnd().evidence.english(),
        QStringLiteral("mixed.example resolves to 10.0.0.1, which is not a public address; "
                       "--allow-network 10.0.0.1/32 opens it"));
    QCOMPARE(server.connections(), 0);
}

void TestCrawlManners::guard_rebindingName_isAskedOnceAndPinned()
{
    ScriptServer server;
    server.page("/", workshopPage("<a href='/kontakt'>Kontakt</a>"));
    server.on("/kontakt", [](QTcpSocket *socket, const ScriptServer::Request &) {
        socket->write(ScriptServer::answer(200, workshopPage(kContacts), "Connection: close\r\n"));
        socket->disconnectFromHost();
    });
    CrawlRecord record;
    record.dns->names["rebind.example"] = { "127.0.0.1" };
    record.start(QStringList { QStringLiteral("http://rebind.example:%1/").arg(server.port()) });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(record.dns->questions.load(), 1);
}

void TestCrawlManners::tooManyRequests_shortRetryAfter_isObeyed()
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
        socket->write(ScriptServer::answer(200, workshopPage(kContacts)));
    });
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QVERIFY2(waited >= 950, qPrintable(QString::number(waited)));
}

void TestCrawlManners::tooManyRequests_longRetryAfter_endsTheSite()
{
    ScriptServer server;
    server.page("/", workshopPage("<a href='/a'>a</a><a href='/b'>b</a><a href='/c'>c</a>"));
    for (const char *path : { "/a", "/b", "/c" })
        server.say(path, ScriptServer::answer(429, "", "Retry-After: 600\r\n"));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::RateLimited);
    QCOMPARE(record.firstEnd().evidence.english(), QStringLiteral("127.0.0.1 answered 429 and asks to wait 600 s"));
    QVERIFY(server.requests().size() <= 4); // two connections may have asked at the same time
}

void TestCrawlManners::pace_ofTwoCrawlsOnOneHost_isThatOfOne()
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
            = request.path == "/robots.txt" ? ScriptServer::answer(404, "") : ScriptServer::answer(200, workshopPage(links));
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
    QTRY_VERIFY(first.finished);
    QTRY_VERIFY(second.finished);
    QCOMPARE(first.pageCount(), pagesEach);
    QCOMPARE(second.pageCount(), pagesEach);
    QCOMPARE(mostOpen, 1);
    const int requests = 2 * (pagesEach + 1);
    QVERIFY2(timer.elapsed() >= (requests - 1) * gap, qPrintable(QString::number(timer.elapsed())));
}

void TestCrawlManners::pace_hostThatAskedOneCrawlToWait_isLeftAloneByAll()
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
        socket->write(ScriptServer::answer(200, workshopPage(kContacts)));
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
    QTRY_VERIFY(first.finished);
    QTRY_VERIFY(second.finished);
    QVERIFY2(nextAfter >= 1900, qPrintable(QString::number(nextAfter)));
}

void TestCrawlManners::request_carriesNoSecretsAndIgnoresProxies()
{
    qputenv("http_proxy", "http://127.0.0.1:1");
    qputenv("ALL_PROXY", "http://127.0.0.1:1");
    ScriptServer server;
    server.page("/", workshopPage(kContacts));
    CrawlRecord record;
    record.start(QStringList { server.base() });
    QTRY_VERIFY(record.finished);
    qunsetenv("http_proxy");
    qunsetenv("ALL_PROXY");
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    const QByteArray head = server.lastHead();
    QVERIFY(head.startsWith("GET / HTTP/1.1\r\n"));
    QVERIFY(head.contains("User-Agent: ") && head.contains("Leadline/"));
    QVERIFY(!head.contains("Authorization") && !head.contains("Cookie") && !head.contains("Referer")
        && !head.contains("Upgrade"));
}

QTEST_GUILESS_MAIN(TestCrawlManners)
#include "tst_crawl_manners.moc"
