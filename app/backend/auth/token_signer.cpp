#include "backend/auth/token_signer.h"

#include "backend/auth/private_file.h"
#include "protocol/json.h"

#include <QFile>
#include <QUuid>

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace leadline::backend {

using namespace std::chrono_literals;
using domain::failure;
using domain::Timestamp;

namespace {

constexpr qsizetype kMaxToken = 4'000;
constexpr auto kLeeway = 60s;
const QString kIssuer = QStringLiteral("leadline");

qint64 toSeconds(Timestamp time)
{
    return domain::toMilliseconds(time) / 1'000;
}

Timestamp fromSeconds(qint64 seconds)
{
    return domain::fromMilliseconds(seconds * 1'000);
}

/// The only header we sign and therefore the only one we accept: no algorithm is ever chosen by a token.
const QByteArray &fixedHeader()
{
    static const QByteArray header = base64Url(R"({"alg":"HS256","typ":"at+jwt"})");
    return header;
}

std::optional<QByteArray> fromBase64Url(const QByteArray &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    return *decoded;
}

domain::Unexpected invalidToken()
{
    return failure(ErrorCode::Unauthenticated, QStringLiteral("sign in first"));
}

Result<QByteArray> readKey(const QString &path)
{
    struct stat status
    { };
    const QByteArray name = QFile::encodeName(path);
    if (::stat(name.constData(), &status) != 0)
        return failure(ErrorCode::Io, QStringLiteral("the signing key cannot be read"));
    if ((status.st_mode & 077) != 0 || status.st_uid != ::geteuid())
        return failure(ErrorCode::Forbidden, QStringLiteral("the signing key must belong to this user and have mode 0600"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Io, QStringLiteral("the signing key cannot be read"));
    QByteArray key = file.read(TokenSigner::kKeyBytes + 1);
    if (key.size() != TokenSigner::kKeyBytes)
        return failure(ErrorCode::Corrupt, QStringLiteral("the signing key has a wrong size"));
    return key;
}

} // namespace

QByteArray randomBytes(qsizetype n)
{
    QByteArray bytes(n, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(n));
    return bytes;
}

bool constantTimeEqual(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), size_t(a.size())) == 0;
}

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

TokenSigner::TokenSigner(QByteArray key)
    : m_key(std::move(key))
{
    Q_ASSERT(m_key.size() == kKeyBytes);
}

Result<TokenSigner> TokenSigner::fromFile(const QString &path)
{
    if (sodium_init() < 0)
        return failure(ErrorCode::Internal, QStringLiteral("libsodium does not start"));
    if (!QFile::exists(path)) {
        if (const auto written = writePrivateFile(path, randomBytes(kKeyBytes)); !written)
            return failure(written.error());
    }
    auto key = readKey(path);
    if (!key)
        return failure(key.error());
    return TokenSigner(std::move(*key));
}

QByteArray TokenSigner::mac(QByteArrayView message) const
{
    static_assert(crypto_auth_hmacsha256_KEYBYTES == kKeyBytes);
    QByteArray out(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char *>(out.data()),
        reinterpret_cast<const unsigned char *>(message.data()), static_cast<unsigned long long>(message.size()),
        reinterpret_cast<const unsigned char *>(m_key.constData()));
    return out;
}

QByteArray TokenSigner::derivedKey(const QByteArray &purpose) const
{
    return mac(QByteArray("derive|" + purpose));
}

QString TokenSigner::accessToken(const AccessClaims &claims) const
{
    const QJsonObject payload {
        { QStringLiteral("iss"), kIssuer },
        { QStringLiteral("aud"), claims.audience },
        { QStringLiteral("sub"), claims.subject.toString() },
        { QStringLiteral("sid"), claims.session },
        { QStringLiteral("gen"), claims.generation },
        { QStringLiteral("role"), protocol::roleSlug(claims.role).toString() },
        { QStringLiteral("iat"), toSeconds(claims.issuedAt) },
        { QStringLiteral("nbf"), toSeconds(claims.issuedAt) },
        { QStringLiteral("exp"), toSeconds(claims.expiresAt) },
        { QStringLiteral("jti"), QUuid::createUuid().toString(QUuid::WithoutBraces) },
    };
    const QByteArray message = fixedHeader() + '.' + base64Url(protocol::toBytes(payload));
    return QString::fromLatin1(message + '.' + base64Url(mac(message)));
}

Result<AccessClaims> TokenSigner::verifyAccess(const QString &token, Timestamp now) const
{
    if (token.size() > kMaxToken)
        return invalidToken();
    const QByteArray bytes = token.toLatin1();
    const QList<QByteArray> parts = bytes.split('.');
    if (parts.size() != 3 || parts[0] != fixedHeader())
        return invalidToken();
    const auto signature = fromBase64Url(parts[2]);
    const auto payload = fromBase64Url(parts[1]);
    if (!signature || !payload
        || !constantTimeEqual(*signature, mac(QByteArrayView(bytes).first(parts[0].size() + 1 + parts[1].size()))))
        return invalidToken();
    const auto object = protocol::parseObject(*payload, kMaxToken);
    if (!object)
        return invalidToken();
    protocol::ObjectReader in(*object);
    AccessClaims claims;
    const QString issuer = in.text(u"iss", 64);
    claims.audience = in.text(u"aud", 64);
    in.id(u"sub", claims.subject);
    claims.session = in.text(u"sid", 64);
    claims.generation = in.integer(u"gen", 1);
    in.slug(u"role", protocol::roleFromSlug, claims.role);
    claims.issuedAt = fromSeconds(in.integer(u"iat", 0, 1LL << 40));
    const Timestamp notBefore = fromSeconds(in.integer(u"nbf", 0, 1LL << 40));
    claims.expiresAt = fromSeconds(in.integer(u"exp", 0, 1LL << 40));
    if (in.error() || issuer != kIssuer || now + kLeeway < notBefore || now >= claims.expiresAt + kLeeway)
        return invalidToken();
    return claims;
}

QByteArray TokenSigner::refreshMac(const QString &session, qint64 generation, const QByteArray &nonce) const
{
    return mac(QByteArray("refresh|" + session.toUtf8() + '|' + QByteArray::number(generation) + '|' + nonce));
}

QString TokenSigner::refreshToken(const QString &session, qint64 generation, const QByteArray &nonce) const
{
    return QString::fromLatin1("v1." + session.toLatin1() + '.' + QByteArray::number(generation) + '.'
        + base64Url(refreshMac(session, generation, nonce)));
}

Result<RefreshClaims> TokenSigner::parseRefresh(const QString &token)
{
    const QList<QByteArray> parts = token.toLatin1().split('.');
    RefreshClaims claims;
    bool isNumber = false;
    if (token.size() > kMaxToken || parts.size() != 4 || parts[0] != "v1")
        return invalidToken();
    claims.session = QString::fromLatin1(parts[1]);
    claims.generation = parts[2].toLongLong(&isNumber);
    const auto mac = fromBase64Url(parts[3]);
    if (!isNumber || claims.generation < 1 || claims.session.size() != 36 || !mac)
        return invalidToken();
    claims.mac = *mac;
    return claims;
}

bool TokenSigner::isAuthentic(const RefreshClaims &claims, const QByteArray &nonce) const
{
    return constantTimeEqual(claims.mac, refreshMac(claims.session, claims.generation, nonce));
}

} // namespace leadline::backend
