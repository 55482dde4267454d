#pragma once

#include "domain/clock.h"
#include "domain/result.h"
#include "storage/connection.h"

#include <QByteArray>
#include <QHash>
#include <QMutex>
#include <QString>

#include <optional>

namespace leadline::backend {

using domain::Result;

struct SignInRules
{
    int failures = 5; ///< per account within `window`
    std::chrono::minutes window { 15 };
    int perAddress = 20; ///< attempts per minute
    int total = 600; ///< attempts per minute of everybody together
};

/// Brakes on guessing passwords and codes. Applies to attempts only, never to anybody who is signed in. Counts names that
/// exist and names that do not alike. What is counted lies in the store, so that it holds for all daemons on it together and
/// outlives a restart; attempts at the same time, here or elsewhere, see one another. Thread-safe; the functions that take a
/// connection are for write jobs, whose transaction has to commit for an attempt to count.
class SignInLimits
{
public:
    using Wait = std::optional<std::chrono::seconds>; ///< how long, when it is one too many

    /// `salt`: the same in all daemons of a store; addresses are kept only as hashes with it.
    explicit SignInLimits(SignInRules rules = {}, QByteArray salt = {});

    /// A refusal of that address that still holds, from memory: whoever keeps asking costs the store nothing.
    [[nodiscard]] Wait knownRefusal(const QString &address, domain::Timestamp now);
    /// Counts an attempt from an address (IPv6: from its /64).
    [[nodiscard]] Result<Wait> admitAddress(storage::Connection &, const QString &address, domain::Timestamp now);
    /// Counts an attempt on an account as failed until succeed() or withdraw(). From the second failure on the wait grows:
    /// 1, 2, 4 s, then to the end of the window.
    [[nodiscard]] Result<Wait> admitAccount(storage::Connection &, const QString &account, domain::Timestamp now) const;
    [[nodiscard]] Result<void> succeed(storage::Connection &, const QString &account) const;
    /// The attempt could not be decided.
    [[nodiscard]] Result<void> withdraw(storage::Connection &, const QString &account, domain::Timestamp now) const;

private:
    [[nodiscard]] QByteArray bucketOf(const QString &what) const;
    void remember(const QByteArray &bucket, domain::Timestamp until, domain::Timestamp now);

    const SignInRules m_rules;
    const QByteArray m_salt;
    QMutex m_mutex; ///< guards what follows
    QHash<QByteArray, domain::Timestamp> m_refusedUntil; ///< addresses and everybody together
};

/// What stands for an address in limits and caps: all of IPv4, the network half of IPv6.
[[nodiscard]] QString networkOf(const QString &address);

} // namespace leadline::backend
