#include "support/leadctl_run.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <functional>

using namespace leadline::tests;

namespace {

std::vector<QJsonObject> fileLines(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? jsonLines(file.readAll()) : std::vector<QJsonObject>();
}

/// A site on loopback that gives every page but robots.txt the same answer.
class TinySite
{
public:
    explicit TinySite(const QByteArray &page)
        : TinySite("HTTP/1.1 200 OK\r\n", page)
    { }
    TinySite(const QByteArray &head, const QByteArray &page)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, head, page] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, head, page] {
                    const bool robots = socket->readAll().startsWith("GET /robots.txt");
                    const QByteArray body = robots ? QByteArray() : page;
                    socket->write((robots ? QByteArray("HTTP/1.1 404 Not Found\r\n") : head)
                        + "Content-Type: text/html\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
                        + body);
                });
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] QString address() const { return QStringLiteral("http://127.0.0.1:%1/").arg(m_server.serverPort()); }

private:
    QTcpServer m_server;
};

} // namespace

/// The program as a script sees it: arguments in; output, files and exit code out. Own daemons, port 0, the demo site.
class LeadctlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void help_of_every_command_shows_examples_and_exits_well()
    {
        for (const char *command : { "scrape", "tasks", "leads", "export", "watch", "agent" }) {
            const Run run = leadctl({ QString::fromLatin1(command), QStringLiteral("--help") });
            QCOMPARE(run.code, 0);
            QVERIFY2(run.out.contains("Examples:"), command);
            QVERIFY2(run.out.contains(QByteArray("Usage: leadctl ") + command), command);
        }
    }

    void wrong_usage_exits_with_2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no command") << QStringList {};
        QTest::newRow("unknown command") << QStringList { QStringLiteral("scrap") };
        QTest::newRow("unknown option") << QStringList { QStringLiteral("scrape"), QStringLiteral("--fast") };
        QTest::newRow("no addresses") << QStringList { QStringLiteral("scrape") };
        QTest::newRow("bad number") << QStringList { QStringLiteral("scrape"), QStringLiteral("x.example"),
            QStringLiteral("--depth"), QStringLiteral("9") };
        QTest::newRow("bad network") << QStringList { QStringLiteral("scrape"), QStringLiteral("x.example"),
            QStringLiteral("--allow-network"), QStringLiteral("lan") };
        QTest::newRow("bad output") << QStringList { QStringLiteral("scrape"), QStringLiteral("x.example"),
            QStringLiteral("--output"), QStringLiteral("leads.doc") };
        QTest::newRow("bad filter") << QStringList { QStringLiteral("leads"), QStringLiteral("colour:red") };
    }

    void wrong_usage_exits_with_2()
    {
        QFETCH(QStringList, arguments);
        const Run run = leadctl(arguments);
        QCOMPARE(run.code, 2);
        QVERIFY(!run.err.isEmpty() || !run.out.isEmpty());
    }

    void demo_site_becomes_leads_with_evidence_and_seed()
    {
        const QString output = path("leads.jsonl");
        const Run run = leadctl({ QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--json"),
            QStringLiteral("--output"), output });
        QVERIFY2(run.code == 0, run.err.constData());
        const auto leads = fileLines(output);
        QVERIFY(leads.size() >= 60);
        QCOMPARE(run.json().value(u"leads").toInteger(), qint64(leads.size()));
        QVERIFY(run.json().value(u"pages_per_second").toDouble() > 0);
        QSet<QString> ids;
        for (const QJsonObject &lead : leads) {
            ids.insert(lead.value(u"id").toString());
            QVERIFY(!lead.value(u"seed").toString().isEmpty());
            const QJsonArray contacts = lead.value(u"contacts").toArray();
            for (const QJsonValue &contact : contacts) {
                const QJsonArray evidence = contact[u"evidence"].toArray();
                QVERIFY(!evidence.isEmpty());
                QVERIFY(evidence.first()[u"url"].toString().startsWith(QStringLiteral("http")));
            }
        }
        QCOMPARE(size_t(ids.size()), leads.size());
    }

    void csv_has_one_row_per_lead_and_json_is_one_array()
    {
        const QString csv = path("leads.csv");
        const QString json = path("leads.json");
        const QString data = path("data");
        QCOMPARE(leadctl({ QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--data"), data,
                             QStringLiteral("--output"), csv, QStringLiteral("--quiet") })
                     .code,
            0);
        // The same again on the same store: everything is known, nothing is new, and still all of it is written.
        const Run again = leadctl({ QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--data"), data,
            QStringLiteral("--output"), json, QStringLiteral("--json") });
        QCOMPARE(again.code, 0);
        QCOMPARE(again.json().value(u"new_leads").toInteger(), 0);
        QFile rows(csv);
        QVERIFY(rows.open(QIODevice::ReadOnly));
        const auto lines = rows.readAll().split('\n');
        QFile array(json);
        QVERIFY(array.open(QIODevice::ReadOnly));
        const qsizetype leads = QJsonDocument::fromJson(array.readAll()).array().size();
        QCOMPARE(lines.size(), leads + 2); // header, and the end of the last line
        QVERIFY(lines.first().startsWith("name,"));
        for (const char *column : { ",emails,", ",seed,", ",evidence," })
            QVERIFY2(lines.first().contains(column), column);
    }

    void private_network_is_refused_unless_it_is_allowed()
    {
        const TinySite site(
            "<html><title>Testwerk</title><body><h1>Testwerk GmbH</h1><a href='mailto:info@testwerk.de'>mail</a> "
            "<a href='tel:+493012345678'>call</a></body></html>");
        const auto scrape = [&](const QStringList &more) {
            auto process = launchLeadctl(QStringList { QStringLiteral("scrape"), site.address(), QStringLiteral("--delay"),
                                             QStringLiteral("0"), QStringLiteral("--json") }
                + more);
            // The site lives in this thread: its event loop must run.
            (void)QTest::qWaitFor([&] { return process->state() == QProcess::NotRunning; }, 60'000);
            return finish(*process);
        };
        const Run refused = scrape({});
        QCOMPARE(refused.code, 4);
        QCOMPARE(refused.json().value(u"outcomes")[u"blocked"].toInt(), 1);
        const QString evidence = refused.json().value(u"sites")[0][u"evidence"].toString();
        QVERIFY2(evidence.contains(u"--allow-network 127.0.0.1/32"), qPrintable(evidence));
        const Run allowed = scrape({ QStringLiteral("--allow-network"), QStringLiteral("127.0.0.0/8") });
        QVERIFY2(allowed.code == 0, allowed.err.constData());
        QCOMPARE(allowed.json().value(u"leads").toInteger(), 1);
        QCOMPARE(allowed.json().value(u"with_email").toInteger(), 1);
    }

    void lead_behind_a_redirect_to_another_host_keeps_its_start_address()
    {
        const TinySite shop(
            "<html><title>Testwerk</title><body><h1>Testwerk GmbH</h1><a href='mailto:info@testwerk.de'>mail</a></body>");
        const TinySite old("HTTP/1.1 301 Moved\r\nLocation: " + shop.address().toLatin1() + "\r\n", "moved");
        const QString seed = old.address().replace(QStringLiteral("127.0.0.1"), QStringLiteral("localhost"));
        const QString output = path("leads.jsonl");
        auto process = launchLeadctl({ QStringLiteral("scrape"), QStringLiteral("nowhere.invalid"), seed,
            QStringLiteral("--delay"), QStringLiteral("0"), QStringLiteral("--allow-network"), QStringLiteral("127.0.0.0/8"),
            QStringLiteral("--allow-network"), QStringLiteral("::1/128"), QStringLiteral("--output"), output });
        (void)QTest::qWaitFor([&] { return process->state() == QProcess::NotRunning; }, 60'000);
        const Run run = finish(*process);
        QVERIFY2(run.code == 0, run.err.constData());
        const auto leads = fileLines(output);
        QCOMPARE(leads.size(), size_t(1));
        QCOMPARE(leads.front().value(u"seed").toString(), seed);
    }

    void seed_files_may_be_text_or_csv_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("text with comments")
            << QByteArray("# towns\nhttp://a.invalid/\n\nb.invalid # old\nhttp://a.invalid/\n") << QStringList();
        QTest::newRow("csv by usual name")
            << QByteArray("name,Website,city\n\"A, Inc.\",http://a.invalid/,Bonn\nB,b.invalid,Köln\n") << QStringList();
        QTest::newRow("semicolons, column by name") << QByteArray("\xEF\xBB\xBF"
                                                                  "firma;seite\r\nA;http://a.invalid/\r\nB;b.invalid\r\n")
                                                    << QStringList { QStringLiteral("--column"), QStringLiteral("seite") };
        QTest::newRow("no header") << QByteArray("http://a.invalid/;A\nb.invalid;B\n") << QStringList();
    }

    void seed_files_may_be_text_or_csv()
    {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, options);
        QFile file(path("seeds.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        const Run run = leadctl(
            QStringList { QStringLiteral("scrape"), QStringLiteral("--seeds"), file.fileName(), QStringLiteral("--json") }
            + options);
        QCOMPARE(run.code, 4); // .invalid never resolves
        QStringList seeds;
        for (const QJsonValue &site : run.json().value(u"sites").toArray())
            seeds.append(site[u"seed"].toString());
        QCOMPARE(seeds, QStringList({ QStringLiteral("http://a.invalid/"), QStringLiteral("b.invalid") }));
    }

    void interrupt_keeps_what_was_found()
    {
        const QString output = path("part.jsonl");
        auto process = launchLeadctl({ QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--delay"),
            QStringLiteral("0.3"), QStringLiteral("--concurrency"), QStringLiteral("4"), QStringLiteral("--output"), output,
            QStringLiteral("--json"), QStringLiteral("--verbose") });
        // Log lines on standard error say that pages are being read.
        QByteArray seen;
        QVERIFY(QTest::qWaitFor(
            [&] { return (seen += process->readAllStandardError()).count('\n') > 10; }, leadline::tests::kPatience));
        ::kill(pid_t(process->processId()), SIGINT);
        QElapsedTimer timer;
        timer.start();
        const Run run = finish(*process);
        QCOMPARE(run.code, 130);
        QVERIFY(timer.elapsed() < 20'000);
        QVERIFY(run.json().value(u"interrupted").toBool());
        QCOMPARE(run.json().value(u"leads").toInteger(), qint64(fileLines(output).size()));
        QVERIFY(run.json().value(u"leads").toInteger() > 0);
        QVERIFY(run.json().value(u"outcomes")[u"pending"].toInt() > 0);
    }

    void missing_backend_exits_with_3()
    {
        const Run run = leadctl({ QStringLiteral("tasks"), QStringLiteral("--json"), QStringLiteral("--data"), path("data"),
            QStringLiteral("--daemon"), path("no-such-daemon") });
        QCOMPARE(run.code, 3);
        QCOMPARE(run.json().value(u"error").toString(), QStringLiteral("unavailable"));
    }

    void running_server_is_joined_by_data_directory_and_by_file()
    {
        QProcess server;
        server.start(QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadlined"),
            { QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), path("data"),
                QStringLiteral("--demo-site") });
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(path("data/backend.json")); }, leadline::tests::kPatience));
        const Run scraped = leadctl({ QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--json"),
            QStringLiteral("--data"), path("data") });
        QVERIFY2(scraped.code == 0, scraped.err.constData());
        const Run listed = leadctl({ QStringLiteral("leads"), QStringLiteral("has:email"), QStringLiteral("--limit"),
            QStringLiteral("0"), QStringLiteral("--json"), QStringLiteral("--join"), path("data/backend.json") });
        QCOMPARE(listed.code, 0);
        QCOMPARE(qint64(jsonLines(listed.out).size()), scraped.json().value(u"with_email").toInteger());
        const Run exported = leadctl({ QStringLiteral("export"), QStringLiteral("--format"), QStringLiteral("jsonl"),
            QStringLiteral("--data"), path("data") });
        QCOMPARE(qint64(jsonLines(exported.out).size()), scraped.json().value(u"leads").toInteger());
        const QString task = scraped.json().value(u"task").toString();
        const Run watched
            = leadctl({ QStringLiteral("watch"), task, QStringLiteral("--json"), QStringLiteral("--data"), path("data") });
        QCOMPARE(watched.code, 0);
        QVERIFY(watched.out.contains("\"completed\""));
        QCOMPARE(server.state(), QProcess::Running); // joining ends nothing
        server.terminate();
        QVERIFY(server.waitForFinished(leadline::tests::kPatience));
    }

private:
    [[nodiscard]] QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(LeadctlTest)
#include "tst_leadctl.moc"
