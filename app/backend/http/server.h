#pragma once

#include "backend/auth/auth_service.h"
#include "backend/http/guard.h"
#include "backend/http/route_table.h"
#include "backend/http/tls.h"
#include "backend/live/hub.h"
#include "backend/metrics/http_metrics.h"
#include "crawl/ip_address.h"

#include <QLoggingCategory>

#include <chrono>
#include <memory>

namespace leadline::backend {

Q_DECLARE_LOGGING_CATEGORY(lcHttp)

struct HttpLimits
{
    qsizetype header = 16 * 1024; ///< bytes of the request line and all fields
    int connections = 1'200; ///< sockets included; more are answered 503
    int connectionsPerPeer = 256; ///< from one address (IPv6: one /64), except our own proxies and in local mode
    int requestsPerConnection = 1'000;
    std::chrono::milliseconds idle { 60'000 }; ///< between two requests
    std::chrono::milliseconds headerTime { 10'000 }; ///< from its first byte to its last
    std::chrono::milliseconds bodyTime { 30'000 };
    std::chrono::milliseconds writeTime { 30'000 };
    std::chrono::milliseconds handshakeTime { 10'000 }; ///< of TLS, and of a WebSocket upgrade
};

struct HttpServerConfig
{
    QString address = QStringLiteral("127.0.0.1"); ///< numeric, or `localhost`
    quint16 port = 0;
    HostRules rules; ///< the port is filled in by start()
    bool tokenInQuery = true; ///< `?token=` on sockets for older clients; on in local mode only
    std::optional<TlsFiles> tls; ///< plain HTTP without
    std::vector<crawl::IpNetwork> proxies; ///< whose X-Forwarded-For is believed
    HttpLimits limits;
};

/// The network edge of the daemon: HTTP/1.1 and WebSocket on one thread of its own. Knows limits, framing, Host and Origin,
/// authentication and roles; everything else is a handler of the RouteTable.
///
/// Order: construct with a sealed table, start(), stop(). `routes`, `auth` and `hub` must outlive it.
class HttpServer
{
public:
    HttpServer(HttpServerConfig config, const RouteTable &routes, AuthService &auth, LiveHub &hub);
    /// Stops at once.
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    /// Binds and serves; returns the port. AlreadyExists when the port is taken; see loadTls() for the files.
    [[nodiscard]] Result<quint16> start();
    /// Reads the certificate and key files again, for connections to come. On failure those in use stay. Any thread.
    [[nodiscard]] Result<void> reloadTls();
    /// Takes no more connections, ends sockets with 1012, lets running requests finish for `grace`, then cuts them off.
    void stop(std::chrono::milliseconds grace);

    [[nodiscard]] const HttpMetrics &metrics() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leadline::backend
