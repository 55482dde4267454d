#pragma once

#include "backend/auth/token_signer.h"
#include "backend/http/message.h"
#include "domain/clock.h"
#include "storage/database.h"

#include <atomic>

namespace leadline::backend {

/// Makes a call with an `Idempotency-Key` happen once: the answer is stored for a day and given again, however often the
/// call is repeated and whatever restarts lie between. The same key with another call is 422 (MutationReused), a repetition
/// while the first still runs is 409 (Conflict, with `retryAfter`). Keys belong to a person, so nobody meets another's.
///
/// Answers that say nothing about the call (429, 5xx) are not kept. Thread-safe; `database` and `clock` must outlive it.
class Idempotency
{
public:
    static constexpr std::chrono::hours kKept { 24 };
    /// A call that has not ended by then died with its process and may be made again.
    static constexpr std::chrono::minutes kLease { 3 };

    Idempotency(storage::Database &database, const domain::Clock &clock, const TokenSigner &signer);

    /// Runs `handler` for a request with a key; other requests go straight through.
    [[nodiscard]] QFuture<HttpResponse> once(const HttpRequest &request, const HttpHandler &handler);

private:
    [[nodiscard]] QFuture<HttpResponse> runAndKeep(const HttpRequest &request, const HttpHandler &handler);
    [[nodiscard]] QByteArray seal(const HttpResponse &response) const;
    [[nodiscard]] Result<HttpResponse> unseal(int status, const QByteArray &bytes) const;

    storage::Database &m_database;
    const domain::Clock &m_clock;
    const QByteArray m_key; ///< answers may hold secrets that are shown once, so they are encrypted
};

} // namespace leadline::backend
