#include "client/live_stream.h"
#include "support/fake_api_server.h"
#include "support/wait.h"

#include <QSignalSpy>
#include <QTest>

using namespace leadline;
using namespace leadline::client;
using protocol::Stream;
using tests::FakeAnswer;
using tests::FakeApiServer;
using tests::FakeRequest;

namespace {

const domain::TaskId task = domain::TaskId::create();
const QString eventsPath = QStringLiteral("/api/tasks/%1/events").arg(task.toString());
const QString ticketPath = QStringLiteral("/api/ws/ticket");

domain::LogLine logLine(qint64 number)
{
    domain::LogLine line;
    line.seq = number;
    line.at = domain::fromMilliseconds(1'700'000'000'000 + number);
    line.message = QStringLiteral("line %1").arg(number);
    return line;
}

std::vector<domain::LogLine> logLines(qint64 from, qint64 to)
{
    std::vector<domain::LogLine> lines;
    for (qint64 number = from; number <= to; ++number)
        lines.push_back(logLine(number));
    return lines;
}

class FixedToken : public TokenSource
{
public:
    QFuture<domain::Result<QByteArray>> accessToken() override { return domain::ready(domain::Result<QByteArray>("t")); }
    QFuture<domain::Result<QByteArray>> replaceToken(const QByteArray &) override { return accessToken(); }
};

/// A task's log as a server keeps it: REST pages and sockets read the same lines.
class LogServer : public FakeApiServer
{
public:
    LogServer()
    {
        script = [this](const FakeRequest &request) {
            if (request.path == ticketPath)
                return ticketAnswer ? *ticketAnswer : FakeAnswer::json("{\"ticket\":\"one-time\",\"expires_in\":30}");
            if (request.path != eventsPath)
                return FakeAnswer::problem(404, "not-found");
            return eventPage(request.query.queryItemValue(QStringLiteral("since")).toLongLong(),
                request.query.queryItemValue(QStringLiteral("limit")).toLongLong());
        };
    }

    FakeAnswer eventPage(qint64 since, qint64 limit) const
    {
        protocol::EventPage page;
        page.epoch = epoch;
        page.head = head;
        page.oldest = oldest;
        const qint64 first = std::max(since + 1, oldest);
        page.logs = logLines(first, std::min(head, first + limit - 1));
        return FakeAnswer::json(protocol::toBytes(protocol::toJson(page, Stream::Logs)));
    }

    void hello(QWebSocket *socket, protocol::ResumeAnswer resume = protocol::ResumeAnswer::Ok) const
    {
        socket->sendTextMessage(QString::fromUtf8(protocol::helloFrame({ epoch, head, oldest, resume })));
    }
    static void send(QWebSocket *socket, qint64 from, qint64 to)
    {
        for (const QByteArray &frame : protocol::logFrames(logLines(from, to), protocol::Dialect::V1))
            socket->sendTextMessage(QString::fromUtf8(frame));
    }
    [[nodiscard]] static qint64 sinceOf(const QWebSocket *socket)
    {
        return QUrlQuery(socket->requestUrl()).queryItemValue(QStringLiteral("since")).toLongLong();
    }

    QString epoch = QStringLiteral("epoch-1");
    qint64 head = 0;
    qint64 oldest = 1;
    std::optional<FakeAnswer> ticketAnswer;
};

/// Tries again at once; waits for an answer as long as a busy machine may need.
LiveStreamOptions quick()
{
    LiveStreamOptions options;
    options.connectTimeout = options.helloTimeout = options.silence = milliseconds(tests::kPatience);
    options.backoffBase = milliseconds(4);
    options.backoffCap = milliseconds(50);
    options.stableAfter = milliseconds(10'000);
    return options;
}

/// A stream of the task's log that writes down what it tells.
struct Watched
{
    explicit Watched(const LogServer &server, LiveStreamOptions options = quick())
        : transport(clock, { {}, {}, milliseconds(2'000), [] { return 0.5; } })
        , api(transport)
        , stream(api, task, Stream::Logs, options)
    {
        transport.setServer(server.url());
        transport.setTokenSource(&tokens);
        QObject::connect(&stream, &LiveStream::logs, &stream, [this](const std::vector<domain::LogLine> &lines) {
            for (const auto &line : lines)
                numbers.append(line.seq);
        });
    }

    domain::SystemClock clock;
    FixedToken tokens;
    Transport transport;
    ApiClient api;
    LiveStream stream;
    QList<qint64> numbers;
};

QList<qint64> numbersFrom(qint64 from, qint64 to)
{
    QList<qint64> list;
    for (qint64 number = from; number <= to; ++number)
        list.append(number);
    return list;
}

} // namespace

/// Resume, gaps, silence and reconnection (protocol/stream.h), against a scripted server.
class LiveStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void first_open_begins_at_the_tail()
    {
        LogServer server;
        server.head = 1'000;
        server.onSocket = [&](QWebSocket *socket) {
            server.hello(socket);
            LogServer::send(socket, LogServer::sinceOf(socket) + 1, server.head);
        };
        LiveStreamOptions options = quick();
        options.tail = 50;
        Watched watched(server, options);
        watched.stream.start();
        QTRY_COMPARE(watched.numbers, numbersFrom(951, 1'000));
        QCOMPARE(watched.stream.state(), LiveStream::State::Live);
    }

    void reconnect_resumes_and_repeats_are_ignored()
    {
        LogServer server;
        server.head = 6;
        server.onSocket = [&](QWebSocket *socket) {
            server.hello(socket);
            if (server.live.size() == 1)
                return LogServer::send(socket, 1, 3);
            LogServer::send(socket, 2, 6); // at least once on the wire
            LogServer::send(socket, 1, 6);
            LogServer::send(socket, 7, 7);
        };
        Watched watched(server);
        watched.stream.start(0, server.epoch);
        QTRY_COMPARE(watched.numbers, numbersFrom(1, 3));
        server.live.first()->abort();
        QTRY_VERIFY(watched.numbers.contains(7)); // told after all that was sent before it
        QCOMPARE(watched.numbers, numbersFrom(1, 7));
        QCOMPARE(LogServer::sinceOf(server.live.last()), 3);
    }

    void hole_is_fetched_over_rest_in_order_and_once()
    {
        LogServer server;
        server.head = 2'000;
        server.onSocket = [&](QWebSocket *socket) {
            server.hello(socket);
            LogServer::send(socket, 1, 2);
            LogServer::send(socket, 1'500, 1'502);
            LogServer::send(socket, 1'503, 2'000);
        };
        Watched watched(server);
        watched.stream.start(0, server.epoch);
        QTRY_COMPARE(watched.numbers.size(), 2'000);
        QCOMPARE(watched.numbers, numbersFrom(1, 2'000));
    }

    void silent_loss_is_noticed_by_the_heartbeat()
    {
        LogServer server;
        server.head = 3;
        server.onSocket = [&](QWebSocket *socket) {
            server.hello(socket);
            LogServer::send(socket, 1, 3);
            server.head = 5;
            socket->sendTextMessage(QString::fromUtf8(protocol::heartbeatFrame({ 5 })));
        };
        Watched watched(server);
        watched.stream.start(0, server.epoch);
        QTRY_COMPARE(watched.numbers, numbersFrom(1, 5));
    }

    void trimmed_lines_are_told_as_a_gap()
    {
        LogServer server;
        server.head = 12;
        server.oldest = 10;
        server.onSocket = [&](QWebSocket *socket) {
            server.hello(socket, protocol::ResumeAnswer::Gap);
            socket->sendTextMessage(QString::fromUtf8(protocol::gapFrame({ 4, 9 })));
            LogServer::send(socket, 10, 12);
        };
        Watched watched(server);
        QSignalSpy gaps(&watched.stream, &LiveStream::gap);
        watched.stream.start(3, server.epoch);
        QTRY_COMPARE(watched.numbers, numbersFrom(10, 12));
        QCOMPARE(gaps.size(), 1);
        QCOMPARE(gaps.first(), QVariantList({ 4, 9 }));
    }

    void other_epoch_resets_and_begins_anew()
    {
        LogServer server;
        server.head = 4;
        server.epoch = QStringLiteral("epoch-2");
        server.onSocket = [&](QWebSocket *socket) {
            const bool old = QUrlQuery(socket->requestUrl()).queryItemValue(QStringLiteral("epoch")) != server.epoch;
            server.hello(socket, old ? protocol::ResumeAnswer::Reset : protocol::ResumeAnswer::Ok);
            if (!old)
                LogServer::send(socket, LogServer::sinceOf(socket) + 1, 4);
        };
        Watched watched(server);
        QSignalSpy resets(&watched.stream, &LiveStream::reset);
        watched.stream.start(900, QStringLiteral("epoch-1"));
        QTRY_COMPARE(watched.numbers, numbersFrom(1, 4));
        QCOMPARE(resets.size(), 1);
    }

    void half_open_connection_is_replaced()
    {
        LogServer server;
        server.head = 1;
        server.onSocket = [&](QWebSocket *socket) {
            server.hello(socket); // and then nothing, for ever
            if (server.live.size() > 1)
                LogServer::send(socket, 1, 1);
        };
        LiveStreamOptions options = quick();
        options.silence = milliseconds(150);
        Watched watched(server, options);
        watched.stream.start(0, server.epoch);
        QTRY_COMPARE(watched.numbers, numbersFrom(1, 1));
        QVERIFY(server.live.size() >= 2);
    }

    void server_that_never_says_hello_is_left()
    {
        LogServer server;
        LiveStreamOptions options = quick();
        options.helloTimeout = milliseconds(100);
        Watched watched(server, options);
        QSignalSpy waits(&watched.stream, &LiveStream::waiting);
        watched.stream.start(0, server.epoch);
        QTRY_VERIFY(waits.size() >= 2);
        QVERIFY(server.live.size() >= 2);
    }

    void refused_upgrades_back_off_with_a_growing_ceiling()
    {
        LogServer server;
        server.refuseUpgrades = true;
        Watched watched(server);
        QList<qint64> delays;
        connect(&watched.stream, &LiveStream::waiting, this, [&](milliseconds delay) { delays.append(delay.count()); });
        watched.stream.start(0, server.epoch);
        QTRY_VERIFY(delays.size() >= 6);
        // Half of min(50, 4 · 2ⁿ).
        QCOMPARE(delays.first(6), QList<qint64>({ 2, 4, 8, 16, 25, 25 }));
        QVERIFY(server.upgradeAttempts >= 6);
    }

    void short_lived_connections_do_not_reset_the_back_off()
    {
        LogServer server;
        server.onSocket = [&](QWebSocket *socket) {
            server.hello(socket);
            QTimer::singleShot(10, socket, [socket] { socket->abort(); });
        };
        Watched watched(server);
        QList<qint64> delays;
        connect(&watched.stream, &LiveStream::waiting, this, [&](milliseconds delay) { delays.append(delay.count()); });
        watched.stream.start(0, server.epoch);
        QTRY_VERIFY(delays.size() >= 4);
        QCOMPARE(delays.first(4), QList<qint64>({ 2, 4, 8, 16 }));
    }

    void missing_task_closes_for_good_data()
    {
        QTest::addColumn<bool>("byTicket");
        QTest::newRow("ticket endpoint") << true;
        QTest::newRow("close code 4004") << false;
    }

    void missing_task_closes_for_good()
    {
        QFETCH(bool, byTicket);
        LogServer server;
        if (byTicket)
            server.ticketAnswer = FakeAnswer::problem(404, "not-found");
        server.onSocket
            = [](QWebSocket *socket) { socket->close(QWebSocketProtocol::CloseCode(protocol::CloseCode::NoSuchTask)); };
        LiveStreamOptions options = quick();
        options.backoffCap = options.backoffBase;
        Watched watched(server, options);
        QSignalSpy closed(&watched.stream, &LiveStream::closed);
        watched.stream.start(0, server.epoch);
        QTRY_COMPARE(closed.size(), 1);
        QSignalSpy states(&watched.stream, &LiveStream::stateChanged);
        bool later = false; // due after the next attempt would be
        QTimer::singleShot(2 * options.backoffCap, this, [&later] { later = true; });
        QTRY_VERIFY(later);
        QCOMPARE(states.size(), 0);
        QCOMPARE(watched.stream.state(), LiveStream::State::Closed);
    }

    void polling_delivers_while_sockets_are_impossible()
    {
        LogServer server;
        server.refuseUpgrades = true;
        server.head = 7;
        LiveStreamOptions options = quick();
        options.backoffBase = options.backoffCap = milliseconds(tests::kPatience);
        Watched watched(server, options);
        watched.stream.start(0, server.epoch);
        QTRY_COMPARE(watched.stream.state(), LiveStream::State::Waiting);
        watched.stream.poll();
        QTRY_COMPARE(watched.numbers, numbersFrom(1, 7));
    }

    void ticket_travels_as_subprotocol_not_in_the_address()
    {
        LogServer server;
        server.onSocket = [&](QWebSocket *socket) { server.hello(socket); };
        Watched watched(server);
        watched.stream.start(0, server.epoch);
        QTRY_COMPARE(watched.stream.state(), LiveStream::State::Live);
        const QString address = server.live.first()->requestUrl().toString();
        QVERIFY2(!address.contains(QStringLiteral("one-time")), qPrintable(address));
        QCOMPARE(server.live.first()->subprotocol(), QStringLiteral("leadline.v1"));
    }

    void hundreds_of_reconnects_lose_and_repeat_nothing()
    {
        LogServer server;
        server.onSocket = [&](QWebSocket *socket) {
            server.head = std::max(server.head, LogServer::sinceOf(socket) + 2);
            server.hello(socket);
            LogServer::send(socket, LogServer::sinceOf(socket) + 1, server.head);
            const bool orderly = server.upgradeAttempts % 2 == 0;
            QTimer::singleShot(0, socket, [socket, orderly] { orderly ? socket->close() : socket->abort(); });
        };
        LiveStreamOptions options = quick();
        options.backoffBase = options.backoffCap = milliseconds(1);
        Watched watched(server, options);
        watched.stream.start(0, server.epoch);
        QTRY_VERIFY_WITH_TIMEOUT(server.upgradeAttempts >= 300, 2 * tests::kPatience);
        watched.stream.stop();
        QCOMPARE(watched.numbers, numbersFrom(1, watched.numbers.size()));
        QVERIFY(watched.numbers.size() >= 200);
    }
};

QTEST_GUILESS_MAIN(LiveStreamTest)
#include "tst_live_stream.moc"
