#pragma once

#include "domain/error.h"
#include "domain/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace leadline::backend {

/// Who may talk to this daemon by name: neither a page in a browser nor a name rebound to our address.
struct HostRules
{
    bool local = true; ///< only 127.0.0.1 and localhost with our port, and no browser at all
    quint16 port = 0;
    QStringList allowedOrigins; ///< server mode: exact origins such as `https://leads.example.org`
};

/// What matters of a request head before any routing. Values as received, in order.
struct RequestHead
{
    QByteArray target;
    QList<QByteArray> hosts;
    QList<QByteArray> origins;
    QList<QByteArray> contentLengths;
    QList<QByteArray> transferEncodings;
    QList<QByteArray> forwarded; ///< X-Forwarded-For
};

/// Whether the bytes of a request head, whole or its beginning, are spelt in a way that two servers may read differently: a
/// line folded onto the next (RFC 9112 §5.2), CR or LF alone, NUL.
[[nodiscard]] bool isOddHead(QByteArrayView head);

/// The reason to refuse a request head, or nothing. Checks the request line, message framing (RFC 9112 §6.1: a message with
/// both Content-Length and Transfer-Encoding may be smuggling), Host and Origin.
[[nodiscard]] std::optional<domain::Error> refusal(const RequestHead &head, const HostRules &rules);

} // namespace leadline::backend
