#pragma once

#include "sources/site_reader.h"
#include "sources/worker_board.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace leadline::sources {

/// Threads that read pages. All pages of one site go to one thread, in order: its reader needs no lock, and what the
/// extraction remembers per thread (validated phone numbers) is of use for the next page.
class ExtractionPool
{
public:
    struct Done
    {
        void *site = nullptr;
        PageOutcome outcome;
    };

    /// At most WorkerBoard::maxReaders threads; what they read is shown on the board if there is one. `wake` is called from
    /// a pool thread when results were waited for and the first one is there.
    ExtractionPool(int threads, WorkerBoard *board, std::function<void()> wake);
    ~ExtractionPool(); ///< drops what is queued, waits for the pages being read

    void submit(int site, void *context, SiteReader *reader, PageWork work);
    /// Takes all results so far. Called by the thread that submits.
    void takeResults(std::vector<Done> &results);

    [[nodiscard]] int queuedPages() const { return m_pages.load(std::memory_order_acquire); }
    [[nodiscard]] qint64 queuedBytes() const { return m_bytes.load(std::memory_order_relaxed); }
    [[nodiscard]] int threads() const { return static_cast<int>(m_workers.size()); }

private:
    struct Job
    {
        int number = 0; ///< SiteJob::index
        void *site = nullptr;
        SiteReader *reader = nullptr;
        PageWork work;
    };
    struct Worker
    {
        int number = 0;
        std::mutex mutex;
        std::condition_variable wake;
        std::deque<Job> jobs;
        bool sleeping = false;
        std::thread thread;
    };

    void run(Worker &worker);

    std::vector<std::unique_ptr<Worker>> m_workers;
    WorkerBoard *m_board;
    std::function<void()> m_wake;
    std::mutex m_resultMutex;
    std::vector<Done> m_results;
    std::atomic<int> m_pages { 0 };
    std::atomic<qint64> m_bytes { 0 };
    std::atomic<bool> m_quit { false };
};

} // namespace leadline::sources
