#include "backend/tasks/rate_meter.h"

#include <algorithm>
#include <vector>

namespace leadline::backend {

namespace {

using namespace std::chrono_literals;

constexpr auto kWindow = 10s;
constexpr auto kMemory = 5min;
constexpr qint64 kSitesBeforeEstimate = 3;

} // namespace

void RateMeter::sample(Milliseconds now, qint64 pages, qint64 sitesDone)
{
    const Sample sample { now, pages, sitesDone };
    if (!m_first)
        m_first = sample;
    // Samples closer than a second replace each other: the window needs no finer grain, and memory stays bounded.
    if (m_samples.size() > 1 && now - m_samples[m_samples.size() - 2].at < 1s)
        m_samples.back() = sample;
    else
        m_samples.push_back(sample);
    while (m_samples.size() > 2 && now - m_samples[1].at > kMemory)
        m_samples.pop_front();
}

double RateMeter::pagesPerSecond(Milliseconds now) const
{
    if (m_samples.empty())
        return 0;
    const Sample &last = m_samples.back();
    const auto begin = std::ranges::find_if(m_samples, [&](const Sample &sample) { return now - sample.at <= kWindow; });
    if (begin == m_samples.end())
        return 0;
    const Sample &first = begin == m_samples.begin() ? *begin : *std::prev(begin);
    const double seconds = std::chrono::duration<double>(now - first.at).count();
    return seconds < 0.2 ? 0 : static_cast<double>(last.pages - first.pages) / seconds;
}

std::optional<std::pair<RateMeter::Milliseconds, RateMeter::Milliseconds>> RateMeter::remaining(
    Milliseconds now, qint64 sitesLeft) const
{
    if (sitesLeft <= 0)
        return std::pair { 0ms, 0ms };
    if (!m_first || m_samples.back().sitesDone - m_first->sitesDone < kSitesBeforeEstimate)
        return std::nullopt;

    // Two views of the speed: all that is remembered, and the last minute. The truth tends to lie between them.
    const auto perSite = [&](const Sample &from) -> std::optional<double> {
        const qint64 sites = m_samples.back().sitesDone - from.sitesDone;
        if (sites <= 0)
            return std::nullopt;
        return static_cast<double>((now - from.at).count()) / static_cast<double>(sites);
    };
    const auto recent = std::ranges::find_if(m_samples, [&](const Sample &sample) { return now - sample.at <= 1min; });
    std::vector<double> speeds;
    for (const auto &speed : { perSite(m_samples.front()), recent != m_samples.end() ? perSite(*recent) : std::nullopt }) {
        if (speed)
            speeds.push_back(*speed);
    }
    if (speeds.empty())
        return std::nullopt;
    const auto [fast, slow] = std::ranges::minmax(speeds);
    const auto sites = static_cast<double>(sitesLeft);
    return std::pair { Milliseconds(static_cast<qint64>(fast * sites * 0.8)),
        Milliseconds(static_cast<qint64>(slow * sites * 1.25)) };
}

} // namespace leadline::backend
