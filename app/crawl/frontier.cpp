#include "crawl/frontier.h"

#include "crawl/site_job.h"

#include <algorithm>

namespace leadline::crawl {

Frontier::Frontier(int maxPages, int pagesDone)
    : m_maxPages(maxPages)
    , m_done(pagesDone)
{ }

void Frontier::add(FrontierUrl url)
{
    auto &queue = m_queues[std::min(static_cast<size_t>(url.priority), kPriorities - 1)];
    queue.push_back(std::move(url));
    ++m_size;
}

void Frontier::putBack(FrontierUrl url)
{
    auto &queue = m_queues[std::min(static_cast<size_t>(url.priority), kPriorities - 1)];
    queue.push_front(std::move(url));
    ++m_size;
}

std::optional<FrontierUrl> Frontier::take()
{
    if (m_size == 0 || budgetSpent() || m_done + m_inFlight >= m_maxPages)
        return std::nullopt;
    for (auto &queue : m_queues) {
        if (queue.empty())
            continue;
        FrontierUrl url = std::move(queue.front());
        queue.pop_front();
        --m_size;
        return url;
    }
    return std::nullopt;
}

domain::CrawlLimits clampLimits(domain::CrawlLimits limits)
{
    limits.maxPagesPerSite = std::clamp(limits.maxPagesPerSite, 1, 2000);
    limits.maxDepth = std::clamp(limits.maxDepth, 0, 8);
    limits.concurrentSites = std::clamp(limits.concurrentSites, 1, 256);
    limits.delayMs = std::clamp(limits.delayMs, 0, 60000);
    limits.maxLeads = std::max<qint64>(limits.maxLeads, 0);
    return limits;
}

} // namespace leadline::crawl
