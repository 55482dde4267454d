#include "backend/metrics/http_metrics.h"

#include <algorithm>

namespace leadline::backend {

void HttpMetrics::count(size_t route, int status, std::chrono::microseconds took)
{
    Series &series = m_series[std::min(route, m_series.size() - 1)];
    const auto bucket = std::ranges::lower_bound(kBounds, std::chrono::duration<double>(took).count()) - kBounds.begin();
    ++series.buckets[static_cast<size_t>(bucket)];
    ++series.statuses[static_cast<size_t>(std::clamp(status / 100, 1, int(kClasses)) - 1)];
    series.micros += took.count();
}

qint64 HttpMetrics::requestsOf(int statusClass) const
{
    qint64 sum = 0;
    for (const Series &series : m_series)
        sum += series.statuses[static_cast<size_t>(statusClass - 1)];
    return sum;
}

qint64 HttpMetrics::requests() const
{
    qint64 sum = 0;
    for (int statusClass = 1; statusClass <= int(kClasses); ++statusClass)
        sum += requestsOf(statusClass);
    return sum;
}

} // namespace leadline::backend
