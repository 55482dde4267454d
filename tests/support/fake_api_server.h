#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace leadline::tests {

struct FakeRequest
{
    QByteArray verb;
    QString path;
    QUrlQuery query;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] QByteArray bearer() const
    {
        const QByteArray value = headers.value("authorization");
        return value.startsWith("Bearer ") ? value.mid(7) : QByteArray();
    }
};

struct FakeAnswer
{
    enum class Fault { None, Hang, Drop, EndlessHeaders, HalfBody };

    int status = 200;
    QByteArray body = "{}";
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    Fault fault = Fault::None;
    int delayMs = 0;

    static FakeAnswer json(const QByteArray &text, int status = 200)
    {
        FakeAnswer answer;
        answer.status = status;
        answer.body = text;
        answer.headers.emplace_back("Content-Type", "application/json");
        return answer;
    }
    static FakeAnswer problem(int status, const QByteArray &code)
    {
        FakeAnswer answer;
        answer.status = status;
        answer.body = "{\"code\":\"" + code + "\",\"detail\":\"scripted\",\"status\":" + QByteArray::number(status) + "}";
        answer.headers.emplace_back("Content-Type", "application/problem+json");
        return answer;
    }
    static FakeAnswer broken(Fault fault)
    {
        FakeAnswer answer;
        answer.fault = fault;
        return answer;
    }
};

/// A scripted HTTP/1.1 and WebSocket server on port 0 of loopback, in the test's own thread. `script` answers requests;
/// sockets below /ws/ are upgraded (unless `refuseUpgrades`) and given to `onSocket`.
class FakeApiServer : public QObject
{
public:
    FakeApiServer()
        : m_sockets(QStringLiteral("fake"), QWebSocketServer::NonSecureMode)
    {
        m_sockets.setSupportedSubprotocols({ QStringLiteral("leadline.v1") });
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                ++connections;
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
        connect(&m_sockets, &QWebSocketServer::newConnection, this, [this] {
            while (QWebSocket *socket = m_sockets.nextPendingConnection()) {
                socket->setParent(this);
                live.append(socket);
                if (onSocket)
                    onSocket(socket);
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort())); }
    [[nodiscard]] int countOf(const QString &path) const
    {
        return int(std::count_if(requests.begin(), requests.end(), [&](const FakeRequest &r) { return r.path == path; }));
    }

    std::function<FakeAnswer(const FakeRequest &)> script;
    std::function<void(QWebSocket *)> onSocket;
    bool refuseUpgrades = false;
    std::vector<FakeRequest> requests;
    QList<QPointer<QWebSocket>> live;
    int connections = 0;
    int upgradeAttempts = 0;

private:
    void read(QTcpSocket *socket)
    {
        const QByteArray seen = socket->peek(1024 * 1024);
        const qsizetype headEnd = seen.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return;
        FakeRequest request = parseHead(seen.left(headEnd));
        if (request.headers.value("upgrade").toLower() == "websocket") {
            ++upgradeAttempts;
            socket->disconnect(this);
            if (refuseUpgrades) {
                socket->write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                socket->disconnectFromHost();
                return;
            }
            m_sockets.handleConnection(socket);
            return;
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (seen.size() < headEnd + 4 + length)
            return;
        request.body = socket->read(headEnd + 4 + length).mid(headEnd + 4);
        requests.push_back(request);
        const FakeAnswer answer = script ? script(request) : FakeAnswer();
        QTimer::singleShot(answer.delayMs, socket, [socket, answer] { send(socket, answer); });
    }

    static FakeRequest parseHead(const QByteArray &head)
    {
        FakeRequest request;
        const auto lines = head.split('\n');
        const auto words = lines.first().trimmed().split(' ');
        request.verb = words.value(0);
        const QUrl url = QUrl::fromEncoded(words.value(1));
        request.path = url.path();
        request.query = QUrlQuery(url);
        for (const QByteArray &line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            request.headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
        }
        return request;
    }

    static void send(QTcpSocket *socket, const FakeAnswer &answer)
    {
        using Fault = FakeAnswer::Fault;
        switch (answer.fault) {
        case Fault::Hang:
            return;
        case Fault::Drop:
            socket->abort();
            return;
        case Fault::EndlessHeaders: {
            socket->write("HTTP/1.1 200 OK\r\n");
            auto *drip = new QTimer(socket);
            QObject::connect(drip, &QTimer::timeout, socket, [socket] { socket->write("X-More: and more\r\n"); });
            drip->start(5);
            return;
        }
        case Fault::HalfBody:
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"half");
            return;
        case Fault::None:
            break;
        }
        QByteArray out = "HTTP/1.1 " + QByteArray::number(answer.status) + " Scripted\r\n";
        for (const auto &[name, value] : answer.headers)
            out += name + ": " + value + "\r\n";
        out += "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n" + answer.body;
        socket->write(out);
    }

    QTcpServer m_server;
    QWebSocketServer m_sockets;
};

} // namespace leadline::tests
