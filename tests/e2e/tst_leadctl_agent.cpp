#include "support/leadctl_run.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>

using namespace leadline::tests;

namespace {

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

/// The answers (not the events), in their order.
std::vector<QJsonObject> answers(const QByteArray &out)
{
    std::vector<QJsonObject> found;
    for (const QJsonObject &line : jsonLines(out)) {
        if (!line.contains(u"event"))
            found.push_back(line);
    }
    return found;
}

} // namespace

/// `leadctl agent` as a script drives it.
class LeadctlAgentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void agent_edits_offline_and_synchronises_later()
    {
        const QStringList arguments { QStringLiteral("agent"), QStringLiteral("--profile"), path("profile"),
            QStringLiteral("--demo") };
        auto process = launchLeadctl(arguments);
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
        auto first = launchLeadctl({ QStringLiteral("agent"), QStringLiteral("--profile"), path("profile") });
        QByteArray seen;
        QVERIFY(QTest::qWaitFor([&] { return (seen += first->readAllStandardOutput()).contains("ready"); }, 20'000));
        const Run second = leadctl({ QStringLiteral("agent"), QStringLiteral("--profile"), path("profile") });
        QCOMPARE(second.code, 1);
        QCOMPARE(second.json().value(u"error").toString(), QStringLiteral("locked"));
        QCOMPARE(finish(*first).code, 0);
    }

    void every_line_is_answered_once_and_in_order()
    {
        const QByteArray nul("{\"cmd\":\"status\",\"id\":\"a\0b\"}\n", 29);
        const QByteArray input = command("1", "status") + "this is no JSON\n" + "\n   \r\n" + command("2", "fly") + "[1,2]\n"
            + "{\"cmd\":\"status\"} {\"cmd\":\"status\"}\n" + "{\"id\":3}\n"
            + command("4", "status", { { QStringLiteral("colour"), QStringLiteral("red") } })
            + command("5", "wait", { { QStringLiteral("task"), QStringLiteral("nothing") } })
            + command("6", "edit", { { QStringLiteral("rating"), 9 }, { QStringLiteral("filter"), QString() } })
            + command("7", "edit", { { QStringLiteral("status"), QStringLiteral("accepted") } })
            + command("8", "dump", { { QStringLiteral("filter"), QStringLiteral("score>") } }) + command("9", "undo")
            + command("10", "sync")
            + command("11", "start", { { QStringLiteral("seeds"), QStringLiteral("https://a.example/") } })
            + command(
                "12", "resolve", { { QStringLiteral("conflict"), 1 }, { QStringLiteral("keep"), QStringLiteral("both") } })
            + "{\"cmd\":\"status\",\"id\":{\"any\":[\"thing\",null]}}\r\n" + nul + "\xff\xfe\n"
            + "{\"cmd\":\"status\",\"id\":14}";
        const Run run = finish(*launchLeadctl(agent()), input);
        QCOMPARE(run.code, 0);
        QCOMPARE(run.err, QByteArray());
        struct Expected
        {
            QJsonValue id;
            bool ok;
            const char *detail;
        };
        const QJsonValue none(QJsonValue::Undefined);
        const std::vector<Expected> wanted {
            { QStringLiteral("1"), true, "" },
            { none, false, "line 2 is not a JSON object" },
            { QStringLiteral("2"), false, "cmd is one of" },
            { none, false, "line 6 is not a JSON object" },
            { none, false, "line 7 is not a JSON object" },
            { 3, false, "cmd is one of" },
            { QStringLiteral("4"), false, "" },
            { QStringLiteral("5"), false, "" },
            { QStringLiteral("6"), false, "" },
            { QStringLiteral("7"), false, "" },
            { QStringLiteral("8"), false, "" },
            { QStringLiteral("9"), false, "nothing to undo" },
            { QStringLiteral("10"), false, "no backend" },
            { QStringLiteral("11"), false, "" },
            { QStringLiteral("12"), false, "mine or theirs" },
            { QJsonObject { { QStringLiteral("any"), QJsonArray { QStringLiteral("thing"), QJsonValue() } } }, true, "" },
            { QString(QStringLiteral("a") + QChar(0) + u'b'), true, "" },
            { none, false, "line 20 is not a JSON object" },
            { 14, true, "" },
        };
        const auto given = answers(run.out);
        QCOMPARE(given.size(), wanted.size());
        for (size_t i = 0; i < wanted.size(); ++i) {
            const QByteArray line = QJsonDocument(given[i]).toJson(QJsonDocument::Compact);
            QVERIFY2(given[i].value(u"id") == wanted[i].id, line.constData());
            QVERIFY2(given[i].value(u"ok") == wanted[i].ok, line.constData());
            QVERIFY2(given[i].value(u"detail").toString().contains(QString::fromLatin1(wanted[i].detail)), line.constData());
            QVERIFY2(wanted[i].ok || !given[i].value(u"error").toString().isEmpty(), line.constData());
        }
    }

    void line_that_is_too_long_is_refused_and_the_next_obeyed()
    {
        const QByteArray input = command("1", "status") + QByteArray(20 * 1024 * 1024, 'x') + '\n' + command("2", "status");
        const Run run = finish(*launchLeadctl(agent()), input);
        QCOMPARE(run.code, 0);
        const auto given = answers(run.out);
        QCOMPARE(given.size(), size_t(3));
        QVERIFY(given[1].value(u"detail").toString().contains(u"line 2 is longer than 8 MiB"));
        QVERIFY(given[2].value(u"ok").toBool());
    }

    void many_lines_at_once_are_all_answered()
    {
        QByteArray input;
        for (int n = 0; n < 20'000; ++n)
            input += command(QByteArray::number(n).constData(), "status");
        // From a file, which is always ready, and through a pipe.
        QFile file(path("commands.jsonl"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(input) == input.size());
        file.close();
        const Run run
            = shell(QStringLiteral("\"$0\" agent --profile \"$1\" < \"$2\""), { path("profile"), file.fileName() });
        QCOMPARE(run.code, 0);
        const auto given = answers(run.out);
        QCOMPARE(given.size(), size_t(20'000));
        for (int n = 0; n < 20'000; ++n)
            QCOMPARE(given[size_t(n)].value(u"id").toString(), QString::number(n));
    }

    void quit_is_answered_and_nothing_after_it_is_obeyed()
    {
        const Run run = finish(*launchLeadctl(agent()), command("1", "quit") + command("2", "status"));
        QCOMPARE(run.code, 0);
        const auto given = answers(run.out);
        QCOMPARE(given.size(), size_t(1));
        QVERIFY(given[0].value(u"ok").toBool());
    }

    void standard_input_stays_as_it_was()
    {
        // A terminal is one open file for all three descriptors: what is set on one holds for the shell afterwards.
        const Run run
            = shell(QStringLiteral("exec 3<>\"$1\"; echo '{\"cmd\":\"quit\"}' >&3; \"$0\" agent --profile \"$2\" <&3 | cat;"
                                   "grep flags /proc/self/fdinfo/3"),
                { fifo(), path("profile") });
        QVERIFY2(run.out.contains("flags:"), run.out.constData());
        const QByteArray flags = run.out.mid(run.out.lastIndexOf("flags:") + 6).trimmed();
        QVERIFY2(!(flags.toInt(nullptr, 8) & O_NONBLOCK), flags.constData());
    }

    void edit_with_a_filter_applies_all_of_it_although_the_first_part_leaves_the_filter()
    {
        auto process = launchLeadctl(agent({ QStringLiteral("--demo") }));
        const QString task = startDemo(*process, 20);
        const QJsonObject edit { { QStringLiteral("filter"), QStringLiteral("status:new") },
            { QStringLiteral("status"), QStringLiteral("contacted") }, { QStringLiteral("tag"), QStringLiteral("called") } };
        const Run run = finish(*process,
            command("3", "wait", { { QStringLiteral("task"), task } }) + command("4", "sync") + command("5", "edit", edit)
                + command("6", "dump", { { QStringLiteral("filter"), QStringLiteral("tag:called") } }) + command("7", "undo")
                + command("8", "undo")
                + command("9", "dump", { { QStringLiteral("filter"), QStringLiteral("tag:called") } }));
        QCOMPARE(run.code, 0);
        const qint64 tagged = answerTo(run, QStringLiteral("6")).value(u"count").toInteger();
        QVERIFY(tagged >= 1);
        QCOMPARE(answerTo(run, QStringLiteral("5")).value(u"changed").toInteger(), 2 * tagged);
        QCOMPARE(answerTo(run, QStringLiteral("9")).value(u"count").toInteger(), 0);
    }

    void backend_that_is_killed_comes_back_and_the_agent_goes_on()
    {
        auto process = launchLeadctl(agent({ QStringLiteral("--demo") }));
        const QString task = startDemo(*process, 400);
        QVERIFY(!task.isEmpty());
        QFile join(path("profile/backend/backend.json"));
        QVERIFY(QTest::qWaitFor([&] { return join.exists(); }, 20'000));
        QVERIFY(join.open(QIODevice::ReadOnly));
        const auto pid = pid_t(QJsonDocument::fromJson(join.readAll()).object().value(u"pid").toInteger());
        QVERIFY(pid > 1);
        process->write(command("3", "wait", { { QStringLiteral("task"), task } }));
        ::kill(pid, SIGKILL);
        // The task is interrupted: the wait ends, and is begun again once it goes on.
        QByteArray seen;
        QVERIFY(
            QTest::qWaitFor([&] { return (seen += process->readAllStandardOutput()).contains("\"id\":\"3\""); }, 60'000));
        const Run run = finish(*process,
            command("4", "login")
                + command("5", "control",
                    { { QStringLiteral("task"), task }, { QStringLiteral("action"), QStringLiteral("resume") } })
                + command("6", "status")
                + command("7", "control",
                    { { QStringLiteral("task"), task }, { QStringLiteral("action"), QStringLiteral("stop") } })
                + command("8", "sync") + command("9", "status"));
        QCOMPARE(run.code, 0);
        for (const char *id : { "4", "5", "6", "7", "8", "9" })
            QVERIFY2(
                answerTo(run, QString::fromLatin1(id)).value(u"ok").toBool(), (QByteArray(id) + seen + run.out).constData());
        QCOMPARE(answerTo(run, QStringLiteral("7")).value(u"state").toString(), QStringLiteral("stopped"));
    }

    void wait_ends_with_its_patience_and_at_a_pause()
    {
        auto process = launchLeadctl(agent({ QStringLiteral("--demo") }));
        const QString task = startDemo(*process, 20'000);
        const QJsonObject that { { QStringLiteral("task"), task } };
        QJsonObject patient = that;
        patient.insert(QStringLiteral("seconds"), 2);
        QJsonObject pause = that;
        pause.insert(QStringLiteral("action"), QStringLiteral("pause"));
        QJsonObject unknown { { QStringLiteral("task"), QStringLiteral("00000000-0000-4000-8000-000000000000") } };
        const Run run = finish(*process,
            command("3", "wait", patient) + command("4", "control", pause) + command("5", "wait", that)
                + command("6", "wait", unknown));
        QCOMPARE(run.code, 0);
        QCOMPARE(answerTo(run, QStringLiteral("3")).value(u"error").toString(), QStringLiteral("timeout"));
        QCOMPARE(answerTo(run, QStringLiteral("5")).value(u"state").toString(), QStringLiteral("paused"));
        QCOMPARE(answerTo(run, QStringLiteral("6")).value(u"error").toString(), QStringLiteral("not-found"));
    }

private:
    [[nodiscard]] QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    [[nodiscard]] QStringList agent(const QStringList &more = {}) const
    {
        return QStringList { QStringLiteral("agent"), QStringLiteral("--profile"), path("profile") } + more;
    }
    [[nodiscard]] QString fifo() const
    {
        const QString name = path("fifo");
        ::mkfifo(QFile::encodeName(name).constData(), 0600);
        return name;
    }

    /// Signs in and starts the demo task with this gap between pages; its id, empty when that failed.
    static QString startDemo(QProcess &process, int delayMs)
    {
        process.write(command("1", "login")
            + command("2", "start",
                { { QStringLiteral("seeds"),
                      QJsonArray { QStringLiteral("http://baeckerei-muster.example/"),
                          QStringLiteral("http://garage-fictif.example/"),
                          QStringLiteral("http://phantom-cycles.example/") } },
                    { QStringLiteral("delay_ms"), delayMs } }));
        QByteArray seen;
        if (!QTest::qWaitFor([&] { return (seen += process.readAllStandardOutput()).contains("\"id\":\"2\""); }, 60'000))
            return {};
        for (const QJsonObject &line : answers(seen)) {
            if (line.value(u"id").toString() == u"2")
                return line.value(u"task").toString();
        }
        return {};
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(LeadctlAgentTest)
#include "tst_leadctl_agent.moc"
