#include "protocol/account_json.h"
#include "protocol/handshake.h"
#include "protocol/json.h"
#include "protocol/session_json.h"
#include "tests/support/certificate.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace leadline;
using namespace leadline::protocol;
using leadline::tests::Certificate;

namespace {

const QString kProgram = QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadlined");
const QString kPassword = QStringLiteral("correct horse battery staple");

/// The real program as a child, with its ready line.
class Backend
{
public:
    explicit Backend(const QStringList &arguments, const QByteArray &secret = {})
    {
        process.setProcessChannelMode(QProcess::SeparateChannels);
        process.start(kProgram, arguments);
        if (!secret.isEmpty())
            process.write(secretLine(secret));
    }
    ~Backend()
    {
        process.kill();
        process.waitForFinished();
    }

    bool isReady()
    {
        (void)QTest::qWaitFor(
            [this] { return process.canReadLine() || process.state() == QProcess::NotRunning; }, tests::kPatience);
        const auto line = readyLineFromBytes(process.readLine());
        if (line)
            ready = *line;
        return line.has_value();
    }
    bool ends()
    {
        return QTest::qWaitFor([this] { return process.state() == QProcess::NotRunning; }, tests::kPatience);
    }

    QProcess process;
    ReadyLine ready;
};

struct Reply
{
    int status = 0;
    QByteArray body;
};

Reply call(
    const QByteArray &method, quint16 port, const QString &path, const QByteArray &body = {}, const QByteArray &token = {})
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(path)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token);
    QNetworkReply *reply = network.sendCustomRequest(request, method, body);
    (void)QTest::qWaitFor([&] { return reply->isFinished(); }, tests::kPatience);
    return { reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll() };
}

Reply signIn(const ReadyLine &ready, const QByteArray &secret, const QString &nonce)
{
    return call("POST", ready.port, QStringLiteral("/api/auth/local"),
        toBytes(toJson(LocalSignIn { nonce, proofHex(secret, clientProofInput(ready.port, ready.instance, nonce)) })));
}

QByteArray accessToken(const Reply &reply)
{
    return parseObject(reply.body, 1 << 20).value_or(QJsonObject()).value(u"access_token").toString().toLatin1();
}

struct Ran
{
    int code = -1;
    QByteArray text;
};

/// A command of the program that ends by itself.
Ran run(const QStringList &arguments)
{
    QProcess process;
    process.start(kProgram, arguments);
    (void)QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, tests::kPatience);
    return { process.exitCode(), process.readAllStandardOutput() };
}

QString readCommandLine(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/cmdline").arg(pid));
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll()) : QString();
}

} // namespace

class LeadlinedTest : public QObject
{
    Q_OBJECT

private:
    const QByteArray m_secret = QByteArray::fromHex(QByteArray(64, 'a'));
    QTemporaryDir m_directory;
    int m_count = 0;
    QString freshData() { return m_directory.filePath(QStringLiteral("data%1").arg(++m_count)); }
    static QStringList local(const QString &data) { return { QStringLiteral("--local"), QStringLiteral("--data"), data }; }

private Q_SLOTS:
    void local_handshake_provesBothSides()
    {
        const QString data = freshData();
        Backend backend(local(data), m_secret);
        QVERIFY(backend.isReady());
        QCOMPARE(backend.ready.pid, backend.process.processId());
        QCOMPARE(backend.ready.proof, proofHex(m_secret, daemonProofInput(backend.ready.port, backend.ready.instance)));
        QVERIFY(!readCommandLine(backend.ready.pid).contains(QString::fromLatin1(m_secret.toHex())));

        QCOMPARE(call("GET", backend.ready.port, QStringLiteral("/api/health")).status, 200);
        QCOMPARE(call("GET", backend.ready.port, QStringLiteral("/api/leads")).status, 401);
        QCOMPARE(signIn(backend.ready, QByteArray(32, 'x'), QStringLiteral("0123456789abcdef")).status, 401);
        const Reply grant = signIn(backend.ready, m_secret, QStringLiteral("0123456789abcdef"));
        QCOMPARE(grant.status, 200);
        QCOMPARE(call("GET", backend.ready.port, QStringLiteral("/api/leads"), {}, accessToken(grant)).status, 200);
    }

    void local_withoutSecret_doesNotStart()
    {
        Backend garbage(local(freshData()));
        garbage.process.write("not a secret\n");
        QVERIFY(garbage.ends());
        QCOMPARE(garbage.process.exitCode(), 76);
        Backend closed(local(freshData()));
        closed.process.closeWriteChannel();
        QVERIFY(closed.ends());
        QCOMPARE(closed.process.exitCode(), 76);
    }

    void leash_endOfPipe_endsTheDaemonCleanly()
    {
        const QString data = freshData();
        Backend backend(local(data), m_secret);
        QVERIFY(backend.isReady());
        QVERIFY(QFile::exists(data + QStringLiteral("/backend.json")));
        QElapsedTimer timer;
        timer.start();
        backend.process.closeWriteChannel();
        QVERIFY(backend.ends());
        QVERIFY2(timer.elapsed() < 5'000, "a clean exit takes at most 5 s");
        QCOMPARE(backend.process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(backend.process.exitCode(), 0);
        QVERIFY(!QFile::exists(data + QStringLiteral("/backend.json")));
        const QFileInfo log(data + QStringLiteral("/leadline.sqlite-wal"));
        QVERIFY2(!log.exists() || log.size() == 0, "the write-ahead log is back in the file");
    }

    void sigterm_whileSomeoneIsConnected_endsInTime()
    {
        Backend backend(
            { QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), freshData() });
        QVERIFY(backend.isReady());
        QTcpSocket idle;
        idle.connectToHost(QStringLiteral("127.0.0.1"), backend.ready.port);
        QTRY_COMPARE(idle.state(), QAbstractSocket::ConnectedState);
        ::kill(pid_t(backend.process.processId()), SIGTERM);
        QVERIFY(backend.ends());
        QCOMPARE(backend.process.exitCode(), 0);
    }

    void dataDirectory_secondDaemon_isRefused()
    {
        const QString data = freshData();
        Backend first(local(data), m_secret);
        QVERIFY(first.isReady());
        Backend second(local(data), m_secret);
        QVERIFY(second.ends());
        QCOMPARE(second.process.exitCode(), 75);
        QVERIFY(second.process.readAllStandardError().contains("another leadlined works with"));
        QCOMPARE(call("GET", first.ready.port, QStringLiteral("/api/health")).status, 200);
        QVERIFY(QFile::exists(data + QStringLiteral("/backend.json")));
    }

    void dataDirectory_afterKill_isTakenOverAndTokensOfTheDeadAreWorthless()
    {
        const QString data = freshData();
        QByteArray oldToken;
        {
            Backend first(local(data), m_secret);
            QVERIFY(first.isReady());
            oldToken = accessToken(signIn(first.ready, m_secret, QStringLiteral("0123456789abcdef")));
            QVERIFY(!oldToken.isEmpty());
        } // killed
        Backend second(local(data), m_secret);
        QVERIFY(second.isReady());
        QCOMPARE(call("GET", second.ready.port, QStringLiteral("/api/auth/me"), {}, oldToken).status, 401);
    }

    void listen_joinFile_letsTheSameUserIn()
    {
        const QString data = freshData();
        Backend backend({ QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), data });
        QVERIFY(backend.isReady());
        QVERIFY(backend.ready.proof.isEmpty());
        struct stat status
        { };
        const QString path = data + QStringLiteral("/backend.json");
        QCOMPARE(::stat(qPrintable(path), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0600));
        QCOMPARE(::stat(qPrintable(data), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0700));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto join = joinFileFromBytes(file.readAll());
        QVERIFY(join);
        QCOMPARE(join->instance, backend.ready.instance);
        QCOMPARE(signIn(backend.ready, join->secret, QStringLiteral("0123456789abcdef")).status, 200);
        backend.process.closeWriteChannel(); // no leash in server mode
        QCOMPARE(call("GET", backend.ready.port, QStringLiteral("/api/health")).status, 200);
    }

    void firstAdmin_codeOfTheDaemon_startsATeam()
    {
        const QString data = freshData();
        const QStringList arguments { QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"),
            data };
        QByteArray refreshToken;
        QByteArray accessOfAdmin;
        {
            Backend backend(arguments);
            QVERIFY(backend.isReady());
            QByteArray said;
            QTRY_VERIFY_WITH_TIMEOUT(
                (said += backend.process.readAllStandardError(), said.contains("with the code ") && said.endsWith('\n')),
                tests::kPatience);
            const QString code = QString::fromLatin1(said.mid(said.indexOf("with the code ") + 14, 29));
            QCOMPARE(run({ QStringLiteral("admin-code"), QStringLiteral("--data"), data }).text, code.toLatin1() + '\n');
            const auto enrol = [&](const QString &with, const QString &name) {
                return call("POST", backend.ready.port, QStringLiteral("/api/auth/register"),
                    toBytes(toJson(Registration { with, name + QStringLiteral("@example.com"), name, kPassword })));
            };
            QCOMPARE(enrol(QStringLiteral("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"), QStringLiteral("eve")).status, 403);
            const Reply made = enrol(code, QStringLiteral("ada"));
            QCOMPARE(made.status, 201);
            accessOfAdmin = accessToken(made);
            refreshToken = parseObject(made.body, 1 << 20)->value(u"refresh_token").toString().toLatin1();
            QCOMPARE(call("GET", backend.ready.port, QStringLiteral("/api/users"), {}, accessOfAdmin).status, 200);
            QCOMPARE(enrol(code, QStringLiteral("eve")).status, 403);
            // Accounts are for the API while the daemon runs.
            QCOMPARE(run({ QStringLiteral("user"), QStringLiteral("list"), QStringLiteral("--data"), data }).code, 75);
        } // killed
        const auto people = run({ QStringLiteral("user"), QStringLiteral("list"), QStringLiteral("--data"), data });
        QCOMPARE(people.text, QByteArray("ada@example.com\tada\tadmin\tactive\n"));
        QCOMPARE(run({ QStringLiteral("admin-code"), QStringLiteral("--data"), data }).code, 65); // there is one
        const auto invited = run({ QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("ben@example.com"),
            QStringLiteral("--role"), QStringLiteral("operator"), QStringLiteral("--data"), data });
        QCOMPARE(invited.code, 0);
        Backend backend(arguments);
        QVERIFY(backend.isReady());
        QVERIFY2(!backend.process.readAllStandardError().contains("with the code"), "somebody administers already");
        // What was signed before the kill is good after it.
        QCOMPARE(call("GET", backend.ready.port, QStringLiteral("/api/users"), {}, accessOfAdmin).status, 200);
        QCOMPARE(call("POST", backend.ready.port, QStringLiteral("/api/auth/refresh"),
                     toBytes(refreshToJson(QString::fromLatin1(refreshToken))))
                     .status,
            200);
        const Reply ben = call("POST", backend.ready.port, QStringLiteral("/api/auth/register"),
            toBytes(
                toJson(Registration { QString::fromLatin1(invited.text.trimmed()), {}, QStringLiteral("Ben"), kPassword })));
        QCOMPARE(ben.status, 201);
        QCOMPARE(call("GET", backend.ready.port, QStringLiteral("/api/users"), {}, accessToken(ben)).status, 403);
        QVERIFY(backend.process.state() == QProcess::Running);
        ::kill(pid_t(backend.process.processId()), SIGTERM);
        QVERIFY(backend.ends());
        QCOMPARE(run({ QStringLiteral("user"), QStringLiteral("disable"), QStringLiteral("ben@example.com"),
                         QStringLiteral("--data"), data })
                     .code,
            0);
        QCOMPARE(run({ QStringLiteral("user"), QStringLiteral("disable"), QStringLiteral("ada@example.com"),
                         QStringLiteral("--data"), data })
                     .code,
            65); // the last one
        QVERIFY(run({ QStringLiteral("user"), QStringLiteral("list"), QStringLiteral("--data"), data })
                    .text.contains("ben@example.com\tBen\toperator\tdisabled"));
        QCOMPARE(run({ QStringLiteral("user"), QStringLiteral("fire"), QStringLiteral("--data"), data }).code, 64);
    }

    void tls_certificate_isReadAgainOnHangUp()
    {
        const QString data = freshData();
        QVERIFY(QDir().mkpath(data));
        const Certificate first = Certificate::make(data, QStringLiteral("first"));
        const Certificate second = Certificate::make(data, QStringLiteral("second"));
        const Certificate used { data + QStringLiteral("/server.pem"), data + QStringLiteral("/server.key") };
        const auto install = [&](const Certificate &from) {
            QFile::remove(used.certificate);
            QFile::remove(used.key);
            return QFile::copy(from.certificate, used.certificate) && QFile::copy(from.key, used.key);
        };
        QVERIFY(install(first));
        Backend backend({ QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), data,
            QStringLiteral("--tls-certificate"), used.certificate, QStringLiteral("--tls-key"), used.key });
        QVERIFY(backend.isReady());
        QVERIFY2(
            !QFile::exists(data + QStringLiteral("/backend.json")), "the certificate is not for this machine's programs");
        const auto nameSeen = [&] {
            QSslSocket socket;
            socket.setPeerVerifyMode(QSslSocket::VerifyNone);
            socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), backend.ready.port);
            (void)QTest::qWaitFor([&] { return socket.isEncrypted(); }, tests::kPatience);
            return socket.peerCertificate().subjectInfo(QSslCertificate::CommonName).value(0);
        };
        QCOMPARE(nameSeen(), QStringLiteral("first"));
        QVERIFY(install(second));
        ::kill(pid_t(backend.process.processId()), SIGHUP);
        QTRY_COMPARE_WITH_TIMEOUT(nameSeen(), QStringLiteral("second"), tests::kPatience);
        QFile::remove(used.key);
        ::kill(pid_t(backend.process.processId()), SIGHUP);
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT(
            (said += backend.process.readAllStandardError(), said.contains("stays as it was")), tests::kPatience);
        QCOMPARE(nameSeen(), QStringLiteral("second"));
        ::kill(pid_t(backend.process.processId()), SIGTERM);
        QVERIFY(backend.ends());
        QCOMPARE(backend.process.exitCode(), 0);
    }

    void store_thatIsNoneAnyMore_isRefusedWithTheRemedy_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("something else") << QByteArray(8'192, 'x');
    }
    void store_thatIsNoneAnyMore_isRefusedWithTheRemedy()
    {
        QFETCH(QByteArray, content);
        const QString data = freshData();
        const QStringList arguments { QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"),
            data };
        {
            Backend first(arguments);
            QVERIFY(first.isReady());
            ::kill(pid_t(first.process.processId()), SIGTERM);
            QVERIFY(first.ends());
        }
        QFile store(data + QStringLiteral("/leadline.sqlite"));
        QVERIFY(store.open(QIODevice::WriteOnly | QIODevice::Truncate));
        store.write(content);
        store.close();
        Backend second(arguments);
        QVERIFY(!second.isReady() && second.ends());
        QVERIFY(second.process.exitCode() != 0);
        const QByteArray said = second.process.readAllStandardError();
        QVERIFY2(said.contains("leadline.sqlite: ") && said.contains("leadlined restore"), said.constData());
        QVERIFY(store.open(QIODevice::ReadOnly));
        QCOMPARE(store.readAll(), content);
    }

    void listen_takenPort_isSaidPlainly()
    {
        Backend first({ QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), freshData() });
        QVERIFY(first.isReady());
        const QString address = QStringLiteral("127.0.0.1:%1").arg(first.ready.port);
        Backend second({ QStringLiteral("--listen"), address, QStringLiteral("--data"), freshData() });
        QVERIFY(second.ends());
        QCOMPARE(second.process.exitCode(), 71);
        QVERIFY(second.process.readAllStandardError().contains(address.toLatin1()));
    }

    void arguments_wrongOnes_areUsageErrors_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("none") << QStringList();
        QTest::newRow("no data") << QStringList { QStringLiteral("--local") };
        QTest::newRow("both modes") << QStringList { QStringLiteral("--local"), QStringLiteral("--listen"),
            QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), QStringLiteral("/nowhere") };
        QTest::newRow("no port") << QStringList { QStringLiteral("--listen"), QStringLiteral("127.0.0.1"),
            QStringLiteral("--data"), QStringLiteral("/nowhere") };
        QTest::newRow("unknown flag") << QStringList { QStringLiteral("--lokal") };
        QTest::newRow("bad config") << QStringList { QStringLiteral("--config"), QStringLiteral("/nowhere.conf") };
    }
    void arguments_wrongOnes_areUsageErrors()
    {
        QFETCH(QStringList, arguments);
        Backend backend(arguments);
        QVERIFY(backend.ends());
        QCOMPARE(backend.process.exitCode(), 64);
        QVERIFY(backend.process.readAllStandardError().startsWith("leadlined: "));
    }
};

QTEST_GUILESS_MAIN(LeadlinedTest)
#include "tst_leadlined.moc"
