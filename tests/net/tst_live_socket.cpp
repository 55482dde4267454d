#include "tests/support/live_client.h"

#include "domain/async.h"
#include "protocol/stream.h"

#include <QMutex>
#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace leadline;
using namespace leadline::backend;
using namespace leadline::tests;
using namespace leadline::protocol;
using namespace std::chrono_literals;

namespace {

constexpr char kIdleTask[] = R"({"name":"T","source":"website","seeds":["t.example"],"start":false})";

/// The rows of one task, in place of a database that is slow to fill.
class Rows
{
public:
    const domain::TaskId task = domain::TaskId::create();

    void add(int count, qsizetype size = 10)
    {
        const QMutexLocker lock(&m_mutex);
        for (int i = 0; i < count; ++i) {
            m_lines.push_back({ ++m_head, domain::fromMilliseconds(1'800'000'000'000), domain::LogLevel::Info,
                QStringLiteral("h"), QString(size, u'm') });
        }
    }
    void trim(qint64 oldest)
    {
        const QMutexLocker lock(&m_mutex);
        std::erase_if(m_lines, [&](const domain::LogLine &line) { return line.seq < oldest; });
    }
    void setProgress(domain::TaskState state)
    {
        const QMutexLocker lock(&m_mutex);
        ++m_progress.seq;
        m_progress.state = state;
    }
    /// The store is put back from a backup.
    void setEpoch(const QString &epoch)
    {
        const QMutexLocker lock(&m_mutex);
        m_epoch = epoch;
    }
    int reads() const { return m_reads; }

    EventReader reader()
    {
        return [this](const EventQuery &query) {
            const QMutexLocker lock(&m_mutex);
            ++m_reads;
            if (query.task != task)
                return domain::ready<Result<EventBatch>>(
                    domain::failure(ErrorCode::NotFound, QStringLiteral("no such task")));
            EventBatch batch;
            batch.epoch = m_epoch;
            if (query.stream == Stream::Progress) {
                batch.head = m_progress.seq;
                if (m_progress.seq > query.since)
                    batch.progress = m_progress;
                return domain::ready<Result<EventBatch>>(std::move(batch));
            }
            batch.head = m_head;
            batch.oldest = m_lines.empty() ? 0 : m_lines.front().seq;
            for (const domain::LogLine &line : m_lines) {
                if (line.seq > query.since && batch.logs.size() < size_t(query.limit))
                    batch.logs.push_back(line);
            }
            return domain::ready<Result<EventBatch>>(std::move(batch));
        };
    }

private:
    QMutex m_mutex;
    QString m_epoch = QStringLiteral("epoch-1");
    std::vector<domain::LogLine> m_lines;
    domain::TaskProgress m_progress;
    qint64 m_head = 0;
    std::atomic<int> m_reads { 0 };
};

QByteArray upgradeRequest(
    const ApiFixture &api, const domain::TaskId &task, const QByteArray &token, const QByteArray &more = {})
{
    return api.request("GET", routes::socket(Stream::Logs, task).toLatin1(), {},
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: leadline.v1\r\nAuthorization: Bearer "
            + token + "\r\n" + more);
}

QList<qint64> range(qint64 from, qint64 to)
{
    QList<qint64> out;
    for (qint64 n = from; n <= to; ++n)
        out.append(n);
    return out;
}

} // namespace

class LiveSocketTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hello_thenRows_inOrderWithoutHoles()
    {
        Rows rows;
        rows.add(3);
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient client(api, rows.task, { api.token() });
        QTRY_VERIFY(client.find<Hello>());
        QVERIFY(client.get<Hello>() == (Hello { QStringLiteral("epoch-1"), 3, 1, ResumeAnswer::Ok }));
        QCOMPARE(client.socket.subprotocol(), QString::fromLatin1(kStreamProtocol));
        for (int i = 0; i < 50; ++i) {
            rows.add(20);
            api.hub->notify(rows.task, Stream::Logs);
        }
        QTRY_COMPARE(client.numbers.size(), 1'000); // without a position: only what is new
        QCOMPARE(client.numbers, range(4, 1'003));
        QVERIFY2(rows.reads() < 60, "bells that ring while a read is due travel together");
    }

    void resume_positions_answerOkGapAndReset_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("answer");
        QTest::addColumn<qint64>("first");
        QTest::newRow("where I was") << QStringLiteral("?since=60&epoch=epoch-1") << int(ResumeAnswer::Ok) << qint64(61);
        QTest::newRow("up to date") << QStringLiteral("?since=100&epoch=epoch-1") << int(ResumeAnswer::Ok) << qint64(0);
        QTest::newRow("edge of the log") << QStringLiteral("?since=50&epoch=epoch-1") << int(ResumeAnswer::Ok) << qint64(51);
        QTest::newRow("trimmed away") << QStringLiteral("?since=49&epoch=epoch-1") << int(ResumeAnswer::Gap) << qint64(51);
        QTest::newRow("another epoch") << QStringLiteral("?since=60&epoch=other") << int(ResumeAnswer::Reset) << qint64(0);
        QTest::newRow("ahead of us") << QStringLiteral("?since=101&epoch=epoch-1") << int(ResumeAnswer::Reset) << qint64(0);
        QTest::newRow("negative") << QStringLiteral("?since=-5&epoch=epoch-1") << int(ResumeAnswer::Reset) << qint64(0);
    }
    void resume_positions_answerOkGapAndReset()
    {
        QFETCH(QString, query);
        QFETCH(int, answer);
        QFETCH(qint64, first);
        Rows rows;
        rows.add(100);
        rows.trim(51);
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient client(api, rows.task, { api.token(), { QString::fromLatin1(kStreamProtocol) }, query });
        QTRY_VERIFY(client.find<Hello>());
        QCOMPARE(int(client.get<Hello>().resume), answer);
        if (answer == int(ResumeAnswer::Gap)) {
            QTRY_VERIFY(client.find<Gap>());
            QVERIFY(client.get<Gap>() == (Gap { 50, 50 }));
        }
        if (first > 0) {
            QTRY_VERIFY(!client.numbers.isEmpty() && client.numbers.back() == 100);
            QCOMPARE(client.numbers, range(first, 100));
        }
        rows.add(1);
        api.hub->notify(rows.task, Stream::Logs);
        QTRY_VERIFY(!client.numbers.isEmpty() && client.numbers.back() == 101);
    }

    void trimming_underASlowCursor_isAnnounced()
    {
        Rows rows;
        rows.add(1);
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient client(api, rows.task, { api.token() });
        QTRY_VERIFY(client.find<Hello>());
        rows.add(20);
        rows.trim(15);
        api.hub->notify(rows.task, Stream::Logs);
        QTRY_VERIFY(client.find<Gap>());
        QVERIFY(client.get<Gap>() == (Gap { 2, 14 }));
        QTRY_COMPARE(client.numbers, range(15, 21));
    }

    void progress_newestStateAtOnce_andLifecycleOnChange()
    {
        Rows rows;
        rows.setProgress(domain::TaskState::Running);
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient client(api, rows.task, { api.token() }, Stream::Progress);
        QTRY_VERIFY(client.find<domain::TaskProgress>());
        QVERIFY(!client.find<Lifecycle>());
        rows.setProgress(domain::TaskState::Completed);
        api.hub->notify(rows.task, Stream::Progress);
        QTRY_VERIFY(client.find<Lifecycle>());
        QCOMPARE(client.get<Lifecycle>().state, domain::TaskState::Completed);
    }

    void legacyClient_singleFramesUnderBothPaths()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        const QString token = QString::fromLatin1(api.token());
        LiveClient client(api, rows.task,
            { {}, {}, QStringLiteral("?token=") + token, QStringLiteral("/api/scraper/ws/logs/") + rows.task.toString() });
        QTRY_VERIFY(client.find<Hello>());
        rows.add(3);
        api.hub->notify(rows.task, Stream::Logs);
        QTRY_COMPARE(client.numbers, range(1, 3));
        QVERIFY(client.raw.back().contains("\"type\":\"log\"") && client.raw.back().contains("\"message\""));
        client.socket.sendTextMessage(QStringLiteral("ping"));
        QTRY_VERIFY(client.find<Pong>());
    }

    void signIn_missingOrWrong_closesWithItsCode()
    {
        Rows rows;
        ApiSetup setup { {}, {}, rows.reader() };
        setup.http.tokenInQuery = false;
        ApiFixture api(setup);
        LiveClient none(api, rows.task, {});
        QTRY_VERIFY(none.isClosedWith(int(CloseCode::SignInAgain)));
        LiveClient legacy(api, rows.task, { "x", {} });
        QTRY_VERIFY(legacy.isClosedWith(int(CloseCode::Policy)));
        LiveClient query(api, rows.task,
            { {}, { QString::fromLatin1(kStreamProtocol) }, QStringLiteral("?token=") + QString::fromLatin1(api.token()) });
        QTRY_VERIFY(query.isClosedWith(int(CloseCode::SignInAgain))); // off for remote servers
        LiveClient foreign(api, domain::TaskId::create(), { api.token() });
        QTRY_VERIFY(foreign.isClosedWith(int(CloseCode::NoSuchTask)));
        QTRY_COMPARE(api.hub->sockets(), 0);
    }

    void ticket_throughTheRestEndpoint_opensOneSocketOnce()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        const QString path = routes::socket(Stream::Logs, rows.task);
        const auto ticket
            = wsTicketFromJson(api.call("POST", "/api/ws/ticket", toBytes(ticketRequestToJson(path)), api.token()).json());
        QVERIFY(ticket);
        const QStringList protocols { QString::fromLatin1(kStreamProtocol),
            QString::fromLatin1(kTicketProtocolPrefix) + ticket->ticket };
        LiveClient first(api, rows.task, { {}, protocols });
        QTRY_VERIFY(first.find<Hello>());
        LiveClient second(api, rows.task, { {}, protocols });
        QTRY_VERIFY(second.isClosedWith(int(CloseCode::SignInAgain)));
    }

    void upgrade_foreignOrigin_isAnsweredBeforeIt()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        RawClient client(api.port);
        client.send(upgradeRequest(api, rows.task, api.token(), "Origin: https://evil.example\r\n"));
        QCOMPARE(client.read().status, 403);
    }

    void session_endOrExpiry_closesItsSockets()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        const QByteArray token = api.token();
        LiveClient client(api, rows.task, { token });
        LiveClient other(api, rows.task, { api.token() });
        QTRY_VERIFY(client.find<Hello>() && other.find<Hello>());
        QCOMPARE(api.call("POST", "/api/auth/logout", {}, token).status, 204);
        QTRY_VERIFY(client.isClosedWith(int(CloseCode::SignInAgain)));
        QCOMPARE(other.socket.state(), QAbstractSocket::ConnectedState);

        api.clock.advance(14min + 30s);
        QTRY_VERIFY(other.find<AuthExpiring>());
        other.socket.sendTextMessage(QString::fromUtf8(authFrame(QString::fromLatin1(api.token()))));
        other.socket.sendTextMessage(QStringLiteral("ping"));
        QTRY_VERIFY(other.find<Pong>()); // words are obeyed in order: the new token is in force
        rows.add(1);
        api.hub->notify(rows.task, Stream::Logs);
        QTRY_COMPARE(other.numbers, range(1, 1));
        api.clock.advance(5min);
        rows.add(1);
        api.hub->notify(rows.task, Stream::Logs);
        QTRY_COMPARE(other.numbers, range(1, 2)); // outlived its first token
        api.clock.advance(1h);
        QTRY_VERIFY(other.isClosedWith(int(CloseCode::SignInAgain)));
    }

    void silence_heartbeat_tellsTheHead()
    {
        Rows rows;
        rows.add(7);
        ApiSetup setup { {}, {}, rows.reader() };
        setup.live.silence = 500ms;
        ApiFixture api(setup);
        LiveClient client(api, rows.task, { api.token() });
        QTRY_VERIFY(client.find<Hello>());
        api.clock.advance(1s);
        QTRY_VERIFY(client.find<Heartbeat>());
        QCOMPARE(client.get<Heartbeat>().head, 7);
    }

    void limits_socketsPerUser_closeWith4011()
    {
        Rows rows;
        ApiSetup setup { {}, {}, rows.reader() };
        setup.live.perUser = 2;
        ApiFixture api(setup);
        const QByteArray token = api.token();
        LiveClient first(api, rows.task, { token });
        LiveClient second(api, rows.task, { token });
        QTRY_VERIFY(first.find<Hello>() && second.find<Hello>());
        LiveClient third(api, rows.task, { token });
        QTRY_VERIFY(third.isClosedWith(int(CloseCode::TooManyConnections)));
    }

    void limits_noisyClient_isClosed()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient flood(api, rows.task, { api.token() });
        QTRY_VERIFY(flood.find<Hello>());
        for (int i = 0; i < 30; ++i)
            flood.socket.sendTextMessage(QStringLiteral("ping"));
        QTRY_VERIFY(flood.isClosedWith(int(CloseCode::Policy)));
        LiveClient huge(api, rows.task, { api.token() });
        QTRY_VERIFY(huge.find<Hello>());
        huge.socket.sendTextMessage(QString(8'000, u'x'));
        QTRY_COMPARE(huge.socket.state(), QAbstractSocket::UnconnectedState);
        QTRY_COMPARE(api.hub->sockets(), 0);
    }

    void limits_pingFlood_isClosed()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient polite(api, rows.task, { api.token() });
        QTRY_VERIFY(polite.find<Hello>());
        for (int i = 0; i < 5; ++i)
            polite.socket.ping();
        LiveClient flood(api, rows.task, { api.token() });
        QTRY_VERIFY(flood.find<Hello>());
        for (int i = 0; i < 40; ++i)
            flood.socket.ping();
        QTRY_VERIFY(flood.isClosedWith(int(CloseCode::Policy)));
        QCOMPARE(polite.socket.state(), QAbstractSocket::ConnectedState);
    }

    void session_endedByAnotherProcess_closesItsSocketsWithinFiveSeconds()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient client(api, rows.task, { api.token() });
        QTRY_VERIFY(client.find<Hello>());
        auto revoked
            = api.database->write([](storage::Connection &db) { return db.exec(u"UPDATE session SET revoked_at = 1"); });
        QVERIFY(revoked.result());
        api.clock.advance(5s);
        QTRY_VERIFY(client.isClosedWith(int(CloseCode::SignInAgain)));
    }

    void store_putBackFromABackup_closesWith4009AndStartsAnew()
    {
        Rows rows;
        rows.add(5);
        ApiFixture api({ {}, {}, rows.reader() });
        const QByteArray token = api.token();
        LiveClient v1(api, rows.task, { token });
        LiveClient legacy(api, rows.task, { token, {} });
        QTRY_COMPARE(api.hub->sockets(), 2);
        QTRY_VERIFY(v1.find<Hello>());
        rows.setEpoch(QStringLiteral("epoch-2"));
        api.clock.advance(4s); // nobody rings
        QTRY_VERIFY(v1.isClosedWith(int(CloseCode::EpochChanged)));
        QTRY_COMPARE(legacy.socket.state(), QAbstractSocket::UnconnectedState);
        LiveClient again(
            api, rows.task, { token, { QString::fromLatin1(kStreamProtocol) }, QStringLiteral("?since=5&epoch=epoch-1") });
        QTRY_VERIFY(again.find<Hello>());
        QVERIFY(again.get<Hello>() == (Hello { QStringLiteral("epoch-2"), 5, 1, ResumeAnswer::Reset }));
    }

    void rows_ofAnotherProcess_arriveWithoutABell()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient client(api, rows.task, { api.token() });
        QTRY_VERIFY(client.find<Hello>());
        rows.add(3);
        api.clock.advance(4s);
        QTRY_COMPARE(client.numbers, range(1, 3));
    }

    void ticket_ofAnEndedSession_opensNothing()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        const QByteArray token = api.token();
        const QString path = routes::socket(Stream::Logs, rows.task);
        const auto ticket
            = wsTicketFromJson(api.call("POST", "/api/ws/ticket", toBytes(ticketRequestToJson(path)), token).json()).value();
        auto revoked
            = api.database->write([](storage::Connection &db) { return db.exec(u"UPDATE session SET revoked_at = 1"); });
        QVERIFY(revoked.result());
        LiveClient client(api, rows.task,
            { {}, { QString::fromLatin1(kStreamProtocol), QString::fromLatin1(kTicketProtocolPrefix) + ticket.ticket } });
        QTRY_VERIFY(client.isClosedWith(int(CloseCode::SignInAgain)));
    }

    void apiToken_withoutReadScope_isNotAllowed()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        const auto make = [&](const char *scope) {
            return api
                .call("POST", "/api/auth/tokens", "{\"name\":\"n\",\"scopes\":[\"" + QByteArray(scope) + "\"]}", api.token())
                .json()
                .value(u"token")
                .toString()
                .toLatin1();
        };
        LiveClient writer(api, rows.task, { make("tasks") });
        QTRY_VERIFY(writer.isClosedWith(int(CloseCode::NotAllowed)));
        LiveClient reader(api, rows.task, { make("read") });
        QTRY_VERIFY(reader.find<Hello>());
    }

    void ownership_everyPath_looksLikeAMissingTask()
    {
        ApiFixture api;
        const auto owner = api.addPerson(QStringLiteral("olga"), Role::Operator);
        const auto stranger = api.addPerson(QStringLiteral("sam"), Role::Operator);
        const Answer made = api.call("POST", "/api/tasks", kIdleTask, api.tokenOf(owner));
        const auto task = domain::TaskId::fromString(made.json().value(u"id").toString()).value();
        for (const Stream stream : { Stream::Logs, Stream::Results, Stream::Progress }) {
            for (const QString &prefix : { QString(), QStringLiteral("/api/scraper") }) {
                const QString path = prefix + routes::socket(stream, task);
                const auto door = [&](const QByteArray &token) {
                    return Door { token, { QString::fromLatin1(kStreamProtocol) }, {}, path };
                };
                LiveClient none(api, task, door({}), stream);
                LiveClient malformed(api, task, door("a.b.c"), stream);
                LiveClient foreign(api, task, door(api.tokenOf(stranger)), stream);
                LiveClient own(api, task, door(api.tokenOf(owner)), stream);
                QTRY_VERIFY(none.isClosedWith(int(CloseCode::SignInAgain)));
                QTRY_VERIFY(malformed.isClosedWith(int(CloseCode::SignInAgain)));
                QTRY_VERIFY(foreign.isClosedWith(int(CloseCode::NoSuchTask)));
                QVERIFY(foreign.frames.empty());
                QTRY_VERIFY(own.find<Hello>());
            }
        }
    }

    void slowReader_thatWakesUp_hears4008()
    {
        Rows rows;
        ApiSetup setup { {}, {}, rows.reader() };
        setup.live.stall = 3s;
        setup.live.pace = 1ms;
        ApiFixture api(setup);
        static std::atomic<bool> isGivenUp { false };
        const QtMessageHandler before
            = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) {
                  if (text.contains(QStringLiteral("slow reader")))
                      isGivenUp = true;
              });
        QTcpSocket slow;
        slow.setReadBufferSize(1'024);
        slow.connectToHost(QStringLiteral("127.0.0.1"), api.port);
        QTRY_COMPARE(slow.state(), QAbstractSocket::ConnectedState);
        slow.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 16'384);
        slow.write(upgradeRequest(api, rows.task, api.token()));
        QTRY_COMPARE(api.hub->sockets(), 1);
        rows.add(2'000, 8'000); // 16 MB
        api.hub->notify(rows.task, Stream::Logs);
        QTRY_VERIFY_WITH_TIMEOUT(isGivenUp, 30'000);
        qInstallMessageHandler(before);
        slow.setReadBufferSize(0); // wakes up before it is cut off
        QByteArray heard;
        QTRY_VERIFY_WITH_TIMEOUT(
            (heard += slow.readAll(), heard.endsWith(QByteArray("\x88\x02\x0f\xa8", 4))), 10'000); // close, 4008
        QTRY_COMPARE_WITH_TIMEOUT(api.hub->sockets(), 0, 10'000);
    }

    void slowReader_isDroppedAndCostsTheOthersNothing()
    {
        Rows rows;
        ApiSetup setup { {}, {}, rows.reader() };
        setup.live.stall = 3s; // a reader that is only held up by a busy machine is not meant
        setup.live.pace = 1ms;
        ApiFixture api(setup);
        const QByteArray token = api.token();
        // Upgrades, then never reads: its receive window fills up and stays full.
        QTcpSocket slow;
        slow.setReadBufferSize(1'024);
        slow.connectToHost(QStringLiteral("127.0.0.1"), api.port);
        QTRY_COMPARE(slow.state(), QAbstractSocket::ConnectedState);
        slow.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 16'384);
        slow.write(upgradeRequest(api, rows.task, token));
        LiveClient fast(api, rows.task, { token });
        QTRY_VERIFY(fast.find<Hello>());
        QTRY_COMPARE(api.hub->sockets(), 2);
        rows.add(2'000, 8'000); // 16 MB
        api.hub->notify(rows.task, Stream::Logs);
        QTRY_COMPARE_WITH_TIMEOUT(fast.numbers.size(), 2'000, 2 * kPatience);
        QCOMPARE(fast.numbers, range(1, 2'000));
        QTRY_COMPARE(api.hub->sockets(), 1);
        // And it can come back where it was.
        LiveClient again(api, rows.task,
            { token, { QString::fromLatin1(kStreamProtocol) }, QStringLiteral("?since=1990&epoch=epoch-1") });
        QTRY_COMPARE(again.numbers, range(1'991, 2'000));
    }

    void stop_openSockets_endWith1012()
    {
        Rows rows;
        ApiFixture api({ {}, {}, rows.reader() });
        // By hand, because Qt's socket reports 1012 as a protocol error of 1002.
        RawClient client(api.port);
        client.send(upgradeRequest(api, rows.task, api.token()));
        QTRY_COMPARE(api.hub->sockets(), 1);
        const std::jthread stopper([&] { api.server->stop(2s); });
        QByteArray heard;
        QTRY_VERIFY((heard += client.socket.readAll()).contains("\x88\x02\x03\xf4"));
    }

    void frames_bigBatches_stayWithinTheFrameLimit()
    {
        Rows rows;
        rows.add(200, 15'000);
        ApiFixture api({ {}, {}, rows.reader() });
        LiveClient client(api, rows.task,
            { api.token(), { QString::fromLatin1(kStreamProtocol) }, QStringLiteral("?since=0&epoch=epoch-1") });
        QTRY_COMPARE(client.numbers, range(1, 200));
        for (const QByteArray &frame : client.raw)
            QVERIFY2(frame.size() <= 256 * 1024, QByteArray::number(frame.size()));
    }
};

LEADLINE_STORE_TEST_MAIN(LiveSocketTest)
#include "tst_live_socket.moc"
