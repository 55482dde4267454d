#include "client/live_stream.h"

#include "domain/async.h"

#include <QNetworkProxy>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <algorithm>
#include <variant>

namespace leadline::client {

using domain::Error;
using domain::ErrorCode;
using protocol::CloseCode;
using protocol::Stream;

namespace {

// Qt's own limits are 2 GiB.
constexpr quint64 kFrameLimit = 256 * 1024;
constexpr quint64 kMessageLimit = 1024 * 1024;

qint64 numberOf(const domain::LogLine &line)
{
    return line.seq;
}
qint64 numberOf(const protocol::ResultEvent &event)
{
    return event.seq;
}

bool endsForGood(ErrorCode code)
{
    return code == ErrorCode::NotFound || code == ErrorCode::Forbidden || code == ErrorCode::Gone;
}

} // namespace

LiveStream::LiveStream(ApiClient &api, const domain::TaskId &task, Stream stream, LiveStreamOptions options, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_task(task)
    , m_stream(stream)
    , m_options(options)
{
    m_decoder.setMaxThreadCount(1); // one worker keeps the order
    for (QTimer *timer : { &m_phaseTimer, &m_retryTimer, &m_stableTimer })
        timer->setSingleShot(true);
    connect(&m_phaseTimer, &QTimer::timeout, this, [this] {
        dropSocket();
        reconnectLater();
    });
    connect(&m_retryTimer, &QTimer::timeout, this, &LiveStream::locate);
    connect(&m_stableTimer, &QTimer::timeout, this, [this] { m_failures = 0; });
}

LiveStream::~LiveStream()
{
    dropSocket();
    m_decoder.waitForDone();
}

void LiveStream::start()
{
    if (m_state != State::Idle)
        return;
    m_failures = 0;
    locate();
}

void LiveStream::start(qint64 last, const QString &epoch)
{
    m_last = last;
    m_epoch = epoch;
    m_located = true;
    start();
}

void LiveStream::stop()
{
    dropSocket();
    m_retryTimer.stop();
    setState(State::Idle);
}

void LiveStream::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

/// Finds the place to begin when there is none yet: the tail before the head.
void LiveStream::locate()
{
    setState(State::Connecting);
    const quint64 attempt = ++m_attempt;
    if (m_located || m_stream == Stream::Progress)
        return askTicket();
    domain::whenDone(m_api.events(m_task, m_stream, 0, 1), this, [this, attempt](const Result<protocol::EventPage> &page) {
        if (attempt != m_attempt)
            return;
        if (!page)
            return giveUpOrWait(page.error());
        m_epoch = page->epoch;
        m_last = std::max({ qint64(0), page->head - m_options.tail, page->oldest - 1 });
        m_located = true;
        if (m_last > 0)
            Q_EMIT began(m_last + 1, page->head);
        askTicket();
    });
}

/// The ticket endpoint tells 401, 403, 404 and 429 plainly; a refused upgrade looks like a normal close in Qt 6.4.
void LiveStream::askTicket()
{
    const quint64 attempt = m_attempt;
    domain::whenDone(m_api.socketTicket(protocol::routes::socket(m_stream, m_task)), this,
        [this, attempt](const Result<protocol::WsTicket> &ticket) {
            if (attempt != m_attempt)
                return;
            if (!ticket)
                return giveUpOrWait(ticket.error());
            open(ticket->ticket);
        });
}

void LiveStream::open(const QString &ticket)
{
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setMaxAllowedIncomingFrameSize(kFrameLimit);
    m_socket->setMaxAllowedIncomingMessageSize(kMessageLimit);
    connect(m_socket.get(), &QWebSocket::connected, this, [this] { m_phaseTimer.start(m_options.helloTimeout); });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &LiveStream::received);
    // A refused upgrade fires only the error, a lost connection both; dropSocket() makes the second one silent.
    connect(m_socket.get(), &QWebSocket::disconnected, this, &LiveStream::socketClosed);
    connect(m_socket.get(), qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, &LiveStream::socketClosed);

    protocol::QueryItems query;
    if (m_stream != Stream::Progress) {
        query.append({ QStringLiteral("since"), QString::number(m_last) });
        if (!m_epoch.isEmpty())
            query.append({ QStringLiteral("epoch"), m_epoch });
    }
    QUrl url = m_api.transport().server().resolved(
        QUrl(protocol::withQuery(protocol::routes::socket(m_stream, m_task), query), QUrl::StrictMode));
    url.setScheme(url.scheme() == u"https" ? QStringLiteral("wss") : QStringLiteral("ws"));
    QWebSocketHandshakeOptions handshake;
    handshake.setSubprotocols(
        { QString::fromLatin1(protocol::kStreamProtocol), QString::fromLatin1(protocol::kTicketProtocolPrefix) + ticket });
    m_phaseTimer.start(m_options.connectTimeout);
    m_socket->open(url, handshake);
}

void LiveStream::socketClosed()
{
    // Behind the frames that are still being decoded: what arrived before the end counts.
    m_decoder.start([this, attempt = m_attempt, code = quint16(m_socket->closeCode())] {
        QMetaObject::invokeMethod(
            this,
            [this, attempt, code] {
                if (attempt == m_attempt)
                    ended(code);
            },
            Qt::QueuedConnection);
    });
}

void LiveStream::ended(quint16 code)
{
    dropSocket();
    switch (CloseCode(code)) {
    case CloseCode::NotAllowed:
        return closeForGood(Error(ErrorCode::Forbidden, QStringLiteral("the stream may not be read")));
    case CloseCode::NoSuchTask:
        return closeForGood(Error(ErrorCode::NotFound, QStringLiteral("there is no such task")));
    case CloseCode::EpochChanged:
        forget();
        Q_EMIT reset();
        break;
    case CloseCode::TooManyConnections:
        m_failures = std::max(m_failures, 6); // wait long
        break;
    default:
        break;
    }
    reconnectLater();
}

void LiveStream::dropSocket()
{
    ++m_attempt;
    m_phaseTimer.stop();
    m_stableTimer.stop();
    m_fetching = false;
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket.release()->deleteLater(); // we may be inside one of its signals
    }
}

void LiveStream::reconnectLater()
{
    const milliseconds delay
        = fullJitter(m_failures++, m_options.backoffBase, m_options.backoffCap, m_api.transport().random());
    setState(State::Waiting);
    m_retryTimer.start(delay);
    Q_EMIT waiting(delay);
}

void LiveStream::giveUpOrWait(const Error &error)
{
    if (endsForGood(error.code()))
        return closeForGood(error);
    dropSocket();
    reconnectLater();
}

void LiveStream::closeForGood(const Error &error)
{
    dropSocket();
    setState(State::Closed);
    Q_EMIT closed(error);
}

void LiveStream::received(const QString &text)
{
    m_phaseTimer.start(m_options.silence);
    m_decoder.start([this, attempt = m_attempt, bytes = text.toUtf8()] {
        auto frame = protocol::frameFromBytes(bytes);
        QMetaObject::invokeMethod(
            this,
            [this, attempt, frame = std::move(frame)] {
                if (attempt != m_attempt)
                    return;
                if (frame)
                    return handle(*frame);
                dropSocket(); // a server that breaks the protocol is treated like a lost one
                reconnectLater();
            },
            Qt::QueuedConnection);
    });
}

void LiveStream::handle(const protocol::StreamFrame &frame)
{
    if (const auto *hello = std::get_if<protocol::Hello>(&frame))
        return handleHello(*hello);
    if (m_state != State::Live)
        return;
    if (const auto *lines = std::get_if<protocol::LogBatch>(&frame))
        take(lines->items);
    else if (const auto *found = std::get_if<protocol::ResultBatch>(&frame))
        take(found->items);
    else if (const auto *state = std::get_if<domain::TaskProgress>(&frame))
        Q_EMIT progress(*state);
    else if (const auto *event = std::get_if<protocol::Lifecycle>(&frame))
        Q_EMIT lifecycle(*event);
    else if (const auto *lost = std::get_if<protocol::Gap>(&frame))
        skipTo(lost->to + 1);
    else if (const auto *beat = std::get_if<protocol::Heartbeat>(&frame))
        fillHole(beat->head);
    else if (std::holds_alternative<protocol::AuthExpiring>(frame))
        sendFreshToken();
}

void LiveStream::handleHello(const protocol::Hello &hello)
{
    const bool otherEpoch = !m_epoch.isEmpty() && hello.epoch != m_epoch;
    if (m_stream != Stream::Progress && (otherEpoch || hello.resume == protocol::ResumeAnswer::Reset)) {
        dropSocket();
        forget();
        Q_EMIT reset();
        return locate();
    }
    m_epoch = hello.epoch;
    m_holeEnd = 0;
    m_stableTimer.start(m_options.stableAfter);
    m_phaseTimer.start(m_options.silence);
    setState(State::Live);
}

void LiveStream::forget()
{
    m_located = false;
    m_last = 0;
    m_epoch.clear();
    m_holeEnd = 0;
}

void LiveStream::beginAnew()
{
    forget();
    if (m_state == State::Idle || m_state == State::Closed)
        return;
    dropSocket();
    m_retryTimer.stop();
    locate();
}

/// n = last+1 apply; n ≤ last ignore; n > last+1 fetch what is between, drop the rest: the fetch brings it too.
template<typename Item> void LiveStream::take(const std::vector<Item> &items)
{
    std::vector<Item> fresh;
    for (const Item &item : items) {
        const qint64 number = numberOf(item);
        if (number <= m_last)
            continue;
        if (number > m_last + 1) {
            fillHole(numberOf(items.back()));
            break;
        }
        m_last = number;
        fresh.push_back(item);
    }
    if (fresh.empty())
        return;
    if constexpr (std::is_same_v<Item, domain::LogLine>)
        Q_EMIT logs(fresh);
    else
        Q_EMIT results(fresh);
}

void LiveStream::fillHole(qint64 upTo)
{
    if (m_stream == Stream::Progress || upTo <= m_last)
        return;
    m_holeEnd = std::max(m_holeEnd, upTo);
    if (!m_fetching)
        fetchHole();
}

void LiveStream::fetchHole()
{
    m_fetching = true;
    domain::whenDone(m_api.events(m_task, m_stream, m_last, m_options.holePage), this,
        [this, attempt = m_attempt](const Result<protocol::EventPage> &page) {
            if (attempt == m_attempt)
                fetched(page);
        });
}

void LiveStream::fetched(const Result<protocol::EventPage> &page)
{
    if (!page)
        return giveUpOrWait(page.error());
    if (page->epoch != m_epoch) {
        dropSocket();
        forget();
        Q_EMIT reset();
        return locate();
    }
    if (page->oldest > m_last + 1)
        skipTo(page->oldest);
    const qint64 before = m_last;
    if (m_stream == Stream::Logs)
        take(page->logs);
    else
        take(page->results);
    // m_fetching stays set up to here, so that a page that does not help cannot start the next fetch; the heartbeat does.
    m_fetching = false;
    if (m_last > before && m_last < m_holeEnd)
        fetchHole();
}

void LiveStream::poll()
{
    if (m_state != State::Waiting || !m_located || m_fetching || m_stream == Stream::Progress)
        return;
    m_fetching = true;
    domain::whenDone(m_api.events(m_task, m_stream, m_last, m_options.holePage), this,
        [this, attempt = m_attempt](const Result<protocol::EventPage> &page) {
            if (attempt != m_attempt)
                return;
            if (page && page->epoch == m_epoch)
                return fetched(page);
            m_fetching = false; // the next connection attempt will tell what is wrong
        });
}

void LiveStream::skipTo(qint64 first)
{
    if (first <= m_last + 1)
        return;
    Q_EMIT gap(m_last + 1, first - 1);
    m_last = first - 1;
}

void LiveStream::sendFreshToken()
{
    TokenSource *tokens = m_api.transport().tokenSource();
    if (!tokens)
        return;
    domain::whenDone(tokens->accessToken(), this, [this, attempt = m_attempt](const Result<QByteArray> &token) {
        if (token && m_socket && attempt == m_attempt)
            m_socket->sendTextMessage(QString::fromUtf8(protocol::authFrame(QString::fromLatin1(*token))));
    });
}

} // namespace leadline::client
