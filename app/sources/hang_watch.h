#pragma once

#include "sources/worker_board.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace leadline::sources {

/// Tells a crawl worker that works from one that hangs, by what its board shows from tick to tick. Time is counted in ticks
/// and not by a clock, so that a computer that slept or a daemon that was stopped does not blame the worker.
class HangWatch
{
public:
    struct Hang
    {
        std::vector<WorkerBoard::PageInHand> pages; ///< read for too long; empty when the worker as a whole stands still
        std::chrono::seconds time; ///< at least, rounded up
    };

    /// The most time the whole worker may stand still and one page may take.
    HangWatch(std::chrono::milliseconds silence, std::chrono::milliseconds page);

    /// How often to call tick().
    [[nodiscard]] std::chrono::milliseconds tickLength() const { return m_tick; }
    [[nodiscard]] std::optional<Hang> tick(uint64_t beats, const std::vector<WorkerBoard::PageInHand> &inHand);

private:
    struct Seen
    {
        uint64_t turn = 0;
        int ticks = 0;
    };

    std::chrono::milliseconds m_tick;
    int m_silentTicks;
    int m_pageTicks;
    uint64_t m_beats = 0;
    int m_still = 0; ///< ticks without a beat
    std::array<Seen, WorkerBoard::maxReaders> m_readers {};
};

} // namespace leadline::sources
