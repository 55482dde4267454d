#pragma once

#include "domain/clock.h"

#include <QString>

#include <optional>

namespace leadline::ui {

/// `6 204`, grouped by a narrow no-break space, so that it reads the same in every language.
[[nodiscard]] QString formatCount(qint64 value);
/// The number that chooses the plural form of a sentence with a figure in it:
/// `tr("%1 lead(s)", nullptr, plural(n)).arg(formatCount(n))`.
[[nodiscard]] int plural(qint64 value);
/// `38/s`, one decimal below ten; an en dash when nothing moves.
[[nodiscard]] QString formatRate(double perSecond);
/// `1.2 MB` (decimal units).
[[nodiscard]] QString formatBytes(qint64 bytes);
/// `3–5 min`, `2–3 h`; both ends in the unit of the upper one. "unknown" without a range.
[[nodiscard]] QString formatRange(std::optional<qint64> lowMs, std::optional<qint64> highMs);
/// `1 s`, `4 min`, `2 h`, `3 d`.
[[nodiscard]] QString formatDuration(qint64 ms);
/// `just now`, `12 s ago`, `4 min ago` …
[[nodiscard]] QString formatAge(domain::Timestamp then, domain::Timestamp now);
/// Local time of day for today, `Mon 14:01` within a week, otherwise the short date.
[[nodiscard]] QString formatMoment(domain::Timestamp then, domain::Timestamp now);
/// A phone in E.164 grouped for reading: `+33 1 99 00 12 34`, `+1 202 555 0143`. Anything else is returned as it is.
[[nodiscard]] QString formatPhone(const QString &e164);
/// Local `14:12:07`.
[[nodiscard]] QString formatClock(domain::Timestamp time);

} // namespace leadline::ui
