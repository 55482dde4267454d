#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QPointer>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <utility>

namespace leadline::tests {

/// A web server on a free port of 127.0.0.1 that says exactly the bytes a test wants, misbehaviour included. Lives in the
/// test's thread and its event loop.
class ScriptServer : public QObject
{
public:
    struct Request
    {
        QByteArray path;
        QByteArray head; ///< request line and headers
    };
    using Handler = std::function<void(QTcpSocket *socket, const Request &request)>;

    ScriptServer()
    {
        if (!m_server.listen(QHostAddress::LocalHost, 0))
            qFatal("no free port");
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                accept(socket);
        });
    }

    [[nodiscard]] int port() const { return m_server.serverPort(); }
    [[nodiscard]] QString base() const { return QStringLiteral("http://127.0.0.1:%1").arg(port()); }

    void on(const QByteArray &path, Handler handler) { m_handlers.insert(path, std::move(handler)); }
    void say(const QByteArray &path, const QByteArray &raw)
    {
        on(path, [raw](QTcpSocket *socket, const Request &) { socket->write(raw); });
    }
    void page(const QByteArray &path, const QByteArray &body) { say(path, answer(200, body)); }
    /// Everything no other handler takes; 404 without one.
    void otherwise(Handler handler) { m_fallback = std::move(handler); }

    [[nodiscard]] static QByteArray answer(int status, const QByteArray &body, const QByteArray &headers = {})
    {
        QByteArray raw = "HTTP/1.1 " + QByteArray::number(status)
            + " X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n"
            + headers + "\r\n";
        return raw + body;
    }

    [[nodiscard]] const QStringList &requests() const { return m_requests; } ///< paths in order
    [[nodiscard]] int count(const QString &path) const { return static_cast<int>(m_requests.count(path)); }
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] QByteArray lastHead() const { return m_lastHead; }

private:
    void accept(QTcpSocket *socket)
    {
        ++m_connections;
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket, buffer = QByteArray()]() mutable {
            buffer += socket->readAll();
            if (buffer.startsWith('\x16')) { // a TLS greeting, which this server does not understand
                socket->disconnectFromHost();
                return;
            }
            qsizetype end = 0;
            while ((end = buffer.indexOf("\r\n\r\n")) >= 0) {
                Request request;
                request.head = buffer.left(end);
                buffer.remove(0, end + 4);
                request.path = request.head.split(' ').value(1);
                m_requests << QString::fromLatin1(request.path);
                m_lastHead = request.head;
                const auto handler = m_handlers.constFind(request.path);
                if (handler != m_handlers.constEnd())
                    (*handler)(socket, request);
                else if (m_fallback)
                    m_fallback(socket, request);
                else
                    socket->write(answer(404, "not here"));
            }
        });
    }

    QTcpServer m_server;
    QHash<QByteArray, Handler> m_handlers;
    Handler m_fallback;
    QStringList m_requests;
    QByteArray m_lastHead;
    int m_connections = 0;
};

} // namespace leadline::tests
