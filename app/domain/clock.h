#pragma once

#include <QString>
#include <QStringView>

#include <chrono>
#include <optional>

namespace leadline::domain {

/// UTC, millisecond resolution: what is stored and what travels.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// Source of time, so that tests can script it. Implementations are thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
    /// Never jumps and counts sleep (CLOCK_BOOTTIME): for deadlines and token lifetimes.
    [[nodiscard]] virtual std::chrono::milliseconds sinceBoot() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override;
};

/// RFC 3339 UTC with `Z` and milliseconds: `2026-11-23T14:02:07.000Z`.
[[nodiscard]] QString toRfc3339(Timestamp time);
/// Accepts any RFC 3339 date-time, with or without fraction, any offset. Empty when it is not one.
[[nodiscard]] std::optional<Timestamp> fromRfc3339(QStringView text);

[[nodiscard]] inline qint64 toMilliseconds(Timestamp time)
{
    return time.time_since_epoch().count();
}
[[nodiscard]] inline Timestamp fromMilliseconds(qint64 ms)
{
    return Timestamp(std::chrono::milliseconds(ms));
}

} // namespace leadline::domain
