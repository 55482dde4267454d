#pragma once

#include "domain/clock.h"

#include <QByteArray>
#include <QHash>
#include <QMutex>
#include <QString>

#include <deque>
#include <optional>

namespace leadline::backend {

struct SignInRules
{
    int failures = 5; ///< per account within `window`
    std::chrono::minutes window { 15 };
    int perAddress = 20; ///< attempts per minute
    int total = 600; ///< attempts per minute of everybody together
};

/// Brakes on guessing passwords and codes. Applies to attempts only, never to anybody who is signed in.
/// Counts names that exist and names that do not alike. Thread-safe; forgets when the process ends.
class SignInLimits
{
public:
    explicit SignInLimits(const domain::Clock &clock, SignInRules rules = {});

    /// Counts an attempt from an address (IPv6: from its /64). How long to wait when it is one too many.
    [[nodiscard]] std::optional<std::chrono::seconds> admitAddress(const QString &address);
    /// Counts an attempt on an account as failed until succeed() or withdraw(), so that attempts under way at the same time
    /// see one another. From the second failure on the wait grows: 1, 2, 4 s, then to the end of the window.
    [[nodiscard]] std::optional<std::chrono::seconds> admitAccount(const QByteArray &account);
    void succeed(const QByteArray &account);
    /// The attempt could not be decided.
    void withdraw(const QByteArray &account);

private:
    using Times = std::deque<std::chrono::milliseconds>;

    void forgetOld(QHash<QByteArray, Times> &all, std::chrono::milliseconds before);

    const domain::Clock &m_clock;
    const SignInRules m_rules;
    QMutex m_mutex; ///< guards what follows
    QHash<QByteArray, Times> m_accounts;
    QHash<QByteArray, Times> m_addresses;
    Times m_total;
};

/// What stands for an address in limits and caps: all of IPv4, the network half of IPv6.
[[nodiscard]] QString networkOf(const QString &address);

} // namespace leadline::backend
