#pragma once

#include "domain/result.h"

#include <QString>

#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace leadline::backend {

/// PEM files of the server's certificate (with what chains it to its authority) and of its private key.
struct TlsFiles
{
    QString certificate;
    QString key;
};

/// TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only, HTTP/1.1 by ALPN. Io or Corrupt names the file
/// that does not do, Forbidden a key that everybody may read.
[[nodiscard]] domain::Result<std::shared_ptr<boost::asio::ssl::context>> loadTls(const TlsFiles &files);

} // namespace leadline::backend
