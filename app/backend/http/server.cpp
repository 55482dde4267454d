#include "backend/auth/sign_in_limits.h"
#include "backend/http/edge.h"
#include "backend/http/peer.h"

#include <thread>

namespace leadline::backend {

Q_LOGGING_CATEGORY(lcHttp, "leadline.http")

using namespace std::chrono_literals;

struct HttpServer::Private
{
    std::shared_ptr<asio::io_context> context = std::make_shared<asio::io_context>(1);
    std::shared_ptr<EdgeState> state;
    std::unique_ptr<tcp::acceptor> acceptor;
    std::thread thread;
};

namespace {

/// Refuses politely: the answer fits into every socket buffer, so it is written without waiting.
void turnAway(tcp::socket socket)
{
    static constexpr char answer[] = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
                                     "Content-Length: 0\r\n\r\n";
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(answer, sizeof(answer) - 1), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

bool hasTooMany(const EdgeState &state, const QString &peer)
{
    return !state.config.rules.local && !isProxy(peer, state.config.proxies)
        && state.peers.value(networkOf(peer)) >= state.config.limits.connectionsPerPeer;
}

asio::awaitable<void> acceptConnections(std::shared_ptr<EdgeState> state, tcp::acceptor &acceptor)
{
    for (;;) {
        error_code ec;
        tcp::socket socket = co_await acceptor.async_accept(intoError(ec));
        if (state->closing || ec == asio::error::operation_aborted)
            co_return;
        if (ec) {
            // Out of descriptors, most likely: wait for some to come back instead of spinning.
            qCWarning(lcHttp) << "accept failed:" << ec.message().c_str();
            asio::steady_timer pause(acceptor.get_executor(), 100ms);
            co_await pause.async_wait(intoError(ec));
            continue;
        }
        error_code ignored;
        const QString peer = QString::fromStdString(socket.remote_endpoint(ignored).address().to_string(ignored));
        if (state->metrics.connections >= state->config.limits.connections || hasTooMany(*state, peer)) {
            ++state->metrics.refusedConnections;
            if (!state->tls)
                turnAway(std::move(socket));
            continue;
        }
        socket.set_option(tcp::no_delay(true), ignored);
        asio::co_spawn(acceptor.get_executor(), serveConnection(state, std::move(socket), peer), asio::detached);
    }
}

} // namespace

HttpServer::HttpServer(HttpServerConfig config, const RouteTable &routes, AuthService &auth, LiveHub &hub)
    : d(std::make_unique<Private>())
{
    d->state = std::make_shared<EdgeState>(std::move(config), routes, auth, hub, d->context);
}

HttpServer::~HttpServer()
{
    stop(0ms);
}

Result<quint16> HttpServer::start()
{
    const HttpServerConfig &config = d->state->config;
    if (config.tls) {
        auto context = loadTls(*config.tls);
        if (!context)
            return domain::failure(context.error());
        d->state->tls = std::move(*context);
    }
    error_code ec;
    const QString address = config.address == u"localhost" ? QStringLiteral("127.0.0.1") : config.address;
    const auto ip = asio::ip::make_address(address.toStdString(), ec);
    if (ec)
        return domain::failure(
            ErrorCode::InvalidArgument, QStringLiteral("%1 is not a numeric address").arg(config.address));
    const tcp::endpoint endpoint(ip, config.port);
    auto acceptor = std::make_unique<tcp::acceptor>(*d->context);
    acceptor->open(endpoint.protocol(), ec);
    if (!ec)
        acceptor->set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec)
        acceptor->bind(endpoint, ec);
    if (!ec)
        acceptor->listen(asio::socket_base::max_listen_connections, ec);
    if (ec) {
        const ErrorCode code = ec == asio::error::address_in_use ? ErrorCode::AlreadyExists : ErrorCode::Io;
        return domain::failure(code,
            QStringLiteral("cannot listen on %1:%2: %3")
                .arg(config.address)
                .arg(config.port)
                .arg(QString::fromStdString(ec.message())));
    }
    const quint16 port = acceptor->local_endpoint().port();
    d->state->config.rules.port = port;
    d->acceptor = std::move(acceptor);
    const std::weak_ptr<asio::io_context> context = d->context;
    d->state->hub.setPost([context](std::function<void()> work) {
        if (const auto running = context.lock())
            asio::post(*running, std::move(work));
    });
    asio::co_spawn(*d->context, acceptConnections(d->state, *d->acceptor), asio::detached);
    d->thread = std::thread([io = d->context] { io->run(); });
    return port;
}

Result<void> HttpServer::reloadTls()
{
    if (!d->state->config.tls || !d->context)
        return {};
    auto context = loadTls(*d->state->config.tls);
    if (!context)
        return domain::failure(context.error());
    asio::post(*d->context, [state = d->state, tls = std::move(*context)] { state->tls = tls; });
    return {};
}

void HttpServer::stop(std::chrono::milliseconds grace)
{
    if (!d->thread.joinable())
        return;
    asio::post(*d->context, [state = d->state, acceptor = d->acceptor.get()] {
        state->closing = true;
        error_code ignored;
        acceptor->close(ignored);
        state->hub.endAll();
        for (EdgeStream *stream : state->idle)
            stream->tcp().cancel();
    });
    {
        std::unique_lock lock(d->state->goneMutex);
        d->state->gone.wait_for(lock, grace, [this] { return d->state->metrics.connections == 0; });
    }
    d->state->hub.setPost({});
    d->context->stop();
    d->thread.join();
    d->acceptor.reset();
    // Destroys the coroutines that did not end in time, unless a future still holds the context; then it does.
    d->context.reset();
}

const HttpMetrics &HttpServer::metrics() const
{
    return d->state->metrics;
}

} // namespace leadline::backend
