#include "backend/auth/sign_in_limits.h"
#include "backend/http/edge.h"
#include "backend/http/peer.h"
#include "backend/http/redaction.h"

#include "protocol/problem.h"

#include <QElapsedTimer>
#include <QUuid>

#include <limits>

namespace leadline::backend {

using namespace std::chrono_literals;

namespace {

using Parser = http::request_parser<http::string_body>;

/// Counts a connection for as long as its coroutine lives.
class Presence
{
public:
    Presence(std::shared_ptr<EdgeState> state, const QString &peer)
        : m_state(std::move(state))
        , m_network(networkOf(peer))
    {
        ++m_state->metrics.connections;
        ++m_state->peers[m_network];
    }
    ~Presence()
    {
        if (--m_state->peers[m_network] == 0)
            m_state->peers.remove(m_network);
        const std::lock_guard lock(m_state->goneMutex);
        if (--m_state->metrics.connections == 0)
            m_state->gone.notify_all();
    }
    Presence(const Presence &) = delete;
    Presence &operator=(const Presence &) = delete;

private:
    std::shared_ptr<EdgeState> m_state;
    QString m_network;
};

/// One exchange: what came, what goes back, and whether the connection survives it.
struct Exchange
{
    HttpRequest request;
    HttpResponse response;
    QElapsedTimer clock;
    const RouteTable::Route *route = nullptr; ///< also of a caller who may not use it
    bool keepAlive = false;
    bool headWasRead = false;
    bool isEncrypted = false;
};

struct Connection
{
    std::shared_ptr<EdgeState> state;
    EdgeStream stream;
    beast::flat_buffer buffer;
    QString peer;

    [[nodiscard]] const HttpLimits &limits() const { return state->config.limits; }
};

QByteArray methodName(const http::request<http::string_body> &request)
{
    return toBytes(request.method_string());
}

RequestHead headOf(const http::request<http::string_body> &request)
{
    RequestHead head;
    head.target = toBytes(request.target());
    const auto collect = [&](auto field, QList<QByteArray> &out) {
        const auto range = request.equal_range(field);
        for (auto it = range.first; it != range.second; ++it)
            out.append(toBytes(it->value()));
    };
    collect(http::field::host, head.hosts);
    collect(http::field::origin, head.origins);
    collect(http::field::content_length, head.contentLengths);
    collect(http::field::transfer_encoding, head.transferEncodings);
    collect(beast::string_view("X-Forwarded-For"), head.forwarded);
    return head;
}

void readHead(const http::request<http::string_body> &source, HttpRequest &request)
{
    const QString target = QString::fromLatin1(toBytes(source.target()));
    const qsizetype mark = target.indexOf(u'?');
    request.path = mark < 0 ? target : target.left(mark);
    if (mark >= 0)
        request.query = protocol::parseQuery(QStringView(target).mid(mark + 1));
    for (const auto &field : source)
        request.headers.insert(toBytes(field.name_string()).toLower(), toBytes(field.value()));
    if (const auto method = httpMethodFromName(methodName(source)))
        request.method = *method;
}

Error errorOf(const error_code &ec)
{
    if (ec == http::error::header_limit) {
        Error error(ErrorCode::TooLarge, QStringLiteral("the request head is too large"));
        error.httpStatus = 431;
        return error;
    }
    if (ec == http::error::body_limit || ec == http::error::buffer_overflow)
        return Error(ErrorCode::TooLarge, QStringLiteral("the request body is too large"));
    return Error(ErrorCode::InvalidArgument, QStringLiteral("not an HTTP/1.1 request"));
}

/// Whether nobody is left to read an answer. A time-out closes the connection by itself.
bool isHangUp(const error_code &ec)
{
    return ec == beast::error::timeout || ec == http::error::end_of_stream || ec == http::error::partial_message
        || ec == asio::error::eof || ec == asio::ssl::error::stream_truncated || ec == asio::error::connection_reset
        || ec == asio::error::operation_aborted;
}

/// One line per request: no query, no body, no token.
void logExchange(const Connection &connection, const Exchange &exchange)
{
    const auto &routes = connection.state->routes.routes();
    const size_t route = exchange.route ? static_cast<size_t>(exchange.route - routes.data()) : routes.size();
    connection.state->metrics.count(
        route, exchange.response.status, std::chrono::microseconds(exchange.clock.nsecsElapsed() / 1'000));
    const HttpRequest &request = exchange.request;
    qCInfo(lcHttp).noquote().nospace() << "request id=" << request.requestId << " peer=" << request.peer
                                       << " method=" << (exchange.headWasRead ? httpMethodName(request.method) : u"-")
                                       << " path=" << (exchange.headWasRead ? request.path : QStringLiteral("-"))
                                       << " status=" << exchange.response.status << " ms=" << exchange.clock.elapsed()
                                       << " user="
                                       << (request.principal ? logValue(request.principal->name) : QStringLiteral("-"));
}

/// A request that never became whole.
void logHangUp(const Connection &connection, Exchange &exchange, const error_code &ec)
{
    exchange.response.status = ec == beast::error::timeout ? 408 : 499;
    logExchange(connection, exchange);
}

http::response<http::string_body> toBeast(const Exchange &exchange)
{
    const HttpResponse &from = exchange.response;
    http::response<http::string_body> out;
    out.version(11);
    out.result(static_cast<unsigned>(from.status));
    out.reason(protocol::statusTitle(from.status).toStdString());
    out.set(http::field::server, "Leadline");
    out.set("X-Request-ID", exchange.request.requestId.toStdString());
    out.set("X-Content-Type-Options", "nosniff");
    if (exchange.isEncrypted)
        out.set("Strict-Transport-Security", "max-age=31536000");
    if (!from.contentType.isEmpty())
        out.set(http::field::content_type, from.contentType.toStdString());
    // Everything here is about somebody: no cache between us and them may keep it.
    out.set(http::field::cache_control, "no-store");
    for (const auto &[name, value] : from.headers)
        out.set(name.toStdString(), value.toStdString());
    out.keep_alive(exchange.keepAlive);
    return out;
}

asio::awaitable<void> writeChunks(Connection &connection, const Exchange &exchange, error_code &ec)
{
    http::response<http::empty_body> head(toBeast(exchange).base());
    head.chunked(true);
    http::response_serializer<http::empty_body> serializer(head);
    connection.stream.tcp().expires_after(connection.limits().writeTime);
    co_await http::async_write_header(connection.stream, serializer, intoError(ec));
    while (!ec) {
        auto piece = co_await awaitFuture(*connection.state, exchange.response.stream(), 60s);
        if (!piece || !*piece) {
            // The status is sent already: an unfinished body is the only way to say that this is not all.
            ec = asio::error::connection_aborted;
            co_return;
        }
        const QByteArray &bytes = **piece;
        connection.stream.tcp().expires_after(connection.limits().writeTime);
        if (bytes.isEmpty()) {
            co_await asio::async_write(connection.stream, http::make_chunk_last(), intoError(ec));
            co_return;
        }
        co_await asio::async_write(
            connection.stream, http::make_chunk(asio::const_buffer(bytes.constData(), size_t(bytes.size()))), intoError(ec));
    }
}

asio::awaitable<void> writeAnswer(Connection &connection, const Exchange &exchange, error_code &ec)
{
    if (exchange.response.stream) {
        co_await writeChunks(connection, exchange, ec);
        co_return;
    }
    http::response<http::string_body> out = toBeast(exchange);
    out.body().assign(exchange.response.body.constData(), size_t(exchange.response.body.size()));
    if (exchange.response.status != 204)
        out.prepare_payload();
    connection.stream.tcp().expires_after(connection.limits().writeTime);
    co_await http::async_write(connection.stream, out, intoError(ec));
}

/// Finds the route and checks that the caller may use it. A response in `exchange` with a status of 400 and more means no.
asio::awaitable<const RouteTable::Route *> admit(Connection &connection, Exchange &exchange, const QByteArray &method)
{
    HttpRequest &request = exchange.request;
    const auto deny = [&](const Error &error) { exchange.response = HttpResponse::problem(error, request.requestId); };
    RouteTable::Match match = connection.state->routes.match(httpMethodFromName(method), request.path);
    if (!match.route) {
        if (match.allowed.isEmpty()) {
            deny(Error(ErrorCode::NotFound, QStringLiteral("no such path")));
        } else {
            Error error(ErrorCode::Unsupported, QStringLiteral("this method is not allowed here"));
            error.httpStatus = 405;
            deny(error);
            exchange.response.headers.push_back({ "Allow", match.allowed.join(QStringLiteral(", ")).toLatin1() });
        }
        co_return nullptr;
    }
    exchange.route = match.route;
    request.parameters = std::move(match.parameters);
    if (!match.route->policy.role)
        co_return match.route;
    const QByteArray authorization = request.header("authorization");
    if (authorization.left(7).toLower() != "bearer ") {
        deny(Error(ErrorCode::Unauthenticated, QStringLiteral("sign in first")));
        co_return nullptr;
    }
    auto future = connection.state->auth.authenticate(QString::fromLatin1(authorization.mid(7).trimmed()));
    const auto principal = co_await awaitFuture(*connection.state, std::move(future), 10s);
    if (!principal)
        deny(Error(ErrorCode::Unavailable, QStringLiteral("the session could not be checked")));
    else if (!*principal)
        deny(principal->error());
    else if ((*principal)->role < *match.route->policy.role)
        deny(Error(ErrorCode::Forbidden, QStringLiteral("your role does not allow this")));
    else if (!(*principal)->mayUse(match.route->policy.scope))
        deny(Error(ErrorCode::Forbidden, QStringLiteral("this API token is not made for that")));
    else
        request.principal = **principal;
    co_return request.principal ? match.route : nullptr;
}

/// Reads the body within the route's limit. False with a response when it must not be read; then the connection ends.
asio::awaitable<bool> readBody(
    Connection &connection, Parser &parser, const RoutePolicy &policy, Exchange &exchange, error_code &ec)
{
    const auto deny = [&](const Error &error) {
        exchange.response = HttpResponse::problem(error, exchange.request.requestId);
        exchange.keepAlive = false;
    };
    const auto length = parser.content_length();
    const bool hasBody = parser.chunked() || (length && *length > 0);
    if (hasBody && length && *length > static_cast<std::uint64_t>(policy.maxBody)) {
        deny(Error(ErrorCode::TooLarge, QStringLiteral("the request body is too large")));
        co_return false;
    }
    const QByteArray type = exchange.request.header("content-type").split(';').front().trimmed().toLower();
    if (hasBody && type != "application/json") {
        deny(Error(ErrorCode::Unsupported, QStringLiteral("a body must be application/json")));
        co_return false;
    }
    parser.body_limit(static_cast<std::uint64_t>(policy.maxBody));
    connection.stream.tcp().expires_after(connection.limits().bodyTime);
    if (hasBody && exchange.request.header("expect").toLower() == "100-continue") {
        static constexpr char go[] = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(connection.stream, asio::buffer(go, sizeof(go) - 1), intoError(ec));
        if (ec)
            co_return false;
    }
    co_await http::async_read(connection.stream, connection.buffer, parser, intoError(ec));
    if (ec) {
        deny(errorOf(ec));
        co_return false;
    }
    exchange.request.body = QByteArray::fromStdString(parser.get().body());
    co_return true;
}

asio::awaitable<void> callHandler(Connection &connection, const RouteTable::Route &route, Exchange &exchange)
{
    // Continuations may outlive this coroutine, so the handler gets a copy that cannot go away under it.
    auto future = route.handler(exchange.request);
    auto response = co_await awaitFuture(*connection.state, std::move(future), route.policy.deadline);
    if (response)
        exchange.response = std::move(*response);
    else
        exchange.response = HttpResponse::problem(
            Error(ErrorCode::Unavailable, QStringLiteral("the answer did not come in time")), exchange.request.requestId);
}

/// Waits for the first byte of a request. False when the connection is over.
asio::awaitable<bool> awaitRequest(Connection &connection)
{
    if (connection.buffer.size() > 0)
        co_return true;
    error_code ec;
    connection.stream.tcp().expires_after(connection.limits().idle);
    connection.state->idle.insert(&connection.stream);
    const auto n = co_await connection.stream.async_read_some(connection.buffer.prepare(4096), intoError(ec));
    connection.state->idle.erase(&connection.stream);
    connection.buffer.commit(n);
    co_return !ec;
}

/// Reads a request head and looks at its bytes before the parser does, which is more generous than a server behind a proxy
/// should be: what two of them read differently is how requests are smuggled.
asio::awaitable<void> readRawHead(Connection &connection, Parser &parser, error_code &ec)
{
    for (;;) {
        const auto data = connection.buffer.data();
        const QByteArrayView bytes(static_cast<const char *>(data.data()), static_cast<qsizetype>(data.size()));
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        const QByteArrayView head = end < 0 ? bytes : bytes.first(end + 4);
        if (head.size() > connection.limits().header) {
            ec = http::error::header_limit;
            co_return;
        }
        if (isOddHead(head)) {
            ec = http::error::bad_field;
            co_return;
        }
        if (end >= 0) {
            const auto used = parser.put(asio::const_buffer(head.data(), size_t(head.size())), ec);
            connection.buffer.consume(used);
            if (!ec && !parser.is_header_done())
                ec = http::error::bad_field;
            co_return;
        }
        const auto n = co_await connection.stream.async_read_some(connection.buffer.prepare(4096), intoError(ec));
        connection.buffer.commit(n);
        if (ec)
            co_return;
    }
}

enum class Next { KeepAlive, Close, Upgraded };

asio::awaitable<void> finish(Connection &connection, Exchange &exchange, error_code &ec)
{
    co_await writeAnswer(connection, exchange, ec);
    logExchange(connection, exchange);
}

asio::awaitable<Next> upgrade(Connection &connection, Parser &parser, Exchange &exchange)
{
    SocketRequest request { parser.release(), exchange.request.path, exchange.request.query, exchange.request.requestId,
        exchange.request.peer };
    co_await serveSocket(connection.state, std::move(connection.stream), std::move(request));
    co_return Next::Upgraded;
}

asio::awaitable<Next> serveRequest(Connection &connection, bool isLast)
{
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(connection.limits().header));
    // The route decides; no limit at all is one of zero in Boost 1.74.
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    Exchange exchange;
    exchange.clock.start();
    exchange.request.requestId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    exchange.request.peer = connection.peer;
    exchange.request.localPort = connection.state->config.rules.port;
    error_code ec;
    connection.stream.tcp().expires_after(connection.limits().headerTime);
    co_await readRawHead(connection, parser, ec);
    if (ec && isHangUp(ec)) {
        logHangUp(connection, exchange, ec);
        co_return Next::Close;
    }
    exchange.isEncrypted = connection.stream.isEncrypted();
    std::optional<Error> refused;
    if (ec) {
        refused = errorOf(ec);
    } else {
        const RequestHead head = headOf(parser.get());
        exchange.request.peer = clientAddress(connection.peer, head.forwarded, connection.state->config.proxies);
        refused = refusal(head, connection.state->config.rules);
    }
    if (!refused && parser.get().version() != 11)
        refused = Error(ErrorCode::InvalidArgument, QStringLiteral("HTTP/1.1 is expected"));
    if (refused) {
        exchange.response = HttpResponse::problem(*refused, exchange.request.requestId);
        // What follows on the connection cannot be trusted to be a request.
        co_await finish(connection, exchange, ec);
        co_return Next::Close;
    }
    readHead(parser.get(), exchange.request);
    exchange.headWasRead = true;
    if (websocket::is_upgrade(parser.get()) && socketKey(exchange.request.path))
        co_return co_await upgrade(connection, parser, exchange);

    exchange.keepAlive = parser.get().keep_alive() && !isLast && !connection.state->closing;
    const QByteArray method = methodName(parser.get());
    const RouteTable::Route *route = co_await admit(connection, exchange, method);
    if (!route) {
        // The body of a refused request was not read; only one without a body leaves the connection usable.
        exchange.keepAlive = exchange.keepAlive && parser.is_done();
        co_await finish(connection, exchange, ec);
        co_return exchange.keepAlive && !ec ? Next::KeepAlive : Next::Close;
    }
    const bool wasRead = co_await readBody(connection, parser, route->policy, exchange, ec);
    if (!wasRead && ec && isHangUp(ec)) {
        logHangUp(connection, exchange, ec);
        co_return Next::Close;
    }
    if (wasRead)
        co_await callHandler(connection, *route, exchange);
    co_await finish(connection, exchange, ec);
    co_return exchange.keepAlive && !ec ? Next::KeepAlive : Next::Close;
}

/// Sends FIN and reads what is left for a moment, so that the answer is not lost to a reset.
asio::awaitable<void> closeGently(Connection &connection)
{
    error_code ec;
    connection.stream.tcp().expires_after(1s);
    if (connection.stream.isEncrypted()) {
        co_await connection.stream.async_shutdown(intoError(ec));
        connection.stream.tcp().close();
        co_return;
    }
    connection.stream.tcp().socket().shutdown(tcp::socket::shutdown_send, ec);
    for (int reads = 0; reads < 64 && !ec; ++reads) {
        connection.buffer.clear();
        co_await connection.stream.async_read_some(connection.buffer.prepare(4096), intoError(ec));
    }
    connection.stream.tcp().close();
}

asio::awaitable<bool> shakeHands(Connection &connection)
{
    if (!connection.stream.isEncrypted())
        co_return true;
    error_code ec;
    connection.stream.tcp().expires_after(connection.limits().handshakeTime);
    co_await connection.stream.async_handshake(intoError(ec));
    if (ec)
        qCInfo(lcHttp).noquote().nospace()
            << "no TLS peer=" << connection.peer << " reason=" << logValue(QString::fromStdString(ec.message()));
    co_return !ec;
}

} // namespace

asio::awaitable<void> serveConnection(std::shared_ptr<EdgeState> state, tcp::socket socket, QString peer)
{
    const Presence presence(state, peer);
    Connection connection { state, EdgeStream(std::move(socket), state->tls), beast::flat_buffer(64 * 1024),
        std::move(peer) };
    const bool isOpen = co_await shakeHands(connection);
    if (!isOpen)
        co_return;
    const int most = connection.limits().requestsPerConnection;
    for (int served = 1; served <= most && !state->closing; ++served) {
        const bool isThere = co_await awaitRequest(connection);
        if (!isThere)
            break;
        const Next next = co_await serveRequest(connection, served == most);
        if (next == Next::Upgraded)
            co_return;
        if (next == Next::Close)
            break;
    }
    co_await closeGently(connection);
}

} // namespace leadline::backend
