#include "tests/support/live_client.h"

#include <QTest>

using namespace leadline;
using namespace leadline::backend;
using namespace leadline::tests;
using namespace leadline::protocol;
using namespace std::chrono_literals;

namespace {

/// A task of somebody, and people around it.
class World
{
public:
    ApiFixture api;
    const User admin = api.addPerson(QStringLiteral("ada"), Role::Admin);
    const User owner = api.addPerson(QStringLiteral("olga"), Role::Operator);
    const User stranger = api.addPerson(QStringLiteral("sam"), Role::Operator);
    const User given = api.addPerson(QStringLiteral("gina"), Role::Reviewer);
    const User outsider = api.addPerson(QStringLiteral("otto"), Role::Reviewer);
    const QByteArray adminToken = api.tokenOf(admin);
    const QByteArray ownerToken = api.tokenOf(owner);
    const QByteArray givenToken = api.tokenOf(given);
    domain::TaskId task;

    World()
    {
        const Answer made = api.call("POST", "/api/tasks",
            R"({"name":"T","source":"website","seeds":["https://t.example"],"start":false})", ownerToken);
        task = domain::TaskId::fromString(made.json().value(u"id").toString()).value_or(domain::TaskId());
        (void)api.call("POST", people(), "{\"person\":\"" + given.id.toString().toLatin1() + "\"}", ownerToken);
    }

    [[nodiscard]] QByteArray people() const { return "/api/tasks/" + task.toString().toLatin1() + "/people"; }

    /// Every address a socket can be opened at, of that task.
    [[nodiscard]] static QStringList pathsOf(const domain::TaskId &task)
    {
        QStringList paths;
        for (const Stream stream : { Stream::Logs, Stream::Results, Stream::Progress }) {
            const QString path = routes::socket(stream, task);
            paths << path << QStringLiteral("/api/scraper") + path;
        }
        return paths;
    }

    QByteArray apiToken(const QByteArray &owner_, const char *scope)
    {
        return api.call("POST", "/api/auth/tokens", "{\"name\":\"n\",\"scopes\":[\"" + QByteArray(scope) + "\"]}", owner_)
            .json()
            .value(u"token")
            .toString()
            .toLatin1();
    }

    QString ticketFor(const QString &path, const QByteArray &token)
    {
        const Answer answer = api.call("POST", "/api/ws/ticket", toBytes(ticketRequestToJson(path)), token);
        return answer.json().value(u"ticket").toString();
    }
};

/// A ticket where a token would be.
Door withTicket(const QString &path, const QString &ticket)
{
    return { {}, { QString::fromLatin1(kStreamProtocol), QString::fromLatin1(kTicketProtocolPrefix) + ticket }, {}, path };
}

} // namespace

/// The sockets' half of the walk over all routes: every address of a live stream with every wrong and the right key.
class SocketWalkTest : public QObject
{
    Q_OBJECT

private:
    /// How the daemon ends a socket that it lets nobody into: ours, and for clients of the older dialect.
    void refuses(World &world, const domain::TaskId &task, const QByteArray &token, CloseCode code, const char *what)
    {
        for (const QString &path : World::pathsOf(task)) {
            LiveClient v1(world.api, task, { token, { QString::fromLatin1(kStreamProtocol) }, {}, path });
            LiveClient legacy(world.api, task, { token, {}, {}, path });
            const QByteArray label = path.toLatin1() + " with " + what;
            QTRY_VERIFY2(v1.isClosedWith(int(code)), label);
            QTRY_VERIFY2(legacy.isClosedWith(int(CloseCode::Policy)), label);
            QVERIFY2(v1.frames.empty() && legacy.frames.empty(), label);
        }
    }
    void admits(World &world, const QByteArray &token, const char *what)
    {
        for (const QString &path : World::pathsOf(world.task)) {
            LiveClient v1(world.api, world.task, { token, { QString::fromLatin1(kStreamProtocol) }, {}, path });
            LiveClient legacy(world.api, world.task, { token, {}, {}, path });
            const QByteArray label = path.toLatin1() + " with " + what;
            QTRY_VERIFY2(v1.find<Hello>(), label);
            QTRY_VERIFY2(!legacy.raw.isEmpty(), label);
        }
    }

private Q_SLOTS:
    void withoutValidToken_everySocket_endsWithSignInAgain()
    {
        World world;
        ApiFixture &api = world.api;
        const auto now = api.clock.now();
        const auto claims = api.signer.verifyAccess(QString::fromLatin1(world.ownerToken), now).value();
        const auto forged = [&](auto change) {
            AccessClaims other = claims;
            change(other);
            return api.signer.accessToken(other).toLatin1();
        };
        const QByteArray revoked = api.tokenOf(world.owner);
        QCOMPARE(api.call("POST", "/api/auth/logout", {}, revoked).status, 204);
        const QByteArray apiToken = world.apiToken(world.ownerToken, "read");
        const QByteArray id = api.call("GET", "/api/auth/tokens", {}, world.ownerToken)
                                  .json()
                                  .value(u"items")
                                  .toArray()
                                  .first()
                                  .toObject()
                                  .value(u"id")
                                  .toString()
                                  .toLatin1();
        QCOMPARE(api.call("DELETE", "/api/auth/tokens/" + id, {}, world.ownerToken).status, 204);
        const std::vector<std::pair<const char *, QByteArray>> wrong {
            { "no token", "" },
            { "a malformed one", "a.b.c" },
            { "an expired one", forged([&](AccessClaims &c) {
                 c.issuedAt = now - 2h;
                 c.expiresAt = now - 1h;
             }) },
            { "a revoked one", revoked },
            { "one for another audience", forged([](AccessClaims &c) { c.audience = QStringLiteral("elsewhere"); }) },
            { "one of an unknown session",
                forged([](AccessClaims &c) { c.session = QUuid::createUuid().toString(QUuid::WithoutBraces); }) },
            { "one of somebody else's session", forged([&](AccessClaims &c) { c.subject = world.admin.id; }) },
            { "one of another key", TokenSigner(QByteArray(32, 'x')).accessToken(claims).toLatin1() },
            { "a refresh token", api.signIn().refreshToken.toLatin1() },
            { "a revoked API token", apiToken },
        };
        for (const auto &[what, token] : wrong) {
            refuses(world, world.task, token, CloseCode::SignInAgain, what);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void apiToken_ofAnotherScope_isNotAllowed()
    {
        World world;
        refuses(world, world.task, world.apiToken(world.ownerToken, "tasks"), CloseCode::NotAllowed, "the scope tasks");
    }

    /// Somebody else's task and one that does not exist are the same.
    void taskOfSomebodyElse_looksMissing()
    {
        World world;
        for (const User &person : { world.stranger, world.outsider }) {
            const QByteArray token = world.api.tokenOf(person);
            refuses(world, world.task, token, CloseCode::NoSuchTask, "the token of a stranger");
            refuses(world, domain::TaskId::create(), token, CloseCode::NoSuchTask, "a task that is none");
        }
    }

    void rightPerson_isLetIn()
    {
        World world;
        admits(world, world.ownerToken, "the owner's token");
        admits(world, world.givenToken, "the token of a reviewer it was given to");
        admits(world, world.adminToken, "an administrator's token");
        admits(world, world.apiToken(world.ownerToken, "read"), "an API token");
    }

    void ticket_usedLateOrElsewhere_opensNothing()
    {
        World world;
        const QStringList paths = World::pathsOf(world.task);
        for (qsizetype i = 0; i < paths.size(); ++i) {
            const QString good = world.ticketFor(paths[i], world.givenToken);
            LiveClient first(world.api, world.task, withTicket(paths[i], good));
            QTRY_VERIFY2(first.find<Hello>(), qPrintable(paths[i]));
            const QString other = world.ticketFor(paths[(i + 1) % paths.size()], world.givenToken);
            const QString late = world.ticketFor(paths[i], world.givenToken);
            LiveClient again(world.api, world.task, withTicket(paths[i], good));
            LiveClient elsewhere(world.api, world.task, withTicket(paths[i], other));
            QTRY_VERIFY2(again.isClosedWith(int(CloseCode::SignInAgain)), qPrintable(paths[i]));
            QTRY_VERIFY2(elsewhere.isClosedWith(int(CloseCode::SignInAgain)), qPrintable(paths[i]));
            world.api.clock.advance(30s);
            LiveClient tooLate(world.api, world.task, withTicket(paths[i], late));
            QTRY_VERIFY2(tooLate.isClosedWith(int(CloseCode::SignInAgain)), qPrintable(paths[i]));
        }
    }

    /// What somebody may no longer do ends while the socket is open.
    void rights_takenWhileOpen_endTheSocket()
    {
        World world;
        LiveClient given(world.api, world.task, { world.givenToken });
        LiveClient admin(world.api, world.task, { world.adminToken });
        LiveClient owner(world.api, world.task, { world.ownerToken });
        QTRY_VERIFY(given.find<Hello>() && admin.find<Hello>() && owner.find<Hello>());
        (void)world.api.addPerson(QStringLiteral("alan"), Role::Admin); // somebody has to remain
        const QByteArray path = world.people() + '/' + world.given.id.toString().toLatin1();
        QCOMPARE(world.api.call("DELETE", path, {}, world.ownerToken).status, 200);
        QVERIFY(world.api.people
                    ->change(world.admin.id, { Role::Reviewer, std::nullopt }, Actor::unlimited(QStringLiteral("tests")))
                    .result());
        world.api.clock.advance(4s);
        QTRY_VERIFY(given.isClosedWith(int(CloseCode::NoSuchTask)));
        QTRY_VERIFY(admin.isClosedWith(int(CloseCode::NoSuchTask)));
        QCOMPARE(owner.socket.state(), QAbstractSocket::ConnectedState);
    }
};

LEADLINE_STORE_TEST_MAIN(SocketWalkTest)
#include "tst_socket_walk.moc"
