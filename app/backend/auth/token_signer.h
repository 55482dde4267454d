#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"
#include "protocol/session_json.h"

#include <QByteArray>
#include <QString>

namespace leadline::backend {

using domain::Error;
using domain::ErrorCode;
using domain::Result;

/// Claims of an access token, a JWT of type `at+jwt` (RFC 9068) with one fixed algorithm.
struct AccessClaims
{
    domain::UserId subject;
    QString audience;
    QString session;
    qint64 generation = 0;
    protocol::Role role = protocol::Role::Reviewer;
    domain::Timestamp issuedAt {}; ///< whole seconds
    domain::Timestamp expiresAt {};
};

struct RefreshClaims
{
    QString session;
    qint64 generation = 0;
    QByteArray mac;
};

/// Signs and verifies tokens with one key and one algorithm, comparing in constant time. Thread-safe, immutable.
class TokenSigner
{
public:
    static constexpr qsizetype kKeyBytes = 32;

    explicit TokenSigner(QByteArray key);
    /// Reads the key file, or makes it (0600) at first start. A file others may read or of another size is refused.
    [[nodiscard]] static Result<TokenSigner> fromFile(const QString &path);

    [[nodiscard]] QString accessToken(const AccessClaims &claims) const;
    /// Checks signature, type, issuer and times (60 s leeway); the audience is the caller's. Every failure is the same
    /// Unauthenticated.
    [[nodiscard]] Result<AccessClaims> verifyAccess(const QString &token, domain::Timestamp now) const;

    /// `v1.<sid>.<gen>.<mac>`; the nonce never leaves the store, so that neither can be made from the other.
    [[nodiscard]] QString refreshToken(const QString &session, qint64 generation, const QByteArray &nonce) const;
    /// Only the form; call isAuthentic() with the nonce of that session next.
    [[nodiscard]] static Result<RefreshClaims> parseRefresh(const QString &token);
    [[nodiscard]] bool isAuthentic(const RefreshClaims &claims, const QByteArray &nonce) const;

    /// Another key of kKeyBytes for another purpose, as lasting as the signing key and telling nothing about it.
    [[nodiscard]] QByteArray derivedKey(const QByteArray &purpose) const;

private:
    [[nodiscard]] QByteArray mac(QByteArrayView message) const;
    [[nodiscard]] QByteArray refreshMac(const QString &session, qint64 generation, const QByteArray &nonce) const;

    QByteArray m_key;
};

/// `n` bytes of the system's randomness.
[[nodiscard]] QByteArray randomBytes(qsizetype n);
/// False for different sizes; otherwise takes the same time wherever they differ.
[[nodiscard]] bool constantTimeEqual(QByteArrayView a, QByteArrayView b);
/// URL-safe base 64 without padding.
[[nodiscard]] QByteArray base64Url(const QByteArray &bytes);

} // namespace leadline::backend
