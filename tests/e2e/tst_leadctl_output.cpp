#include "support/leadctl_run.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace leadline::tests;

/// Where the results of leadctl go, and what it does when they cannot get there: full disks, closed pipes, signals, stores
/// left behind. One daemon with a few leads of the demo site serves the tests that only read.
class LeadctlOutputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_shared.isValid());
        m_server.start(leadlinedProgram,
            { QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), shared(),
                QStringLiteral("--demo-site") });
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(shared() + QStringLiteral("/backend.json")); }, 30'000));
        const Run run = leadctl(QStringList { QStringLiteral("scrape"), QStringLiteral("--data"), shared(),
                                    QStringLiteral("--delay"), QStringLiteral("0"), QStringLiteral("--quiet") }
            + fewSites);
        QVERIFY2(run.code == 0, run.err.constData());
    }

    void cleanupTestCase()
    {
        m_server.terminate();
        QVERIFY(m_server.waitForFinished(12'000));
    }

    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("tmp")));
    }

    void full_standard_output_exits_with_5_and_the_reason_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString data = QStringLiteral("--data");
        QTest::newRow("overview") << QStringList { QStringLiteral("--help") };
        QTest::newRow("version") << QStringList { QStringLiteral("--version") };
        QTest::newRow("help") << QStringList { QStringLiteral("scrape"), QStringLiteral("--help") };
        QTest::newRow("table") << QStringList { QStringLiteral("leads"), data, shared() };
        QTest::newRow("lines") << QStringList { QStringLiteral("leads"), QStringLiteral("--json"), data, shared() };
        QTest::newRow("tasks") << QStringList { QStringLiteral("tasks"), data, shared() };
        QTest::newRow("export") << QStringList { QStringLiteral("export"), data, shared() };
        QTest::newRow("scrape") << QStringList { QStringLiteral("scrape"), fewSites.first(), QStringLiteral("--json"),
            QStringLiteral("--delay"), QStringLiteral("0"), data, shared() };
    }

    void full_standard_output_exits_with_5_and_the_reason()
    {
        QFETCH(QStringList, arguments);
        const Run run = shell(QStringLiteral("\"$0\" \"$@\" > /dev/full"), arguments);
        QCOMPARE(run.code, 5);
        QVERIFY2(run.err.contains("standard output cannot be written: No space left on device"), run.err.constData());
    }

    void closed_standard_output_exits_with_5()
    {
        const Run run = shell(QStringLiteral("\"$0\" leads --json --data \"$1\" >&-"), { shared() }, {});
        QCOMPARE(run.code, 5);
        QVERIFY2(run.err.contains("standard output cannot be written"), run.err.constData());
    }

    void reader_that_went_away_ends_it_quietly_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command : { "leads", "export", "tasks" })
            QTest::newRow(command) << QString::fromLatin1(command);
    }

    void reader_that_went_away_ends_it_quietly()
    {
        QFETCH(QString, command);
        int ends[2];
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        ::close(ends[0]);
        const auto process = launchLeadctl(
            { command, QStringLiteral("--data"), shared() }, { {}, [end = ends[1]] { ::dup2(end, STDOUT_FILENO); } });
        ::close(ends[1]);
        const Run run = finish(*process);
        QCOMPARE(run.code, 5);
        QCOMPARE(run.err, QByteArray());
    }

    void output_that_does_not_fit_leaves_the_store_and_says_how_to_export()
    {
        const QString output = path("leads.jsonl");
        // Files of leadctl end at 4 KiB, those of its backend do not.
        const Run run = shell(QStringLiteral("ulimit -S -f 4; \"$0\" \"$@\""),
            QStringList { QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--max-leads"),
                QStringLiteral("20"), QStringLiteral("--output"), output, QStringLiteral("--daemon"),
                daemonWith("ulimit -S -f unlimited") },
            inTmp());
        QCOMPARE(run.code, 5);
        QVERIFY(!QFile::exists(output));
        QVERIFY2(run.err.contains("leads.jsonl: File too large"), run.err.constData());
        const QStringList kept = stores();
        QCOMPARE(kept.size(), 1);
        const QByteArray line = lineAfter(run.err, "Write it with: leadctl ");
        QVERIFY2(line.contains(kept.first().toUtf8()), run.err.constData());

        // The next run leaves it alone, and the command does what it says.
        const Run next = leadctl({ QStringLiteral("scrape"), QStringLiteral("nowhere.invalid") }, inTmp());
        QCOMPARE(next.code, 4);
        QCOMPARE(stores(), kept);
        const Run exported = shell(QStringLiteral("\"$0\" ") + QString::fromUtf8(line), {}, inTmp());
        QVERIFY2(exported.code == 0, exported.err.constData());
        QFile file(output);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(jsonLines(file.readAll()).size() >= 20);
    }

    void store_that_fills_up_ends_the_run_and_is_read_out()
    {
        const QString output = path("leads.jsonl");
        auto process = launchLeadctl(slowScrape({ QStringLiteral("--output"), output }), inTmp());
        QVERIFY(fillStoreOf(*process));
        const Run run = finish(*process, {}, 120'000);
        QVERIFY2(run.code == 1, run.err.constData());
        QVERIFY2(run.err.contains("disk is full"), run.err.constData());
        QVERIFY2(run.err.contains("reading out what is stored"), run.err.constData());
        QFile file(output);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!jsonLines(file.readAll()).empty());
        QCOMPARE(stores(), QStringList());
    }

    void interrupt_with_a_full_store_does_not_wait()
    {
        auto process = launchLeadctl(slowScrape({ QStringLiteral("--json") }), inTmp());
        QVERIFY(fillStoreOf(*process));
        ::kill(pid_t(process->processId()), SIGINT);
        const Run run = finish(*process, {}, 40'000);
        QVERIFY2(run.code == 130, run.err.constData());
        QVERIFY(run.json().value(u"interrupted").toBool());
        QVERIFY(run.json().value(u"leads").toInteger() > 0);
    }

    void second_interrupt_ends_at_once()
    {
        // A backend that never becomes ready.
        auto process = launchLeadctl(
            { QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--daemon"), daemonWith("exec sleep 60") },
            inTmp());
        QVERIFY(QTest::qWaitFor([&] { return stores().size() == 1; }, 20'000));
        QVERIFY(process->state() == QProcess::Running);
        ::kill(pid_t(process->processId()), SIGTERM);
        ::kill(pid_t(process->processId()), SIGINT); // another one: two of a kind may arrive as one
        const Run run = finish(*process, {}, 8'000);
        QCOMPARE(run.code, 130);
    }

    void store_of_a_killed_run_is_removed_by_the_next_and_a_living_one_stays()
    {
        const QStringList slow { QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--delay"),
            QStringLiteral("20") };
        auto killed = launchLeadctl(slow, inTmp());
        QVERIFY(QTest::qWaitFor([&] { return stores().size() == 1; }, 20'000));
        const QString stale = stores().first();
        // Beyond the moment in which the backend itself would notice and clean nothing.
        QVERIFY(
            QTest::qWaitFor([&] { return QFile::exists(tmp() + u'/' + stale + QStringLiteral("/backend/lock")); }, 20'000));
        killed->kill();
        killed->waitForFinished();
        QCOMPARE(stores(), QStringList { stale });

        auto living = launchLeadctl(slow, inTmp());
        QVERIFY(QTest::qWaitFor([&] { return !stores().isEmpty() && stores() != QStringList { stale }; }, 20'000));
        QVERIFY(QDir(tmp()).mkdir(QStringLiteral("leadctl-notes"))); // of a person
        // The backend of the killed run ends within ten seconds; only then is its store without an owner.
        QVERIFY(QTest::qWaitFor(
            [&] {
                (void)leadctl({ QStringLiteral("scrape"), QStringLiteral("nowhere.invalid") }, inTmp());
                return !stores().contains(stale);
            },
            40'000));
        QCOMPARE(stores().size(), 2);
        QVERIFY(stores().contains(QStringLiteral("leadctl-notes")));
        ::kill(pid_t(living->processId()), SIGINT);
        QCOMPARE(finish(*living).code, 130);
        QCOMPARE(stores(), QStringList { QStringLiteral("leadctl-notes") });
    }

private:
    const QStringList fewSites { QStringLiteral("http://baeckerei-muster.example/"),
        QStringLiteral("http://garage-fictif.example/"), QStringLiteral("http://phantom-cycles.example/") };

    [[nodiscard]] QString shared() const { return m_shared.filePath(QStringLiteral("data")); }
    [[nodiscard]] QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    [[nodiscard]] QString tmp() const { return path("tmp"); }
    [[nodiscard]] Surroundings inTmp() const { return { { { QStringLiteral("TMPDIR"), tmp() } }, {} }; }
    [[nodiscard]] QStringList stores() const
    {
        return QDir(tmp()).entryList({ QStringLiteral("leadctl-*") }, QDir::Dirs, QDir::Name);
    }

    [[nodiscard]] QStringList slowScrape(const QStringList &more) const
    {
        return QStringList { QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--delay"),
            QStringLiteral("0.5"), QStringLiteral("--verbose"), QStringLiteral("--daemon"), daemonWith("trap '' XFSZ") }
        + more;
    }

    /// From then on no file of its backend may grow, which is a full disk to it.
    [[nodiscard]] bool fillStoreOf(QProcess &process)
    {
        QByteArray seen; // log lines are stored before they are shown, each with the leads of its page
        if (!QTest::qWaitFor([&] { return (seen += process.readAllStandardError()).count("success") > 10; }, 40'000))
            return false;
        QFile join(tmp() + u'/' + stores().value(0) + QStringLiteral("/backend/backend.json"));
        if (!join.open(QIODevice::ReadOnly))
            return false;
        const auto pid = pid_t(QJsonDocument::fromJson(join.readAll()).object().value(u"pid").toInteger());
        const rlimit nothing { 1, RLIM_INFINITY };
        return pid > 1 && process.processId() > 0 && ::prlimit(pid, RLIMIT_FSIZE, &nothing, nullptr) == 0;
    }

    /// A program that does `preparation` and becomes leadlined.
    [[nodiscard]] QString daemonWith(const char *preparation) const
    {
        QFile file(path("daemon.sh"));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(QByteArray("#!/bin/bash\n") + preparation + "\nexec " + leadlinedProgram.toUtf8() + " \"$@\"\n");
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
        return file.fileName();
    }

    static QByteArray lineAfter(const QByteArray &text, const QByteArray &start)
    {
        const qsizetype at = text.indexOf(start);
        if (at < 0)
            return {};
        const qsizetype from = at + start.size();
        return text.mid(from, text.indexOf('\n', from) - from);
    }

    QTemporaryDir m_shared;
    QProcess m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(LeadctlOutputTest)
#include "tst_leadctl_output.moc"
