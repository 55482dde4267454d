#pragma once

#include "domain/result.h"

#include <QFuture>
#include <QString>
#include <QThreadPool>

#include <atomic>

namespace leadline::backend {

/// What one argon2id hash costs. The stored text names its own cost, so that this may change at any time.
struct PasswordCost
{
    unsigned long long passes = 2;
    size_t memory = 19 * 1024 * 1024; ///< bytes
};

/// Hashes and checks passwords on threads of its own: at most two at once, so that a flood of sign-ins
/// leaves cores and memory to everybody else. Thread-safe. The destructor waits for what has begun.
class PasswordHasher
{
public:
    static constexpr qsizetype kMaxBytes = 1'024; ///< of UTF-8; longer ones are refused, never cut

    explicit PasswordHasher(PasswordCost cost = {}, int atOnce = 2, int mostWaiting = 64);
    ~PasswordHasher();
    PasswordHasher(const PasswordHasher &) = delete;
    PasswordHasher &operator=(const PasswordHasher &) = delete;

    /// Unavailable when too many wait already.
    [[nodiscard]] QFuture<domain::Result<QString>> hash(const QString &password);

    struct Verdict
    {
        bool matches = false;
        bool isOutdated = false; ///< the stored text was made at another cost; hash again
    };
    /// An empty `stored` never matches and takes as long as one that does not.
    [[nodiscard]] QFuture<domain::Result<Verdict>> verify(const QString &password, const QString &stored);

    /// Waits until nothing is hashed any more, and whoever waits for a hash has been told.
    void waitForDone() { m_pool.waitForDone(); }

private:
    template<typename T, typename F> [[nodiscard]] QFuture<domain::Result<T>> submit(F work);

    const PasswordCost m_cost;
    const int m_mostWaiting;
    const QByteArray m_dummy;
    std::atomic<int> m_waiting { 0 };
    QThreadPool m_pool;
};

/// The reason to refuse a new password, or nothing. Length is what counts (12 characters and up); it must not be a
/// repetition or contain the person's own name or address.
[[nodiscard]] std::optional<domain::Error> passwordRefusal(
    const QString &password, const QString &email, const QString &name);

} // namespace leadline::backend
