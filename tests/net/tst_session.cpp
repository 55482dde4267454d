#include "client/api_client.h"
#include "client/credential_store.h"
#include "client/session.h"
#include "protocol/handshake.h"
#include "support/fake_api_server.h"
#include "support/wait.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
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

const QString refreshPath = QStringLiteral("/api/auth/refresh");
const QString localPath = QStringLiteral("/api/auth/local");

FakeAnswer grantAnswer(const QByteArray &access, const QByteArray &refresh, int seconds = 900)
{
    return FakeAnswer::json("{\"access_token\":\"" + access + "\",\"refresh_token\":\"" + refresh
        + "\",\"token_type\":\"Bearer\",\"expires_in\":" + QByteArray::number(seconds)
        + ",\"user\":{\"id\":\"6b0f5f5e-7f0e-4b7e-9a53-2f6d3a1f0c11\",\"name\":\"local\",\"role\":\"admin\"}}");
}

Tokens tokensFor(const domain::Clock &clock, const QByteArray &access, milliseconds left)
{
    Tokens tokens;
    tokens.access = access;
    tokens.refresh = "refresh-1";
    tokens.lifetime = std::chrono::minutes(15);
    tokens.expiresAt = clock.sinceBoot() + left;
    return tokens;
}

ApiRequest call()
{
    ApiRequest request;
    request.path = QStringLiteral("/api/tasks");
    return request;
}

/// Answers calls that carry `good` and refuses the others.
std::function<FakeAnswer(const FakeRequest &)> acceptOnly(const QByteArray &good, const FakeAnswer &refreshAnswer)
{
    return [good, refreshAnswer](const FakeRequest &request) {
        if (request.path == refreshPath)
            return refreshAnswer;
        return request.bearer() == good ? FakeAnswer::json("{}") : FakeAnswer::problem(401, "unauthenticated");
    };
}

} // namespace

/// The rules of client/session.h, against a scripted server.
class SessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void api_token_is_used_without_refresh_and_ends_when_refused()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &request) {
            if (request.bearer() != "llt_good")
                return FakeAnswer::problem(401, "unauthenticated");
            return FakeAnswer::json(R"({"id":"6b0f5f5e-7f0e-4b7e-9a53-2f6d3a1f0c11","name":"ann","role":"operator"})");
        };
        Setup setup(server.url());
        QSignalSpy ended(&setup.session, &Session::ended);
        const auto user = tests::outcomeOf(setup.session.useApiToken("llt_good"));
        QVERIFY(user);
        QCOMPARE(user->name, QStringLiteral("ann"));
        QVERIFY(allSucceed(setup, 3));
        const auto refused = tests::outcomeOf(setup.session.useApiToken("llt_bad"));
        QCOMPARE(refused.error().code(), ErrorCode::Unauthenticated);
        QTRY_COMPARE(ended.count(), 1);
        QVERIFY(!setup.session.isSignedIn());
        QCOMPARE(server.countOf(refreshPath), 0);
    }

    void fifty_calls_with_an_expiring_token_cause_one_refresh()
    {
        FakeApiServer server;
        FakeAnswer fresh = grantAnswer("new", "refresh-2");
        fresh.delayMs = 50;
        server.script = acceptOnly("new", fresh);
        Setup setup(server.url());
        setup.session.adopt(tokensFor(setup.clock, "old", milliseconds(1'000)));
        QVERIFY(allSucceed(setup, 50));
        QCOMPARE(server.countOf(refreshPath), 1);
    }

    void fifty_refused_calls_cause_one_refresh_and_one_replay_each()
    {
        FakeApiServer server;
        FakeAnswer fresh = grantAnswer("new", "refresh-2");
        fresh.delayMs = 50;
        server.script = acceptOnly("new", fresh);
        Setup setup(server.url());
        setup.session.adopt(tokensFor(setup.clock, "old", std::chrono::minutes(14)));
        QVERIFY(allSucceed(setup, 50));
        QCOMPARE(server.countOf(refreshPath), 1);
        QVERIFY(server.countOf(QStringLiteral("/api/tasks")) <= 100);
    }

    void rotated_refresh_token_is_used_next_time()
    {
        FakeApiServer server;
        int generation = 1;
        server.script = [&](const FakeRequest &request) {
            if (request.path != refreshPath)
                return FakeAnswer::json("{}");
            const auto token = QJsonDocument::fromJson(request.body).object().value(u"refresh_token").toString();
            if (token != QStringLiteral("refresh-%1").arg(generation))
                return FakeAnswer::problem(401, "session-compromised");
            ++generation;
            return grantAnswer("a" + QByteArray::number(generation), "refresh-" + QByteArray::number(generation), 2);
        };
        Setup setup(server.url());
        setup.session.adopt(tokensFor(setup.clock, "old", milliseconds(0)));
        for (int round = 0; round < 5; ++round)
            QVERIFY(tests::outcomeOf(setup.session.replaceToken(tests::outcomeOf(setup.session.accessToken()).value())));
        QVERIFY(generation >= 6);
    }

    void only_an_explicit_invalid_grant_ends_the_session_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("ends");
        QTest::newRow("dropped connection") << 0 << false;
        QTest::newRow("503") << 1 << false;
        QTest::newRow("captive portal 401") << 2 << false;
        QTest::newRow("unreadable body") << 3 << false;
        QTest::newRow("429") << 4 << false;
        QTest::newRow("proxy 403 page") << 5 << false;
        QTest::newRow("invalid grant") << 6 << true;
        QTest::newRow("session compromised") << 7 << true;
    }

    void only_an_explicit_invalid_grant_ends_the_session()
    {
        QFETCH(int, kind);
        QFETCH(bool, ends);
        FakeApiServer server;
        server.script = [kind](const FakeRequest &) {
            FakeAnswer html;
            html.body = "<html>please sign in</html>";
            switch (kind) {
            case 0:
                return FakeAnswer::broken(Fault::Drop);
            case 1:
                return FakeAnswer::problem(503, "unavailable");
            case 2:
                html.status = 401;
                return html;
            case 3:
                return html;
            case 4:
                return FakeAnswer::problem(429, "rate-limited");
            case 5:
                html.status = 403;
                return html;
            case 6:
                return FakeAnswer::problem(401, "unauthenticated");
            default:
                return FakeAnswer::problem(401, "session-compromised");
            }
        };
        Setup setup(server.url());
        QSignalSpy ended(&setup.session, &Session::ended);
        setup.session.adopt(tokensFor(setup.clock, "old", milliseconds(-1)));
        QVERIFY(!tests::outcomeOf(setup.session.accessToken()));
        QCOMPARE(setup.session.isSignedIn(), !ends);
        QCOMPARE(ended.size(), ends ? 1 : 0);
    }

    void failed_refresh_keeps_using_a_token_with_life_left()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::broken(Fault::Drop); };
        Setup setup(server.url());
        setup.session.adopt(tokensFor(setup.clock, "old", std::chrono::minutes(2)));
        const auto token = tests::outcomeOf(setup.session.accessToken());
        QVERIFY(token.has_value());
        QCOMPARE(*token, QByteArray("old"));
    }

    void local_sign_in_proves_knowledge_of_the_secret()
    {
        FakeApiServer server;
        const LocalGrant grant { QByteArray(32, 'k'), 4711, QStringLiteral("instance-1") };
        server.script = [grant](const FakeRequest &request) {
            const auto body = QJsonDocument::fromJson(request.body).object();
            const auto message = protocol::clientProofInput(grant.port, grant.instance, body.value(u"nonce").toString());
            if (request.path != localPath || body.value(u"proof").toString() != protocol::proofHex(grant.secret, message))
                return FakeAnswer::problem(401, "unauthenticated");
            return grantAnswer("local-token", "refresh-1");
        };
        Setup setup(server.url());
        const auto user = tests::outcomeOf(setup.session.signInLocal(grant));
        QVERIFY(user.has_value());
        QCOMPARE(user->name, QStringLiteral("local"));
        QCOMPARE(server.requests.front().bearer(), QByteArray());
    }

    void local_session_the_backend_forgot_signs_in_again_by_itself()
    {
        FakeApiServer server;
        int signIns = 0;
        server.script = [&](const FakeRequest &request) {
            if (request.path == localPath)
                return grantAnswer("token-" + QByteArray::number(++signIns), "refresh-1");
            if (request.path == refreshPath)
                return FakeAnswer::problem(401, "unauthenticated");
            return request.bearer() == "token-2" ? FakeAnswer::json("{}") : FakeAnswer::problem(401, "unauthenticated");
        };
        Setup setup(server.url());
        QSignalSpy ended(&setup.session, &Session::ended);
        QVERIFY(tests::outcomeOf(setup.session.signInLocal({ QByteArray(32, 'k'), 1, QStringLiteral("i") })).has_value());
        QVERIFY(allSucceed(setup, 10));
        QCOMPARE(signIns, 2);
        QCOMPARE(ended.size(), 0);
    }

    void two_programs_share_one_kept_session_without_reuse()
    {
        FakeApiServer server;
        QStringList presented;
        int generation = 1;
        server.script = [&](const FakeRequest &request) {
            const auto token = QJsonDocument::fromJson(request.body).object().value(u"refresh_token").toString();
            presented.append(token);
            if (token != QStringLiteral("refresh-%1").arg(generation))
                return FakeAnswer::problem(401, "session-compromised");
            ++generation;
            auto answer = grantAnswer("a", "refresh-" + QByteArray::number(generation));
            answer.delayMs = 30;
            return answer;
        };
        QTemporaryDir directory;
        const QString lock = directory.filePath(QStringLiteral("session.lock"));
        // Without a keychain one store stands for the shared one.
        CredentialStore store(QStringLiteral("leadline-test"), milliseconds(200));
        QVERIFY(tests::outcomeOf(store.write(QStringLiteral("k"), "refresh-1")).has_value());
        Setup one(server.url());
        Setup two(server.url());
        for (Setup *setup : { &one, &two }) {
            setup->session.setStore(&store, QStringLiteral("k"), lock);
            setup->session.adopt(tokensFor(setup->clock, "old", milliseconds(-1)));
        }
        const auto first = one.session.accessToken();
        const auto second = two.session.accessToken();
        QVERIFY(tests::outcomeOf(first).has_value());
        QVERIFY(tests::outcomeOf(second).has_value());
        QCOMPARE(presented, QStringList({ QStringLiteral("refresh-1"), QStringLiteral("refresh-2") }));
    }

    void keychain_that_does_not_work_means_memory_only()
    {
        CredentialStore store(QStringLiteral("leadline-test"), milliseconds(500));
        QSignalSpy lost(&store, &CredentialStore::becameMemoryOnly);
        QVERIFY(tests::outcomeOf(store.write(QStringLiteral("key"), "value")).has_value());
        if (!store.isMemoryOnly())
            QSKIP("this desktop has a working keychain");
        QCOMPARE(lost.size(), 1);
        QCOMPARE(tests::outcomeOf(store.read(QStringLiteral("key"))).value().value(), QByteArray("value"));
        QVERIFY(tests::outcomeOf(store.remove(QStringLiteral("key"))).has_value());
        QVERIFY(!tests::outcomeOf(store.read(QStringLiteral("key"))).value().has_value());
    }

    void sign_out_forgets_the_tokens_at_once_even_when_the_server_is_silent()
    {
        FakeApiServer server;
        server.script = [](const FakeRequest &) { return FakeAnswer::broken(Fault::Hang); };
        Setup setup(server.url());
        setup.session.adopt(tokensFor(setup.clock, "old", milliseconds(-1)));
        const auto waiting = setup.session.accessToken();
        setup.session.signOut();
        QVERIFY(!setup.session.isSignedIn());
        QCOMPARE(tests::outcomeOf(waiting).error().code(), ErrorCode::Unauthenticated);
    }

private:
    struct Setup
    {
        explicit Setup(const QUrl &url)
            : transport(clock, quick())
            , session(transport)
        {
            transport.setServer(url);
        }

        static TransportOptions quick()
        {
            TransportOptions options;
            options.retry.baseDelay = milliseconds(4);
            options.retry.maxTries = 2;
            options.random = [] { return 0.5; };
            return options;
        }
        domain::SystemClock clock;
        Transport transport;
        Session session;
    };

    static bool allSucceed(Setup &setup, int calls)
    {
        std::vector<QFuture<Result<HttpAnswer>>> futures;
        for (int i = 0; i < calls; ++i)
            futures.push_back(setup.transport.send(call()));
        return std::all_of(
            futures.begin(), futures.end(), [](const auto &future) { return tests::outcomeOf(future).has_value(); });
    }
};

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
