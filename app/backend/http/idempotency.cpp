#include "backend/http/idempotency.h"

#include "backend/http/idempotency_repository.h"
#include "domain/async.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <sodium.h>

namespace leadline::backend {

using domain::failure;
using storage::Connection;

namespace {

constexpr qsizetype kMaxKey = 200;

/// Everything of a request that says what is to be done.
QByteArray hashOf(const HttpRequest &request)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QByteArray &part) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    };
    add(httpMethodName(request.method).toLatin1());
    add(request.path.toUtf8());
    for (const auto &[name, value] : request.query)
        add(name.toUtf8() + '=' + value.toUtf8());
    add(request.header("if-match"));
    add(request.body);
    return hash.result();
}

bool isKey(const QByteArray &key)
{
    return key.size() <= kMaxKey && std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// Whether a repetition should get the same answer; otherwise it should be tried again.
bool isWorthKeeping(const HttpResponse &response)
{
    return response.status < 500 && response.status != 429 && response.status != 401 && response.status != 408
        && !response.stream;
}

HttpResponse conflict(const HttpRequest &request)
{
    Error error(ErrorCode::Conflict, QStringLiteral("a call with this Idempotency-Key is still running"));
    error.retryAfter = std::chrono::seconds(1);
    return HttpResponse::problem(error, request.requestId);
}

} // namespace

Idempotency::Idempotency(storage::Database &database, const domain::Clock &clock, const TokenSigner &signer)
    : m_database(database)
    , m_clock(clock)
    , m_key(signer.derivedKey("kept answers"))
{
    static_assert(crypto_secretbox_KEYBYTES == TokenSigner::kKeyBytes);
}

QFuture<HttpResponse> Idempotency::once(const HttpRequest &request, const HttpHandler &handler)
{
    const QByteArray header = request.header("idempotency-key").trimmed();
    if (header.isEmpty() || !request.principal)
        return handler(request);
    if (!isKey(header)) {
        Error error(ErrorCode::InvalidArgument,
            QStringLiteral("an Idempotency-Key has at most %1 visible ASCII characters").arg(kMaxKey));
        error.field = QStringLiteral("Idempotency-Key");
        return refuse(request, error);
    }
    struct Claim
    {
        bool isOurs = false;
        KeptAnswer kept;
    };
    const IdempotencyKey key { request.principal->user, QString::fromLatin1(header) };
    const QByteArray hash = hashOf(request);
    const auto now = m_clock.now();
    return m_database
        .write([key, hash, now](Connection &db) -> Result<Claim> {
            auto kept = IdempotencyRepository::take(db, key, hash, now, now - kKept);
            LEADLINE_TRY(kept);
            if (!*kept)
                return Claim { true, {} };
            Claim claim { false, std::move(**kept) };
            if (!claim.kept.status && claim.kept.requestHash == hash && now >= claim.kept.startedAt + kLease) {
                const auto taken = IdempotencyRepository::takeOver(db, key, claim.kept.startedAt, now);
                LEADLINE_TRY(taken);
                claim.isOurs = *taken;
            }
            return claim;
        })
        .then([this, request, handler, hash](Result<Claim> claim) -> QFuture<HttpResponse> {
            if (!claim)
                return refuse(request, claim.error());
            if (claim->isOurs)
                return runAndKeep(request, handler);
            if (claim->kept.requestHash != hash) {
                return refuse(request,
                    Error(ErrorCode::MutationReused, QStringLiteral("this Idempotency-Key was used for another call")));
            }
            if (!claim->kept.status)
                return answer(conflict(request));
            auto again = unseal(*claim->kept.status, claim->kept.answer);
            if (!again)
                return refuse(request, again.error());
            return answer(std::move(*again));
        })
        .unwrap();
}

QFuture<HttpResponse> Idempotency::runAndKeep(const HttpRequest &request, const HttpHandler &handler)
{
    const IdempotencyKey key { request.principal->user, QString::fromLatin1(request.header("idempotency-key").trimmed()) };
    return handler(request)
        .then([this, key](HttpResponse response) {
            // The answer goes out when it is stored: who has seen it may rely on it.
            auto stored = m_database.write(
                [key, keeps = isWorthKeeping(response), status = response.status, sealed = seal(response)](Connection &db) {
                    return keeps ? IdempotencyRepository::keep(db, key, status, sealed)
                                 : IdempotencyRepository::release(db, key);
                });
            return stored.then([response = std::move(response)](const Result<void> &) { return response; });
        })
        .unwrap();
}

QByteArray Idempotency::seal(const HttpResponse &response) const
{
    QByteArray plain;
    QDataStream out(&plain, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << response.contentType << qint32(response.headers.size());
    for (const auto &[name, value] : response.headers)
        out << name << value;
    out << response.body;
    const QByteArray nonce = randomBytes(crypto_secretbox_NONCEBYTES);
    QByteArray box(plain.size() + qsizetype(crypto_secretbox_MACBYTES), Qt::Uninitialized);
    crypto_secretbox_easy(reinterpret_cast<unsigned char *>(box.data()),
        reinterpret_cast<const unsigned char *>(plain.constData()), static_cast<unsigned long long>(plain.size()),
        reinterpret_cast<const unsigned char *>(nonce.constData()),
        reinterpret_cast<const unsigned char *>(m_key.constData()));
    return nonce + box;
}

Result<HttpResponse> Idempotency::unseal(int status, const QByteArray &bytes) const
{
    constexpr qsizetype overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const auto unreadable = [] { return failure(ErrorCode::Corrupt, QStringLiteral("a kept answer cannot be read")); };
    if (bytes.size() < overhead)
        return unreadable();
    QByteArray plain(bytes.size() - overhead, Qt::Uninitialized);
    const auto *box = reinterpret_cast<const unsigned char *>(bytes.constData());
    const int code = crypto_secretbox_open_easy(reinterpret_cast<unsigned char *>(plain.data()),
        box + crypto_secretbox_NONCEBYTES, static_cast<unsigned long long>(bytes.size()) - crypto_secretbox_NONCEBYTES, box,
        reinterpret_cast<const unsigned char *>(m_key.constData()));
    if (code != 0)
        return unreadable();
    QDataStream in(plain);
    in.setVersion(QDataStream::Qt_6_0);
    HttpResponse response;
    response.status = status;
    qint32 headers = 0;
    in >> response.contentType >> headers;
    for (qint32 i = 0; i < headers && in.status() == QDataStream::Ok; ++i) {
        std::pair<QByteArray, QByteArray> header;
        in >> header.first >> header.second;
        response.headers.push_back(std::move(header));
    }
    in >> response.body;
    if (in.status() != QDataStream::Ok)
        return unreadable();
    return std::move(response).with("Idempotency-Replayed", "true");
}

} // namespace leadline::backend
