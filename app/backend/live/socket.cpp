#include "backend/http/edge.h"

#include "protocol/problem.h"

#include <deque>

namespace leadline::backend {

using namespace std::chrono_literals;
using protocol::CloseCode;
using protocol::Dialect;
using protocol::Stream;

namespace {

using Socket = websocket::stream<EdgeStream>;

QList<QByteArray> offeredProtocols(const http::request<http::string_body> &request)
{
    QList<QByteArray> offered;
    const auto range = request.equal_range(http::field::sec_websocket_protocol);
    for (auto it = range.first; it != range.second; ++it) {
        for (const QByteArray &name : toBytes(it->value()).split(','))
            offered.append(name.trimmed());
    }
    return offered;
}

/// One live stream: a cursor over the rows of one (task, stream). The writing coroutine owns the connection; the reading one
/// only leaves it messages. Both live in the network thread, so plain members are enough.
class LiveSocket final : public LiveListener, public std::enable_shared_from_this<LiveSocket>
{
public:
    LiveSocket(std::shared_ptr<EdgeState> state, EdgeStream stream, SocketRequest request, LiveHub::Key key)
        : m_state(std::move(state))
        , m_hub(m_state->hub)
        , m_limits(m_hub.limits())
        , m_request(std::move(request))
        , m_key(std::move(key))
        , m_socket(std::move(stream))
        , m_bell(m_socket.get_executor())
    { }
    ~LiveSocket() override { m_hub.leave(this); }

    asio::awaitable<void> run();

    void ring() override
    {
        m_hasNews = true;
        m_bell.cancel();
    }
    void end(CloseCode code) override
    {
        if (!m_closeCode)
            m_closeCode = code;
        m_bell.cancel();
    }

private:
    asio::awaitable<std::optional<Principal>> authenticate();
    asio::awaitable<bool> accept();
    asio::awaitable<bool> greet();
    asio::awaitable<void> pump();
    asio::awaitable<void> sendBatch(EventBatch batch, bool &sent);
    asio::awaitable<bool> send(QByteArray frame);
    void watchProgress(asio::steady_timer &timer);
    asio::awaitable<void> rest(std::chrono::milliseconds time);
    asio::awaitable<void> watchTime();
    asio::awaitable<void> watchSession();
    asio::awaitable<void> listen();
    asio::awaitable<void> obey(QByteArray text);
    asio::awaitable<void> close();
    asio::awaitable<std::optional<EventBatch>> read(qint64 since, int limit);

    struct Rate
    {
        std::chrono::steady_clock::time_point start {};
        int frames = 0;
    };
    [[nodiscard]] bool isTooNoisy(Rate &rate);

    [[nodiscard]] CloseCode signInCode() const
    {
        return m_dialect == Dialect::V1 ? CloseCode::SignInAgain : CloseCode::Policy;
    }

    std::shared_ptr<EdgeState> m_state;
    LiveHub &m_hub;
    const LiveLimits m_limits;
    SocketRequest m_request;
    const LiveHub::Key m_key;
    Socket m_socket;
    asio::steady_timer m_bell;
    Dialect m_dialect = Dialect::Legacy;
    Principal m_principal;
    std::deque<QByteArray> m_replies; ///< bounded by the client's message rate
    std::optional<CloseCode> m_closeCode;
    std::optional<domain::TaskState> m_lastState;
    QString m_epoch; ///< of the store that m_cursor counts in
    qint64 m_cursor = 0;
    qint64 m_head = 0;
    bool m_hasNews = true;
    bool m_isBroken = false;
    bool m_warned = false;
    std::chrono::milliseconds m_lastSent { 0 };
    std::chrono::milliseconds m_lastCheck { 0 };
    Rate m_pings;
};

asio::awaitable<std::optional<Principal>> LiveSocket::authenticate()
{
    const auto checkToken = [this](const QString &token) { return m_state->auth.authenticate(token); };
    const QByteArray authorization = toBytes(m_request.request[http::field::authorization]);
    QString token;
    QString ticket;
    if (authorization.left(7).toLower() == "bearer ") {
        token = QString::fromLatin1(authorization.mid(7).trimmed());
    } else {
        for (const QByteArray &name : offeredProtocols(m_request.request)) {
            if (name.startsWith(protocol::kTicketProtocolPrefix))
                ticket = QString::fromLatin1(name.mid(qstrlen(protocol::kTicketProtocolPrefix)));
        }
        if (ticket.isEmpty())
            ticket = protocol::queryValue(m_request.query, u"ticket");
        if (ticket.isEmpty() && m_state->config.tokenInQuery)
            token = protocol::queryValue(m_request.query, u"token");
    }
    if (!ticket.isEmpty()) {
        const auto redeemed = co_await awaitFuture(*m_state, m_state->auth.redeemTicket(ticket, m_request.path), 10s);
        co_return redeemed &&*redeemed ? std::optional(**redeemed) : std::nullopt;
    }
    if (token.isEmpty())
        co_return std::nullopt;
    const auto principal = co_await awaitFuture(*m_state, checkToken(token), 10s);
    co_return principal &&*principal ? std::optional(**principal) : std::nullopt;
}

asio::awaitable<bool> LiveSocket::accept()
{
    QByteArray chosen;
    for (const QByteArray &name : offeredProtocols(m_request.request)) {
        if (name == protocol::kStreamProtocol) {
            m_dialect = Dialect::V1;
            chosen = name;
        } else if (chosen.isEmpty() && name.startsWith(protocol::kTicketProtocolPrefix)) {
            chosen = name; // a browser gives up unless one of its offers is taken
        }
    }
    websocket::stream_base::timeout times {};
    times.handshake_timeout = m_state->config.limits.handshakeTime;
    times.idle_timeout = 2 * m_limits.silence; // a ping goes out after half of it
    times.keep_alive_pings = true;
    m_socket.set_option(times);
    m_socket.set_option(websocket::stream_base::decorator([chosen](websocket::response_type &response) {
        response.set(http::field::server, "Leadline");
        if (!chosen.isEmpty())
            response.set(http::field::sec_websocket_protocol, chosen.toStdString());
    }));
    m_socket.control_callback([this](websocket::frame_type kind, beast::string_view) {
        if (kind != websocket::frame_type::close && isTooNoisy(m_pings))
            m_bell.cancel();
    });
    m_socket.read_message_max(static_cast<std::size_t>(m_limits.clientFrame));
    m_socket.auto_fragment(false);
    beast::get_lowest_layer(m_socket).expires_never();
    error_code ec;
    co_await m_socket.async_accept(m_request.request, intoError(ec));
    m_socket.text(true);
    co_return !ec;
}

asio::awaitable<std::optional<EventBatch>> LiveSocket::read(qint64 since, int limit)
{
    const EventQuery query { m_key.task, m_key.stream, since, limit, reachOf(m_principal) };
    auto batch = co_await awaitFuture(*m_state, m_hub.reader()(query), 30s);
    if (batch && *batch)
        co_return std::move(**batch);
    const bool isMissing = batch && batch->error().code() == ErrorCode::NotFound;
    const CloseCode missing = m_dialect == Dialect::V1 ? CloseCode::NoSuchTask : CloseCode::Policy;
    end(isMissing ? missing : CloseCode::TryLater);
    co_return std::nullopt;
}

/// Decides where the cursor starts and says so (protocol/stream.h).
asio::awaitable<bool> LiveSocket::greet()
{
    const QString since = protocol::queryValue(m_request.query, u"since");
    bool isNumber = false;
    const qint64 position = since.toLongLong(&isNumber);
    const auto batch = co_await read(isNumber && position >= 0 ? position : std::numeric_limits<qint64>::max(), 1);
    if (!batch)
        co_return false;
    m_head = batch->head;
    m_epoch = batch->epoch;
    protocol::Hello hello { m_epoch, batch->head, batch->oldest, protocol::ResumeAnswer::Ok };
    std::optional<protocol::Gap> gap;
    const bool isState = m_key.stream == Stream::Progress;
    m_cursor = isState ? 0 : batch->head; // the newest state is always news
    if (isNumber) {
        const QString epoch = protocol::queryValue(m_request.query, u"epoch");
        const bool isOurs = epoch.isEmpty() || epoch == m_epoch;
        if (!isOurs || position < 0 || position > batch->head) {
            hello.resume = protocol::ResumeAnswer::Reset;
        } else if (!isState && position < batch->head && batch->oldest > position + 1) {
            hello.resume = protocol::ResumeAnswer::Gap;
            gap = protocol::Gap { position + 1, batch->oldest - 1 };
            m_cursor = batch->oldest - 1;
        } else if (!isState) {
            m_cursor = position;
        }
    }
    bool isOk = co_await send(protocol::helloFrame(hello));
    if (isOk && gap)
        isOk = co_await send(protocol::gapFrame(*gap));
    co_return isOk;
}

/// Writes one frame. The socket is given up when that makes no progress within the stall limit: a reader that slow resumes
/// from its number later.
asio::awaitable<bool> LiveSocket::send(QByteArray frame)
{
    if (m_isBroken)
        co_return false;
    asio::steady_timer stalled(m_socket.get_executor());
    watchProgress(stalled);
    error_code ec;
    co_await m_socket.async_write(asio::const_buffer(frame.constData(), size_t(frame.size())), intoError(ec));
    if (ec)
        m_isBroken = true;
    m_lastSent = m_hub.clock().sinceBoot();
    co_return !m_isBroken;
}

/// A reader that takes nothing for the stall limit is told to resume later: 4008 follows the frame that is being written, so
/// it can be decoded once the reader wakes up. One that sleeps for as long again is cut off.
void LiveSocket::watchProgress(asio::steady_timer &timer)
{
    const auto written = beast::get_lowest_layer(m_socket).rate_policy().written();
    const std::weak_ptr<LiveSocket> self = weak_from_this();
    timer.expires_after(m_limits.stall);
    timer.async_wait([self, written, &timer](error_code ec) {
        const auto socket = self.lock();
        if (ec || !socket)
            return;
        TcpLayer &tcp = beast::get_lowest_layer(socket->m_socket);
        const bool isMoving = tcp.rate_policy().written() != written;
        if (!isMoving && socket->m_closeCode == CloseCode::SlowReader) {
            socket->m_isBroken = true;
            tcp.close();
            return;
        }
        if (!isMoving) {
            qCInfo(lcHttp) << "socket closes: slow reader" << static_cast<int>(CloseCode::SlowReader);
            socket->end(CloseCode::SlowReader);
        }
        socket->watchProgress(timer);
    });
}

asio::awaitable<void> LiveSocket::rest(std::chrono::milliseconds time)
{
    error_code ec;
    m_bell.expires_after(time);
    co_await m_bell.async_wait(intoError(ec));
}

/// Sends rows in frames that stay within the window, so that at most one window of bytes waits per connection.
asio::awaitable<void> LiveSocket::sendBatch(EventBatch batch, bool &sent)
{
    if (m_key.stream != Stream::Progress && batch.oldest > m_cursor + 1) {
        const bool isOk = co_await send(protocol::gapFrame({ m_cursor + 1, batch.oldest - 1 }));
        if (!isOk)
            co_return;
        m_cursor = batch.oldest - 1;
    }
    m_head = batch.head;
    std::vector<QByteArray> frames;
    if (!batch.logs.empty()) {
        m_cursor = batch.logs.back().seq;
        frames = protocol::logFrames(batch.logs, m_dialect);
    } else if (!batch.results.empty()) {
        m_cursor = batch.results.back().seq;
        frames = protocol::resultFrames(batch.results, m_dialect);
    } else if (batch.progress) {
        m_cursor = batch.progress->seq;
        frames.push_back(protocol::progressFrame(*batch.progress, m_dialect));
        if (m_lastState && *m_lastState != batch.progress->state) {
            frames.push_back(protocol::lifecycleFrame(
                { batch.progress->seq, batch.progress->state, batch.progress->stateReason, batch.progress->counters }));
        }
        m_lastState = batch.progress->state;
    }
    sent = !frames.empty();
    for (QByteArray &frame : frames) {
        const bool isOk = co_await send(std::move(frame));
        if (!isOk || m_closeCode)
            co_return;
    }
}

/// Warns before the access token ends and closes after it did.
asio::awaitable<void> LiveSocket::watchTime()
{
    const auto left = m_principal.expiresAt - m_hub.clock().now();
    if (left <= 0ms) {
        end(signInCode());
        co_return;
    }
    if (left <= m_limits.warnBefore && !m_warned && m_dialect == Dialect::V1) {
        m_warned = true;
        (void)co_await send(protocol::authExpiringFrame(std::chrono::duration_cast<std::chrono::seconds>(left)));
    }
    if (m_hub.clock().sinceBoot() - m_lastSent >= m_limits.silence && m_dialect == Dialect::V1)
        (void)co_await send(protocol::heartbeatFrame({ m_head }));
}

/// Ends the socket soon after its session ended, wherever that happened. A store that does not answer ends nothing: rows
/// come from the same one.
asio::awaitable<void> LiveSocket::watchSession()
{
    const auto now = m_hub.clock().sinceBoot();
    if (now - m_lastCheck < m_limits.recheck || m_closeCode || m_isBroken)
        co_return;
    m_lastCheck = now;
    const auto current = co_await awaitFuture(*m_state, m_state->auth.recheck(m_principal), 10s);
    if (!current)
        co_return;
    if (*current) {
        m_principal.role = (*current)->role;
        m_hasNews = true; // nobody rings here for what another daemon stored
    } else if (current->error().code() == ErrorCode::Unauthenticated) {
        end(signInCode());
    }
}

asio::awaitable<void> LiveSocket::pump()
{
    while (!m_isBroken && !m_closeCode) {
        while (!m_replies.empty() && !m_isBroken) {
            QByteArray reply = std::move(m_replies.front());
            m_replies.pop_front();
            (void)co_await send(std::move(reply));
        }
        bool sent = false;
        if (m_hasNews) {
            m_hasNews = false;
            auto batch = co_await read(m_cursor, m_limits.batchRows);
            if (!batch)
                break;
            if (batch->epoch != m_epoch) { // put back from a backup: its numbers are not ours
                end(m_dialect == Dialect::V1 ? CloseCode::EpochChanged : CloseCode::Restart);
                break;
            }
            co_await sendBatch(std::move(*batch), sent);
        }
        if (sent)
            m_hasNews = true; // there may be more than one batch
        co_await watchTime();
        co_await watchSession();
        if (m_isBroken || m_closeCode)
            break;
        if (m_hasNews && m_replies.empty()) {
            // Rows that are written while we rest travel together.
            asio::steady_timer pace(m_socket.get_executor(), m_limits.pace);
            error_code ec;
            co_await pace.async_wait(intoError(ec));
        } else if (m_replies.empty()) {
            co_await rest(std::min<std::chrono::milliseconds>(m_limits.silence, 1s));
        }
    }
}

asio::awaitable<void> LiveSocket::obey(QByteArray text)
{
    if (text == "ping") {
        m_replies.push_back(protocol::pongFrame());
        m_bell.cancel();
        co_return;
    }
    const auto token = protocol::tokenFromAuthFrame(text);
    if (!token)
        co_return;
    const auto principal = co_await awaitFuture(*m_state, m_state->auth.authenticate(*token), 10s);
    const bool isSame = principal && *principal && (*principal)->user == m_principal.user;
    if (!isSame) {
        end(signInCode());
        co_return;
    }
    m_principal = **principal;
    m_hub.reseat(this, m_principal.session);
    m_warned = false;
}

/// Counts what the client sends; true when it is too much.
bool LiveSocket::isTooNoisy(Rate &rate)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - rate.start >= 1s)
        rate = { now, 0 };
    if (++rate.frames <= m_limits.clientFramesPerSecond)
        return false;
    end(CloseCode::Policy);
    return true;
}

/// Reads what the client says until it goes away.
asio::awaitable<void> LiveSocket::listen()
{
    beast::flat_buffer buffer;
    Rate messages;
    error_code ec;
    while (!m_isBroken) {
        buffer.clear();
        co_await m_socket.async_read(buffer, intoError(ec));
        if (ec)
            break;
        if (isTooNoisy(messages))
            co_return;
        const auto data = buffer.data();
        co_await obey(QByteArray(static_cast<const char *>(data.data()), static_cast<qsizetype>(data.size())));
    }
    m_isBroken = true;
    m_bell.cancel();
}

asio::awaitable<void> LiveSocket::close()
{
    if (m_isBroken || !m_closeCode)
        co_return;
    error_code ec;
    co_await m_socket.async_close(websocket::close_reason(static_cast<std::uint16_t>(*m_closeCode)), intoError(ec));
}

asio::awaitable<void> LiveSocket::run()
{
    const auto self = shared_from_this();
    const auto principal = co_await authenticate();
    const bool isOpen = co_await accept();
    if (!isOpen)
        co_return;
    if (!principal) {
        end(signInCode());
    } else {
        m_principal = *principal;
        m_lastCheck = m_hub.clock().sinceBoot();
        if (!m_principal.mayUse(protocol::Scope::Read))
            end(m_dialect == Dialect::V1 ? CloseCode::NotAllowed : CloseCode::Policy);
        else if (!m_hub.join(this, { m_key, m_principal.user.toString(), m_principal.session }))
            end(CloseCode::TooManyConnections);
    }
    qCInfo(lcHttp).noquote().nospace() << "socket id=" << m_request.requestId << " peer=" << m_request.peer
                                       << " path=" << m_request.path
                                       << " close=" << (m_closeCode ? static_cast<int>(*m_closeCode) : 0);
    if (!m_closeCode) {
        asio::co_spawn(
            m_socket.get_executor(), [self]() -> asio::awaitable<void> { co_await self->listen(); }, asio::detached);
        const bool isGreeted = co_await greet();
        if (isGreeted)
            co_await pump();
    }
    co_await close();
    m_isBroken = true;
    beast::get_lowest_layer(m_socket).close();
}

} // namespace

std::optional<LiveHub::Key> socketKey(const QString &path)
{
    QStringView rest = path;
    if (rest.startsWith(u"/api/scraper"))
        rest = rest.mid(12);
    const auto parts = rest.split(u'/');
    if (parts.size() != 4 || !parts[0].isEmpty() || parts[1] != u"ws")
        return std::nullopt;
    const auto stream = protocol::streamFromSlug(parts[2]);
    const auto task = domain::TaskId::fromString(parts[3]);
    if (!stream || !task)
        return std::nullopt;
    return LiveHub::Key { *task, *stream };
}

asio::awaitable<void> serveSocket(std::shared_ptr<EdgeState> state, EdgeStream stream, SocketRequest request)
{
    const auto key = socketKey(request.path);
    if (!key)
        co_return;
    const auto socket = std::make_shared<LiveSocket>(std::move(state), std::move(stream), std::move(request), *key);
    co_await socket->run();
}

} // namespace leadline::backend
