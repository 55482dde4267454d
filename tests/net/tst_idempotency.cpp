#include "tests/support/api_fixture.h"

#include "domain/async.h"

#include <QPromise>
#include <QTest>

using namespace leadline;
using namespace leadline::backend;
using namespace leadline::tests;
using namespace std::chrono_literals;
using protocol::Role;

namespace {

constexpr char kTask[] = R"({"name":"Once","source":"website","seeds":["https://once.example"],"start":false})";

QByteArray key(const QByteArray &value)
{
    return "Idempotency-Key: " + value + "\r\n";
}

/// A request as a controller would see it.
HttpRequest request(const domain::UserId &person, const QByteArray &value, const QByteArray &body)
{
    HttpRequest out;
    out.method = HttpMethod::Post;
    out.path = QStringLiteral("/api/things");
    out.headers.insert("idempotency-key", value);
    out.body = body;
    Principal principal;
    principal.user = person;
    out.principal = principal;
    return out;
}

} // namespace

/// The same call once, another body 422, still running 409.
class IdempotencyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createTask_repeated_isOneTaskAndTheSameAnswer()
    {
        ApiFixture api;
        const QByteArray token = api.tokenOf(Role::Operator);
        const Answer first = api.call("POST", "/api/tasks", kTask, token, key("a-1"));
        QCOMPARE(first.status, 201);
        QVERIFY(!first.headers.contains("idempotency-replayed"));
        const Answer again = api.call("POST", "/api/tasks", kTask, token, key("a-1"));
        QCOMPARE(again.status, 201);
        QCOMPARE(again.body, first.body);
        QCOMPARE(again.headers.value("location"), first.headers.value("location"));
        QCOMPARE(again.headers.value("idempotency-replayed"), QByteArray("true"));
        QCOMPARE(api.call("GET", "/api/tasks", {}, token).json().value(u"total").toInt(), 1);
    }

    void sameKey_otherCall_is422()
    {
        ApiFixture api;
        const QByteArray token = api.tokenOf(Role::Operator);
        QCOMPARE(api.call("POST", "/api/tasks", kTask, token, key("a-1")).status, 201);
        const Answer other = api.call("POST", "/api/tasks", QByteArray(kTask).replace("Once", "Twice"), token, key("a-1"));
        QCOMPARE(other.status, 422);
        QCOMPARE(other.code(), QStringLiteral("mutation-reused"));
        QCOMPARE(api.call("POST", "/api/scraper/start", kTask, token, key("a-1")).status, 422);
    }

    void sameKey_otherPerson_isAnotherCall()
    {
        ApiFixture api;
        const Answer mine = api.call("POST", "/api/tasks", kTask, api.tokenOf(Role::Operator), key("a-1"));
        const Answer theirs = api.call("POST", "/api/tasks", kTask, api.tokenOf(Role::Operator), key("a-1"));
        QCOMPARE(mine.status, 201);
        QCOMPARE(theirs.status, 201);
        QVERIFY(mine.json().value(u"id") != theirs.json().value(u"id"));
    }

    void patch_repeated_changesOnce()
    {
        ApiFixture api;
        const QByteArray lead = "/api/leads/" + api.addLead(QStringLiteral("bakery")).toString().toLatin1();
        const QByteArray token = api.tokenOf(Role::Admin);
        const QByteArray head = key("p-1") + "If-Match: \"r1\"\r\n";
        const Answer first = api.call("PATCH", lead, R"({"status":"accepted"})", token, head);
        QCOMPARE(first.status, 200);
        const Answer again = api.call("PATCH", lead, R"({"status":"accepted"})", token, head);
        QCOMPARE(again.body, first.body);
        QCOMPARE(again.headers.value("etag"), QByteArray("\"r2\""));
        // The revision is part of the call.
        QCOMPARE(
            api.call("PATCH", lead, R"({"status":"accepted"})", token, key("p-1") + "If-Match: \"r2\"\r\n").status, 422);
    }

    void refusedCall_isKeptToo_butABusyServerIsNot()
    {
        ApiFixture api;
        const QByteArray token = api.tokenOf(Role::Operator);
        QCOMPARE(api.call("POST", "/api/tasks", "{}", token, key("bad")).status, 400);
        QCOMPARE(api.call("POST", "/api/tasks", "{}", token, key("bad")).headers.value("idempotency-replayed"),
            QByteArray("true"));
        const auto person = api.addPerson(QStringLiteral("ann"), Role::Operator);
        int calls = 0;
        const HttpHandler flaky = [&calls](const HttpRequest &asked) {
            return ++calls == 1 ? refuse(asked, Error(ErrorCode::Unavailable, QStringLiteral("busy")))
                                : answer(HttpResponse::json({ { QStringLiteral("n"), calls } }));
        };
        QCOMPARE(api.idempotency->once(request(person.id, "k", "{}"), flaky).result().status, 503);
        QCOMPARE(api.idempotency->once(request(person.id, "k", "{}"), flaky).result().status, 200);
        QCOMPARE(api.idempotency->once(request(person.id, "k", "{}"), flaky).result().status, 200);
        QCOMPARE(calls, 2);
    }

    void running_secondCall_is409UntilTheLeaseEnds()
    {
        ApiFixture api;
        const auto person = api.addPerson(QStringLiteral("ann"), Role::Operator);
        QPromise<HttpResponse> pending;
        pending.start();
        const HttpHandler slow = [&pending](const HttpRequest &) { return pending.future(); };
        auto first = api.idempotency->once(request(person.id, "k", "{}"), slow);
        QTRY_VERIFY([&] {
            const auto second = api.idempotency->once(request(person.id, "k", "{}"), slow).result();
            return second.status == 409 && !second.headers.empty();
        }());
        QCOMPARE(api.idempotency->once(request(person.id, "k", "{ }"), slow).result().status, 422);
        // Its process died: after the lease the call may be made again.
        api.clock.advance(Idempotency::kLease);
        const HttpHandler quick = [](const HttpRequest &) { return answer(HttpResponse::empty()); };
        QCOMPARE(api.idempotency->once(request(person.id, "k", "{}"), quick).result().status, 204);
        pending.addResult(HttpResponse::empty());
        pending.finish();
        QCOMPARE(first.result().status, 204);
    }

    void keptAnswers_surviveARestartForADayAndHoldNoSecretInPlain()
    {
        ApiFixture api;
        const auto admin = api.addPerson(QStringLiteral("ada"), Role::Admin);
        const QByteArray token = api.tokenOf(admin);
        const Answer made = api.call("POST", "/api/invitations", R"({"role":"reviewer"})", token, key("i-1"));
        const QString code = made.json().value(u"code").toString();
        QVERIFY(!code.isEmpty());
        Idempotency restarted(*api.database, api.clock, api.signer);
        const auto stored = api.database->read(
            [](storage::Connection &db) { return db.single(QStringLiteral("SELECT answer FROM idempotency")); });
        const QByteArray bytes = stored.result().value().toByteArray();
        QVERIFY(bytes.size() > 40 && !bytes.contains(code.toLatin1()));
        QCOMPARE(api.call("POST", "/api/invitations", R"({"role":"reviewer"})", token, key("i-1")).json().value(u"code"),
            QJsonValue(code));
        api.clock.advance(24h + 1s);
        const QByteArray fresh = api.tokenOf(admin);
        QVERIFY(api.call("POST", "/api/invitations", R"({"role":"reviewer"})", fresh, key("i-1")).json().value(u"code")
            != QJsonValue(code));
    }

    void key_malformed_is400()
    {
        ApiFixture api;
        const QByteArray token = api.tokenOf(Role::Operator);
        QCOMPARE(api.call("POST", "/api/tasks", kTask, token, key(QByteArray(201, 'x'))).status, 400);
        QCOMPARE(api.call("POST", "/api/tasks", kTask, token, key("a b")).status, 400);
        QCOMPARE(api.call("POST", "/api/tasks", kTask, token, key(QByteArray(200, 'x'))).status, 201);
    }

    void concurrentCalls_sameKey_happenOnce()
    {
        ApiFixture api;
        const auto person = api.addPerson(QStringLiteral("ann"), Role::Operator);
        std::atomic<int> calls { 0 };
        const HttpHandler counting = [&calls](const HttpRequest &) {
            ++calls;
            return answer(HttpResponse::empty());
        };
        QList<QFuture<HttpResponse>> all;
        for (int i = 0; i < 30; ++i)
            all.append(api.idempotency->once(request(person.id, "k", "{}"), counting));
        for (auto &one : all)
            QVERIFY(one.result().status == 204 || one.result().status == 409);
        QCOMPARE(calls.load(), 1);
    }
};

LEADLINE_STORE_TEST_MAIN(IdempotencyTest)
#include "tst_idempotency.moc"
