#include "domain/clock.h"

#include <QDateTime>

#include <ctime>

namespace leadline::domain {

Timestamp SystemClock::now() const
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::chrono::milliseconds SystemClock::sinceBoot() const
{
    timespec time {};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::seconds(time.tv_sec)
        + std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds(time.tv_nsec));
}

QString toRfc3339(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(toMilliseconds(time), Qt::UTC).toString(Qt::ISODateWithMs);
}

std::optional<Timestamp> fromRfc3339(QStringView text)
{
    // A date-time without an offset is not RFC 3339; QDateTime would read it as local time.
    const QDateTime parsed = QDateTime::fromString(text.toString(), Qt::ISODateWithMs);
    if (!parsed.isValid() || parsed.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    return fromMilliseconds(parsed.toMSecsSinceEpoch());
}

} // namespace leadline::domain
