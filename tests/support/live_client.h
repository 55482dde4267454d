#pragma once

#include "protocol/routes.h"
#include "protocol/stream.h"
#include "tests/support/api_fixture.h"

#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

namespace leadline::tests {

/// How a socket is opened: with what, as whom, where.
struct Door
{
    QByteArray bearer = {};
    QStringList protocols = { QString::fromLatin1(protocol::kStreamProtocol) };
    QString query = {};
    QString path = {};
};

/// A socket of the live streams that keeps what it hears.
class LiveClient
{
public:
    LiveClient(const ApiFixture &api, const domain::TaskId &task, const Door &door,
        protocol::Stream stream = protocol::Stream::Logs)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket, [this](const QString &text) {
            const auto frame = protocol::frameFromBytes(text.toUtf8());
            if (!frame)
                return;
            raw.append(text.toUtf8());
            if (const auto *batch = std::get_if<protocol::LogBatch>(&*frame)) {
                for (const auto &line : batch->items)
                    numbers.append(line.seq);
            }
            frames.push_back(*frame);
        });
        const QString path = door.path.isEmpty() ? protocol::routes::socket(stream, task) : door.path;
        QNetworkRequest request(QUrl(QStringLiteral("ws://127.0.0.1:%1%2%3").arg(api.port).arg(path, door.query)));
        if (!door.bearer.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + door.bearer);
        QWebSocketHandshakeOptions options;
        options.setSubprotocols(door.protocols);
        socket.open(request, options);
    }

    bool heard(size_t count) const { return frames.size() >= count; }
    bool isClosedWith(int code) const
    {
        return socket.state() == QAbstractSocket::UnconnectedState && int(socket.closeCode()) == code;
    }
    /// The first frame of that kind.
    template<typename T> std::optional<T> find() const
    {
        for (const auto &frame : frames) {
            if (std::holds_alternative<T>(frame))
                return std::get<T>(frame);
        }
        return std::nullopt;
    }
    template<typename T> T get() const { return find<T>().value_or(T()); }

    QWebSocket socket;
    std::vector<protocol::StreamFrame> frames;
    QList<QByteArray> raw;
    QList<qint64> numbers;
};

} // namespace leadline::tests
