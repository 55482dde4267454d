#include "support/leadctl_run.h"
#include "tests/support/patience.h"

#include "protocol/handshake.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace leadline;
using namespace leadline::tests;

namespace {

const QString packaging = QStringLiteral(LEADLINE_SOURCE_DIR "/packaging/linux/");

QString readText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// `config --show` with these arguments and this environment.
Run show(const QStringList &arguments, const QHash<QString, QString> &environment = {})
{
    return finish(*launch(leadlinedProgram, QStringList { QStringLiteral("config"), QStringLiteral("--show") } + arguments,
        { environment, {} }));
}

/// Lines that are not comments.
QStringList settingsOf(const Run &run)
{
    QStringList lines;
    for (const QString &line : QString::fromUtf8(run.out).split(u'\n', Qt::SkipEmptyParts)) {
        if (!line.startsWith(u'#'))
            lines.append(line);
    }
    return lines;
}

/// A daemon that answered one liveness request and was ended; what it wrote to standard error.
QList<QByteArray> logOfOneRequest(const QStringList &arguments)
{
    const auto process = launch(leadlinedProgram, arguments);
    (void)QTest::qWaitFor(
        [&] { return process->canReadLine() || process->state() == QProcess::NotRunning; }, tests::kPatience);
    const auto ready = protocol::readyLineFromBytes(process->readLine());
    if (!ready)
        return {};
    QNetworkAccessManager network;
    QNetworkReply *reply
        = network.get(QNetworkRequest(QUrl(QStringLiteral("http://127.0.0.1:%1/api/health?secret=x").arg(ready->port))));
    (void)QTest::qWaitFor([&] { return reply->isFinished(); }, tests::kPatience);
    ::kill(pid_t(process->processId()), SIGTERM);
    const Run run = finish(*process);
    return run.code == 0 ? run.err.trimmed().split('\n') : QList<QByteArray>();
}

} // namespace

/// The settings of leadlined: where they come from, which wins, and how their faults are told.
class LeadlinedConfigTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    QString file(const QByteArray &text)
    {
        const QString path = m_directory.filePath(QStringLiteral("leadlined.conf"));
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
            qFatal("no room for a configuration file");
        return path;
    }

private Q_SLOTS:
    void sources_commandLineOverEnvironmentOverFile()
    {
        const QString path = file("listen = 127.0.0.1:1\ndata = /file\nconcurrent-tasks = 2\ndemo-site = yes\n");
        const Run run = show({ QStringLiteral("--config"), path, QStringLiteral("--listen"), QStringLiteral("127.0.0.1:3") },
            { { QStringLiteral("LEADLINE_LISTEN"), QStringLiteral("127.0.0.1:2") },
                { QStringLiteral("LEADLINE_CONCURRENT_TASKS"), QStringLiteral("5") } });
        QCOMPARE(run.err, QByteArray());
        QCOMPARE(run.code, 0);
        const QStringList wanted { QStringLiteral("listen = 127.0.0.1:3"), QStringLiteral("data = /file"),
            QStringLiteral("concurrent-tasks = 5"), QStringLiteral("demo-site = yes") };
        QCOMPARE(settingsOf(run), wanted);
        QVERIFY(run.out.contains("# from --listen\n"));
        QVERIFY(run.out.contains("# from LEADLINE_CONCURRENT_TASKS\n"));
        QVERIFY(run.out.contains("# from " + path.toUtf8() + ":2\n"));
    }

    void lists_ofAllSources_addUp()
    {
        const QString path = file("listen = :0\ndata = /d\nallow-network = 10.0.0.0/8\nallow-network = 10.1.0.0/16\n");
        const Run run
            = show({ QStringLiteral("--config"), path, QStringLiteral("--allow-network"), QStringLiteral("192.168.0.0/16") },
                { { QStringLiteral("LEADLINE_ALLOW_NETWORK"), QStringLiteral(" 172.16.0.0/12  172.17.0.0/16 ") } });
        QCOMPARE(settingsOf(run).filter(QStringLiteral("allow-network")).join(u'|'),
            QStringLiteral("allow-network = 192.168.0.0/16|allow-network = 172.16.0.0/12|allow-network = 172.17.0.0/16|"
                           "allow-network = 10.0.0.0/8|allow-network = 10.1.0.0/16"));
    }

    void file_namedByTheEnvironment_isRead()
    {
        const QString path = file("listen = :0\ndata = /d\n");
        QCOMPARE(show({}, { { QStringLiteral("LEADLINE_CONFIG"), path } }).code, 0);
    }

    void local_readsNoEnvironment()
    {
        const Run run = show({ QStringLiteral("--local"), QStringLiteral("--data"), QStringLiteral("/d") },
            { { QStringLiteral("LEADLINE_LISTEN"), QStringLiteral("0.0.0.0:80") } });
        QCOMPARE(run.code, 0);
        QCOMPARE(settingsOf(run), QStringList { QStringLiteral("data = /d") });
    }

    void passwords_areMasked()
    {
        const QString path
            = file("listen = :0\ndata = /d\ndatabase = postgresql://ada:swordfish@db.example/leads?sslpassword=tuna\n");
        const Run run = show({ QStringLiteral("--config"), path });
        QCOMPARE(run.code, 0);
        QVERIFY(run.out.contains("db.example"));
        QVERIFY2(!run.out.contains("swordfish") && !run.out.contains("tuna"), run.out.constData());
    }

    void faults_areNamedByTheirLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place"); ///< after the file's name
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, const QByteArray &text, const char *place, const char *word) {
            QTest::newRow(name) << text << QString::fromLatin1(place) << QString::fromLatin1(word);
        };
        row("misspelt", "# ours\nlisten = :0\ndemo-sight = yes\n", ":3: ", "demo-sight");
        row("no equals", "listen\n", ":1: ", "name = value");
        row("no value", "listen =\n", ":1: ", "no value");
        row("no switch", "demo-site = maybe\n", ":1: ", "yes or no");
        row("twice", "listen = :0\n\nlisten = :1\n", ":3: ", "line 1");
        row("not text", "listen = :0\ndata = \xff\xfe\n", ":2: ", "UTF-8");
        row("no port", "data = /d\nlisten = localhost\n", ":2: ", "HOST:PORT");
        row("too large a batch", "data = /d\nlisten = :0\nbatch-size = 1001\n", ":3: ", "between 1 and 1000");
        row("no number", "data = /d\nlisten = :0\nconcurrent-tasks = many\n", ":3: ", "between 1 and 64");
        row("no network", "data = /d\nlisten = :0\nallow-network = ten\n", ":3: ", "network");
        row("no mapping", "data = /d\nlisten = :0\nmap-host = a\n", ":3: ", "NAME=ADDRESS:PORT");
        row("half a certificate", "data = /d\nlisten = :0\ntls-key = k\n", ":3: ", "belong together");
        row("no level", "data = /d\nlisten = :0\nlog-level = http=loud\n", ":3: ", "LEVEL");
        row("no category", "data = /d\nlisten = :0\nlog-level = kitchen=info\n", ":3: ", "CATEGORY");
        row("no store", "data = /d\nlisten = :0\ndatabase = postgresql://%zz\n", ":3: ", "");
        row("too large", QByteArray(1024 * 1024 + 1, '#'), ": ", "1 MiB");
    }
    void faults_areNamedByTheirLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        QFETCH(QString, word);
        const QString path = file(text);
        const Run run = show({ QStringLiteral("--config"), path });
        QCOMPARE(run.code, 64);
        QVERIFY2(run.err.startsWith(QStringLiteral("leadlined: %1%2").arg(path, place).toUtf8()), run.err.constData());
        QVERIFY2(run.err.contains(word.toUtf8()), run.err.constData());
    }

    void faults_ofTheEnvironment_areNamedByTheirVariable()
    {
        const Run run
            = show({ QStringLiteral("--listen"), QStringLiteral(":0"), QStringLiteral("--data"), QStringLiteral("/d") },
                { { QStringLiteral("LEADLINE_DEMO_SITE"), QStringLiteral("1") } });
        QCOMPARE(run.code, 64);
        QVERIFY2(run.err.contains("LEADLINE_DEMO_SITE"), run.err.constData());
    }

    void example_namesEverySetting_andAllOfItIsUnderstood()
    {
        const QString example = readText(packaging + QStringLiteral("leadlined.conf"));
        QCOMPARE(show({ QStringLiteral("--config"), packaging + QStringLiteral("leadlined.conf") }).code, 0);
        static const QRegularExpression commented(QStringLiteral("^#(?=[a-z-]+ = )"), QRegularExpression::MultilineOption);
        QString whole = example;
        const Run run = show({ QStringLiteral("--config"), file(whole.remove(commented).toUtf8()) });
        QCOMPARE(run.err, QByteArray());
        QVERIFY2(!run.out.contains("is not set"), run.out.constData());
    }

    void log_asJson_isOneObjectALine()
    {
        const QTemporaryDir data;
        const auto lines = logOfOneRequest({ QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"),
            QStringLiteral("--data"), data.path(), QStringLiteral("--log-format"), QStringLiteral("json") });
        bool wasSeen = false;
        for (const QByteArray &line : lines) {
            if (line.startsWith("leadlined: ")) // the code of the first administrator, which is no log line
                continue;
            const QJsonObject record = QJsonDocument::fromJson(line).object();
            QVERIFY2(!record.isEmpty(), line.constData());
            QVERIFY(record.value(u"time").toString().endsWith(u'Z'));
            if (record.value(u"path") != QStringLiteral("/api/health"))
                continue;
            wasSeen = true;
            QCOMPARE(record.value(u"message").toString(), QStringLiteral("request"));
            QCOMPARE(record.value(u"category").toString(), QStringLiteral("leadline.http"));
            QCOMPARE(record.value(u"status").toString(), QStringLiteral("200"));
            QVERIFY(!record.value(u"id").toString().isEmpty());
            QVERIFY(!line.contains("secret"));
        }
        QVERIFY(wasSeen);
    }

    void log_nameThatLooksLikeFields_forgesNone()
    {
        const QTemporaryDir data;
        const QString name = QStringLiteral("Ada \"A\\\" status=599 path=/forged");
        const auto process = launch(leadlinedProgram,
            { QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), data.path(),
                QStringLiteral("--log-format"), QStringLiteral("json") });
        (void)QTest::qWaitFor(
            [&] { return process->canReadLine() || process->state() == QProcess::NotRunning; }, tests::kPatience);
        const auto ready = protocol::readyLineFromBytes(process->readLine());
        QVERIFY(ready);
        QFile file(data.filePath(QStringLiteral("admin-code")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString code = QString::fromLatin1(file.readAll().trimmed());
        QNetworkAccessManager network;
        const auto call = [&](const QString &path, const QByteArray &token, const QJsonObject &body) {
            QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(ready->port).arg(path)));
            request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
            if (!token.isEmpty())
                request.setRawHeader("Authorization", "Bearer " + token);
            QNetworkReply *reply
                = body.isEmpty() ? network.get(request) : network.post(request, QJsonDocument(body).toJson());
            (void)QTest::qWaitFor([&] { return reply->isFinished(); }, tests::kPatience);
            return QJsonDocument::fromJson(reply->readAll()).object();
        };
        const QJsonObject grant = call(QStringLiteral("/api/auth/register"), {},
            { { QStringLiteral("invitation"), code }, { QStringLiteral("email"), QStringLiteral("ada@example.com") },
                { QStringLiteral("name"), name },
                { QStringLiteral("password"), QStringLiteral("correct horse battery staple") } });
        const QByteArray token = grant.value(u"access_token").toString().toLatin1();
        QVERIFY(!token.isEmpty());
        (void)call(QStringLiteral("/api/users"), token, {});
        ::kill(pid_t(process->processId()), SIGTERM);
        bool wasSeen = false;
        for (const QByteArray &line : finish(*process).err.trimmed().split('\n')) {
            const QJsonObject record = QJsonDocument::fromJson(line).object();
            QVERIFY2(record.value(u"path") != QStringLiteral("/forged"), line.constData());
            if (record.value(u"path") != QStringLiteral("/api/users"))
                continue;
            wasSeen = true;
            QCOMPARE(record.value(u"status").toString(), QStringLiteral("200"));
            QCOMPARE(record.value(u"user").toString(), name);
        }
        QVERIFY(wasSeen);
    }

    void log_levelOfOneCategory_hidesItsLines()
    {
        const QTemporaryDir data;
        const QStringList plain { QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"),
            data.path() };
        QVERIFY(logOfOneRequest(plain).join('\n').contains("path=/api/health"));
        const auto lines
            = logOfOneRequest(plain + QStringList { QStringLiteral("--log-level"), QStringLiteral("http=warning") });
        QVERIFY(!lines.isEmpty() && !lines.join('\n').contains("path=/api/health"));
    }

    void unit_isValidAndHardened()
    {
        QString unit = readText(packaging + QStringLiteral("leadlined.service"));
        unit.replace(QStringLiteral("@CMAKE_INSTALL_PREFIX@"), QStringLiteral(LEADLINE_BINARY_DIR));
        const QString path = m_directory.filePath(QStringLiteral("leadlined.service"));
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(unit.toUtf8());
        out.close();
        const QString program = QStringLiteral("systemd-analyze");
        const Run verified = finish(*launch(program, { QStringLiteral("verify"), QStringLiteral("--man=no"), path }));
        QVERIFY2(verified.code == 0 && verified.err.isEmpty(), verified.err.constData());
        const Run judged = finish(*launch(program,
            { QStringLiteral("security"), QStringLiteral("--offline=true"), QStringLiteral("--threshold=15"), path }));
        QVERIFY2(judged.code == 0, judged.out.constData());
    }
};

QTEST_GUILESS_MAIN(LeadlinedConfigTest)
#include "tst_leadlined_config.moc"
