#pragma once

// Private to the network edge: Asio and Beast types. Included by server.cpp, session.cpp and live/socket.cpp only.

#include "backend/http/edge_stream.h"
#include "backend/http/server.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <QFuture>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

namespace leadline::backend {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using tcp = asio::ip::tcp;
using boost::system::error_code;

/// What every connection shares. Network thread only, except for what is const or atomic.
struct EdgeState
{
    EdgeState(HttpServerConfig c, const RouteTable &r, AuthService &a, LiveHub &h, std::weak_ptr<asio::io_context> io)
        : config(std::move(c))
        , routes(r)
        , auth(a)
        , hub(h)
        , metrics(r.routes().size())
        , context(std::move(io))
    { }

    HttpServerConfig config;
    const RouteTable &routes;
    AuthService &auth;
    LiveHub &hub;
    HttpMetrics metrics;
    bool closing = false;
    std::shared_ptr<TlsContext> tls; ///< of connections to come; null without TLS
    std::set<EdgeStream *> idle; ///< connections waiting for their next request
    QHash<QString, int> peers; ///< connections per network (networkOf)
    std::mutex goneMutex;
    std::condition_variable gone; ///< the last connection ended
    /// Kept by futures under way, so that they can always post; never by coroutines, which it owns.
    const std::weak_ptr<asio::io_context> context;
};

[[nodiscard]] inline auto intoError(error_code &ec)
{
    return asio::redirect_error(asio::use_awaitable, ec);
}

/// Suspends until the future ends or `limit` passes. Empty when it was late or ended without a result.
template<typename T>
asio::awaitable<std::optional<T>> awaitFuture(EdgeState &state, QFuture<T> future, std::chrono::milliseconds limit)
{
    auto context = state.context.lock();
    if (!context)
        co_return std::nullopt;
    auto timer = std::make_shared<asio::steady_timer>(*context, limit);
    if (!future.isFinished()) {
        std::weak_ptr<asio::steady_timer> alarm = timer;
        // A future has room for one continuation; callers hand over fresh ones.
        future.then(QtFuture::Launch::Sync, [context, alarm](QFuture<T>) {
            asio::post(*context, [alarm] {
                if (const auto waiting = alarm.lock())
                    waiting->cancel();
            });
        });
        context.reset();
        error_code ec;
        co_await timer->async_wait(intoError(ec));
    }
    if (!future.isFinished() || future.resultCount() == 0)
        co_return std::nullopt;
    co_return future.result();
}

/// Serves one connection until it ends.
asio::awaitable<void> serveConnection(std::shared_ptr<EdgeState> state, tcp::socket socket, QString peer);

/// A request for a live stream that passed Host, Origin and framing checks.
struct SocketRequest
{
    http::request<http::string_body> request;
    QString path;
    protocol::QueryItems query;
    QString requestId;
    QString peer;
};

/// The task and stream of a socket path, or nothing.
[[nodiscard]] std::optional<LiveHub::Key> socketKey(const QString &path);
/// Takes over the connection for a live stream until it ends.
asio::awaitable<void> serveSocket(std::shared_ptr<EdgeState> state, EdgeStream stream, SocketRequest request);

[[nodiscard]] inline QByteArray toBytes(boost::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace leadline::backend
