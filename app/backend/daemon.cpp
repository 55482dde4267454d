#include "backend/daemon.h"

#include "backend/auth/private_file.h"
#include "backend/http/controllers/controllers.h"
#include "backend/leads/lead_repository.h"
#include "backend/live/event_reader.h"
#include "domain/async.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTimer>
#include <QUuid>

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace leadline::backend {

using namespace std::chrono_literals;
using domain::failure;

namespace {

constexpr char kKeyFileName[] = "auth.key"; ///< made once the store is whole
constexpr auto kEnginePatience = 3s; ///< of the 5 s a stop may take
constexpr auto kRequestPatience = 1s;
constexpr auto kStorePatience = 30s; ///< of a request that waits for a connection to the store
constexpr int kServerReaders = 4; ///< connections to PostgreSQL; as many again when all are busy
constexpr int kServerWriters = 4;

QString systemUserName()
{
    const passwd *entry = ::getpwuid(::geteuid());
    return entry && *entry->pw_name ? QString::fromLocal8Bit(entry->pw_name) : QStringLiteral("local");
}

protocol::Stream wireStream(TaskStream stream)
{
    switch (stream) {
    case TaskStream::Logs:
        return protocol::Stream::Logs;
    case TaskStream::Results:
        return protocol::Stream::Results;
    case TaskStream::Progress:
        break;
    }
    return protocol::Stream::Progress;
}

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readLine().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

bool isEmptyFile(const QString &path)
{
    const QFileInfo info(path);
    return info.isFile() && info.size() == 0;
}

/// What is wrong with a store, and what can be done.
domain::Unexpected damaged(const storage::StoreAddress &address, const QString &what)
{
    return failure(ErrorCode::Corrupt,
        QStringLiteral("%1: %2. Put a backup back with \"leadlined restore\", or move the file away to begin with an empty "
                       "store.")
            .arg(address.label(), what));
}

} // namespace

Result<DataLock> DataLock::take(const QString &directory)
{
    if (!QDir().mkpath(directory))
        return failure(ErrorCode::Io, QStringLiteral("the data directory %1 cannot be made").arg(directory));
    ::chmod(QFile::encodeName(directory).constData(), 0700);
    const QByteArray path = QFile::encodeName(QDir(directory).filePath(QStringLiteral("lock")));
    const int fd = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return failure(ErrorCode::Io, QStringLiteral("the data directory %1 cannot be written").arg(directory));
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        return failure(ErrorCode::Locked, QStringLiteral("another leadlined works with %1").arg(directory));
    }
    return DataLock(fd);
}

DataLock::~DataLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Daemon::Daemon(DaemonConfig config, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_instance(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_joinSecret(randomBytes(protocol::kSecretBytes))
{ }

Daemon::~Daemon()
{
    finishStop();
}

QString Daemon::pathOf(const char *name) const
{
    return QDir(m_config.dataDirectory).filePath(QString::fromLatin1(name));
}

Result<void> Daemon::start()
{
    auto lock = DataLock::take(m_config.dataDirectory);
    if (!lock)
        return failure(lock.error());
    m_lock.emplace(std::move(*lock));
    if (auto opened = openStore(); !opened)
        return opened;
    if (auto opened = openDemoSite(); !opened)
        return opened;
    if (auto built = buildApi(); !built)
        return built;
    domain::whenDone(m_engine->recover(), this, [this](const Result<int> &recovered) {
        if (m_isStopping)
            return;
        if (!recovered)
            return Q_EMIT failed(recovered.error());
        if (const auto served = serve(); !served)
            Q_EMIT failed(served.error());
    });
    return {};
}

Result<void> Daemon::openStore()
{
    storage::DatabaseConfig config;
    config.address = m_config.database;
    config.readers = m_config.readers;
    config.createIfMissing = false;
    if (config.address.engine() == storage::Engine::Postgres) {
        config.waitLimit = kStorePatience;
        config.readers = std::max(config.readers, kServerReaders);
        config.writers = kServerWriters;
        config.overflow = kServerReaders;
    } else if (config.address.path().isEmpty()) {
        config.address = pathOf("leadline.sqlite");
    }
    // A start that was cut short leaves an empty file, too, but no key beside it.
    if (config.address.engine() == storage::Engine::Sqlite && isEmptyFile(config.address.path())
        && QFile::exists(pathOf(kKeyFileName)))
        return damaged(config.address, QStringLiteral("the file is empty, though it was a store before"));
    if (auto migrated = migrateServerStore(config.address); !migrated)
        return migrated.error().code() == ErrorCode::Corrupt ? damaged(config.address, migrated.error().detail()) : migrated;
    auto database = storage::Database::open(config);
    if (!database)
        return failure(database.error());
    m_database = std::move(*database);
    auto epoch = m_database->read([](storage::Connection &db) { return LeadRepository::epoch(db); });
    epoch.waitForFinished();
    if (epoch.resultCount() == 0 || !epoch.result())
        return failure(ErrorCode::Storage, QStringLiteral("the store does not answer"));
    m_epoch = *epoch.result();
    return {};
}

Result<void> Daemon::openDemoSite()
{
    if (!m_config.demoSite)
        return {};
    auto demo = DemoSiteServer::start();
    if (!demo)
        return failure(demo.error());
    m_demo = std::move(*demo);
    return {};
}

Result<void> Daemon::buildApi()
{
    auto signer = TokenSigner::fromFile(pathOf(kKeyFileName));
    if (!signer)
        return failure(signer.error());
    AuthConfig auth;
    auth.instance = m_instance;
    auth.audience = QStringLiteral("leadline:") + m_epoch;
    auth.userName = systemUserName();
    auth.localSecrets = { m_joinSecret };
    if (m_config.parentSecret)
        auth.localSecrets.push_back(*m_config.parentSecret);
    m_idempotency = std::make_unique<Idempotency>(*m_database, m_clock, *signer);
    m_auth = std::make_unique<AuthService>(*m_database, m_clock, std::move(*signer), std::move(auth));

    m_accounts = std::make_unique<AccountService>(*m_database, m_clock, *m_auth);
    m_people = std::make_unique<PeopleService>(*m_database, m_clock, *m_auth);

    const auto pendingEnds = std::make_shared<PendingEnds>();
    m_hub = std::make_unique<LiveHub>(makeEventReader(*m_database, pendingEnds), m_clock, m_config.live);
    m_auth->onSessionEnd([this](const QString &session) { m_hub->endSession(session); });

    TaskEngineConfig tasks;
    tasks.concurrentTasks = m_config.concurrentTasks;
    tasks.leadsPerBatch = m_config.leadsPerBatch;
    tasks.addresses = m_config.addresses;
    tasks.userAgent = m_config.userAgent;
    tasks.pendingEnds = pendingEnds;
    if (m_demo) {
        for (const crawl::HostMapping &mapping : m_demo->hostMap())
            tasks.addresses.hostMap.push_back(mapping);
    }
    m_engine = std::make_unique<TaskEngine>(*m_database, m_clock, std::move(tasks), m_config.makeRunner);
    connect(m_engine.get(), &TaskEngine::streamAdvanced, this,
        [this](const domain::TaskId &task, TaskStream stream) { m_hub->notify(task, wireStream(stream)); });

    addAuthRoutes(m_routes, *m_auth, *m_accounts);
    addPeopleRoutes(m_routes, *m_people);
    addLeadRoutes(m_routes, *m_database, m_clock);
    addSyncRoutes(m_routes, *m_database, m_clock);
    addExportRoutes(m_routes, *m_database);
    addTaskRoutes(m_routes, *m_database, *m_engine, *m_hub);
    addDemoRoutes(m_routes, *m_database, m_clock,
        m_demo ? protocol::DemoSite { true, m_demo->seeds(), m_demo->groups() } : protocol::DemoSite {});
    addTaskPeopleRoutes(m_routes, *m_database, m_clock);
    addSystemRoutes(m_routes, *m_database, m_clock,
        { m_instance, [this] { return m_isStopping.load(); }, [this] { return metrics(); } });
    m_routes.keepAnswersIn(*m_idempotency);
    return m_routes.seal();
}

Result<void> Daemon::serve()
{
    if (auto offered = offerFirstAdmin(); !offered)
        return offered;

    HttpServerConfig http;
    http.address = m_config.address;
    http.port = m_config.port;
    http.rules.local = m_config.isLocal();
    http.rules.allowedOrigins = m_config.allowedOrigins;
    http.tokenInQuery = m_config.isLocal() || m_config.tokenInQuery;
    http.tls = m_config.tls;
    http.proxies = m_config.proxies;
    http.limits = m_config.http;
    m_server = std::make_unique<HttpServer>(std::move(http), m_routes, *m_auth, *m_hub);
    const auto port = m_server->start();
    if (!port)
        return failure(port.error());
    m_port = *port;
    m_auth->setPort(m_port);
    if (auto written = writeJoinFile(); !written)
        return written;
    protocol::ReadyLine line { m_port, QCoreApplication::applicationPid(), m_instance, {} };
    if (m_config.parentSecret)
        line.proof = protocol::proofHex(*m_config.parentSecret, protocol::daemonProofInput(m_port, m_instance));
    Q_EMIT ready(line);
    return {};
}

Result<void> Daemon::offerFirstAdmin()
{
    QFile::remove(pathOf(kAdminCodeFileName));
    if (m_config.isLocal())
        return {};
    auto asked = m_database->write([now = m_clock.now()](storage::Connection &db) {
        return people::inviteFirstAdmin(db, Actor::unlimited(QStringLiteral("leadlined")), now);
    });
    asked.waitForFinished();
    if (asked.resultCount() == 0)
        return failure(ErrorCode::Storage, QStringLiteral("the store does not answer"));
    const Result<protocol::Invitation> made = asked.result();
    if (!made && made.error().code() == ErrorCode::BadState)
        return {}; // somebody administers already
    if (!made)
        return failure(made.error());
    LEADLINE_TRY(writePrivateFile(pathOf(kAdminCodeFileName), made->code.toLatin1() + '\n'));
    Q_EMIT adminCodeMade(made->code);
    return {};
}

Result<void> Daemon::reload()
{
    return m_server ? m_server->reloadTls() : Result<void>();
}

Result<void> Daemon::writeJoinFile() const
{
    // The certificate is for the name others use, so programs of this machine sign in like them.
    if (m_config.tls)
        return {};
    // Whoever may read this file is this user on this machine, so an address of this machine will do.
    QString host = m_config.address;
    if (host == u"0.0.0.0")
        host = QStringLiteral("127.0.0.1");
    else if (host == u"::")
        host = QStringLiteral("[::1]");
    else if (host.contains(u':'))
        host = u'[' + host + u']';
    const protocol::JoinFile file { QStringLiteral("http://%1:%2").arg(host).arg(m_port), m_port,
        QCoreApplication::applicationPid(), m_instance, m_joinSecret };
    return writePrivateFile(pathOf(protocol::kJoinFileName), protocol::toBytes(file));
}

Metrics Daemon::metrics() const
{
    Metrics metrics;
    metrics.instance = m_instance;
    metrics.residentBytes = residentBytes();
    metrics.liveSockets = m_hub->sockets();
    metrics.http = &m_server->metrics();
    return metrics;
}

void Daemon::stop()
{
    if (m_isStopping.exchange(true))
        return;
    if (!m_engine)
        return finishStop();
    // Whichever comes first; a task that cannot store its last pages in time repeats them after the next start.
    QTimer::singleShot(kEnginePatience, this, [this] { finishStop(); });
    auto *waiter = new QFutureWatcher<void>(this);
    connect(waiter, &QFutureWatcherBase::finished, this, [this] { finishStop(); });
    waiter->setFuture(m_engine->shutDown());
}

void Daemon::finishStop()
{
    if (m_isStopped)
        return;
    m_isStopped = true;
    m_isStopping = true;
    if (m_port != 0)
        QFile::remove(pathOf(protocol::kJoinFileName));
    if (m_server)
        m_server->stop(kRequestPatience);
    m_engine.reset();
    if (m_database) {
        if (const auto closed = m_database->close(); !closed)
            qCWarning(lcHttp) << "the store did not close cleanly:" << closed.error().detail();
    }
    if (m_accounts)
        m_accounts->finish();
    m_server.reset();
    m_lock.reset();
    Q_EMIT stopped();
}

} // namespace leadline::backend
