#include "backend/auth/sign_in_limits.h"

#include "backend/auth/auth_sql.h"
#include "crawl/ip_address.h"

#include <QCryptographicHash>
#include <QMutexLocker>
#include <QStringList>

#include <algorithm>
#include <deque>

namespace leadline::backend {

using namespace std::chrono_literals;
using domain::Timestamp;
using std::chrono::milliseconds;
using std::chrono::seconds;
using storage::Connection;
using storage::Statement;

namespace {

constexpr qsizetype kMostRemembered = 10'000;
const QString kEverybody = QStringLiteral("everybody");

using Times = std::deque<Timestamp>;

seconds roundedUp(Timestamp::duration time)
{
    return std::max(std::chrono::ceil<seconds>(time), seconds(1));
}

/// How long after the latest of `failures` the next attempt may come.
milliseconds pauseAfter(size_t failures)
{
    return failures < 2 ? 0ms : milliseconds(1'000 << std::min<size_t>(failures - 2, 20));
}

/// The attempts that still count, the row locked or made. A clock that ran ahead elsewhere, or was put back here, may not
/// hold anybody up for longer than the window: what lies in the future counts from now, which save() keeps.
Result<Times> load(Connection &db, const QByteArray &bucket, Timestamp now, std::chrono::minutes window)
{
    const auto stored = sql::first(
        db,
        QStringLiteral("INSERT INTO sign_in_brake (bucket, times, ends_at) VALUES (?, '', ?) "
                       "ON CONFLICT (bucket) DO UPDATE SET ends_at = excluded.ends_at RETURNING times"),
        [](const Statement &row) { return row.text(0); }, bucket, Timestamp(now + window));
    LEADLINE_TRY(stored);
    Times times;
    for (const QString &part : stored->value_or(QString()).split(u',', Qt::SkipEmptyParts)) {
        const Timestamp time = std::min(domain::fromMilliseconds(part.toLongLong()), now);
        if (time > now - window)
            times.push_back(time);
    }
    return times;
}

Result<void> save(Connection &db, const QByteArray &bucket, const Times &times)
{
    QStringList parts;
    for (const Timestamp &time : times)
        parts.append(QString::number(domain::toMilliseconds(time)));
    LEADLINE_TRY(
        sql::run(db, QStringLiteral("UPDATE sign_in_brake SET times = ? WHERE bucket = ?"), parts.join(u','), bucket));
    return {};
}

/// When the next attempt may come, when it may not come now.
std::optional<Timestamp> endOfBrake(const Times &times, int most, std::chrono::minutes window)
{
    if (times.size() < static_cast<size_t>(most))
        return std::nullopt;
    return times.front() + window;
}

} // namespace

SignInLimits::SignInLimits(SignInRules rules, QByteArray salt)
    : m_rules(rules)
    , m_salt(std::move(salt))
{ }

QByteArray SignInLimits::bucketOf(const QString &what) const
{
    return QCryptographicHash::hash(m_salt + '|' + what.toUtf8(), QCryptographicHash::Sha256);
}

void SignInLimits::remember(const QByteArray &bucket, Timestamp until, Timestamp now)
{
    const QMutexLocker lock(&m_mutex);
    if (m_refusedUntil.size() >= kMostRemembered)
        m_refusedUntil.removeIf([now](const auto &entry) { return entry.value() <= now; });
    if (m_refusedUntil.size() < kMostRemembered)
        m_refusedUntil.insert(bucket, until);
}

SignInLimits::Wait SignInLimits::knownRefusal(const QString &address, Timestamp now)
{
    const QMutexLocker lock(&m_mutex);
    for (const QByteArray &bucket : { bucketOf(kEverybody), bucketOf(u'@' + networkOf(address)) }) {
        const auto until = m_refusedUntil.constFind(bucket);
        // A clock that was put back must not make a minute longer.
        if (until != m_refusedUntil.constEnd() && now < *until && now >= *until - 1min)
            return roundedUp(*until - now);
    }
    return std::nullopt;
}

Result<SignInLimits::Wait> SignInLimits::admitAddress(Connection &db, const QString &address, Timestamp now)
{
    const std::pair<QByteArray, int> limits[] { { bucketOf(kEverybody), m_rules.total },
        { bucketOf(u'@' + networkOf(address)), m_rules.perAddress } };
    std::vector<Times> counted;
    for (const auto &[bucket, most] : limits) {
        auto times = load(db, bucket, now, 1min);
        LEADLINE_TRY(times);
        if (const auto until = endOfBrake(*times, most, 1min)) {
            LEADLINE_TRY(save(db, bucket, *times));
            remember(bucket, *until, now);
            return Wait(roundedUp(*until - now));
        }
        times->push_back(now);
        counted.push_back(std::move(*times));
        // Whoever is here holds the row of everybody, so that two who tidy up do not wait for each other.
        if (counted.size() == 1)
            LEADLINE_TRY(sql::run(db, QStringLiteral("DELETE FROM sign_in_brake WHERE ends_at <= ?"), now));
    }
    for (size_t i = 0; i < counted.size(); ++i)
        LEADLINE_TRY(save(db, limits[i].first, counted[i]));
    return Wait();
}

Result<SignInLimits::Wait> SignInLimits::admitAccount(Connection &db, const QString &account, Timestamp now) const
{
    const QByteArray bucket = bucketOf(account);
    auto times = load(db, bucket, now, m_rules.window);
    LEADLINE_TRY(times);
    auto until = endOfBrake(*times, m_rules.failures, m_rules.window);
    if (!until && !times->empty() && now < times->back() + pauseAfter(times->size()))
        until = times->back() + pauseAfter(times->size());
    if (!until)
        times->push_back(now);
    LEADLINE_TRY(save(db, bucket, *times));
    return until ? Wait(roundedUp(*until - now)) : Wait();
}

Result<void> SignInLimits::succeed(Connection &db, const QString &account) const
{
    LEADLINE_TRY(sql::run(db, QStringLiteral("DELETE FROM sign_in_brake WHERE bucket = ?"), bucketOf(account)));
    return {};
}

Result<void> SignInLimits::withdraw(Connection &db, const QString &account, Timestamp now) const
{
    const QByteArray bucket = bucketOf(account);
    auto times = load(db, bucket, now, m_rules.window);
    LEADLINE_TRY(times);
    if (!times->empty())
        times->pop_back();
    return save(db, bucket, *times);
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
