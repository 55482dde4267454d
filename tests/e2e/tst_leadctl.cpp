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

namespace {

const QString program = QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadctl");

struct Run
{
    int code = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

std::unique_ptr<QProcess> launch(const QStringList &arguments)
{
    auto process = std::make_unique<QProcess>();
    process->start(program, arguments);
    process->waitForStarted();
    return process;
}

Run finish(QProcess &process, const QByteArray &input = {})
{
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(90'000))
        process.kill();
    Run run;
    run.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

Run leadctl(const QStringList &arguments, const QByteArray &input = {})
{
    return finish(*launch(arguments), input);
}

std::vector<QJsonObject> jsonLines(const QByteArray &text)
{
    std::vector<QJsonObject> objects;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.isEmpty())
            objects.push_back(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

std::vector<QJsonObject> fileLines(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? jsonLines(file.readAll()) : std::vector<QJsonObject>();
}

QJsonObject answerTo(const Run &run, const QString &id)
{
    for (const QJsonObject &line : jsonLines(run.out)) {
        if (line.value(u"id").toString() == id)
            return line;
    }
    return {};
}

/// One line for the agent.
QByteArray command(const char *id, const char *word, QJsonObject more = {})
{
    more.insert(QStringLiteral("id"), QString::fromLatin1(id));
    more.insert(QStringLiteral("cmd"), QString::fromLatin1(word));
    return QJsonDocument(more).toJson(QJsonDocument::Compact) + '\n';
}

/// A site on loopback that answers every page with the same text.
class TinySite
{
public:
    explicit TinySite(const QByteArray &page)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, page] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, page] {
                    const QByteArray request = socket->readAll();
                    const bool robots = request.startsWith("GET /robots.txt");
                    const QByteArray body = robots ? QByteArray() : page;
                    socket->write((robots ? QByteArray("HTTP/1.1 404 Not Found\r\n") : QByteArray("HTTP/1.1 200 OK\r\n"))
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
        QVERIFY(lines.first().startsWith("seed,name,"));
    }

    void private_network_is_refused_unless_it_is_allowed()
    {
        const TinySite site(
            "<html><title>Testwerk</title><body><h1>Testwerk GmbH</h1><a href='mailto:info@testwerk.de'>mail</a> "
            "<a href='tel:+493012345678'>call</a></body></html>");
        const auto scrape = [&](const QStringList &more) {
            auto process = launch(QStringList { QStringLiteral("scrape"), site.address(), QStringLiteral("--delay"),
                                      QStringLiteral("0"), QStringLiteral("--json") }
                + more);
            // The site lives in this thread: its event loop must run.
            (void)QTest::qWaitFor([&] { return process->state() == QProcess::NotRunning; }, 60'000);
            return finish(*process);
        };
        const Run refused = scrape({});
        QCOMPARE(refused.code, 4);
        QCOMPARE(refused.json().value(u"outcomes")[u"blocked"].toInt(), 1);
        const Run allowed = scrape({ QStringLiteral("--allow-network"), QStringLiteral("127.0.0.0/8") });
        QVERIFY2(allowed.code == 0, allowed.err.constData());
        QCOMPARE(allowed.json().value(u"leads").toInteger(), 1);
        QCOMPARE(allowed.json().value(u"with_email").toInteger(), 1);
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
        auto process = launch({ QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--delay"),
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

    void agent_edits_offline_and_synchronises_later()
    {
        const QStringList arguments { QStringLiteral("agent"), QStringLiteral("--profile"), path("profile"),
            QStringLiteral("--demo") };
        auto process = launch(arguments);
        // The first half needs the id of the task for the second.
        process->write(command("1", "login")
            + command("2", "start",
                { { QStringLiteral("demo"), true }, { QStringLiteral("name"), QStringLiteral("Demo") },
                    { QStringLiteral("delay_ms"), 10 } }));
        QByteArray seen;
        QVERIFY(
            QTest::qWaitFor([&] { return (seen += process->readAllStandardOutput()).contains("\"id\":\"2\""); }, 60'000));
        QString task;
        for (const QJsonObject &line : jsonLines(seen)) {
            if (line.value(u"id").toString() == u"2")
                task = line.value(u"task").toString();
        }
        QVERIFY2(!task.isEmpty(), seen.constData());
        const QJsonObject edit { { QStringLiteral("filter"), QStringLiteral("city:Berlin") },
            { QStringLiteral("status"), QStringLiteral("accepted") }, { QStringLiteral("tag"), QStringLiteral("berlin") },
            { QStringLiteral("note"), QStringLiteral("seen offline") } };
        const Run run = finish(*process,
            command("3", "wait", { { QStringLiteral("task"), task } }) + command("4", "sync") + command("5", "offline")
                + command("6", "edit", edit) + command("7", "status")
                + command("8", "dump", { { QStringLiteral("filter"), QStringLiteral("status:accepted") } })
                + command("9", "online") + command("10", "sync") + command("11", "status") + command("12", "fly"));
        QCOMPARE(run.code, 0);
        for (const char *id : { "3", "4", "5", "6", "7", "8", "9", "10", "11" })
            QVERIFY2(answerTo(run, QString::fromLatin1(id)).value(u"ok").toBool(),
                (QByteArray(id) + run.out.right(2000)).constData());
        QCOMPARE(answerTo(run, QStringLiteral("3")).value(u"state").toString(), QStringLiteral("completed"));
        const qint64 accepted = answerTo(run, QStringLiteral("8")).value(u"count").toInteger();
        QVERIFY(accepted >= 2);
        QVERIFY(answerTo(run, QStringLiteral("7")).value(u"waiting").toInteger() >= accepted);
        QCOMPARE(answerTo(run, QStringLiteral("7")).value(u"state").toString(), QStringLiteral("offline"));
        QCOMPARE(answerTo(run, QStringLiteral("11")).value(u"waiting").toInteger(), 0);
        QCOMPARE(answerTo(run, QStringLiteral("11")).value(u"conflicts").toInteger(), 0);
        QVERIFY(!answerTo(run, QStringLiteral("12")).value(u"ok").toBool());

        // What the backend says afterwards, asked by another program.
        const Run listed = leadctl({ QStringLiteral("leads"), QStringLiteral("status:accepted tag:berlin"),
            QStringLiteral("--json"), QStringLiteral("--data"), path("profile/backend") });
        QCOMPARE(qint64(jsonLines(listed.out).size()), accepted);
    }

    void second_agent_on_one_profile_is_refused()
    {
        auto first = launch({ QStringLiteral("agent"), QStringLiteral("--profile"), path("profile") });
        QByteArray seen;
        QVERIFY(QTest::qWaitFor(
            [&] { return (seen += first->readAllStandardOutput()).contains("ready"); }, leadline::tests::kPatience));
        const Run second = leadctl({ QStringLiteral("agent"), QStringLiteral("--profile"), path("profile") });
        QCOMPARE(second.code, 1);
        QCOMPARE(second.json().value(u"error").toString(), QStringLiteral("locked"));
        QCOMPARE(finish(*first).code, 0);
    }

private:
    [[nodiscard]] QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(LeadctlTest)
#include "tst_leadctl.moc"
