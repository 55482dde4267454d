#include "backend/http/tls.h"

#include <utility> // before Asio: Boost 1.74 forgets it, which GCC 12 notices

#include <boost/asio/ssl.hpp>

#include <QFile>
#include <QFileInfo>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;

namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

/// RFC 9325 §4.2; TLS 1.3 brings its own.
constexpr char kCiphers[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                            "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

/// We speak HTTP/1.1 only. A client without ALPN is served, one that insists on something else is not.
int chooseProtocol(
    SSL *, const unsigned char **out, unsigned char *outLength, const unsigned char *offered, unsigned int length, void *)
{
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char *chosen = nullptr;
    if (SSL_select_next_proto(&chosen, outLength, ours, sizeof(ours) - 1, offered, length) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

domain::Result<void> checkReadable(const QString &path)
{
    const QFileInfo info(path);
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be read").arg(path));
    return {};
}

} // namespace

domain::Result<std::shared_ptr<ssl::context>> loadTls(const TlsFiles &files)
{
    LEADLINE_TRY(checkReadable(files.certificate));
    LEADLINE_TRY(checkReadable(files.key));
    if (QFileInfo(files.key).permission(QFileDevice::ReadOther))
        return failure(
            ErrorCode::Forbidden, QStringLiteral("%1 may be read by everybody; it is a private key").arg(files.key));
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX *raw = context->native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, kCiphers);
    SSL_CTX_set_options(raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_alpn_select_cb(raw, chooseProtocol, nullptr);
    // A passphrase would be asked for on the terminal.
    SSL_CTX_set_default_passwd_cb(raw, [](char *, int, int, void *) { return 0; });
    error_code ec;
    context->use_certificate_chain_file(QFile::encodeName(files.certificate).toStdString(), ec);
    if (ec)
        return failure(ErrorCode::Corrupt, QStringLiteral("%1 holds no usable certificate").arg(files.certificate));
    context->use_private_key_file(QFile::encodeName(files.key).toStdString(), ssl::context::pem, ec);
    if (ec || SSL_CTX_check_private_key(raw) != 1) {
        ERR_clear_error();
        return failure(
            ErrorCode::Corrupt, QStringLiteral("%1 holds no usable private key for %2").arg(files.key, files.certificate));
    }
    return context;
}

} // namespace leadline::backend
