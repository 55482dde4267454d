#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>
#include <optional>
#include <utility>

namespace leadline::backend {

/// Speed and remaining time of a running task, from its own recent past. Not thread-safe; times are Clock::sinceBoot().
class RateMeter
{
public:
    using Milliseconds = std::chrono::milliseconds;

    /// `pages` and `sitesDone` are totals of the task so far.
    void sample(Milliseconds now, qint64 pages, qint64 sitesDone);
    /// Pages per second over the last ten seconds, 0 when nothing happened in them.
    [[nodiscard]] double pagesPerSecond(Milliseconds now) const;
    /// Range of the remaining time, from the speed of the last minute and of the last five, a quarter wider. Unknown
    /// until three sites are done, because one early site says nothing about the others.
    [[nodiscard]] std::optional<std::pair<Milliseconds, Milliseconds>> remaining(Milliseconds now, qint64 sitesLeft) const;

private:
    struct Sample
    {
        Milliseconds at {};
        qint64 pages = 0;
        qint64 sitesDone = 0;
    };

    std::deque<Sample> m_samples; ///< at most five minutes, one a second
    std::optional<Sample> m_first;
};

} // namespace leadline::backend
