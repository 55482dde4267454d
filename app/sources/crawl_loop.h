#pragma once

#include "crawl/address_guard.h"
#include "crawl/host_pool.h"
#include "sources/crawl_session.h"
#include "sources/extraction_pool.h"
#include "sources/site_crawl.h"

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace leadline::sources {

/// The network thread of a crawl: takes sites from the list of jobs, visits through the hosts, pages through extraction,
/// and what comes out into batches. Everything here but post() belongs to that thread.
class CrawlSession::Loop
{
public:
    Loop(const CrawlSetup &setup, crawl::AddressGuard guard, Events events, Options options);
    ~Loop();

    void launch();
    /// Runs a command in the network thread, soon.
    void post(std::function<void(Loop &)> command);

    void addJobs(std::vector<crawl::SiteJob> jobs);
    void closeJobs() { m_jobsClosed = true; }
    void pause();
    void resume() { m_paused = m_pausing = false; }
    void stop();
    void acknowledge(quint64 batch) { m_acknowledged = std::max(m_acknowledged, batch); }

private:
    using Instant = std::chrono::steady_clock::time_point;

    void run();
    void runCommands();
    void openSites();
    void takePages();
    void takeVisits();
    void visitAnswered(SiteCrawl &site, crawl::VisitEnd &&end);
    void visitGivenUp(SiteCrawl &site, crawl::VisitEnd &&end);
    void endOverdueSites(Instant now);
    void settleSites();
    void takeBackVisits();
    void flush(Instant now, bool force);
    void log(const SiteCrawl &site, domain::LogLevel level, domain::Remark message);
    void logPage(const SiteCrawl &site, const crawl::PageReport &report);
    void touch(SiteCrawl &site);
    [[nodiscard]] bool mayStart() const;
    [[nodiscard]] bool mayFlush() const; ///< few enough batches wait for their acknowledgement
    [[nodiscard]] std::chrono::milliseconds idleTime(Instant now) const;

    CrawlSetup m_setup;
    crawl::AddressGuard m_guard;
    Events m_events;
    std::string m_country;
    LeadWishes m_wishes;
    const size_t m_leadsPerBatch;
    PageReader m_readPage;
    WorkerBoard *m_board;
    int m_atOnce; ///< visits of one site handed to the hosts at the same time

    std::mutex m_commandMutex;
    std::vector<std::function<void(Loop &)>> m_commands;

    std::deque<crawl::SiteJob> m_jobs;
    std::unordered_map<SiteCrawl *, std::unique_ptr<SiteCrawl>> m_sites;
    std::vector<SiteCrawl *> m_touched; ///< may have visits to hand out, or have ended
    std::vector<ExtractionPool::Done> m_pages;
    std::vector<crawl::VisitEnd> m_visits;
    CrawlBatch m_batch;
    Instant m_flushedAt {};
    Instant m_checkedAt {};
    int m_pageLogs = 0;
    size_t m_batchBytes = 0; ///< estimate
    quint64 m_sent = 0;
    quint64 m_acknowledged = 0;
    bool m_jobsClosed = false;
    bool m_paused = false;
    bool m_pausing = false; ///< paused() is still to be told
    bool m_stopping = false;
    bool m_quit = false; ///< end without events

    std::unique_ptr<crawl::HostPool> m_hosts;
    std::unique_ptr<ExtractionPool> m_extraction;
    std::thread m_thread;
};

} // namespace leadline::sources
