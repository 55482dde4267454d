#pragma once

#include "crawl/host_pool.h"
#include "crawl/resolver.h"
#include "crawl/shared_pace.h"
#include "domain/result.h"
#include "sources/crawl_batch.h"
#include "sources/site_reader.h"
#include "sources/worker_board.h"

#include <functional>
#include <memory>
#include <vector>

namespace leadline::sources {

/// A crawl within this process: one thread for the network, some for extraction. This is what the worker process runs; the
/// daemon never does. All calls are thread-safe and return at once. The order of calls and the meaning of acknowledge() are
/// those of CrawlRunner.
class CrawlSession
{
public:
    /// Called from the network thread, which must not be held up.
    struct Events
    {
        std::function<void(CrawlBatch &&)> batch;
        std::function<void()> paused;
        std::function<void(CrawlEnd, const QString &)> finished; ///< once, the last call
    };
    /// What a test may script, and what only a worker process has.
    struct Options
    {
        crawl::FetchCaps caps;
        crawl::NameBackOff nameBackOff;
        std::unique_ptr<crawl::Resolver> resolver; ///< null = the system's
        PageReader readPage = extract::readPage;
        WorkerBoard *board = nullptr; ///< shown on if there is one; outlives the session
        crawl::SharedPace *pace = nullptr; ///< kept with all crawls of the daemon if there is one; outlives the session
    };

    /// Fails with InvalidArgument when the address policy is malformed.
    [[nodiscard]] static domain::Result<std::unique_ptr<CrawlSession>> start(
        const CrawlSetup &setup, Events events, Options options);
    ~CrawlSession(); ///< ends the crawl at once, without events

    void addJobs(std::vector<crawl::SiteJob> jobs);
    void closeJobs();
    void pause();
    void resume();
    void stop();
    void acknowledge(quint64 batch);

private:
    class Loop;
    explicit CrawlSession(std::unique_ptr<Loop> loop);

    std::unique_ptr<Loop> m_loop;
};

} // namespace leadline::sources
