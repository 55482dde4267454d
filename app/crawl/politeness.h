#pragma once

#include <chrono>

namespace leadline::crawl {

/// When one host may be asked next: the least gap between two requests, a Crawl-delay, and what the host itself asked for
/// with 429 and 503. Time is given in, so it is tested without waiting. Used by one thread.
class Politeness
{
public:
    using Instant = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::milliseconds;

    static constexpr Duration maxCrawlDelay { 60'000 };
    static constexpr Duration minRetryAfter { 1'000 };
    static constexpr Duration maxRetryAfter { 15 * 60'000 };

    explicit Politeness(Duration gap)
        : m_gap(gap)
    { }

    void setCrawlDelay(Duration delay);
    [[nodiscard]] Duration gap() const { return m_gap; }
    /// With a gap there is one request at a time; without one, two connections.
    [[nodiscard]] int connections() const { return m_gap.count() > 0 ? 1 : 2; }

    [[nodiscard]] Instant readyAt() const { return m_readyAt; }
    void postpone(Instant until) { m_readyAt = std::max(m_readyAt, until); }
    void requestStarted(Instant now) { m_readyAt = std::max(m_readyAt, now + m_gap); }

    /// 429 or 503: waits what Retry-After said, or backs off 5, 10, 20 … s. Returns the wait.
    Duration refused(Instant now, Duration retryAfter);
    void answered() { m_refusals = 0; }
    [[nodiscard]] int refusals() const { return m_refusals; }

private:
    Duration m_gap;
    Instant m_readyAt {};
    int m_refusals = 0;
};

} // namespace leadline::crawl
