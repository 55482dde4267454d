#include "backend/demo/demo_site_server.h"

#include <utility> // Boost 1.74's awaitable needs it and does not include it

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <thread>

namespace leadline::backend {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr std::uint32_t kHeadLimit = 16 * 1024;
constexpr int kMaxConnections = 512;
constexpr std::chrono::seconds kIdleLimit { 30 };
constexpr std::chrono::milliseconds kAcceptPause { 50 };

using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

QByteArrayView view(beast::string_view text)
{
    return { text.data(), qsizetype(text.size()) };
}

Response toResponse(const Request &request, const DemoAnswer &answer)
{
    Response response(http::status(answer.status), request.version());
    response.set(http::field::server, "leadline-demo");
    response.set(http::field::content_type, answer.contentType.toStdString());
    if (!answer.location.isEmpty())
        response.set(http::field::location, answer.location.toStdString());
    response.keep_alive(request.keep_alive());
    response.content_length(std::uint64_t(answer.body.size()));
    if (request.method() != http::verb::head)
        response.body() = answer.body.toStdString();
    return response;
}

} // namespace

class DemoSiteServer::Private
{
public:
    explicit Private(DemoSite demoSite)
        : site(std::move(demoSite))
        , acceptor(context)
    { }

    asio::awaitable<void> acceptAll();
    asio::awaitable<void> serve(tcp::socket socket);

    const DemoSite site;
    asio::io_context context { 1 };
    tcp::acceptor acceptor;
    quint16 port = 0;
    int connections = 0; ///< only touched by the thread
    std::atomic<quint64> requests { 0 };
    std::thread thread;
};

asio::awaitable<void> DemoSiteServer::Private::acceptAll()
{
    asio::steady_timer pause(context);
    for (;;) {
        boost::system::error_code error;
        tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::operation_aborted)
            co_return;
        if (error || connections >= kMaxConnections) {
            // Out of descriptors or of places: let some connections end before the next is taken.
            pause.expires_after(kAcceptPause);
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        asio::co_spawn(context, serve(std::move(socket)), asio::detached);
    }
}

asio::awaitable<void> DemoSiteServer::Private::serve(tcp::socket socket)
{
    ++connections;
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer(kHeadLimit);
    for (;;) {
        boost::system::error_code error;
        http::request_parser<http::empty_body> parser;
        parser.header_limit(kHeadLimit);
        stream.expires_after(kIdleLimit);
        co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error)
            break;
        const Request request = parser.release();
        DemoAnswer answer;
        if (request.method() == http::verb::get || request.method() == http::verb::head) {
            answer = site.answer(view(request[http::field::host]), view(request.target()));
        } else {
            answer.status = 405;
            answer.contentType = QByteArrayLiteral("text/plain; charset=utf-8");
        }
        if (answer.delay.count() > 0) {
            asio::steady_timer slow(context, answer.delay);
            co_await slow.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
        const Response response = toResponse(request, answer);
        http::response_serializer<http::string_body> serializer { response };
        stream.expires_after(kIdleLimit);
        requests.fetch_add(1, std::memory_order_relaxed);
        if (request.method() == http::verb::head)
            co_await http::async_write_header(stream, serializer, asio::redirect_error(asio::use_awaitable, error));
        else
            co_await http::async_write(stream, serializer, asio::redirect_error(asio::use_awaitable, error));
        if (error || !response.keep_alive())
            break;
    }
    boost::system::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    --connections;
}

Result<std::unique_ptr<DemoSiteServer>> DemoSiteServer::start()
{
    Result<DemoSite> site = DemoSite::load();
    if (!site)
        return failure(std::move(site).error());
    return start(std::move(*site));
}

Result<std::unique_ptr<DemoSiteServer>> DemoSiteServer::start(DemoSite site)
{
    auto p = std::make_unique<Private>(std::move(site));
    const tcp::endpoint loopback(asio::ip::address_v4::loopback(), 0);
    boost::system::error_code error;
    p->acceptor.open(loopback.protocol(), error);
    if (!error)
        p->acceptor.bind(loopback, error);
    if (!error)
        p->acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error)
        p->port = p->acceptor.local_endpoint(error).port();
    if (error)
        return failure(
            ErrorCode::Io, QStringLiteral("the demo site cannot listen: ") + QString::fromStdString(error.message()));
    Private *raw = p.get();
    asio::co_spawn(raw->context, raw->acceptAll(), asio::detached);
    p->thread = std::thread([raw] { raw->context.run(); });
    return std::unique_ptr<DemoSiteServer>(new DemoSiteServer(std::move(p)));
}

DemoSiteServer::DemoSiteServer(std::unique_ptr<Private> p)
    : d(std::move(p))
{ }

DemoSiteServer::~DemoSiteServer()
{
    d->context.stop();
    d->thread.join();
}

quint16 DemoSiteServer::port() const
{
    return d->port;
}

QStringList DemoSiteServer::seeds() const
{
    return d->site.seeds();
}

const std::vector<protocol::DemoGroup> &DemoSiteServer::groups() const
{
    return d->site.groups();
}

std::vector<crawl::HostMapping> DemoSiteServer::hostMap() const
{
    return { { "*.example", "127.0.0.1", d->port } };
}

quint64 DemoSiteServer::requests() const
{
    return d->requests.load(std::memory_order_relaxed);
}

} // namespace leadline::backend
