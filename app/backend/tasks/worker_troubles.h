#pragma once

#include "sources/crawl_runner.h"

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace leadline::backend {

/// What one run has seen of dying workers, and what to do about it. A worker that dies now and then is started again; a page
/// that was to blame twice is set aside, so that it costs itself and not the task; a worker that dies again and again with
/// nothing to blame ends the run. Times are Clock::sinceBoot().
class WorkerTroubles
{
public:
    using Milliseconds = std::chrono::milliseconds;

    static constexpr int maxDeathsInARow = 3; ///< with nothing to blame
    static constexpr Milliseconds stable { 60'000 }; ///< a worker that lived that long clears the row
    static constexpr int maxSetAside = 100; ///< more of them say that the reader is broken, not the pages

    struct Verdict
    {
        bool goOn = true;
        std::vector<sources::SuspectPage> setAside;
    };

    void workerStarted(Milliseconds now) { m_startedAt = now; }
    [[nodiscard]] Verdict workerDied(Milliseconds now, const std::vector<sources::SuspectPage> &suspects);

private:
    std::map<std::pair<int, std::string>, int> m_strikes; ///< by site and address
    Milliseconds m_startedAt {};
    int m_deathsInARow = 0;
    int m_setAside = 0;
};

/// About a page that is set aside, for its site and the log.
[[nodiscard]] domain::Remark setAsideRemark(const sources::SuspectPage &page);

} // namespace leadline::backend
