#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <vector>

#include <QtGlobal>

namespace leadline::backend {

/// What the network edge counts since the start: connections, and requests with their durations by route. Counted in the
/// network thread, read in any.
class HttpMetrics
{
public:
    /// Upper bounds of the buckets of durations, in seconds; one more bucket has none.
    static constexpr std::array kBounds { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0 };
    static constexpr size_t kClasses = 5; ///< 1xx to 5xx

    struct Series
    {
        std::array<std::atomic<qint64>, kBounds.size() + 1>
            buckets {}; ///< requests no longer than the bucket's bound, each once
        std::array<std::atomic<qint64>, kClasses> statuses {};
        std::atomic<qint64> micros { 0 }; ///< of all requests
    };

    /// `routes` series, and one for requests that no route matched.
    explicit HttpMetrics(size_t routes)
        : m_series(routes + 1)
    { }

    /// One request that was answered, or given up by its client. `route` past the end means that none matched.
    void count(size_t route, int status, std::chrono::microseconds took);

    /// By the index of the route; the last one is of no route.
    [[nodiscard]] const std::vector<Series> &series() const { return m_series; }
    /// Requests with a status of hundred times `statusClass` and up.
    [[nodiscard]] qint64 requestsOf(int statusClass) const;
    [[nodiscard]] qint64 requests() const;

    std::atomic<int> connections { 0 }; ///< now
    std::atomic<qint64> refusedConnections { 0 };

private:
    std::vector<Series> m_series;
};

} // namespace leadline::backend
