#include "crawl/politeness.h"

#include <algorithm>

namespace leadline::crawl {

void Politeness::setCrawlDelay(Duration delay)
{
    m_gap = std::max(m_gap, std::min(delay, maxCrawlDelay));
}

Politeness::Duration Politeness::refused(Instant now, Duration retryAfter)
{
    const Duration backOff { 5'000 * (1 << std::min(m_refusals, 7)) };
    ++m_refusals;
    const Duration wait = std::clamp(retryAfter.count() > 0 ? retryAfter : backOff, minRetryAfter, maxRetryAfter);
    m_readyAt = std::max(m_readyAt, now + wait);
    return wait;
}

} // namespace leadline::crawl
