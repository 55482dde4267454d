#pragma once

#include "backend/auth/account_service.h"
#include "backend/auth/auth_service.h"
#include "backend/auth/people_service.h"
#include "backend/demo/demo_site_server.h"
#include "backend/http/idempotency.h"
#include "backend/http/route_table.h"
#include "backend/http/server.h"
#include "backend/live/hub.h"
#include "backend/metrics/metrics.h"
#include "backend/tasks/pending_ends.h"
#include "backend/tasks/task_engine.h"
#include "crawl/address_policy.h"
#include "domain/clock.h"
#include "protocol/handshake.h"
#include "storage/database.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace leadline::backend {

struct DaemonConfig
{
    QString dataDirectory;
    QString address = QStringLiteral("127.0.0.1"); ///< numeric
    quint16 port = 0;
    std::optional<QByteArray> parentSecret; ///< local mode: 32 bytes from the pipe
    QStringList allowedOrigins; ///< server mode only
    bool tokenInQuery = false; ///< server mode; always on in local mode
    std::optional<TlsFiles> tls; ///< server mode only
    std::vector<crawl::IpNetwork> proxies; ///< server mode only: whose X-Forwarded-For is believed
    bool demoSite = false;
    crawl::AddressPolicy addresses;
    QString userAgent;
    int concurrentTasks = 4;
    int leadsPerBatch = 100; ///< stored in one transaction, 1–1 000
    storage::StoreAddress database; ///< empty path = a SQLite file in the data directory
    int readers = 2;
    HttpLimits http;
    LiveLimits live;
    CrawlRunnerFactory makeRunner; ///< what crawls; required for tasks to run

    [[nodiscard]] bool isLocal() const { return parentSecret.has_value(); }
};

/// DATA/admin-code, readable by its owner only: the code of the first administrator while there is none.
inline constexpr char kAdminCodeFileName[] = "admin-code";

/// Holds the exclusive lock of a data directory; released with the object and by the kernel when the process dies.
class DataLock
{
public:
    /// Locked when another daemon has it. Makes the directory (0700) when it is missing.
    [[nodiscard]] static Result<DataLock> take(const QString &directory);
    ~DataLock();
    DataLock(DataLock &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    { }
    DataLock &operator=(DataLock &&) = delete;

private:
    explicit DataLock(int fd)
        : m_fd(fd)
    { }
    int m_fd = -1;
};

/// The whole daemon: store, task engine, live hub and network edge, wired. Lives on the main thread, whose event loop it
/// needs.
///
/// Order: construct, start(), ready() or failed(), stop(), stopped(). Nothing is announced before requests are served.
class Daemon : public QObject
{
    Q_OBJECT

public:
    explicit Daemon(DaemonConfig config, QObject *parent = nullptr);
    ~Daemon() override;

    /// Takes the lock, brings the store up to date and begins. A failure here needs no stop().
    [[nodiscard]] Result<void> start();
    /// Leaves running tasks resumable, ends sockets, lets requests finish, writes the log back and closes. At most 5 s.
    void stop();
    /// Reads the certificate again, for connections to come; on failure the one in use stays. For SIGHUP.
    [[nodiscard]] Result<void> reload();

    [[nodiscard]] const QString &instance() const { return m_instance; }
    [[nodiscard]] quint16 port() const { return m_port; }

Q_SIGNALS:
    /// Server mode, before ready(): nobody can administer this store yet; whoever knows the code becomes the first.
    void adminCodeMade(const QString &code);
    void ready(const leadline::protocol::ReadyLine &line);
    void failed(const leadline::domain::Error &error);
    void stopped();

private:
    [[nodiscard]] Result<void> openStore();
    [[nodiscard]] Result<void> openDemoSite();
    [[nodiscard]] Result<void> buildApi();
    [[nodiscard]] Result<void> serve();
    [[nodiscard]] Result<void> offerFirstAdmin();
    [[nodiscard]] Result<void> writeJoinFile() const;
    [[nodiscard]] QString pathOf(const char *name) const;
    [[nodiscard]] Metrics metrics() const;
    void finishStop();

    const DaemonConfig m_config;
    const domain::SystemClock m_clock;
    const QString m_instance;
    const QByteArray m_joinSecret;
    QString m_epoch; ///< UUID of the store
    quint16 m_port = 0;
    std::atomic<bool> m_isStopping { false };
    bool m_isStopped = false;

    // In the order of construction; destroyed the other way round.
    std::optional<DataLock> m_lock;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<DemoSiteServer> m_demo;
    std::unique_ptr<TaskEngine> m_engine;
    std::unique_ptr<AuthService> m_auth;
    std::unique_ptr<AccountService> m_accounts;
    std::unique_ptr<PeopleService> m_people;
    std::unique_ptr<Idempotency> m_idempotency;
    std::unique_ptr<LiveHub> m_hub;
    RouteTable m_routes;
    std::unique_ptr<HttpServer> m_server;
};

} // namespace leadline::backend
