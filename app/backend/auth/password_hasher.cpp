#include "backend/auth/password_hasher.h"

#include "domain/async.h"
#include "domain/folded_key.h"

#include <QPromise>
#include <QSet>

#include <memory>
#include <sodium.h>

namespace leadline::backend {

using domain::Error;
using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr qsizetype kMinCharacters = 12;
constexpr qsizetype kMinDistinct = 5;
constexpr qsizetype kMinOwnWord = 4; ///< shorter names are too common inside other words

/// The same password from every keyboard (RFC 8265 §4.2).
QByteArray prepared(const QString &password)
{
    return password.normalized(QString::NormalizationForm_C).toUtf8();
}

QByteArray hashed(const QByteArray &password, const PasswordCost &cost)
{
    QByteArray out(crypto_pwhash_STRBYTES, '\0');
    const int code = crypto_pwhash_str_alg(out.data(), password.constData(),
        static_cast<unsigned long long>(password.size()), cost.passes, cost.memory, crypto_pwhash_ALG_ARGON2ID13);
    return code == 0 ? QByteArray(out.constData()) : QByteArray();
}

void wipe(QByteArray &secret)
{
    sodium_memzero(secret.data(), static_cast<size_t>(secret.size()));
}

Error tooLong()
{
    Error error(
        ErrorCode::InvalidArgument, QStringLiteral("a password has at most %1 bytes").arg(PasswordHasher::kMaxBytes));
    error.field = QStringLiteral("password");
    return error;
}

} // namespace

PasswordHasher::PasswordHasher(PasswordCost cost, int atOnce, int mostWaiting)
    : m_cost(cost)
    , m_mostWaiting(mostWaiting)
    , m_dummy((sodium_init() < 0) ? QByteArray() : hashed("nobody has this password", cost))
{
    m_pool.setMaxThreadCount(atOnce);
}

PasswordHasher::~PasswordHasher()
{
    m_pool.waitForDone();
}

template<typename T, typename F> QFuture<Result<T>> PasswordHasher::submit(F work)
{
    if (++m_waiting > m_mostWaiting) {
        --m_waiting;
        Error busy(ErrorCode::Unavailable, QStringLiteral("too many people are signing in; try again"));
        busy.retryAfter = std::chrono::seconds(2);
        return domain::ready<Result<T>>(failure(std::move(busy)));
    }
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto future = promise->future();
    m_pool.start([this, promise, work = std::move(work)]() mutable {
        Result<T> result = work();
        --m_waiting;
        promise->addResult(std::move(result));
        promise->finish();
    });
    return future;
}

QFuture<Result<QString>> PasswordHasher::hash(const QString &password)
{
    QByteArray bytes = prepared(password);
    if (bytes.size() > kMaxBytes)
        return domain::ready<Result<QString>>(failure(tooLong()));
    return submit<QString>([this, bytes]() mutable -> Result<QString> {
        const QByteArray text = hashed(bytes, m_cost);
        wipe(bytes);
        if (text.isEmpty())
            return failure(ErrorCode::Unavailable, QStringLiteral("there is no memory to hash a password"));
        return QString::fromLatin1(text);
    });
}

QFuture<Result<PasswordHasher::Verdict>> PasswordHasher::verify(const QString &password, const QString &stored)
{
    QByteArray bytes = prepared(password);
    if (bytes.size() > kMaxBytes)
        return domain::ready<Result<Verdict>>(failure(tooLong()));
    return submit<Verdict>([this, bytes, stored = stored.toLatin1()]() mutable -> Result<Verdict> {
        const QByteArray &against = stored.isEmpty() ? m_dummy : stored;
        Verdict verdict;
        const int code = crypto_pwhash_str_verify(
            against.constData(), bytes.constData(), static_cast<unsigned long long>(bytes.size()));
        wipe(bytes);
        verdict.matches = code == 0 && !stored.isEmpty();
        verdict.isOutdated
            = verdict.matches && crypto_pwhash_str_needs_rehash(stored.constData(), m_cost.passes, m_cost.memory) != 0;
        return verdict;
    });
}

std::optional<Error> passwordRefusal(const QString &password, const QString &email, const QString &name)
{
    const auto refused = [](const QString &detail) {
        Error error(ErrorCode::InvalidArgument, detail);
        error.field = QStringLiteral("password");
        return error;
    };
    const auto points = password.toUcs4();
    if (points.size() < kMinCharacters)
        return refused(QStringLiteral("a password has at least %1 characters").arg(kMinCharacters));
    if (prepared(password).size() > PasswordHasher::kMaxBytes)
        return tooLong();
    if (QSet<uint>(points.begin(), points.end()).size() < kMinDistinct)
        return refused(QStringLiteral("a password needs at least %1 different characters").arg(kMinDistinct));
    const QString folded = domain::foldedKey(password);
    QStringList own = domain::foldedKey(name).split(u' ');
    own.append(domain::foldedKey(email).section(u'@', 0, 0));
    for (const QString &word : std::as_const(own)) {
        if (word.size() >= kMinOwnWord && folded.contains(word))
            return refused(QStringLiteral("a password must not contain your name or e-mail address"));
    }
    return std::nullopt;
}

} // namespace leadline::backend
