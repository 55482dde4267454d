#pragma once

#include "backend/auth/account_service.h"
#include "backend/auth/auth_service.h"
#include "backend/auth/people_service.h"
#include "backend/http/controllers/controllers.h"
#include "backend/http/idempotency.h"
#include "backend/http/server.h"
#include "backend/leads/lead_repository.h"
#include "backend/live/event_reader.h"
#include "backend/tasks/task_engine.h"
#include "protocol/handshake.h"
#include "protocol/json.h"
#include "sources/crawl_runner.h"
#include "tests/support/manual_clock.h"
#include "tests/support/patience.h"
#include "tests/support/store_maker.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

namespace leadline::tests {

struct Answer
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers;
    QByteArray body;
    bool wasClosed = false;

    [[nodiscard]] QJsonObject json() const { return protocol::parseObject(body, 64 << 20).value_or(QJsonObject()); }
    [[nodiscard]] QString code() const { return json().value(QStringLiteral("code")).toString(); }
};

/// One connection that sends what it is told, byte for byte.
class RawClient
{
public:
    explicit RawClient(quint16 port)
    {
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        (void)QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::ConnectedState; }, kPatience);
    }

    void send(const QByteArray &bytes)
    {
        socket.write(bytes);
        socket.flush();
    }

    /// The next whole answer, or what came until the server closed. Status 0 when nothing came in time.
    Answer read(int timeoutMs = kPatience)
    {
        Answer answer;
        (void)QTest::qWaitFor(
            [&] {
                m_buffer += socket.readAll();
                if (parse(answer))
                    return true;
                answer.wasClosed = socket.state() == QAbstractSocket::UnconnectedState && socket.bytesAvailable() == 0;
                return answer.wasClosed;
            },
            timeoutMs);
        return answer;
    }

    /// Waits for the server to close.
    [[nodiscard]] bool isClosed()
    {
        return QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::UnconnectedState; }, kPatience);
    }

    QTcpSocket socket;

private:
    bool parse(Answer &answer)
    {
        const qsizetype end = m_buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        answer.headers.clear();
        const QList<QByteArray> lines = m_buffer.left(end).split('\n');
        answer.status = lines.front().split(' ').value(1).toInt();
        for (const QByteArray &line : lines.mid(1))
            answer.headers.insert(line.left(line.indexOf(':')).toLower(), line.mid(line.indexOf(':') + 1).trimmed());
        QByteArray rest = m_buffer.mid(end + 4);
        if (answer.headers.value("transfer-encoding") == "chunked")
            return parseChunks(answer, rest);
        const qsizetype length = answer.headers.value("content-length").toLongLong();
        if (rest.size() < length)
            return false;
        answer.body = rest.left(length);
        m_buffer = rest.mid(length);
        return true;
    }

    bool parseChunks(Answer &answer, QByteArray rest)
    {
        answer.body.clear();
        for (;;) {
            const qsizetype line = rest.indexOf("\r\n");
            if (line < 0)
                return false;
            const qsizetype size = rest.left(line).toLongLong(nullptr, 16);
            if (rest.size() < line + 2 + size + 2)
                return false;
            answer.body += rest.mid(line + 2, size);
            rest = rest.mid(line + 2 + size + 2);
            if (size == 0) {
                m_buffer = rest;
                return true;
            }
        }
    }

    QByteArray m_buffer;
};

/// A crawl that finds nothing and ends when it is told to.
class IdleRunner final : public sources::CrawlRunner
{
public:
    void start(const sources::CrawlSetup &) override { }
    void addJobs(std::vector<crawl::SiteJob>) override { }
    void closeJobs() override { }
    void pause() override
    {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT paused(); }, Qt::QueuedConnection);
    }
    void resume() override { }
    void stop() override
    {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT finished(sources::CrawlEnd::Stopped, {}); }, Qt::QueuedConnection);
    }
    void acknowledge(quint64) override { }
};

struct ApiSetup
{
    backend::HttpServerConfig http;
    backend::LiveLimits live;
    backend::EventReader reader; ///< the database's own when empty
    std::span<const backend::RoutePolicy> policies = backend::routePolicies();
    backend::AccountConfig accounts { {}, { 1, 8'192 } }; ///< cheap hashes
    protocol::DemoSite demo {};
    std::optional<storage::StoreAddress> store {}; ///< of another daemon, PostgreSQL; one of its own when empty
};

/// The daemon's whole API over a fresh store of the engine the program runs on (SQLite when it names none), in this process,
/// on a port the system chose, with a clock of ours.
class ApiFixture
{
public:
    explicit ApiFixture(ApiSetup setup = {})
        : store(setup.store ? *setup.store : stores().create())
        , routes(setup.policies)
        , m_sharesStore(setup.store.has_value())
    {
        database = std::move(storage::Database::open({ store, 2, false }).value());
        backend::AuthConfig config;
        config.instance = instance;
        config.audience = audience;
        config.userName = QStringLiteral("mia");
        config.localSecrets = { secret };
        auth = std::make_unique<backend::AuthService>(*database, clock, signer, config);
        accounts = std::make_unique<backend::AccountService>(*database, clock, *auth, setup.accounts);
        people = std::make_unique<backend::PeopleService>(*database, clock, *auth);
        hub = std::make_unique<backend::LiveHub>(
            setup.reader ? setup.reader : backend::makeEventReader(*database), clock, setup.live);
        auth->onSessionEnd([this](const QString &sid) { hub->endSession(sid); });
        engine = std::make_unique<backend::TaskEngine>(
            *database, clock, backend::TaskEngineConfig {}, [] { return std::make_unique<IdleRunner>(); });
        backend::addAuthRoutes(routes, *auth, *accounts);
        backend::addPeopleRoutes(routes, *people);
        backend::addLeadRoutes(routes, *database, clock);
        backend::addSyncRoutes(routes, *database, clock);
        backend::addExportRoutes(routes, *database);
        backend::addTaskRoutes(routes, *database, *engine, *hub);
        backend::addDemoRoutes(routes, *database, clock, setup.demo);
        backend::addSystemRoutes(routes, *database, clock, { instance, [] { return false; }, [this] { return metrics(); } });
        backend::addTaskPeopleRoutes(routes, *database, clock);
        idempotency = std::make_unique<backend::Idempotency>(*database, clock, signer);
        routes.keepAnswersIn(*idempotency);
        if (const auto sealed = routes.seal(); !sealed)
            qFatal("%s", qPrintable(sealed.error().detail()));
        server = std::make_unique<backend::HttpServer>(setup.http, routes, *auth, *hub);
        port = server->start().value();
        auth->setPort(port);
    }

    ~ApiFixture()
    {
        server->stop(std::chrono::milliseconds(200));
        engine.reset();
        (void)database->close();
        accounts->finish();
        if (!m_sharesStore)
            stores().remove(store);
    }

    [[nodiscard]] backend::Metrics metrics() const
    {
        backend::Metrics metrics;
        metrics.instance = instance;
        metrics.liveSockets = hub->sockets();
        metrics.http = &server->metrics();
        return metrics;
    }

    [[nodiscard]] StoreMaker &stores() { return StoreMaker::current() != nullptr ? *StoreMaker::current() : m_ownStores; }

    [[nodiscard]] QByteArray host() const { return "127.0.0.1:" + QByteArray::number(port); }

    [[nodiscard]] QByteArray request(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
        const QByteArray &headers = {}) const
    {
        QByteArray bytes = method + ' ' + target + " HTTP/1.1\r\nHost: " + host() + "\r\n" + headers;
        if (!body.isEmpty())
            bytes += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        return bytes + "\r\n" + body;
    }

    Answer call(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
        const QByteArray &token = {}, const QByteArray &headers = {}) const
    {
        RawClient client(port);
        const QByteArray bearer = token.isEmpty() ? QByteArray() : "Authorization: Bearer " + token + "\r\n";
        client.send(request(method, target, body, bearer + headers));
        return client.read();
    }

    [[nodiscard]] QByteArray signInBody(const QString &nonce) const
    {
        return protocol::toBytes(protocol::toJson(
            protocol::LocalSignIn { nonce, protocol::proofHex(secret, protocol::clientProofInput(port, instance, nonce)) }));
    }

    protocol::TokenGrant signIn() const
    {
        const QString nonce = QString::fromLatin1(backend::randomBytes(16).toHex());
        return protocol::tokenGrantFromJson(call("POST", "/api/auth/local", signInBody(nonce)).json()).value();
    }

    QByteArray token() const { return signIn().accessToken.toLatin1(); }

    /// A person who may sign in with kPassword.
    protocol::User addPerson(const QString &name, protocol::Role role)
    {
        auto made = database->write([this, name, role](storage::Connection &db) {
            return backend::PersonRepository::add(db, { name + QStringLiteral("@example.com"), name, role, passwordHash() },
                backend::Actor::unlimited(QStringLiteral("tests")), clock.now());
        });
        return made.result().value();
    }

    /// A token of a session that really is in the store.
    QByteArray tokenOf(const protocol::User &user)
    {
        const auto now = clock.now();
        auto made = database->write([&](storage::Connection &db) {
            return backend::SessionRepository::create(db, { user, audience, backend::randomBytes(32), {}, {} }, now);
        });
        const backend::SessionRow session = made.result().value();
        return signer.accessToken({ user.id, audience, session.sid, 1, user.role, now, now + std::chrono::minutes(15) })
            .toLatin1();
    }

    QByteArray tokenOf(protocol::Role role) { return tokenOf(addPerson(QStringLiteral("rae%1").arg(++m_people), role)); }

    static constexpr char kPassword[] = "correct horse battery staple";
    /// The least argon2id does: tests sign in often.
    static constexpr backend::PasswordCost kCheap { 1, 8'192 };
    [[nodiscard]] static QString passwordHash()
    {
        static const QString hash = backend::PasswordHasher(kCheap).hash(QString::fromLatin1(kPassword)).result().value();
        return hash;
    }

    /// Stores one business and returns its lead.
    domain::LeadId addLead(const QString &name)
    {
        auto future = database->write([name, now = clock.now()](storage::Connection &db) {
            backend::FoundLead found;
            found.profileKey = QStringLiteral("web:") + name;
            found.source = QStringLiteral("website");
            found.found.name = name;
            found.found.email = name + QStringLiteral("@example.com");
            return backend::LeadRepository::ingest(db, domain::TaskId::create(), std::span(&found, 1), now);
        });
        return future.result().value().front().id;
    }

    const QString instance = QStringLiteral("11111111-2222-4333-8444-555555555555");
    const QString audience = QStringLiteral("leadline:epoch-1");
    const QByteArray secret = QByteArray(32, '\x5a');
    ManualClock clock;
    backend::TokenSigner signer { QByteArray(32, '\x07') };

private:
    StoreMaker m_ownStores { storage::Engine::Sqlite };

public:
    const storage::StoreAddress store;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<backend::AuthService> auth;
    std::unique_ptr<backend::AccountService> accounts;
    std::unique_ptr<backend::PeopleService> people;
    std::unique_ptr<backend::Idempotency> idempotency;
    std::unique_ptr<backend::LiveHub> hub;
    std::unique_ptr<backend::TaskEngine> engine;
    backend::RouteTable routes;
    std::unique_ptr<backend::HttpServer> server;
    quint16 port = 0;

private:
    const bool m_sharesStore;
    int m_people = 0;
};

} // namespace leadline::tests
