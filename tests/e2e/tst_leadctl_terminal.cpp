#include "support/leadctl_run.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>

using namespace leadline::tests;

namespace {

/// A terminal of our own: what a program writes to its other side is read here.
class Terminal
{
public:
    explicit Terminal(int columns)
        : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK))
    {
        ::grantpt(m_master);
        ::unlockpt(m_master);
        m_slave = ::open(::ptsname(m_master), O_RDWR | O_NOCTTY | O_CLOEXEC);
        termios raw {};
        ::tcgetattr(m_slave, &raw);
        ::cfmakeraw(&raw);
        ::tcsetattr(m_slave, TCSANOW, &raw);
        resize(columns);
    }
    ~Terminal()
    {
        ::close(m_slave);
        ::close(m_master);
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    void resize(int columns)
    {
        const winsize size { 24, static_cast<unsigned short>(columns), 0, 0 };
        ::ioctl(m_master, TIOCSWINSZ, &size);
    }
    [[nodiscard]] int slave() const { return m_slave; }

    /// Everything that was written since the last call.
    QByteArray read()
    {
        QByteArray all;
        char bytes[4096];
        for (ssize_t count = 0; (count = ::read(m_master, bytes, sizeof bytes)) > 0;)
            all.append(bytes, count);
        return all;
    }

private:
    int m_master;
    int m_slave = -1;
};

/// The progress lines of an output, each as long as it was on the screen.
QStringList progressLines(const QByteArray &output)
{
    static const QRegularExpression line(QStringLiteral(R"([^\r\n]*\d+/\d+ sites[^\r\n]*)"));
    QStringList lines;
    for (auto match = line.globalMatch(QString::fromUtf8(output)); match.hasNext();) {
        QString text = match.next().captured();
        text.remove(QRegularExpression(QStringLiteral("\x1b\\[[0-9]*[A-Z]")));
        lines << text;
    }
    return lines;
}

} // namespace

/// What leadctl draws on a terminal while it works.
class LeadctlTerminalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void progress_neverReachesTheLastColumnAndIsGoneAtTheEnd_data()
    {
        QTest::addColumn<int>("columns");
        QTest::newRow("very narrow") << 24;
        QTest::newRow("narrow") << 60;
        QTest::newRow("usual") << 80;
        QTest::newRow("wide") << 200;
    }

    void progress_neverReachesTheLastColumnAndIsGoneAtTheEnd()
    {
        QFETCH(int, columns);
        Terminal terminal(columns);
        const QByteArray seen = scrapeOn(terminal, {});
        const QStringList lines = progressLines(seen);
        QVERIFY2(lines.size() > 2, seen.constData());
        for (const QString &line : lines) {
            QVERIFY2(line.size() < columns, qPrintable(line));
            QVERIFY(line.contains(QStringLiteral(" leads")));
        }
        QVERIFY(columns < 60 || lines.last().contains(QStringLiteral(" pages")));
        QVERIFY(columns < 80 || lines.last().startsWith(u'['));
        // Behind the last one its removal, and after that only the summary in plain lines.
        const qsizetype last = seen.lastIndexOf(lines.last().toUtf8());
        const QByteArray rest = seen.mid(last + lines.last().toUtf8().size());
        QVERIFY2(rest.startsWith("\r\x1b[K"), rest.constData());
        QVERIFY2(!rest.mid(4).contains('\x1b'), rest.constData());
        QVERIFY2(rest.contains("pages in "), rest.constData());
    }

    void progress_terminalThatBecomesNarrower_isDrawnInItsWidth()
    {
        Terminal terminal(150);
        bool resized = false;
        QByteArray before;
        const QByteArray seen = scrapeOn(terminal, {}, [&](const QByteArray &soFar) {
            if (!resized && progressLines(soFar).size() > 2) {
                terminal.resize(50);
                resized = true;
                before = soFar;
            }
        });
        QVERIFY(resized);
        // One line may have been on its way.
        const QStringList after = progressLines(seen.mid(before.size())).mid(1);
        QVERIFY(!after.isEmpty());
        for (const QString &line : after)
            QVERIFY2(line.size() < 50, qPrintable(line));
        // A terminal breaks the old line into rows then; the cursor goes up to its first.
        QVERIFY(seen.contains("\x1b[A\x1b[K"));
    }

    void progress_isOff_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::newRow("NO_COLOR") << QStringLiteral("NO_COLOR") << QStringLiteral("1");
        QTest::newRow("dumb") << QStringLiteral("TERM") << QStringLiteral("dumb");
    }

    void progress_isOff()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        Terminal terminal(80);
        const QByteArray seen = scrapeOn(terminal, { { variable, value } });
        QVERIFY2(!seen.contains('\x1b') && !seen.contains('\r'), seen.constData());
        QVERIFY(seen.contains("pages in "));
    }

    void progress_secondInterrupt_removesTheLine()
    {
        Terminal terminal(80);
        auto process = launchLeadctl(slowScrape({}), surroundings(terminal, {}));
        QByteArray seen;
        QVERIFY(QTest::qWaitFor([&] { return progressLines(seen += terminal.read()).size() > 2; }, 30'000));
        ::kill(pid_t(process->processId()), SIGINT);
        QVERIFY(QTest::qWaitFor([&] { return (seen += terminal.read()).contains("stopping"); }, 10'000));
        ::kill(pid_t(process->processId()), SIGTERM);
        QCOMPARE(finish(*process).code, 130);
        seen += terminal.read();
        const qsizetype last = std::max(seen.lastIndexOf("sites"), qsizetype(0));
        QVERIFY2(seen.mid(last).contains("\r\x1b["), seen.constData());
    }

private:
    [[nodiscard]] Surroundings surroundings(const Terminal &terminal, const QHash<QString, QString> &environment) const
    {
        QHash<QString, QString> all { { QStringLiteral("TERM"), QStringLiteral("xterm") },
            { QStringLiteral("NO_COLOR"), {} }, { QStringLiteral("TMPDIR"), m_directory.path() } };
        all.insert(environment);
        return { all, [slave = terminal.slave()] { ::dup2(slave, STDERR_FILENO); } };
    }

    /// Slow enough to be drawn often.
    static QStringList slowScrape(const QStringList &more)
    {
        return QStringList { QStringLiteral("scrape"), QStringLiteral("--demo"), QStringLiteral("--delay"),
            QStringLiteral("0.5"), QStringLiteral("--max-leads"), QStringLiteral("80"), QStringLiteral("--table"),
            QStringLiteral("0") }
        + more;
    }

    QByteArray scrapeOn(Terminal &terminal, const QHash<QString, QString> &environment,
        const std::function<void(const QByteArray &)> &look = {})
    {
        auto process = launchLeadctl(slowScrape({}), surroundings(terminal, environment));
        QByteArray seen;
        (void)QTest::qWaitFor(
            [&] {
                seen += terminal.read();
                if (look)
                    look(seen);
                return process->state() == QProcess::NotRunning;
            },
            90'000);
        seen += terminal.read();
        const Run run = finish(*process);
        return run.code == 0 ? seen : QByteArray();
    }

    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(LeadctlTerminalTest)
#include "tst_leadctl_terminal.moc"
