#include "backend/demo/demo_site_server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

using namespace leadline;
using namespace Qt::StringLiterals;
using backend::DemoAnswer;
using backend::DemoSite;
using backend::DemoSiteServer;

namespace {

constexpr int kDeadline = tests::kPatience;

QJsonArray truthSites()
{
    QFile file(QStringLiteral(LEADLINE_SOURCE_DIR "/resources/demo-site/truth.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object().value(u"sites").toArray()
                                          : QJsonArray();
}

QByteArray getRequest(const QByteArray &host, const QByteArray &target, const QByteArray &verb = "GET")
{
    return verb + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
}

struct Answer
{
    int status = 0;
    QByteArray head;
    QByteArray body;
};

/// Reads one answer off the connection, leaving what follows it there.
Answer readAnswer(QTcpSocket &socket, bool hasBody = true)
{
    Answer answer;
    while (!answer.head.endsWith("\r\n\r\n")) {
        if (!socket.bytesAvailable() && !socket.waitForReadyRead(kDeadline))
            return answer;
        answer.head += socket.readLine();
    }
    answer.status = answer.head.mid(9, 3).toInt();
    const qsizetype at = answer.head.indexOf("Content-Length: ") + 16;
    const qsizetype length = answer.head.mid(at, answer.head.indexOf("\r\n", at) - at).toLongLong();
    while (hasBody && answer.body.size() < length) {
        if (!socket.bytesAvailable() && !socket.waitForReadyRead(kDeadline))
            return answer;
        answer.body += socket.read(length - answer.body.size());
    }
    return answer;
}

QByteArray hrefAfter(const QByteArray &body, const QByteArray &previous)
{
    const qsizetype at = body.indexOf("href=\"", body.indexOf(previous) + previous.size()) + 6;
    return body.mid(at, body.indexOf('"', at) - at);
}

} // namespace

class DemoSiteServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        auto loaded = DemoSite::load();
        QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail()));
        site = std::make_unique<DemoSite>(std::move(*loaded));
        auto started = DemoSiteServer::start();
        QVERIFY(started);
        server = std::move(*started);
        QVERIFY(server->port() != 0);
    }

    void cleanupTestCase() { server.reset(); }

    void answer_everyPageOfTheTruth_isThere()
    {
        const QJsonArray sites = truthSites();
        QVERIFY(sites.size() >= 60);
        QSet<QString> kinds;
        QSet<QString> languages;
        int pages = 0;
        for (const QJsonValue value : sites) {
            const QJsonObject entry = value.toObject();
            kinds.insert(entry.value(u"template").toString());
            languages.insert(entry.value(u"language").toString());
            QVERIFY(site->seeds().contains(entry.value(u"seed").toString()));
            for (const QJsonValue contact : entry.value(u"contacts").toArray()) {
                for (const QJsonValue found : contact.toObject().value(u"found").toArray()) {
                    const QString path = found.toObject().value(u"page").toString();
                    const DemoAnswer answer = site->answer(entry.value(u"host").toString().toLatin1(), path.toUtf8());
                    QVERIFY2(answer.status == 200, qPrintable(entry.value(u"host").toString() + path));
                    ++pages;
                }
            }
        }
        QVERIFY(pages > 500);
        QVERIFY(kinds.size() >= 12);
        QVERIFY(languages.size() >= 6);
    }

    void answer_seeds_leadToAPage()
    {
        QVERIFY(site->seeds().size() >= 80);
        for (const QString &seed : site->seeds()) {
            const QUrl url(seed);
            DemoAnswer answer = site->answer(url.host().toLatin1(), url.path().toLatin1());
            if (answer.status == 301) {
                const QUrl moved(QString::fromLatin1(answer.location));
                QCOMPARE(u"www."_s + moved.host(), url.host());
                answer = site->answer(moved.host().toLatin1(), moved.path().toLatin1());
            }
            QCOMPARE(answer.status, 200);
            QVERIFY(answer.body.contains('<'));
        }
    }

    void answer_specialPaths_followTheManifest_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::newRow("missing page") << "radhaus-irgendwo.example"_ba
                                      << "/news/2019/archive.html"_ba << 404;
        QTest::newRow("gone") << "druckerei-lorem.example"_ba
                              << "/gone.html"_ba << 410;
        QTest::newRow("failing") << "druckerei-lorem.example"_ba
                                 << "/failing.html"_ba << 500;
        QTest::newRow("robots failing") << "robots-unwell.example"_ba
                                        << "/robots.txt"_ba << 503;
        QTest::newRow("no robots") << "silent-garden.example"_ba
                                   << "/robots.txt"_ba << 404;
        QTest::newRow("unknown host") << "nobody.example"_ba
                                      << "/"_ba << 404;
        QTest::newRow("port and case of the host") << "Silent-Garden.example:80"_ba
                                                   << "/"_ba << 200;
        QTest::newRow("query rewritten") << "farmacia-campione.example"_ba
                                         << "/index.php?page=contatti"_ba << 200;
        QTest::newRow("query ignored") << "silent-garden.example"_ba
                                       << "/moss.html?ref=1"_ba << 200;
        QTest::newRow("no way out") << "silent-garden.example"_ba
                                    << "/../closed-doors.example/index.html"_ba << 404;
        QTest::newRow("no way out, coded") << "silent-garden.example"_ba
                                           << "/%2e%2e/closed-doors.example/"_ba << 404;
        QTest::newRow("template of the calendar") << "notional-gallery.example"_ba
                                                  << "/calendar.template.html"_ba << 404;
        QTest::newRow("no month") << "notional-gallery.example"_ba
                                  << "/calendar/2026-13/"_ba << 404;
    }

    void answer_specialPaths_followTheManifest()
    {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, target);
        QTEST(site->answer(host, target).status, "status");
    }

    void answer_charset_isDeclaredOnlyWhereTheSiteDoes()
    {
        const DemoAnswer latin = site->answer("farmacia-campione.example", "/index.php?page=contatti");
        QCOMPARE(latin.contentType, "text/html"_ba);
        QVERIFY(latin.body.contains("charset=iso-8859-1"));
        QVERIFY(!QString::fromUtf8(site->answer("blumen-musterfrau.example", "/").body).contains(u"Stra\u00dfe"_s));
        QCOMPARE(site->answer("ferreteria-irreal.example", "/").contentType, "text/html; charset=windows-1252"_ba);
        QCOMPARE(site->answer("silent-garden.example", "/").contentType, "text/html; charset=utf-8"_ba);
        QCOMPARE(site->answer("closed-doors.example", "/robots.txt").contentType, "text/plain; charset=utf-8"_ba);
    }

    void answer_calendar_neverEnds()
    {
        for (const auto &[host, first] : { std::pair("notional-gallery.example"_ba, "/calendar/2026-01/"_ba),
                 std::pair("gasthof-zum-platzhalter.example"_ba, "/kalender?monat=2026-01"_ba) }) {
            QSet<QByteArray> seen;
            QByteArray target = first;
            for (int month = 0; month < 150; ++month) {
                const DemoAnswer answer = site->answer(host, target);
                QCOMPARE(answer.status, 200);
                QVERIFY(!seen.contains(target));
                seen.insert(target);
                const QByteArray previous = hrefAfter(answer.body, "<h1>");
                target = hrefAfter(answer.body, previous);
            }
            QVERIFY(target.contains("2038-07"));
        }
    }

    void serve_keepAlive_oneConnectionManyHosts()
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, server->port());
        QVERIFY(socket.waitForConnected(kDeadline));
        const quint64 before = server->requests();
        const QList<QByteArray> hosts = site->hosts();
        // All at once: pipelined requests are answered in order.
        for (const QByteArray &host : hosts)
            socket.write(getRequest(host, "/"));
        for (const QByteArray &host : hosts) {
            const Answer answer = readAnswer(socket);
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, site->answer(host, "/").body);
        }
        QCOMPARE(server->requests() - before, quint64(hosts.size()));
        QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
    }

    void serve_redirect_namesTheNewPlace()
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, server->port());
        socket.write(getRequest("kanzlei-fiktiv.example", "/old/contact.php"));
        const Answer moved = readAnswer(socket);
        QCOMPARE(moved.status, 301);
        QVERIFY(moved.head.contains("Location: /Kontakt.htm\r\n"));
        socket.write(getRequest("www.dummy-couriers.example", "/contact?x=1"));
        QVERIFY(readAnswer(socket).head.contains("Location: http://dummy-couriers.example/contact?x=1\r\n"));
    }

    void serve_otherVerbs_haveNoBody()
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, server->port());
        socket.write(getRequest("silent-garden.example", "/", "HEAD"));
        const Answer head = readAnswer(socket, false);
        QCOMPARE(head.status, 200);
        QVERIFY(head.head.contains(
            "Content-Length: " + QByteArray::number(site->answer("silent-garden.example", "/").body.size())));
        socket.write(getRequest("silent-garden.example", "/", "DELETE"));
        QCOMPARE(readAnswer(socket).status, 405);
    }

    void serve_slowPage_delaysOnlyItsReader()
    {
        QTcpSocket slow;
        QTcpSocket quick;
        QStringList answered;
        connect(&slow, &QTcpSocket::readyRead, this, [&] { answered.append(u"slow"_s); });
        connect(&quick, &QTcpSocket::readyRead, this, [&] { answered.append(u"quick"_s); });
        slow.connectToHost(u"127.0.0.1"_s, server->port());
        quick.connectToHost(u"127.0.0.1"_s, server->port());
        QElapsedTimer clock;
        clock.start();
        slow.write(getRequest("tischlerei-beispiel.example", "/leistungen.html"));
        QTRY_COMPARE(slow.bytesToWrite(), 0);
        quick.write(getRequest("silent-garden.example", "/"));
        QTRY_VERIFY(answered.contains(u"slow"_s));
        QVERIFY(clock.elapsed() >= 1400);
        QCOMPARE(answered.front(), u"quick"_s);
        QCOMPARE(readAnswer(quick).status, 200);
        QCOMPARE(readAnswer(slow).status, 200);
    }

    void serve_endlessHead_isCutOff()
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, server->port());
        socket.write("GET / HTTP/1.1\r\nHost: silent-garden.example\r\nX: " + QByteArray(64 * 1024, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::UnconnectedState, kDeadline);
    }

    void destructor_openConnections_areClosedAtOnce()
    {
        auto other = DemoSiteServer::start();
        QVERIFY(other);
        QTcpSocket idle;
        QTcpSocket waiting;
        idle.connectToHost(u"127.0.0.1"_s, (*other)->port());
        QVERIFY(idle.waitForConnected(kDeadline));
        waiting.connectToHost(u"127.0.0.1"_s, (*other)->port());
        waiting.write(getRequest("lorem-brewing.example", "/services/"));
        QVERIFY(waiting.waitForBytesWritten(kDeadline));
        idle.write(getRequest("silent-garden.example", "/"));
        QCOMPARE(readAnswer(idle).status, 200);
        QElapsedTimer clock;
        clock.start();
        other->reset();
        QVERIFY(clock.elapsed() < 1400); // the page that is waited for takes 1.5 s
        QTRY_COMPARE(idle.state(), QAbstractSocket::UnconnectedState);
    }

private:
    std::unique_ptr<DemoSite> site;
    std::unique_ptr<DemoSiteServer> server;
};

QTEST_GUILESS_MAIN(DemoSiteServerTest)
#include "tst_demo_site_server.moc"
