#include "sources/extraction_pool.h"

#include <pthread.h>

namespace leadline::sources {

ExtractionPool::ExtractionPool(int threads, WorkerBoard *board, std::function<void()> wake)
    : m_board(board)
    , m_wake(std::move(wake))
{
    for (int i = 0; i < threads; ++i) {
        m_workers.push_back(std::make_unique<Worker>());
        Worker &worker = *m_workers.back();
        worker.number = i;
        worker.thread = std::thread([this, &worker] { run(worker); });
    }
}

ExtractionPool::~ExtractionPool()
{
    m_quit = true;
    for (const auto &worker : m_workers) {
        {
            const std::lock_guard lock(worker->mutex);
            worker->jobs.clear();
        }
        worker->wake.notify_one();
    }
    for (const auto &worker : m_workers)
        worker->thread.join();
}

void ExtractionPool::submit(int site, void *context, SiteReader *reader, PageWork work)
{
    m_pages.fetch_add(1, std::memory_order_relaxed);
    m_bytes.fetch_add(static_cast<qint64>(work.body.size()), std::memory_order_relaxed);
    Worker &worker = *m_workers[static_cast<size_t>(site) % m_workers.size()];
    bool sleeping = false;
    {
        const std::lock_guard lock(worker.mutex);
        worker.jobs.push_back({ site, context, reader, std::move(work) });
        sleeping = worker.sleeping;
    }
    if (sleeping)
        worker.wake.notify_one();
}

void ExtractionPool::takeResults(std::vector<Done> &results)
{
    results.clear();
    const std::lock_guard lock(m_resultMutex);
    results.swap(m_results);
}

void ExtractionPool::run(Worker &worker)
{
    pthread_setname_np(pthread_self(), "crawl-extract");
    const ReaderSeat seat(m_board, worker.number);
    std::deque<Job> jobs;
    while (true) {
        {
            std::unique_lock lock(worker.mutex);
            worker.sleeping = true;
            worker.wake.wait(lock, [&] { return m_quit || !worker.jobs.empty(); });
            worker.sleeping = false;
            jobs.swap(worker.jobs);
        }
        while (!jobs.empty() && !m_quit) {
            Job job = std::move(jobs.front());
            jobs.pop_front();
            const auto bytes = static_cast<qint64>(job.work.body.size());
            if (m_board)
                m_board->begin(worker.number, job.number, job.work.origin.url);
            Done done { job.site, job.reader->read(std::move(job.work)) };
            if (m_board)
                m_board->end(worker.number);
            bool first = false;
            {
                const std::lock_guard lock(m_resultMutex);
                first = m_results.empty();
                m_results.push_back(std::move(done));
            }
            // After the result is there: nobody may see an empty pool and miss it.
            m_bytes.fetch_sub(bytes, std::memory_order_relaxed);
            m_pages.fetch_sub(1, std::memory_order_release);
            if (first)
                m_wake();
        }
        if (m_quit)
            return;
    }
}

} // namespace leadline::sources
