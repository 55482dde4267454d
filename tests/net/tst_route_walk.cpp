#include "tests/support/api_fixture.h"

#include "domain/async.h"
#include "protocol/task_json.h"

#include <QTest>

using namespace leadline;
using namespace leadline::backend;
using namespace leadline::tests;
using namespace std::chrono_literals;
using protocol::Role;

namespace {

const QString kCanary = QStringLiteral("Canary Bakery");

/// As a daemon that also serves the demo site: all routes do something.
tests::ApiSetup everything()
{
    tests::ApiSetup setup;
    setup.demo.available = true;
    return setup;
}

/// One store with a task, a lead and everything else that belongs to somebody, and people around it.
class World
{
public:
    ApiFixture api { everything() };
    const protocol::User admin = api.addPerson(QStringLiteral("ada"), Role::Admin);
    const protocol::User owner = api.addPerson(QStringLiteral("olga"), Role::Operator);
    const protocol::User stranger = api.addPerson(QStringLiteral("sam"), Role::Operator);
    const protocol::User given = api.addPerson(QStringLiteral("gina"), Role::Reviewer);
    const protocol::User outsider = api.addPerson(QStringLiteral("otto"), Role::Reviewer);
    const QByteArray adminToken = api.tokenOf(admin);
    const QByteArray ownerToken = api.tokenOf(owner);
    const QByteArray strangerToken = api.tokenOf(stranger);
    const QByteArray givenToken = api.tokenOf(given);
    const QByteArray outsiderToken = api.tokenOf(outsider);
    domain::TaskId task;
    domain::LeadId lead;
    QString invitation;
    QString apiToken; ///< id of one of the owner's

    World()
    {
        const Answer made = api.call("POST", "/api/tasks",
            R"({"name":"Canary Bakery","source":"website","seeds":["https://canary.example"],"start":false})", ownerToken);
        task = domain::TaskId::fromString(made.json().value(u"id").toString()).value_or(domain::TaskId());
        const QByteArray people = "/api/tasks/" + task.toString().toLatin1() + "/people";
        (void)api.call("POST", people, "{\"person\":\"" + given.id.toString().toLatin1() + "\"}", ownerToken);
        lead = addLead(task);
        apiToken = api.call("POST", "/api/auth/tokens", R"({"name":"backup","scopes":["read"]})", ownerToken)
                       .json()
                       .value(u"id")
                       .toString();
        invitation
            = api.call("POST", "/api/invitations", R"({"role":"reviewer"})", adminToken).json().value(u"id").toString();
    }

    domain::LeadId addLead(const domain::TaskId &of)
    {
        auto future = api.database->write([of, now = api.clock.now()](storage::Connection &db) {
            FoundLead found;
            found.profileKey = QStringLiteral("web:canary.example");
            found.source = QStringLiteral("website");
            found.found.name = kCanary;
            found.found.email = QStringLiteral("hello@canary.example");
            return LeadRepository::ingest(db, of, std::span(&found, 1), now);
        });
        return future.result().value().front().id;
    }

    /// Whose session it is can be read from the token.
    QString sessionOf(const QByteArray &token) const
    {
        return api.signer.verifyAccess(QString::fromLatin1(token), api.clock.now()).value().session;
    }

    /// The object of `owner` that the route's parameters name. Empty: this test has to learn about the route.
    QStringList parametersOf(const QString &pattern) const
    {
        if (pattern.endsWith(u"/people/{person}"))
            return { task.toString(), given.id.toString() };
        if (pattern.startsWith(u"/api/tasks/{id}") || pattern.startsWith(u"/api/scraper/"))
            return { task.toString() };
        if (pattern.startsWith(u"/api/leads/{id}"))
            return { lead.toString() };
        if (pattern.startsWith(u"/api/auth/sessions/"))
            return { sessionOf(ownerToken) };
        if (pattern.startsWith(u"/api/auth/tokens/"))
            return { apiToken };
        if (pattern.startsWith(u"/api/users/"))
            return { owner.id.toString() };
        if (pattern.startsWith(u"/api/invitations/"))
            return { invitation };
        return {};
    }

    /// A body with which the call gets past the first checks.
    QByteArray bodyOf(const RoutePolicy &policy) const
    {
        const QStringView pattern(policy.pattern);
        if (policy.maxBody == 0)
            return {};
        if (pattern == u"/api/leads/{id}" && policy.method == HttpMethod::Patch)
            return R"({"status":"accepted"})";
        if (pattern == u"/api/tasks/{id}/people")
            return "{\"person\":\"" + given.id.toString().toLatin1() + "\"}";
        if (pattern == u"/api/users/{id}")
            return R"({"role":"operator"})";
        return "{}";
    }

    Answer call(const RoutePolicy &policy, const QStringList &parameters, const QByteArray &token) const
    {
        QString path = QStringView(policy.pattern).toString();
        for (const QString &parameter : parameters) {
            const qsizetype open = path.indexOf(u'{');
            path.replace(open, path.indexOf(u'}') - open + 1, parameter);
        }
        return api.call(
            httpMethodName(policy.method).toLatin1(), path.toLatin1(), bodyOf(policy), token, "If-Match: \"r1\"\r\n");
    }
};

QStringList unknown(const QStringList &parameters)
{
    QStringList out = parameters;
    out[0] = QUuid::createUuid().toString(QUuid::WithoutBraces);
    return out;
}

/// The answer without what names the single request.
QByteArray essence(const Answer &answer)
{
    QJsonObject body = answer.json();
    body.remove(QStringLiteral("request_id"));
    return QByteArray::number(answer.status) + ' ' + protocol::toBytes(body);
}

QByteArray labelOf(const RoutePolicy &policy)
{
    return httpMethodName(policy.method).toLatin1() + ' ' + QStringView(policy.pattern).toLatin1();
}

bool endsSessions(const RoutePolicy &policy)
{
    return QStringView(policy.pattern).startsWith(u"/api/auth/logout")
        || (policy.method == HttpMethod::Delete && QStringView(policy.pattern).startsWith(u"/api/auth/sessions"));
}

} // namespace

/// Every route with every wrong and the right token. Made from the route table, so that a new route is asked the same
/// questions.
class RouteWalkTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<World> m_shared; ///< of wrongRole(), which changes nothing

    static void addRoutes(bool (*wanted)(const RoutePolicy &))
    {
        QTest::addColumn<int>("index");
        const auto policies = routePolicies();
        for (size_t i = 0; i < policies.size(); ++i) {
            if (wanted(policies[i]))
                QTest::newRow(labelOf(policies[i]).constData()) << int(i);
        }
    }

private Q_SLOTS:
    void cleanupTestCase() { m_shared.reset(); }

    void openRoutes_listIsShort()
    {
        QStringList open;
        for (const RoutePolicy &policy : routePolicies()) {
            if (!policy.role)
                open.append(QString::fromLatin1(labelOf(policy)));
        }
        open.sort();
        QCOMPARE(open,
            (QStringList { QStringLiteral("GET /api/health"), QStringLiteral("POST /api/auth/local"),
                QStringLiteral("POST /api/auth/login"), QStringLiteral("POST /api/auth/refresh"),
                QStringLiteral("POST /api/auth/register") }));
    }

    void withoutValidToken_everyRoute_isTheSame401()
    {
        World world;
        ApiFixture &api = world.api;
        const auto now = api.clock.now();
        const QByteArray good = api.tokenOf(world.admin);
        const auto claims = api.signer.verifyAccess(QString::fromLatin1(good), now).value();
        const auto forged = [&](auto change) {
            AccessClaims other = claims;
            change(other);
            return api.signer.accessToken(other).toLatin1();
        };
        const QByteArray revoked = api.tokenOf(world.admin);
        QCOMPARE(api.call("POST", "/api/auth/logout", {}, revoked).status, 204);
        const auto grant = api.signIn();
        const auto header = [&](const char *json) { return base64Url(json) + '.' + good.split('.')[1] + '.'; };
        const auto mac = [](const QByteArray &text) {
            return text + base64Url(QByteArray(32, '\0')); // no signature of ours
        };
        QByteArray tampered = good;
        tampered[tampered.size() / 2] = tampered[tampered.size() / 2] == 'A' ? 'B' : 'A';
        const std::vector<std::pair<const char *, QByteArray>> wrong {
            { "none", "" },
            { "malformed", "a.b.c" },
            { "a word", "Bearer" },
            { "expired", forged([&](AccessClaims &c) {
                 c.issuedAt = now - 2h;
                 c.expiresAt = now - 1h;
             }) },
            { "not yet", forged([&](AccessClaims &c) { c.issuedAt = now + 1h; }) },
            { "revoked", revoked },
            { "other audience", forged([](AccessClaims &c) { c.audience = QStringLiteral("another instance"); }) },
            { "no audience", forged([](AccessClaims &c) { c.audience.clear(); }) },
            { "audience of the other kind", forged([&](AccessClaims &c) { c.audience = api.instance; }) },
            { "unknown session",
                forged([](AccessClaims &c) { c.session = QUuid::createUuid().toString(QUuid::WithoutBraces); }) },
            { "somebody else's session", forged([&](AccessClaims &c) { c.subject = world.owner.id; }) },
            { "other key", TokenSigner(QByteArray(32, 'x')).accessToken(claims).toLatin1() },
            { "tampered", tampered },
            { "alg none", header(R"({"alg":"none","typ":"at+jwt"})") },
            { "alg none, signed", mac(header(R"({"alg":"none","typ":"at+jwt"})")) },
            { "typ JWT", mac(header(R"({"alg":"HS256","typ":"JWT"})")) },
            { "alg HS512", mac(header(R"({"alg":"HS512","typ":"at+jwt"})")) },
            { "longer", good + "x" },
            { "refresh token", grant.refreshToken.toLatin1() },
        };
        int walked = 0;
        for (const RoutePolicy &policy : routePolicies()) {
            if (!policy.role)
                continue;
            ++walked;
            const QStringList parameters = world.parametersOf(QStringView(policy.pattern).toString());
            QByteArray first;
            for (const auto &[what, token] : wrong) {
                const Answer answer = world.call(policy, parameters, token);
                const QByteArray label = labelOf(policy) + " with " + what + ": " + essence(answer);
                QVERIFY2(answer.status == 401, label);
                QCOMPARE(answer.headers.value("content-type"), QByteArray("application/problem+json"));
                QCOMPARE(answer.headers.value("www-authenticate"), QByteArray("Bearer"));
                QCOMPARE(answer.headers.value("cache-control"), QByteArray("no-store"));
                if (first.isEmpty())
                    first = essence(answer);
                QVERIFY2(essence(answer) == first, label);
            }
        }
        QVERIFY(walked > 45);
        QCOMPARE(api.call("GET", "/api/auth/me", {}, good).status, 200); // all that cost the real one nothing
    }

    /// An API token of the mightiest person opens exactly the routes that name its scope.
    void apiTokens_everyRoute_needsItsScope()
    {
        World world;
        for (const protocol::Scope scope : { protocol::Scope::Read, protocol::Scope::Review, protocol::Scope::Tasks,
                 protocol::Scope::Export, protocol::Scope::Admin }) {
            const QByteArray token
                = world.api
                      .call("POST", "/api/auth/tokens",
                          "{\"name\":\"n\",\"scopes\":[\"" + protocol::scopeSlug(scope).toLatin1() + "\"]}",
                          world.adminToken)
                      .json()
                      .value(u"token")
                      .toString()
                      .toLatin1();
            for (const RoutePolicy &policy : routePolicies()) {
                if (!policy.role || policy.scope == scope)
                    continue;
                const Answer answer = world.call(policy, world.parametersOf(QStringView(policy.pattern).toString()), token);
                QVERIFY2(answer.status == 403, labelOf(policy) + ": " + essence(answer));
            }
        }
    }

    void wrongRole_data()
    {
        addRoutes([](const RoutePolicy &policy) { return policy.role && *policy.role > Role::Reviewer; });
    }
    void wrongRole()
    {
        QFETCH(int, index);
        if (!m_shared)
            m_shared = std::make_unique<World>();
        World &world = *m_shared;
        const RoutePolicy &policy = routePolicies()[size_t(index)];
        const QStringList parameters = world.parametersOf(QStringView(policy.pattern).toString());
        QCOMPARE(world.call(policy, parameters, world.givenToken).status, 403);
        if (*policy.role == Role::Admin)
            QCOMPARE(world.call(policy, parameters, world.ownerToken).status, 403);
        // A claimed role counts for nothing; the store decides.
        auto claims = world.api.signer.verifyAccess(QString::fromLatin1(world.givenToken), world.api.clock.now()).value();
        claims.role = Role::Admin;
        QCOMPARE(world.call(policy, parameters, world.api.signer.accessToken(claims).toLatin1()).status, 403);
    }

    void otherPersonsObject_data()
    {
        addRoutes([](const RoutePolicy &policy) { return policy.role && *policy.role < Role::Admin; });
    }
    /// Looks exactly like an object that does not exist, and lists do not show it.
    void otherPersonsObject()
    {
        QFETCH(int, index);
        World world;
        const RoutePolicy &policy = routePolicies()[size_t(index)];
        const QString pattern = QStringView(policy.pattern).toString();
        const QByteArray token = *policy.role == Role::Reviewer ? world.outsiderToken : world.strangerToken;
        const QStringList parameters = world.parametersOf(pattern);
        if (!pattern.contains(u'{')) {
            if (endsSessions(policy))
                return;
            const Answer list = world.call(policy, {}, token);
            QVERIFY2(!list.body.contains("Canary") && !list.body.contains("canary"), list.body);
            QVERIFY2(!list.body.contains(world.task.toString().toLatin1()), list.body);
            return;
        }
        QVERIFY2(!parameters.isEmpty(), "tell parametersOf() whose object this route is about");
        const Answer foreign = world.call(policy, parameters, token);
        QCOMPARE(foreign.status, 404);
        QCOMPARE(essence(foreign), essence(world.call(policy, unknown(parameters), token)));
        // And nothing happened to it.
        const Answer task = world.api.call("GET", "/api/tasks/" + world.task.toString().toLatin1(), {}, world.ownerToken);
        QCOMPARE(task.status, 200);
        QCOMPARE(task.json().value(u"state").toString(), QStringLiteral("paused"));
        const Answer lead = world.api.call("GET", "/api/leads/" + world.lead.toString().toLatin1(), {}, world.ownerToken);
        QCOMPARE(lead.json().value(u"rev").toInt(), 1);
    }

    void rightPerson_data()
    {
        addRoutes([](const RoutePolicy &policy) { return policy.role.has_value(); });
    }
    void rightPerson()
    {
        QFETCH(int, index);
        World world;
        const RoutePolicy &policy = routePolicies()[size_t(index)];
        const QStringList parameters = world.parametersOf(QStringView(policy.pattern).toString());
        const QByteArray token = *policy.role == Role::Admin ? world.adminToken : world.ownerToken;
        const Answer answer = world.call(policy, parameters, token);
        const bool isRefused = answer.status == 0 || answer.status == 401 || answer.status == 403 || answer.status == 404
            || answer.status >= 500;
        QVERIFY2(!isRefused, essence(answer));
    }

    void taskPeople_givenAndTaken_seeAndLoseItsLeads()
    {
        World world;
        const QByteArray lead = "/api/leads/" + world.lead.toString().toLatin1();
        const QByteArray task = "/api/tasks/" + world.task.toString().toLatin1();
        const auto status = [&](const QByteArray &method, const QByteArray &path, const QByteArray &token) {
            return world.api.call(method, path, {}, token).status;
        };
        QCOMPARE(status("GET", lead, world.givenToken), 200);
        QCOMPARE(status("GET", task, world.givenToken), 200);
        QCOMPARE(status("GET", "/api/leads", world.givenToken), 200);
        QVERIFY(world.api.call("GET", "/api/leads", {}, world.givenToken).body.contains("Canary"));
        // An operator who was given a task reviews it but does not control it.
        const QByteArray people = task + "/people";
        QCOMPARE(
            world.api
                .call("POST", people, "{\"person\":\"" + world.stranger.id.toString().toLatin1() + "\"}", world.ownerToken)
                .status,
            200);
        QCOMPARE(status("GET", lead, world.strangerToken), 200);
        QCOMPARE(world.api.call("POST", task + "/stop", "{}", world.strangerToken).status, 403);
        QCOMPARE(status("DELETE", task, world.strangerToken), 403);
        QCOMPARE(status("DELETE", people + '/' + world.given.id.toString().toLatin1(), world.strangerToken), 403);
        QCOMPARE(
            world.api.call("POST", people, R"({"person":"00000000-0000-4000-8000-000000000000"})", world.ownerToken).status,
            400);
        QCOMPARE(status("DELETE", people + '/' + world.given.id.toString().toLatin1(), world.ownerToken), 200);
        QCOMPARE(status("GET", lead, world.givenToken), 404);
        QCOMPARE(status("GET", task, world.givenToken), 404);
        QCOMPARE(status("DELETE", people + '/' + world.owner.id.toString().toLatin1(), world.ownerToken), 409);
    }

    void feed_changeOfWhatOneMaySee_startsItAgain()
    {
        World world;
        const QByteArray client = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
        const auto pull = [&](qint64 since, const QByteArray &token) {
            return world.api.call(
                "GET", "/api/sync/changes?since=" + QByteArray::number(since) + "&client=" + client, {}, token);
        };
        const Answer first = pull(0, world.outsiderToken);
        QCOMPARE(first.status, 200);
        QCOMPARE(first.json().value(u"changes").toArray().size(), 0);
        const qint64 to = first.json().value(u"to").toInteger();
        QVERIFY(to > 0);
        QCOMPARE(pull(to, world.outsiderToken).status, 200);
        const QByteArray people = "/api/tasks/" + world.task.toString().toLatin1() + "/people";
        QCOMPARE(
            world.api
                .call("POST", people, "{\"person\":\"" + world.outsider.id.toString().toLatin1() + "\"}", world.ownerToken)
                .status,
            200);
        QCOMPARE(pull(to, world.outsiderToken).status, 410); // revisions stay valid; only the cursor is too old
        QCOMPARE(pull(0, world.outsiderToken).json().value(u"changes").toArray().size(), 1);
        QCOMPARE(pull(to, world.outsiderToken).status, 200);
        QCOMPARE(
            world.api.call("DELETE", people + '/' + world.outsider.id.toString().toLatin1(), {}, world.ownerToken).status,
            200);
        QCOMPARE(pull(to, world.outsiderToken).status, 410);
        QCOMPARE(pull(0, world.outsiderToken).json().value(u"changes").toArray().size(), 0);
        // A client id of somebody else does not help.
        QCOMPARE(pull(to, world.strangerToken).status, 410);
    }

    void restore_ofAnothersDeletion_isForAdministrators()
    {
        World world;
        const QByteArray lead = "/api/leads/" + world.lead.toString().toLatin1();
        QCOMPARE(world.api.call("DELETE", lead, {}, world.ownerToken).status, 200);
        QCOMPARE(world.api.call("POST", lead + "/restore", "{}", world.givenToken).status, 403);
        QCOMPARE(world.api.call("POST", lead + "/restore", "{}", world.ownerToken).status, 200);
        QCOMPARE(world.api.call("DELETE", lead, {}, world.givenToken).status, 200);
        QCOMPARE(world.api.call("POST", lead + "/restore", "{}", world.adminToken).status, 200);
    }
};

LEADLINE_STORE_TEST_MAIN(RouteWalkTest)
#include "tst_route_walk.moc"
