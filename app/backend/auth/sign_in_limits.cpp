#include "backend/auth/sign_in_limits.h"

#include "crawl/ip_address.h"

#include <QMutexLocker>

#include <algorithm>

namespace leadline::backend {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr qsizetype kMostKnown = 100'000; ///< the total allowed within a window is far below

seconds roundedUp(milliseconds time)
{
    return std::max(std::chrono::ceil<seconds>(time), seconds(1));
}

void dropBefore(std::deque<milliseconds> &times, milliseconds moment)
{
    while (!times.empty() && times.front() <= moment)
        times.pop_front();
}

/// How long after the latest of `failures` the next attempt may come.
milliseconds pauseAfter(size_t failures)
{
    return failures < 2 ? 0ms : milliseconds(1'000 << std::min<size_t>(failures - 2, 20));
}

} // namespace

SignInLimits::SignInLimits(const domain::Clock &clock, SignInRules rules)
    : m_clock(clock)
    , m_rules(rules)
{ }

void SignInLimits::forgetOld(QHash<QByteArray, Times> &all, milliseconds before)
{
    if (all.size() < kMostKnown)
        return;
    all.removeIf([before](const auto &entry) { return entry.value().empty() || entry.value().back() <= before; });
    if (all.size() >= kMostKnown)
        all.clear();
}

std::optional<seconds> SignInLimits::admitAddress(const QString &address)
{
    const auto now = m_clock.sinceBoot();
    const QMutexLocker lock(&m_mutex);
    dropBefore(m_total, now - 1min);
    if (m_total.size() >= static_cast<size_t>(m_rules.total))
        return roundedUp(m_total.front() + 1min - now);
    forgetOld(m_addresses, now - 1min);
    Times &times = m_addresses[networkOf(address).toUtf8()];
    dropBefore(times, now - 1min);
    if (times.size() >= static_cast<size_t>(m_rules.perAddress))
        return roundedUp(times.front() + 1min - now);
    times.push_back(now);
    m_total.push_back(now);
    return std::nullopt;
}

std::optional<seconds> SignInLimits::admitAccount(const QByteArray &account)
{
    const auto now = m_clock.sinceBoot();
    const QMutexLocker lock(&m_mutex);
    forgetOld(m_accounts, now - m_rules.window);
    Times &times = m_accounts[account];
    dropBefore(times, now - m_rules.window);
    if (times.size() >= static_cast<size_t>(m_rules.failures))
        return roundedUp(times.front() + m_rules.window - now);
    if (!times.empty() && now < times.back() + pauseAfter(times.size()))
        return roundedUp(times.back() + pauseAfter(times.size()) - now);
    times.push_back(now);
    return std::nullopt;
}

void SignInLimits::succeed(const QByteArray &account)
{
    const QMutexLocker lock(&m_mutex);
    m_accounts.remove(account);
}

void SignInLimits::withdraw(const QByteArray &account)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_accounts.find(account);
    if (found != m_accounts.end() && !found->empty())
        found->pop_back();
}

QString networkOf(const QString &address)
{
    const auto ip = crawl::IpAddress::fromText(address.toStdString());
    if (!ip)
        return address;
    if (ip->isV4())
        return QString::fromStdString(ip->toText());
    auto bytes = ip->bytes();
    std::fill(bytes.begin() + 8, bytes.end(), uint8_t(0));
    return QString::fromStdString(crawl::IpAddress::fromV6(bytes).toText());
}

} // namespace leadline::backend
