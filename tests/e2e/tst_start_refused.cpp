#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

/// The real window where it cannot start: it says why, in one sentence.
class StartRefusedTest : public QObject
{
    Q_OBJECT

private:
    static void start(QProcess &window, const QString &platform, const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), platform);
        environment.remove(QStringLiteral("DISPLAY"));
        environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
        window.setProcessEnvironment(environment);
        window.start(QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadline"), arguments);
    }

private Q_SLOTS:
    void window_withoutDisplay_saysSoAndEndsWithCodeOne()
    {
        QTemporaryDir profile;
        QProcess window;
        start(window, QStringLiteral("xcb"), { QStringLiteral("--profile"), profile.path() });
        QVERIFY(window.waitForFinished());
        QCOMPARE(window.exitStatus(), QProcess::NormalExit);
        QCOMPARE(window.exitCode(), 1);
        const QByteArray said = window.readAllStandardError();
        QVERIFY2(said.startsWith("leadline: there is no display"), said.constData());
        QCOMPARE(said.count('\n'), 1);
        QVERIFY(window.readAllStandardOutput().isEmpty());
    }

    void help_withoutDisplay_isPrinted()
    {
        QProcess window;
        start(window, QStringLiteral("xcb"), { QStringLiteral("--help") });
        QVERIFY(window.waitForFinished());
        QCOMPARE(window.exitCode(), 0);
        QVERIFY(window.readAllStandardOutput().contains("--profile"));
    }

    void profile_thatCannotBeMade_isNamed()
    {
        QProcess window;
        start(window, QStringLiteral("offscreen"), { QStringLiteral("--profile"), QStringLiteral("/proc/nope") });
        QByteArray said;
        const auto reason = [&said]() -> QByteArray {
            for (const QByteArray &line : said.split('\n')) {
                if (line.startsWith("leadline: "))
                    return line;
            }
            return {};
        };
        QTRY_VERIFY2((said += window.readAllStandardError(), reason().contains("/proc/nope")), said.constData());
        // It also says so in a box and waits for its reader.
        window.kill();
        QVERIFY(window.waitForFinished());
    }
};

QTEST_GUILESS_MAIN(StartRefusedTest)
#include "tst_start_refused.moc"
