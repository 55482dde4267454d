#include "tests/support/api_fixture.h"

#include <QTest>

#include <sys/stat.h>

using namespace leadline;
using namespace leadline::backend;
using namespace leadline::tests;
using namespace std::chrono_literals;

class AuthTest : public QObject
{
    Q_OBJECT

private:
    static QByteArray refreshBody(const QString &token) { return protocol::toBytes(protocol::refreshToJson(token)); }
    static Answer refresh(const ApiFixture &api, const QString &token)
    {
        return api.call("POST", "/api/auth/refresh", refreshBody(token));
    }
    static QString refreshTokenOf(const Answer &answer) { return answer.json().value(u"refresh_token").toString(); }
    static QByteArray accessTokenOf(const Answer &answer)
    {
        return answer.json().value(u"access_token").toString().toLatin1();
    }

private Q_SLOTS:
    void keyFile_firstStart_isMadePrivateAndKept()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("auth.key"));
        const auto first = TokenSigner::fromFile(path);
        QVERIFY(first);
        struct stat status
        { };
        QCOMPARE(::stat(qPrintable(path), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0600));
        AccessClaims claims;
        claims.subject = domain::UserId::create();
        claims.generation = 1;
        claims.expiresAt = domain::fromMilliseconds(10'000'000);
        const auto second = TokenSigner::fromFile(path);
        QVERIFY(second && second->verifyAccess(first->accessToken(claims), domain::fromMilliseconds(0)));
        ::chmod(qPrintable(path), 0644);
        QVERIFY2(!TokenSigner::fromFile(path), "a key others may read is no secret");
        ::chmod(qPrintable(path), 0600);
        QVERIFY(QFile::resize(path, 5));
        QVERIFY(!TokenSigner::fromFile(path));
    }

    void accessToken_everySingleByteChange_isRefused()
    {
        const TokenSigner signer(QByteArray(32, 'k'));
        AccessClaims claims;
        claims.subject = domain::UserId::create();
        claims.session = QUuid::createUuid().toString(QUuid::WithoutBraces);
        claims.generation = 1;
        claims.issuedAt = domain::fromMilliseconds(1'000'000'000);
        claims.expiresAt = claims.issuedAt + 15min;
        const QString token = signer.accessToken(claims);
        QVERIFY(signer.verifyAccess(token, claims.issuedAt));
        for (qsizetype i = 0; i < token.size(); ++i) {
            QString changed = token;
            changed[i] = changed[i] == u'A' ? u'Q' : u'A';
            if (i == token.size() - 1)
                continue; // its low bits are padding
            QVERIFY2(!signer.verifyAccess(changed, claims.issuedAt), qPrintable(QString::number(i)));
        }
        QVERIFY(signer.verifyAccess(token, claims.expiresAt + 59s)); // leeway
        QVERIFY(!signer.verifyAccess(token, claims.expiresAt + 60s));
        QVERIFY(!signer.verifyAccess(token, claims.issuedAt - 61s));
    }

    void localSignIn_wrongProofsAndUsedNonces_areRefused()
    {
        ApiFixture api;
        const QByteArray body = api.signInBody(QStringLiteral("0123456789abcdef"));
        QCOMPARE(api.call("POST", "/api/auth/local", body).status, 200);
        QCOMPARE(api.call("POST", "/api/auth/local", body).status, 401); // replay
        const auto proof = [&](const QByteArray &secret, const QByteArray &message) {
            return api
                .call("POST", "/api/auth/local",
                    protocol::toBytes(protocol::toJson(
                        protocol::LocalSignIn { QStringLiteral("fedcba9876543210"), protocol::proofHex(secret, message) })))
                .status;
        };
        const QString nonce = QStringLiteral("fedcba9876543210");
        QCOMPARE(proof(QByteArray(32, 'x'), protocol::clientProofInput(api.port, api.instance, nonce)), 401);
        QCOMPARE(proof(api.secret, protocol::clientProofInput(api.port + 1, api.instance, nonce)), 401);
        QCOMPARE(proof(api.secret, protocol::clientProofInput(api.port, QStringLiteral("x"), nonce)), 401);
        QCOMPARE(proof(api.secret, protocol::daemonProofInput(api.port, api.instance)), 401);
        QCOMPARE(api.call("POST", "/api/auth/local", R"({"nonce":"short","proof":"x"})").status, 400);
        QCOMPARE(proof(api.secret, protocol::clientProofInput(api.port, api.instance, nonce)), 200);
    }

    void localSignIn_answer_isUncachedAndInSeconds()
    {
        ApiFixture api;
        const Answer answer = api.call("POST", "/api/auth/local", api.signInBody(QStringLiteral("0123456789abcdef")));
        QCOMPARE(answer.headers.value("cache-control"), QByteArray("no-store"));
        QCOMPARE(answer.json().value(u"expires_in").toInt(), 900);
        QCOMPARE(answer.json().value(u"user").toObject().value(u"role").toString(), QStringLiteral("admin"));
    }

    void refresh_lostAnswer_isRepeatedUntilTheNewTokenIsUsed()
    {
        ApiFixture api;
        const auto first = api.signIn();
        const Answer lost = refresh(api, first.refreshToken);
        QCOMPARE(lost.status, 200);
        const Answer again = refresh(api, first.refreshToken);
        QCOMPARE(again.status, 200);
        QCOMPARE(refreshTokenOf(again), refreshTokenOf(lost)); // one generation, never a fork
        api.clock.advance(1h);
        QCOMPARE(refresh(api, first.refreshToken).status, 200);
    }

    void refresh_raceWithinTenSeconds_isForgiven()
    {
        ApiFixture api;
        const auto first = api.signIn();
        const Answer second = refresh(api, first.refreshToken);
        QCOMPARE(api.call("GET", "/api/auth/me", {}, accessTokenOf(second)).status, 200); // confirms
        api.clock.advance(9s);
        const Answer raced = refresh(api, first.refreshToken);
        QCOMPARE(raced.status, 200);
        QCOMPARE(refreshTokenOf(raced), refreshTokenOf(second));
    }

    void refresh_oldTokenAfterUse_revokesTheSession()
    {
        ApiFixture api;
        const auto first = api.signIn();
        const Answer second = refresh(api, first.refreshToken);
        QCOMPARE(api.call("GET", "/api/auth/me", {}, accessTokenOf(second)).status, 200);
        api.clock.advance(11s);
        const Answer reused = refresh(api, first.refreshToken);
        QCOMPARE(reused.status, 401);
        QCOMPARE(reused.code(), QStringLiteral("session-compromised"));
        QCOMPARE(api.call("GET", "/api/auth/me", {}, accessTokenOf(second)).status, 401);
        QCOMPARE(refresh(api, refreshTokenOf(second)).status, 401);
    }

    void refresh_twoGenerationsBack_revokesEvenUnconfirmed()
    {
        ApiFixture api;
        const auto first = api.signIn();
        const Answer second = refresh(api, first.refreshToken);
        const Answer third = refresh(api, refreshTokenOf(second));
        QCOMPARE(third.status, 200);
        QCOMPARE(refresh(api, first.refreshToken).code(), QStringLiteral("session-compromised"));
    }

    void refresh_guessedTokens_neverReachTheReuseLogic()
    {
        ApiFixture api;
        const auto grant = api.signIn();
        const Answer second = refresh(api, grant.refreshToken);
        const QStringList parts = grant.refreshToken.split(u'.');
        for (const QString &guess : { QStringLiteral("v1.%1.1.%2").arg(parts[1], QString(43, u'A')),
                 QStringLiteral("v1.%1.9.%2").arg(parts[1], parts[3]), QStringLiteral("v2.") + parts.mid(1).join(u'.'),
                 QStringLiteral("nonsense"), QString() })
            QCOMPARE(refresh(api, guess).status, 401);
        QCOMPARE(refresh(api, refreshTokenOf(second)).status, 200); // the session lives
    }

    void refresh_concurrentCalls_neverFork()
    {
        ApiFixture api;
        for (int round = 0; round < 20; ++round) {
            const auto first = api.signIn();
            QList<QFuture<Result<protocol::TokenGrant>>> calls;
            for (int i = 0; i < 8; ++i)
                calls.append(api.auth->refresh(first.refreshToken));
            QSet<QString> tokens;
            for (auto &call : calls) {
                QVERIFY(call.result());
                tokens.insert(call.result()->refreshToken);
            }
            QCOMPARE(tokens.size(), 1);
        }
    }

    void refresh_idleAndAbsoluteLimits_endTheSession()
    {
        ApiFixture api;
        const auto idle = api.signIn();
        api.clock.advance(std::chrono::hours(14 * 24) + 1s);
        QCOMPARE(refresh(api, idle.refreshToken).status, 401);
        QString token = api.signIn().refreshToken;
        for (int day = 0; day < 89; day += 10) {
            const Answer answer = refresh(api, token);
            QCOMPARE(answer.status, 200);
            token = refreshTokenOf(answer);
            api.clock.advance(std::chrono::hours(10 * 24));
        }
        api.clock.advance(24h);
        QCOMPARE(refresh(api, token).status, 401);
    }

    void signOut_session_endsAtOnce()
    {
        ApiFixture api;
        const auto grant = api.signIn();
        const QByteArray token = grant.accessToken.toLatin1();
        QCOMPARE(api.call("POST", "/api/auth/logout", {}, token).status, 204);
        QCOMPARE(api.call("GET", "/api/auth/me", {}, token).status, 401);
        QCOMPARE(refresh(api, grant.refreshToken).status, 401);
    }

    void revocation_byAnotherProcess_isSeenWithinFiveSeconds()
    {
        ApiFixture api;
        const QByteArray token = api.token();
        QCOMPARE(api.call("GET", "/api/auth/me", {}, token).status, 200);
        auto revoked
            = api.database->write([](storage::Connection &db) { return db.exec(u"UPDATE session SET revoked_at = 1"); });
        QVERIFY(revoked.result());
        api.clock.advance(5s);
        QCOMPARE(api.call("GET", "/api/auth/me", {}, token).status, 401);
    }

    /// Both write several sessions and the audit log. Taken in different orders they would wait for each other.
    void signOutEverywhere_whileOldTokensComeBack_neitherIsRefused()
    {
        ApiFixture api;
        // Another daemon, where there may be one: a SQLite file has one writer in all.
        std::unique_ptr<storage::Database> second;
        if (!api.stores().isSqlite()) {
            storage::DatabaseConfig config { api.store, 1, false };
            config.writers = 4;
            second = std::move(storage::Database::open(config).value());
        }
        storage::Database &other = second ? *second : *api.database;
        for (int round = 0; round < 5; ++round) {
            const auto person = api.addPerson(QStringLiteral("p%1").arg(round), protocol::Role::Operator);
            QStringList sids;
            for (int i = 0; i < 12; ++i)
                sids.append(api.signer.verifyAccess(QString::fromLatin1(api.tokenOf(person)), api.clock.now())->session);
            const auto now = api.clock.now();
            QList<QFuture<Result<Rotation>>> reuses;
            for (const QString &sid : std::as_const(sids)) {
                reuses.append(
                    other.write([sid, now](storage::Connection &db) { return SessionRepository::rotate(db, sid, -7, now); },
                        storage::Lane::of(domain::TaskId::create())));
            }
            auto ended = api.database->write([&](storage::Connection &db) {
                return SessionRepository::revokeAll(db, person.id, {}, QStringLiteral("test"), now);
            });
            QVERIFY2(ended.result(), ended.result() ? "" : qPrintable(ended.result().error().detail()));
            for (auto &reuse : reuses)
                QVERIFY2(reuse.result(), reuse.result() ? "" : qPrintable(reuse.result().error().detail()));
        }
    }

    void ticket_onceInTimeForItsPath_only()
    {
        ApiFixture api;
        const auto principal = [&] { return api.auth->authenticate(QString::fromLatin1(api.token())).result().value(); }();
        const QString path = QStringLiteral("/ws/logs/x");
        const auto ticket = api.auth->issueTicket(principal, path).result().value();
        QCOMPARE(ticket.expiresIn.count(), 30);
        QVERIFY(api.auth->redeemTicket(ticket.ticket, path).result());
        QVERIFY(!api.auth->redeemTicket(ticket.ticket, path).result());
        const auto elsewhere = api.auth->issueTicket(principal, path).result().value();
        QVERIFY(!api.auth->redeemTicket(elsewhere.ticket, QStringLiteral("/ws/logs/y")).result());
        QVERIFY2(!api.auth->redeemTicket(elsewhere.ticket, path).result(), "a ticket shown at the wrong door is spent");
        const auto late = api.auth->issueTicket(principal, path).result().value();
        api.clock.advance(30s);
        QVERIFY(!api.auth->redeemTicket(late.ticket, path).result());
    }
};

LEADLINE_STORE_TEST_MAIN(AuthTest)
#include "tst_auth.moc"
