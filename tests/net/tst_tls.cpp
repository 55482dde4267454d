#include "tests/support/api_fixture.h"
#include "tests/support/certificate.h"

#include "protocol/stream.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace leadline;
using namespace leadline::backend;
using namespace leadline::tests;
using namespace std::chrono_literals;

namespace {

QSslConfiguration trusting(const Certificate &certificate)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(certificate.trusted());
    return configuration;
}

/// One request over TLS; the whole answer as text, empty when the handshake failed.
QByteArray ask(quint16 port, const QSslConfiguration &configuration, const QByteArray &request, QString *common = nullptr)
{
    QSslSocket socket;
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(QStringLiteral("localhost"), port);
    if (!QTest::qWaitFor([&] { return socket.isEncrypted() || socket.state() == QAbstractSocket::UnconnectedState; }, 10'000)
        || !socket.isEncrypted())
        return {};
    if (common != nullptr)
        *common = socket.peerCertificate().subjectInfo(QSslCertificate::CommonName).join(u' ');
    socket.write(request);
    QByteArray answer;
    (void)QTest::qWaitFor(
        [&] {
            answer += socket.readAll();
            return socket.state() == QAbstractSocket::UnconnectedState;
        },
        10'000);
    return answer;
}

QByteArray health(quint16 port)
{
    return "GET /api/health HTTP/1.1\r\nHost: localhost:" + QByteArray::number(port) + "\r\nConnection: close\r\n\r\n";
}

} // namespace

/// The daemon's own TLS, without a proxy in front.
class TlsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    Certificate m_first;
    Certificate m_second;

    ApiSetup setup() const
    {
        ApiSetup setup;
        setup.http.rules.local = false;
        setup.http.tls = TlsFiles { m_first.certificate, m_first.key };
        return setup;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_first = Certificate::make(m_directory.path(), QStringLiteral("first"));
        m_second = Certificate::make(m_directory.path(), QStringLiteral("second"));
        QVERIFY2(!m_first.trusted().isEmpty() && !m_second.trusted().isEmpty(), "openssl made no certificate");
    }

    void requests_overTls_areServedWithHsts()
    {
        ApiFixture api(setup());
        const QByteArray answer = ask(api.port, trusting(m_first), health(api.port));
        QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer);
        QVERIFY(answer.contains("Strict-Transport-Security: max-age=31536000"));
    }

    void requests_withoutTls_getNothing()
    {
        ApiFixture api(setup());
        RawClient client(api.port);
        client.send(health(api.port));
        QCOMPARE(client.read().status, 0);
        QVERIFY(client.isClosed());
        QVERIFY(ask(api.port, trusting(m_first), health(api.port)).startsWith("HTTP/1.1 200"));
    }

    void handshake_oldVersions_areRefused()
    {
        ApiFixture api(setup());
        const auto version = [&](const char *option) {
            QProcess openssl;
            openssl.start(QStringLiteral("openssl"),
                { QStringLiteral("s_client"), QString::fromLatin1(option), QStringLiteral("-cipher"),
                    QStringLiteral("DEFAULT:@SECLEVEL=0"), QStringLiteral("-connect"),
                    QStringLiteral("127.0.0.1:%1").arg(api.port) });
            openssl.closeWriteChannel();
            openssl.waitForFinished();
            return openssl.readAllStandardOutput().contains("Cipher is (NONE)") ? 0 : 1;
        };
        QCOMPARE(version("-tls1"), 0);
        QCOMPARE(version("-tls1_1"), 0);
        QCOMPARE(version("-tls1_2"), 1);
        QCOMPARE(version("-tls1_3"), 1);
    }

    void handshake_thatNeverComes_isGivenUp()
    {
        ApiSetup patient = setup();
        patient.http.limits.handshakeTime = 300ms;
        ApiFixture api(patient);
        RawClient silent(api.port);
        QVERIFY(silent.isClosed());
        QTRY_COMPARE(api.server->metrics().connections.load(), 0);
    }

    void socket_overTls_opensAndCloses()
    {
        ApiFixture api(setup());
        const auto user = api.addPerson(QStringLiteral("ann"), protocol::Role::Admin);
        QWebSocket socket;
        socket.setSslConfiguration(trusting(m_first));
        QStringList heard;
        connect(&socket, &QWebSocket::textMessageReceived, &socket, [&heard](const QString &text) { heard.append(text); });
        QNetworkRequest request(
            QUrl(QStringLiteral("wss://localhost:%1/ws/logs/%2").arg(api.port).arg(domain::TaskId::create().toString())));
        request.setRawHeader("Authorization", "Bearer " + api.tokenOf(user));
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({ QString::fromLatin1(protocol::kStreamProtocol) });
        socket.open(request, options);
        QTRY_COMPARE(int(socket.closeCode()), int(protocol::CloseCode::NoSuchTask)); // said over TLS
    }

    void reload_newFiles_serveNewConnections()
    {
        QTemporaryDir directory;
        const QString certificate = directory.filePath(QStringLiteral("server.pem"));
        const QString key = directory.filePath(QStringLiteral("server.key"));
        const auto install = [&](const Certificate &from) {
            QFile::remove(certificate);
            QFile::remove(key);
            return QFile::copy(from.certificate, certificate) && QFile::copy(from.key, key);
        };
        QVERIFY(install(m_first));
        ApiSetup files = setup();
        files.http.tls = TlsFiles { certificate, key };
        ApiFixture api(files);
        QString common;
        (void)ask(api.port, trusting(m_first), health(api.port), &common);
        QCOMPARE(common, QStringLiteral("first"));
        QVERIFY(install(m_second));
        QVERIFY(api.server->reloadTls());
        QTRY_VERIFY(!ask(api.port, trusting(m_second), health(api.port), &common).isEmpty());
        QCOMPARE(common, QStringLiteral("second"));
        // Files that do not fit are refused, and the ones in use stay.
        QFile::remove(key);
        QVERIFY(QFile::copy(m_first.key, key));
        QVERIFY(!api.server->reloadTls());
        QVERIFY(!ask(api.port, trusting(m_second), health(api.port)).isEmpty());
    }

    void files_thatDoNotDo_areNamed()
    {
        const auto refused = [](const QString &certificate, const QString &key) {
            const auto loaded = loadTls({ certificate, key });
            return loaded ? QString() : loaded.error().detail();
        };
        QVERIFY(refused(QStringLiteral("/nowhere.pem"), m_first.key).contains(QStringLiteral("/nowhere.pem")));
        QVERIFY(refused(m_first.certificate, QStringLiteral("/nowhere.key")).contains(QStringLiteral("/nowhere.key")));
        QVERIFY(refused(m_first.key, m_first.key).contains(QStringLiteral("certificate")));
        QVERIFY(refused(m_first.certificate, m_second.key).contains(QStringLiteral("private key")));
        const QString open = m_directory.filePath(QStringLiteral("open.key"));
        QVERIFY(QFile::copy(m_first.key, open));
        QFile::setPermissions(open, QFileDevice::ReadOwner | QFileDevice::ReadOther);
        QVERIFY(refused(m_first.certificate, open).contains(QStringLiteral("everybody")));
    }
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tst_tls.moc"
