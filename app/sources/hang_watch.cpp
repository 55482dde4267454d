#include "sources/hang_watch.h"

#include <algorithm>
#include <utility>

namespace leadline::sources {

using std::chrono::milliseconds;

HangWatch::HangWatch(milliseconds silence, milliseconds page)
    : m_tick(std::clamp(std::min(silence, page) / 8, milliseconds(10), milliseconds(1000)))
    , m_silentTicks(static_cast<int>(silence / m_tick))
    , m_pageTicks(static_cast<int>(page / m_tick))
{ }

std::optional<HangWatch::Hang> HangWatch::tick(uint64_t beats, const std::vector<WorkerBoard::PageInHand> &inHand)
{
    m_still = beats == m_beats ? m_still + 1 : 0;
    m_beats = beats;
    Hang hang { {}, std::chrono::ceil<std::chrono::seconds>(m_tick * m_pageTicks) };
    for (const WorkerBoard::PageInHand &page : inHand) {
        Seen &seen = m_readers[static_cast<size_t>(page.reader)];
        seen.ticks = seen.turn == page.turn ? seen.ticks + 1 : 0;
        seen.turn = page.turn;
        if (seen.ticks >= m_pageTicks)
            hang.pages.push_back(page);
    }
    // A worker that stands still as a whole is no page's fault.
    if (m_still >= m_silentTicks)
        return Hang { {}, std::chrono::ceil<std::chrono::seconds>(m_tick * m_silentTicks) };
    if (hang.pages.empty())
        return std::nullopt;
    return hang;
}

} // namespace leadline::sources
