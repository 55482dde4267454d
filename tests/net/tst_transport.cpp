#include "client/transport.h"
#include "support/fake_api_server.h"
#include "support/lead_factory.h"
#include "support/wait.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace leadline;
using namespace leadline::client;
using domain::ErrorCode;
using domain::Result;
using tests::FakeAnswer;
using tests::FakeApiServer;
using tests::FakeRequest;
using Fault = FakeAnswer::Fault;

namespace {

/// Always the same valid token.
class FixedToken : public TokenSource
{
public:
    QFuture<Result<QByteArray>> accessToken() override { return domain::ready(Result<QByteArray>("secret-token")); }
    QFuture<Result<QByteArray>> replaceToken(const QByteArray &) override
    {
        ++replaced;
        return domain::ready(Result<QByteArray>("second-token"));
    }
    int replaced = 0;
};

/// Retries at once; waits for an answer as long as a busy machine may need.
TransportOptions quick()
{
    TransportOptions options;
    options.retry.baseDelay = milliseconds(4);
    options.retry.maxDelay = milliseconds(20);
    options.limits.headers = milliseconds(tests::kPatience);
    options.limits.idle = milliseconds(tests::kPatience);
    options.random = [] { return 0.5; };
    return options;
}

/// Like quick() for a server that never ends its answer.
TransportOptions impatient()
{
    TransportOptions options = quick();
    options.limits.headers = milliseconds(300);
    options.limits.idle = milliseconds(300);
    return options;
}

ApiRequest call(const QByteArray &verb = "GET", const QByteArray &key = {})
{
    ApiRequest request;
    request.verb = verb;
    request.path = QStringLiteral("/api/tasks");
    request.idempotencyKey = key;
    return request;
}

} // namespace

/// The retry rules (client/retry_policy.h) and bounds (client/http_call.h), against a scripted server.
class TransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void redirect_to_another_origin_never_carries_the_token()
    {
        FakeApiServer other;
        FakeApiServer server;
        server.script = [&](const FakeRequest &) {
            FakeAnswer answer;
            answer.status = 307;
            answer.headers.emplace_back("Location", other.url().toEncoded() + "/api/tasks");
            return answer;
        };
        Setup setup(server.url());
        const auto outcome = tests::outcomeOf(setup.transport.send(call()));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code(), ErrorCode::Protocol);
        QCOMPARE(server.requests.front().bearer(), QByteArray("secret-token"));
        // Connections are accepted in order: one made before ours would have been counted first.
        QTcpSocket later;
        later.connectToHost(QHostAddress::LocalHost, quint16(other.url().port()));
        QTRY_VERIFY(other.connections > 0 && later.state() == QAbstractSocket::ConnectedState);
        QCOMPARE(other.connections, 1);
    }

    void endless_headers_are_cut_off_by_the_watchdog()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::broken(Fault::EndlessHeaders); };
        Setup setup(server.url(), impatient());
        ApiRequest request = call();
        request.retry = false;
        QCOMPARE(tests::outcomeOf(setup.transport.send(request)).error().code(), ErrorCode::Timeout);
    }

    void body_that_stops_coming_times_out()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::broken(Fault::HalfBody); };
        Setup setup(server.url(), impatient());
        ApiRequest request = call();
        request.retry = false;
        QCOMPARE(tests::outcomeOf(setup.transport.send(request)).error().code(), ErrorCode::Timeout);
    }

    void body_beyond_the_limit_is_refused()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::json(QByteArray(3'000'000, ' ')); };
        TransportOptions options = quick();
        options.limits.body = 1'000'000;
        Setup setup(server.url(), options);
        QCOMPARE(tests::outcomeOf(setup.transport.send(call())).error().code(), ErrorCode::TooLarge);
    }

    void safe_call_is_retried_until_it_succeeds()
    {
        FakeApiServer server;
        server.script = [&](const FakeRequest &) {
            return server.requests.size() < 3 ? FakeAnswer::problem(502, "unavailable") : FakeAnswer::json("{\"ok\":1}");
        };
        Setup setup(server.url());
        QSignalSpy retries(&setup.transport, &Transport::retryScheduled);
        QVERIFY(tests::outcomeOf(setup.transport.send(call())).has_value());
        QCOMPARE(server.requests.size(), size_t(3));
        QCOMPARE(retries.size(), 2);
    }

    void write_is_retried_only_with_an_idempotency_key()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::problem(502, "unavailable"); };
        Setup setup(server.url());
        QVERIFY(!tests::outcomeOf(setup.transport.send(call("PATCH"))));
        QCOMPARE(server.requests.size(), size_t(1));
        server.requests.clear();
        QVERIFY(!tests::outcomeOf(setup.transport.send(call("PATCH", "key-1"))));
        QCOMPARE(server.requests.size(), size_t(3));
        QCOMPARE(server.requests.back().headers.value("idempotency-key"), QByteArray("key-1"));
    }

    void write_qt_repeats_by_itself_carries_the_same_key()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::broken(Fault::Drop); };
        Setup setup(server.url());
        QSignalSpy retries(&setup.transport, &Transport::retryScheduled);
        QCOMPARE(tests::outcomeOf(setup.transport.send(call("POST"))).error().code(), ErrorCode::Network);
        QCOMPARE(retries.size(), 0);
        const QByteArray key = server.requests.front().headers.value("idempotency-key");
        QVERIFY(!key.isEmpty());
        for (const FakeRequest &request : server.requests)
            QCOMPARE(request.headers.value("idempotency-key"), key);
    }

    void retry_after_pauses_the_whole_connection()
    {
        FakeApiServer server;
        QElapsedTimer sinceRefusal;
        QList<qint64> waited;
        server.script = [&](const FakeRequest &) {
            if (server.requests.size() > 1) {
                waited.append(sinceRefusal.elapsed());
                return FakeAnswer::json("{}");
            }
            sinceRefusal.start();
            auto answer = FakeAnswer::problem(429, "rate-limited");
            answer.headers.emplace_back("Retry-After", "1");
            return answer;
        };
        Setup setup(server.url());
        QSignalSpy paused(&setup.transport, &Transport::rateLimited);
        const auto first = setup.transport.send(call());
        QTRY_COMPARE(paused.size(), 1);
        // Another call, made now, has to wait as well.
        const auto second = setup.transport.send(call());
        QVERIFY(tests::outcomeOf(second).has_value());
        QVERIFY(tests::outcomeOf(first).has_value());
        QCOMPARE(waited.size(), 2);
        QVERIFY2(waited.front() >= 950, qPrintable(QString::number(waited.front())));
    }

    void retry_budget_bounds_what_a_broken_server_gets()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::problem(502, "unavailable"); };
        TransportOptions options = quick();
        options.retry.circuitFailures = 1'000'000;
        Setup setup(server.url(), options);
        constexpr size_t calls = 60;
        std::vector<QFuture<Result<HttpAnswer>>> futures;
        for (size_t i = 0; i < calls; ++i)
            futures.push_back(setup.transport.send(call()));
        for (const auto &future : futures)
            QVERIFY(!tests::outcomeOf(future));
        // 10 spare ones and a tenth of the first tries.
        const QString got = QString::number(server.requests.size());
        QVERIFY2(server.requests.size() <= calls + 10 + calls / 10, qPrintable(got));
        QVERIFY2(server.requests.size() >= calls + 10, qPrintable(got));
    }

    void open_circuit_fails_at_once_and_a_probe_closes_it()
    {
        FakeApiServer server;
        bool healthy = false;
        server.script
            = [&](const FakeRequest &) { return healthy ? FakeAnswer::json("{}") : FakeAnswer::problem(500, "internal"); };
        TransportOptions options = quick();
        options.retry.maxTries = 1;
        tests::ManualClock clock;
        Setup setup(server.url(), options, clock);
        for (int i = 0; i < 5; ++i)
            QVERIFY(!tests::outcomeOf(setup.transport.send(call())));
        const size_t before = server.requests.size();
        QCOMPARE(tests::outcomeOf(setup.transport.send(call())).error().code(), ErrorCode::Unavailable);
        QCOMPARE(server.requests.size(), before);
        healthy = true;
        clock.advance(options.retry.probeAfterMax);
        QVERIFY(tests::outcomeOf(setup.transport.send(call())).has_value());
        QVERIFY(tests::outcomeOf(setup.transport.send(call())).has_value());
    }

    void refused_token_is_replaced_and_the_call_replayed_once()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &request) {
            return request.bearer() == "second-token" ? FakeAnswer::json("{}") : FakeAnswer::problem(401, "unauthenticated");
        };
        Setup setup(server.url());
        QVERIFY(tests::outcomeOf(setup.transport.send(call())).has_value());
        QCOMPARE(server.requests.size(), size_t(2));

        server.requests.clear();
        server.script = [](const FakeRequest &) { return FakeAnswer::problem(401, "unauthenticated"); };
        QCOMPARE(tests::outcomeOf(setup.transport.send(call())).error().code(), ErrorCode::Unauthenticated);
        QCOMPARE(server.requests.size(), size_t(2));

        server.requests.clear();
        QVERIFY(!tests::outcomeOf(setup.transport.send(call("POST"))));
        QCOMPARE(server.requests.size(), size_t(1));
    }

    void problem_document_becomes_an_error_with_its_facts()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) {
            FakeAnswer answer = FakeAnswer::problem(400, "invalid-argument");
            answer.body
                = R"({"code":"invalid-argument","detail":"no seeds","request_id":"r-1","errors":[{"pointer":"/seeds"}]})";
            return answer;
        };
        Setup setup(server.url());
        const auto outcome = tests::outcomeOf(setup.transport.send(call()));
        QCOMPARE(outcome.error().code(), ErrorCode::InvalidArgument);
        QCOMPARE(outcome.error().detail(), QStringLiteral("no seeds"));
        QCOMPARE(outcome.error().field, QStringLiteral("/seeds"));
        QCOMPARE(outcome.error().requestId, QStringLiteral("r-1"));
    }

    void changing_the_server_ends_calls_under_way_once()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::broken(Fault::Hang); };
        Setup setup(server.url());
        const auto pending = setup.transport.send(call());
        QTRY_COMPARE(server.requests.size(), size_t(1));
        setup.transport.setServer({});
        QCOMPARE(tests::outcomeOf(pending).error().code(), ErrorCode::Cancelled);
        QCOMPARE(tests::outcomeOf(setup.transport.send(call())).error().code(), ErrorCode::Unavailable);
    }

    void full_jitter_stays_below_its_growing_ceiling()
    {
        const Random most = [] { return 0.999; };
        QCOMPARE(fullJitter(0, milliseconds(500), milliseconds(30'000), most), milliseconds(499));
        QCOMPARE(fullJitter(3, milliseconds(500), milliseconds(30'000), most), milliseconds(3'996));
        QCOMPARE(fullJitter(50, milliseconds(500), milliseconds(30'000), most), milliseconds(29'970));
        QCOMPARE(fullJitter(9, milliseconds(500), milliseconds(30'000), [] { return 0.0; }), milliseconds(0));
    }

private:
    struct Setup
    {
        explicit Setup(const QUrl &url, TransportOptions options = quick())
            : Setup(url, std::move(options), systemClock())
        { }
        Setup(const QUrl &url, TransportOptions options, const domain::Clock &clock)
            : transport(clock, std::move(options))
        {
            transport.setServer(url);
            transport.setTokenSource(&tokens);
        }
        static const domain::Clock &systemClock()
        {
            static const domain::SystemClock clock;
            return clock;
        }
        FixedToken tokens;
        Transport transport;
    };
};

QTEST_GUILESS_MAIN(TransportTest)
#include "tst_transport.moc"
