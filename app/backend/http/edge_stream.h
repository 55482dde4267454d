#pragma once

// Private to the network edge, like edge.h.

#include <utility> // before Asio: Boost 1.74 forgets it, which GCC 12 notices

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <cstdint>
#include <limits>
#include <memory>

namespace leadline::backend {

/// Counts the bytes that went to the kernel, so that a slow reader can be told from one that stands still.
class WriteMeter
{
public:
    [[nodiscard]] std::uint64_t written() const { return m_written; }

private:
    friend class boost::beast::rate_policy_access;
    static constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] std::size_t available_read_bytes() const noexcept { return kNoLimit; }
    [[nodiscard]] std::size_t available_write_bytes() const noexcept { return kNoLimit; }
    void transfer_read_bytes(std::size_t) noexcept { }
    void transfer_write_bytes(std::size_t n) noexcept { m_written += n; }
    void on_timer() noexcept { }

    std::uint64_t m_written = 0;
};

using TcpLayer = boost::beast::basic_stream<boost::asio::ip::tcp, boost::asio::any_io_executor, WriteMeter>;
using TlsContext = boost::asio::ssl::context;

/// One accepted connection, with or without TLS. Movable; what it is made of stays where it is. Deadlines are those of
/// tcp().
class EdgeStream
{
public:
    using executor_type = TcpLayer::executor_type;
    using next_layer_type = TcpLayer;

    /// Plain when `tls` is null.
    EdgeStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<TlsContext> tls)
        : m_context(std::move(tls))
        , m_tcp(std::make_unique<TcpLayer>(std::move(socket)))
    {
        if (m_context)
            m_tls = std::make_unique<TlsLayer>(*m_tcp, *m_context);
    }

    [[nodiscard]] executor_type get_executor() noexcept { return m_tcp->get_executor(); }
    [[nodiscard]] TcpLayer &next_layer() noexcept { return *m_tcp; }
    [[nodiscard]] const TcpLayer &next_layer() const noexcept { return *m_tcp; }
    [[nodiscard]] TcpLayer &tcp() noexcept { return *m_tcp; }
    [[nodiscard]] bool isEncrypted() const { return m_tls != nullptr; }

    template<typename Buffers, typename Token> auto async_read_some(const Buffers &buffers, Token &&token)
    {
        if (m_tls)
            return m_tls->async_read_some(buffers, std::forward<Token>(token));
        return m_tcp->async_read_some(buffers, std::forward<Token>(token));
    }
    template<typename Buffers, typename Token> auto async_write_some(const Buffers &buffers, Token &&token)
    {
        if (m_tls)
            return m_tls->async_write_some(buffers, std::forward<Token>(token));
        return m_tcp->async_write_some(buffers, std::forward<Token>(token));
    }
    /// Only when isEncrypted().
    template<typename Token> auto async_handshake(Token &&token)
    {
        return m_tls->next_layer().async_handshake(boost::asio::ssl::stream_base::server, std::forward<Token>(token));
    }
    template<typename Token> auto async_shutdown(Token &&token)
    {
        return m_tls->next_layer().async_shutdown(std::forward<Token>(token));
    }

private:
    // Without the flat stream every buffer of a sequence would become a TLS record of its own.
    using TlsLayer = boost::beast::flat_stream<boost::asio::ssl::stream<TcpLayer &>>;

    std::shared_ptr<TlsContext> m_context; ///< outlives a reload of the files
    std::unique_ptr<TcpLayer> m_tcp;
    std::unique_ptr<TlsLayer> m_tls;
};

// Beast looks these up for the layer under a WebSocket.

inline void teardown(boost::beast::role_type role, EdgeStream &stream, boost::beast::error_code &ec)
{
    boost::beast::websocket::teardown(role, stream.tcp().socket(), ec);
}

template<typename Handler> void async_teardown(boost::beast::role_type role, EdgeStream &stream, Handler &&handler)
{
    if (stream.isEncrypted())
        stream.async_shutdown(std::forward<Handler>(handler));
    else
        boost::beast::websocket::async_teardown(role, stream.tcp().socket(), std::forward<Handler>(handler));
}

} // namespace leadline::backend
