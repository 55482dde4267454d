#pragma once

#include "crawl/site_job.h"

#include <array>
#include <deque>
#include <optional>

namespace leadline::crawl {

/// The addresses of one site still to be asked for: by priority, then in the order found, which is breadth first. Knows
/// the page budget. Used by one thread.
class Frontier
{
public:
    Frontier(int maxPages, int pagesDone);

    void add(FrontierUrl url);
    /// Gives back an address that was taken and not read (pause, retry); it comes first again.
    void putBack(FrontierUrl url);
    /// Empty when there is nothing left or the budget is spent or bound by pages in flight.
    [[nodiscard]] std::optional<FrontierUrl> take();

    void pageRead() { ++m_done; }
    void pageGivenUp() { ++m_givenUp; }

    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    [[nodiscard]] size_t size() const { return m_size; }
    [[nodiscard]] bool budgetSpent() const { return m_done >= m_maxPages || m_givenUp >= m_maxPages + 20; }
    [[nodiscard]] int pagesRead() const { return m_done; }
    /// Tells how many taken addresses are under way, so that they are counted against the budget.
    void setInFlight(int count) { m_inFlight = count; }

private:
    static constexpr size_t kPriorities = 6;
    std::array<std::deque<FrontierUrl>, kPriorities> m_queues;
    size_t m_size = 0;
    int m_maxPages;
    int m_done;
    int m_givenUp = 0;
    int m_inFlight = 0;
};

} // namespace leadline::crawl
