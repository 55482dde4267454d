#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/// The real window as the end of a desktop session ends it.
class EndSignalsTest : public QObject
{
    Q_OBJECT

private:
    /// Whether a program holds the lock of the backend's data directory.
    [[nodiscard]] static bool isLocked(const QString &path)
    {
        const int lock = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC);
        if (lock < 0)
            return false;
        const bool locked = ::flock(lock, LOCK_EX | LOCK_NB) != 0;
        ::close(lock);
        return locked;
    }

private Q_SLOTS:
    void window_toldToEnd_closesStoresAndBackendAndEndsWithCodeZero_data()
    {
        QTest::addColumn<QList<int>>("numbers");
        QTest::newRow("SIGTERM") << QList<int> { SIGTERM };
        QTest::newRow("SIGINT") << QList<int> { SIGINT };
        QTest::newRow("SIGHUP") << QList<int> { SIGHUP };
        QTest::newRow("SIGTERM and SIGHUP") << QList<int> { SIGTERM, SIGHUP };
    }
    void window_toldToEnd_closesStoresAndBackendAndEndsWithCodeZero()
    {
        QFETCH(QList<int>, numbers);
        QTemporaryDir profile;
        // These files stand while a store is open, and stay when it was not closed.
        const QString own = profile.filePath(QStringLiteral("demo/cache.sqlite.open"));
        const QString backends = profile.filePath(QStringLiteral("demo/backend/leadline.sqlite.open"));
        const QString lock = profile.filePath(QStringLiteral("demo/backend/lock"));
        QProcess window;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("leadline.start.debug=true"));
        window.setProcessEnvironment(environment);
        window.setProcessChannelMode(QProcess::MergedChannels);
        window.start(QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadline"),
            { QStringLiteral("--profile"), profile.path(), QStringLiteral("--demo") });
        // The demo's tasks are running then: a window that is closed by its operator would ask.
        QByteArray said;
        QTRY_VERIFY2((said += window.readAll()).count("leads shown") > 1, said.constData());
        QVERIFY(QFile::exists(own) && QFile::exists(backends) && isLocked(lock));
        for (const int number : numbers)
            QCOMPARE(::kill(pid_t(window.processId()), number), 0);
        QTRY_COMPARE(window.state(), QProcess::NotRunning);
        QCOMPARE(window.exitStatus(), QProcess::NormalExit);
        QCOMPARE(window.exitCode(), 0);
        QVERIFY(!isLocked(lock));
        QVERIFY(!QFile::exists(own));
        QVERIFY(!QFile::exists(backends));
    }
};

QTEST_GUILESS_MAIN(EndSignalsTest)
#include "tst_end_signals.moc"
