#include "tests/support/api_fixture.h"

#include "backend/http/peer.h"
#include "backend/http/redaction.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace leadline;
using namespace leadline::backend;
using namespace leadline::tests;
using namespace std::chrono_literals;

class HttpServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seal_handlerWithoutPolicy_fails()
    {
        RouteTable table;
        const HttpHandler handler = [](const HttpRequest &) { return answer(HttpResponse::empty()); };
        table.handle(HttpMethod::Get, u"/api/health", handler);
        QVERIFY(table.seal());
        table.handle(HttpMethod::Get, u"/api/secret-door", handler);
        QVERIFY(!table.seal());
        RouteTable twice;
        twice.handle(HttpMethod::Get, u"/api/health", handler);
        twice.handle(HttpMethod::Get, u"/api/health", handler);
        QVERIFY(!twice.seal());
    }

    void policies_everyPath_hasAHandlerInTheDaemon()
    {
        ApiFixture api;
        QCOMPARE(api.routes.routes().size(), routePolicies().size());
    }

    void roles_reviewer_mayReviewButNotControlTasks()
    {
        ApiFixture api;
        const QByteArray reviewer = api.tokenOf(protocol::Role::Reviewer);
        QCOMPARE(api.call("GET", "/api/leads", {}, reviewer).status, 200);
        QCOMPARE(api.call("POST", "/api/tasks", "{}", reviewer).status, 403);
        QCOMPARE(api.call("GET", "/api/export", {}, reviewer).status, 403);
        QCOMPARE(api.call("GET", "/api/metrics", {}, api.tokenOf(protocol::Role::Operator)).status, 403);
    }

    void hostAndOrigin_localMode_onlyLoopbackAndNoBrowser()
    {
        ApiFixture api;
        const auto status = [&](const QByteArray &head) {
            RawClient client(api.port);
            client.send("GET /api/health HTTP/1.1\r\n" + head + "\r\n");
            return client.read().status;
        };
        const QByteArray port = QByteArray::number(api.port);
        QCOMPARE(status("Host: 127.0.0.1:" + port + "\r\n"), 200);
        QCOMPARE(status("Host: LocalHost:" + port + "\r\n"), 200);
        QCOMPARE(status("Host: evil.example:" + port + "\r\n"), 403); // DNS rebinding
        QCOMPARE(status("Host: 127.0.0.1\r\n"), 403);
        QCOMPARE(status("Host: 127.0.0.1:1\r\n"), 403);
        QCOMPARE(status(""), 400);
        QCOMPARE(status("Host: 127.0.0.1:" + port + "\r\nHost: evil.example\r\n"), 400);
        QCOMPARE(status("Host: 127.0.0.1:" + port + "\r\nOrigin: http://127.0.0.1:" + port + "\r\n"), 403);
        QCOMPARE(status("Host: 127.0.0.1:" + port + "\r\nOrigin: null\r\n"), 403);
    }

    void origin_serverMode_onlyListedOnes()
    {
        ApiSetup setup;
        setup.http.rules.local = false;
        setup.http.rules.allowedOrigins = { QStringLiteral("https://leads.example.org") };
        ApiFixture api(setup);
        QCOMPARE(api.call("GET", "/api/health", {}, {}, "Origin: https://leads.example.org\r\n").status, 200);
        QCOMPARE(api.call("GET", "/api/health", {}, {}, "Origin: https://leads.example.org.evil.example\r\n").status, 403);
        QCOMPARE(api.call("GET", "/api/health").status, 200);
    }

    void framing_ambiguousMessages_areRefusedAndClosed_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("CL and TE (RFC 9112 6.1)") << QByteArray("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n");
        QTest::newRow("TE and CL") << QByteArray("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n");
        QTest::newRow("two lengths") << QByteArray("Content-Length: 4\r\nContent-Length: 5\r\n");
        QTest::newRow("same length twice") << QByteArray("Content-Length: 4\r\nContent-Length: 4\r\n");
        QTest::newRow("list of lengths") << QByteArray("Content-Length: 4, 4\r\n");
        QTest::newRow("signed length") << QByteArray("Content-Length: +4\r\n");
        QTest::newRow("hex length") << QByteArray("Content-Length: 0x4\r\n");
        QTest::newRow("unknown encoding") << QByteArray("Transfer-Encoding: gzip, chunked\r\n");
        QTest::newRow("obscured encoding") << QByteArray("Transfer-Encoding: xchunked\r\n");
        QTest::newRow("encoding twice") << QByteArray("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n");
        QTest::newRow("space before colon") << QByteArray("Content-Length : 4\r\n");
    }
    void framing_ambiguousMessages_areRefusedAndClosed()
    {
        QFETCH(QByteArray, fields);
        ApiFixture api;
        RawClient client(api.port);
        // The second request must never be seen: that is what smuggling is.
        client.send("POST /api/auth/local HTTP/1.1\r\nHost: " + api.host() + "\r\nContent-Type: application/json\r\n"
            + fields + "\r\n0\r\n\r\n" + api.request("GET", "/api/health"));
        const Answer answer = client.read();
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.headers.value("connection"), QByteArray("close"));
        QVERIFY(client.isClosed());
        QCOMPARE(api.server->metrics().requests(), 1);
    }

    void requestLine_oddTargets_areRefused()
    {
        ApiFixture api;
        const auto status = [&](const QByteArray &line) {
            RawClient client(api.port);
            client.send(line + "\r\nHost: " + api.host() + "\r\n\r\n");
            return client.read().status;
        };
        QCOMPARE(status("GET http://127.0.0.1/api/health HTTP/1.1"), 400);
        QCOMPARE(status("GET * HTTP/1.1"), 400);
        QCOMPARE(status("GET /api/health HTTP/1.0"), 400);
        QCOMPARE(status("GET /api/health HTTP/3.0"), 400);
        QCOMPARE(status("GET /api/health#x HTTP/1.1"), 400);
        QCOMPARE(status("GET /../etc/passwd HTTP/1.1"), 404);
        QCOMPARE(status("GET /api/health/ HTTP/1.1"), 404);
        QCOMPARE(status("PUT /api/health HTTP/1.1"), 405);
        QCOMPARE(status("\x16\x03\x01 hello"), 400);
    }

    void limits_hugeHead_is431()
    {
        ApiFixture api;
        RawClient client(api.port);
        client.send("GET /api/health HTTP/1.1\r\nHost: " + api.host() + "\r\nX-A: " + QByteArray(20'000, 'a') + "\r\n\r\n");
        QCOMPARE(client.read().status, 431);
        QVERIFY(client.isClosed());
    }

    void limits_body_isRefusedBeforeItIsRead()
    {
        ApiFixture api;
        RawClient declared(api.port);
        declared.send("POST /api/auth/local HTTP/1.1\r\nHost: " + api.host()
            + "\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n");
        QCOMPARE(declared.read().status, 413);
        QVERIFY(declared.isClosed());

        RawClient chunked(api.port);
        chunked.send("POST /api/auth/local HTTP/1.1\r\nHost: " + api.host()
            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 5; ++i)
            chunked.send("1000\r\n" + QByteArray(4096, ' ') + "\r\n");
        QCOMPARE(chunked.read().status, 413);

        QCOMPARE(api.call("GET", "/api/health", "{}").status, 413);
        QCOMPARE(api.call("DELETE", "/api/leads/x", "{}", api.token()).status, 413);
    }

    void body_otherThanJson_is415()
    {
        ApiFixture api;
        RawClient client(api.port);
        client.send("POST /api/auth/local HTTP/1.1\r\nHost: " + api.host()
            + "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}");
        QCOMPARE(client.read().status, 415);
    }

    void body_chunkedAndExpected_isRead()
    {
        ApiFixture api;
        RawClient client(api.port);
        client.send("POST /api/auth/refresh HTTP/1.1\r\nHost: " + api.host()
            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(client.read().status, 100);
        client.send("5\r\n{\"ref\r\n13\r\nresh_token\":\"nope\"}\r\n0\r\n\r\n");
        QCOMPARE(client.read().status, 401);
        client.send(api.request("GET", "/api/health"));
        QCOMPARE(client.read().status, 200);
    }

    void time_slowHead_isCutOff()
    {
        ApiSetup setup;
        setup.http.limits.headerTime = 300ms;
        ApiFixture api(setup);
        QElapsedTimer timer;
        timer.start();
        RawClient client(api.port);
        client.send("GET /api/health HTTP/1.1\r\nHost: ");
        // Drip-feeding does not prolong it.
        QTimer drip;
        QObject::connect(&drip, &QTimer::timeout, &client.socket, [&client] { client.send("1"); });
        drip.start(50);
        QVERIFY(client.isClosed());
        QVERIFY(timer.elapsed() >= 300);
    }

    void time_slowBodyAndIdleConnection_areCutOff()
    {
        ApiSetup setup;
        setup.http.limits.bodyTime = 300ms;
        setup.http.limits.idle = 300ms;
        ApiFixture api(setup);
        RawClient slow(api.port);
        slow.send("POST /api/auth/local HTTP/1.1\r\nHost: " + api.host()
            + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
        QVERIFY(slow.isClosed());
        RawClient idle(api.port);
        QVERIFY(idle.isClosed());
        QTRY_COMPARE(api.server->metrics().connections.load(), 0);
    }

    void connections_beyondTheCap_areTurnedAway()
    {
        ApiSetup setup;
        setup.http.limits.connections = 2;
        ApiFixture api(setup);
        RawClient first(api.port);
        RawClient second(api.port);
        QTRY_COMPARE(api.server->metrics().connections.load(), 2);
        RawClient third(api.port);
        QCOMPARE(third.read().status, 503);
        first.send(api.request("GET", "/api/health"));
        QCOMPARE(first.read().status, 200);
    }

    void keepAlive_pipelinedAndCounted_endsAtTheLimit()
    {
        ApiSetup setup;
        setup.http.limits.requestsPerConnection = 3;
        ApiFixture api(setup);
        RawClient client(api.port);
        const QByteArray one = api.request("GET", "/api/health");
        client.send(one + one + one + one);
        QCOMPARE(client.read().status, 200);
        QCOMPARE(client.read().status, 200);
        const Answer last = client.read();
        QCOMPARE(last.status, 200);
        QCOMPARE(last.headers.value("connection"), QByteArray("close"));
        QVERIFY(client.isClosed());
        QCOMPARE(api.server->metrics().requests(), 3);
    }

    void answer_always_carriesARequestId()
    {
        ApiFixture api;
        const Answer answer = api.call("GET", "/nowhere");
        QCOMPARE(answer.status, 404);
        QVERIFY(!answer.headers.value("x-request-id").isEmpty());
        QCOMPARE(answer.json().value(u"request_id").toString().toLatin1(), answer.headers.value("x-request-id"));
    }

    void handler_thatNeverAnswers_is503AtItsDeadline()
    {
        static constexpr RoutePolicy policies[] { { HttpMethod::Get, u"/stuck", std::nullopt, 0, 1s, u"" } };
        ApiFixture api; // for its auth and hub
        RouteTable table(policies);
        auto promise = std::make_shared<QPromise<HttpResponse>>();
        promise->start();
        table.handle(HttpMethod::Get, u"/stuck", [promise](const HttpRequest &) { return promise->future(); });
        QVERIFY(table.seal());
        HttpServer server({}, table, *api.auth, *api.hub);
        const quint16 port = server.start().value();
        RawClient client(port);
        client.send("GET /stuck HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n\r\n");
        QCOMPARE(client.read().status, 503);
        server.stop(100ms);
        promise->finish(); // long after its connection and its server are gone
    }

    void leads_patchAndConflict_followTheRestTwin()
    {
        ApiFixture api;
        const QByteArray token = api.token();
        const QByteArray path = "/api/leads/" + api.addLead(QStringLiteral("acme")).toString().toLatin1();
        const Answer first = api.call("GET", path, {}, token);
        QCOMPARE(first.status, 200);
        const QByteArray etag = first.headers.value("etag");
        QCOMPARE(etag, QByteArray("\"r1\""));
        QCOMPARE(api.call("PATCH", path, R"({"status":"accepted"})", token).status, 428);
        QCOMPARE(api.call("PATCH", path, R"({"stauts":"accepted"})", token, "If-Match: " + etag + "\r\n").status, 400);
        const Answer changed = api.call("PATCH", path, R"({"status":"accepted"})", token, "If-Match: " + etag + "\r\n");
        QCOMPARE(changed.status, 200);
        QCOMPARE(changed.headers.value("etag"), QByteArray("\"r2\""));
        const Answer conflict
            = api.call("PATCH", path, R"({"status":"rejected"})", api.token(), "If-Match: " + etag + "\r\n");
        QCOMPARE(conflict.status, 412);
        QCOMPARE(conflict.code(), QStringLiteral("precondition-failed"));
        QCOMPARE(conflict.json().value(u"conflicts").toArray().first().toObject().value(u"field").toString(),
            QStringLiteral("status"));
        QCOMPARE(conflict.json().value(u"current").toObject().value(u"status").toString(), QStringLiteral("accepted"));
        QCOMPARE(api.call("DELETE", path, {}, token).status, 200);
        QCOMPARE(api.call("GET", "/api/leads", {}, token).json().value(u"items").toArray().size(), 0);
        QCOMPARE(api.call("POST", path + "/restore", {}, token).status, 200);
        QVERIFY(api.call("GET", path + "/audit", {}, token).json().value(u"items").toArray().size() >= 3);
    }

    void head_oddSpelling_isRefused_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("folded line") << QByteArray("X-A: 1\r\n 2\r\n");
        QTest::newRow("folded with tab") << QByteArray("X-A: 1\r\n\t2\r\n");
        QTest::newRow("folded length") << QByteArray("Content-Length:\r\n 5\r\n");
        QTest::newRow("bare LF") << QByteArray("X-A: 1\nX-B: 2\r\n");
        QTest::newRow("bare CR") << QByteArray("X-A: 1\rX-B: 2\r\n");
        QTest::newRow("NUL") << QByteArray("X-A: 1\0 2\r\n", 11);
        QTest::newRow("space before colon") << QByteArray("X-A : 1\r\n");
    }
    void head_oddSpelling_isRefused()
    {
        QFETCH(QByteArray, head);
        ApiFixture api;
        RawClient client(api.port);
        client.send("GET /api/health HTTP/1.1\r\nHost: " + api.host() + "\r\n" + head + "\r\n");
        const Answer answer = client.read();
        QCOMPARE(answer.status, 400);
        QVERIFY(client.isClosed());
    }

    void head_inSmallPieces_isUnderstood()
    {
        ApiFixture api;
        RawClient client(api.port);
        const QByteArray bytes = api.request("GET", "/api/health") + api.request("GET", "/api/health");
        client.socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        QSignalSpy written(&client.socket, &QIODevice::bytesWritten);
        for (const char c : bytes) {
            const qsizetype before = written.size();
            client.send(QByteArray(1, c));
            QTRY_COMPARE(written.size(), before + 1);
        }
        QCOMPARE(client.read().status, 200);
        QCOMPARE(client.read().status, 200);
    }

    void forwardedFor_onlyFromOurProxies_isBelieved()
    {
        const auto braked = [](const ApiSetup &setup) {
            ApiFixture api(setup);
            int count = 0;
            for (int i = 0; i < 30; ++i) {
                const QByteArray number = QByteArray::number(i);
                const Answer answer
                    = api.call("POST", "/api/auth/login", "{\"email\":\"p" + number + "@example.com\",\"password\":\"b\"}",
                        {}, "X-Forwarded-For: 203.0.113.9, 198.51.100." + number + "\r\n");
                count += answer.status == 429 ? 1 : 0;
            }
            return count;
        };
        QCOMPARE(braked({}), 10); // whoever connects is who is counted
        ApiSetup behind;
        behind.http.proxies = { *crawl::IpNetwork::fromText("127.0.0.0/8") };
        QCOMPARE(braked(behind), 0);
    }

    void clientAddress_hops_endAtTheFirstThatIsNotOurs()
    {
        const std::vector proxies { *crawl::IpNetwork::fromText("10.0.0.0/8"), *crawl::IpNetwork::fromText("fd00::/8") };
        const auto address = [&](const char *peer, const QList<QByteArray> &fields) {
            return clientAddress(QString::fromLatin1(peer), fields, proxies);
        };
        QCOMPARE(address("192.0.2.1", { "198.51.100.1" }), QStringLiteral("192.0.2.1"));
        QCOMPARE(address("10.0.0.1", { "198.51.100.1" }), QStringLiteral("198.51.100.1"));
        QCOMPARE(address("10.0.0.1", { "203.0.113.7, 198.51.100.1" }), QStringLiteral("198.51.100.1"));
        QCOMPARE(address("10.0.0.1", { "203.0.113.7, 10.0.0.2" }), QStringLiteral("203.0.113.7"));
        QCOMPARE(address("10.0.0.1", { "203.0.113.7", "fd00::5" }), QStringLiteral("203.0.113.7"));
        QCOMPARE(address("10.0.0.1", { "203.0.113.7:4711" }), QStringLiteral("203.0.113.7"));
        QCOMPARE(address("10.0.0.1", { "[2001:db8::1]:4711" }), QStringLiteral("2001:db8::1"));
        QCOMPARE(address("10.0.0.1", { "203.0.113.7, nonsense" }), QStringLiteral("10.0.0.1"));
        QCOMPARE(address("10.0.0.1", {}), QStringLiteral("10.0.0.1"));
        QCOMPARE(address("::ffff:10.0.0.1", { "198.51.100.1" }), QStringLiteral("198.51.100.1"));
    }

    void connections_perPeer_areCapped()
    {
        ApiSetup setup;
        setup.http.rules.local = false;
        setup.http.limits.connectionsPerPeer = 3;
        ApiFixture api(setup);
        std::vector<std::unique_ptr<RawClient>> held;
        for (int i = 0; i < 3; ++i)
            held.push_back(std::make_unique<RawClient>(api.port));
        QTRY_COMPARE(api.server->metrics().connections.load(), 3);
        RawClient fourth(api.port);
        QCOMPARE(fourth.read().status, 503);
        held.pop_back();
        QTRY_COMPARE(api.server->metrics().connections.load(), 2);
        QCOMPARE(api.call("GET", "/api/health").status, 200);
    }

    void export_csv_isChunkedAndFormulaSafe()
    {
        ApiFixture api;
        for (int i = 0; i < 1'203; ++i)
            (void)api.addLead(QStringLiteral("lead%1").arg(i));
        (void)api.addLead(QStringLiteral("=HYPERLINK(\"x\")"));
        const QByteArray token = api.tokenOf(protocol::Role::Admin);
        const Answer csv = api.call("GET", "/api/export?format=csv&sort=name&order=asc", {}, token);
        QCOMPARE(csv.status, 200);
        QCOMPARE(csv.headers.value("transfer-encoding"), QByteArray("chunked"));
        QCOMPARE(csv.body.count("\r\n"), 1'205);
        QVERIFY(csv.body.contains("\"'=HYPERLINK(\"\"x\"\")\""));
        const Answer lines = api.call("GET", "/api/export?format=jsonl", {}, token);
        QCOMPARE(lines.body.count('\n'), 1'204);
        QCOMPARE(api.call("GET", "/api/export?format=xls", {}, token).status, 400);
    }

    void metrics_tasks_areCountedByState()
    {
        ApiFixture api;
        const QByteArray admin = api.tokenOf(protocol::Role::Admin);
        const QByteArray waiting = R"({"name":"Bakeries","seeds":["https://a.example/"],"start":false})";
        QCOMPARE(api.call("POST", "/api/tasks", waiting, admin).status, 201);
        QCOMPARE(api.call("POST", "/api/tasks", waiting, admin).status, 201);
        const Answer answer = api.call("GET", "/api/metrics", {}, admin);
        QCOMPARE(answer.status, 200);
        const QJsonObject tasks = answer.json().value(u"tasks").toObject();
        QCOMPARE(tasks.value(u"paused").toInt(-1), 2);
        QCOMPARE(tasks.value(u"running").toInt(-1), 0);
        QCOMPARE(tasks.size(), 8);
    }

    void metrics_asPrometheusText_countRequestsByRoute()
    {
        ApiFixture api;
        const QByteArray admin = api.tokenOf(protocol::Role::Admin);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(api.call("GET", "/api/health").status, 200);
        QCOMPARE(api.call("GET", "/api/leads/nothing").status, 401);
        QCOMPARE(api.call("GET", "/no/such/path").status, 404);
        const Answer answer
            = api.call("GET", "/api/metrics", {}, admin, "Accept: text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r\n");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("content-type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
        QCOMPARE(api.call("GET", "/api/metrics?format=prometheus", {}, admin).headers.value("content-type"),
            answer.headers.value("content-type"));
        const auto value = [&](const QByteArray &sample) {
            const qsizetype at = answer.body.indexOf('\n' + sample + ' ');
            return at < 0 ? -1.0 : answer.body.mid(at + sample.size() + 2, 30).split('\n').front().toDouble();
        };
        const QByteArray health = R"(method="GET",route="/api/health")";
        QCOMPARE(value("leadline_http_requests_total{" + health + R"(,status="2xx"})"), 3.0);
        QCOMPARE(value(R"(leadline_http_requests_total{method="GET",route="/api/leads/{id}",status="4xx"})"), 1.0);
        QCOMPARE(value(R"(leadline_http_requests_total{method="-",route="none",status="4xx"})"), 1.0);
        QCOMPARE(value("leadline_http_request_duration_seconds_count{" + health + '}'), 3.0);
        QCOMPARE(value("leadline_http_request_duration_seconds_bucket{" + health + R"(,le="+Inf"})"), 3.0);
        QVERIFY(value("leadline_http_request_duration_seconds_sum{" + health + '}') > 0);
        QCOMPARE(value(R"(leadline_tasks{state="running"})"), 0.0);
        QCOMPARE(value("leadline_leads"), 0.0);
        QCOMPARE(value("leadline_database_reachable"), 1.0);
        QVERIFY(value(R"(leadline_database_jobs_total{kind="read"})") > 0);
    }

    void metrics_prometheusText_isWellFormed()
    {
        ApiFixture api;
        const QByteArray text
            = api.call("GET", "/api/metrics?format=prometheus", {}, api.tokenOf(protocol::Role::Admin)).body;
        static const QRegularExpression sample(
            QStringLiteral(R"(^([a-z_]+?)(_bucket|_sum|_count)?(\{([a-z]+="(\\["\\n]|[^"\\\n])*",?)+\})? [0-9.e+-]+$)"));
        QByteArray family;
        QSet<QByteArray> families;
        QVERIFY(text.endsWith('\n'));
        for (const QByteArray &line : text.chopped(1).split('\n')) {
            if (line.startsWith("# HELP ")) {
                family = line.split(' ').value(2);
                QVERIFY2(!families.contains(family), line.constData());
                families.insert(family);
            } else if (line.startsWith("# TYPE ")) {
                QCOMPARE(line.split(' ').value(2), family);
            } else {
                QVERIFY2(sample.match(QString::fromUtf8(line)).hasMatch(), line.constData());
                QVERIFY2(line.startsWith(family), line.constData());
            }
        }
        QVERIFY(families.size() > 15);
    }

    void openApi_everyRoute_isDescribed()
    {
        ApiFixture api;
        const QJsonObject paths = api.call("GET", "/openapi.json", {}, api.token()).json().value(u"paths").toObject();
        for (const RoutePolicy &policy : routePolicies()) {
            const QString method = httpMethodName(policy.method).toString().toLower();
            QVERIFY2(paths.value(QStringView(policy.pattern)).toObject().contains(method),
                qPrintable(QStringView(policy.pattern).toString()));
        }
    }

    void redaction_secrets_neverReachALog()
    {
        ApiFixture api;
        const auto grant = api.signIn();
        const QString line
            = redacted(QStringLiteral("a Bearer %1 b %2 c ticket.abcdefghijklmnopqrstuv d /x?token=%1 e %3")
                           .arg(grant.accessToken, grant.refreshToken, QString::fromLatin1(api.secret.toHex())));
        for (const QString &secret : { grant.accessToken, grant.refreshToken, QStringLiteral("abcdefghijklmnop"),
                 QString::fromLatin1(api.secret.toHex()) })
            QVERIFY2(!line.contains(secret), qPrintable(line));
    }
};

QTEST_GUILESS_MAIN(HttpServerTest)
#include "tst_http_server.moc"
