#include "sources/crawl_loop.h"

#include "sources/crawl_runner.h"

#include <pthread.h>

#include <algorithm>
#include <memory>

namespace leadline::sources {

using crawl::UrlState;
using crawl::VisitEnd;
using domain::LogLevel;
using domain::Remark;
using domain::RemarkCode;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr milliseconds kFlushEvery { 100 };
constexpr size_t kBatchPages = 128;
constexpr size_t kBatchBytes = 2 * 1024 * 1024;
constexpr size_t kBatchHeldBackBytes = 16 * 1024 * 1024;
constexpr size_t kBatchHeldBack = 512; ///< with that much waiting for an acknowledgement nothing new is asked for
constexpr int kMaxQueuedPages = 256;
constexpr qint64 kMaxQueuedBytes = 64LL * 1024 * 1024;
constexpr int kPageLogsPerBatch = 12;
constexpr milliseconds kCheckEvery { 1000 };

int extractionThreads(const CrawlSetup &setup)
{
    if (setup.extractionThreads > 0)
        return std::min(setup.extractionThreads, WorkerBoard::maxReaders);
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
}

/// About how much a page adds to a batch.
size_t weightOf(const PageOutcome &outcome)
{
    constexpr size_t perContact = 600;
    size_t weight = 200;
    for (const crawl::FrontierUrl &url : outcome.report.discovered)
        weight += url.url.size() + 16;
    for (const crawl::SiteMemo &memo : outcome.report.learnt)
        weight += memo.key.size() + memo.value.size();
    for (const domain::FoundLead &lead : outcome.leads)
        weight += 400 + lead.found.contacts.size() * perContact;
    return weight;
}

std::string userAgent(const CrawlSetup &setup)
{
    if (!setup.userAgent.isEmpty())
        return setup.userAgent.toStdString();
    return "Mozilla/5.0 (compatible; Leadline/" LEADLINE_VERSION "; obeys robots.txt as Leadline)";
}

} // namespace

CrawlSession::Loop::Loop(const CrawlSetup &setup, crawl::AddressGuard guard, Events events, Options options)
    : m_setup(setup)
    , m_guard(std::move(guard))
    , m_events(std::move(events))
    , m_country(setup.defaultCountry.toStdString())
    , m_wishes { setup.phoneOnly, setup.emailOnly }
    , m_leadsPerBatch(static_cast<size_t>(std::max(setup.leadsPerBatch, 1)))
    , m_readPage(std::move(options.readPage))
    , m_board(options.board)
    // With a gap between requests one at a time keeps the best page first; without one the connections want work waiting.
    , m_atOnce(setup.limits.delayMs > 0 ? 1 : 6)
{
    crawl::HostPool::Options hosts;
    hosts.userAgent = userAgent(setup);
    hosts.productToken = "Leadline";
    hosts.gap = milliseconds(setup.limits.delayMs);
    hosts.caps = options.caps;
    hosts.nameBackOff = std::move(options.nameBackOff);
    hosts.pace = options.pace;
    hosts.maxActive = std::clamp(setup.limits.concurrentSites * 2, 4, 512);
    auto resolver = options.resolver ? std::move(options.resolver) : std::make_unique<crawl::SystemResolver>();
    m_hosts = std::make_unique<crawl::HostPool>(m_guard, std::move(resolver), std::move(hosts));
    m_extraction = std::make_unique<ExtractionPool>(extractionThreads(setup), m_board, [this] { m_hosts->wake(); });
}

CrawlSession::Loop::~Loop()
{
    post([](Loop &loop) { loop.m_quit = true; });
    if (m_thread.joinable())
        m_thread.join();
    m_extraction.reset();
}

void CrawlSession::Loop::launch()
{
    m_thread = std::thread([this] { run(); });
}

void CrawlSession::Loop::post(std::function<void(Loop &)> command)
{
    {
        const std::lock_guard lock(m_commandMutex);
        m_commands.push_back(std::move(command));
    }
    m_hosts->wake();
}

void CrawlSession::Loop::runCommands()
{
    std::vector<std::function<void(Loop &)>> commands;
    {
        const std::lock_guard lock(m_commandMutex);
        commands.swap(m_commands);
    }
    for (const auto &command : commands)
        command(*this);
}

void CrawlSession::Loop::addJobs(std::vector<crawl::SiteJob> jobs)
{
    for (const crawl::SiteJob &job : jobs) {
        if (const auto url = crawl::Url::parse(job.seed))
            m_hosts->foresee(*url);
    }
    std::move(jobs.begin(), jobs.end(), std::back_inserter(m_jobs));
}

void CrawlSession::Loop::takeBackVisits()
{
    for (const auto &visit : m_hosts->takeBackAll()) {
        auto &site = *static_cast<SiteCrawl *>(visit->owner);
        site.putBack(*visit);
        touch(site);
    }
}

void CrawlSession::Loop::pause()
{
    if (m_paused)
        return;
    m_paused = m_pausing = true;
    takeBackVisits();
}

void CrawlSession::Loop::stop()
{
    m_stopping = true;
    takeBackVisits();
}

bool CrawlSession::Loop::mayStart() const
{
    return !m_paused && !m_stopping && m_batch.pages.size() < kBatchHeldBack && m_batchBytes < kBatchHeldBackBytes
        && m_extraction->queuedPages() < kMaxQueuedPages && m_extraction->queuedBytes() < kMaxQueuedBytes;
}

bool CrawlSession::Loop::mayFlush() const
{
    return m_sent - m_acknowledged < static_cast<quint64>(CrawlRunner::maxUnacknowledged);
}

milliseconds CrawlSession::Loop::idleTime(Instant now) const
{
    if (m_batch.isEmpty() || !mayFlush())
        return kCheckEvery;
    return std::clamp(std::chrono::ceil<milliseconds>(m_flushedAt + kFlushEvery - now), milliseconds(1), kFlushEvery);
}

void CrawlSession::Loop::run()
{
    pthread_setname_np(pthread_self(), "crawl-network");
    while (!m_quit) {
        if (m_board)
            m_board->beat(); // at least every kCheckEvery
        runCommands();
        takePages();
        takeVisits();
        const auto now = Clock::now();
        endOverdueSites(now);
        if (!m_paused && !m_stopping)
            settleSites();
        const bool quiet = m_extraction->queuedPages() == 0 && m_pages.empty();
        if (m_stopping && quiet) {
            takePages();
            flush(now, true);
            m_events.finished(CrawlEnd::Stopped, {});
            return;
        }
        if (m_jobsClosed && m_jobs.empty() && m_sites.empty()) {
            flush(now, true);
            m_events.finished(CrawlEnd::Completed, {});
            return;
        }
        flush(now, false);
        if (m_pausing && quiet) {
            takePages();
            flush(now, true);
            m_pausing = false;
            m_events.paused();
        }
        if (m_touched.empty() || m_paused || m_stopping)
            m_hosts->wait(idleTime(now), mayStart());
    }
}

void CrawlSession::Loop::touch(SiteCrawl &site)
{
    if (!site.isTouched()) {
        site.setTouched(true);
        m_touched.push_back(&site);
    }
}

void CrawlSession::Loop::openSites()
{
    while (!m_jobs.empty() && static_cast<int>(m_sites.size()) < m_setup.limits.concurrentSites) {
        crawl::SiteJob job = std::move(m_jobs.front());
        m_jobs.pop_front();
        const int index = job.index;
        const bool resumed = !job.known.empty();
        const QString seed = QString::fromStdString(job.seed);
        auto site = SiteCrawl::make(std::move(job), m_country, m_wishes, m_readPage);
        if (!site) {
            m_batch.ends.push_back(
                { index, domain::SourceOutcome::Blocked, Remark(RemarkCode::SeedNotAnAddress, { seed }) });
            continue;
        }
        SiteCrawl &opened = *site;
        m_sites.emplace(&opened, std::move(site));
        log(opened, LogLevel::Info, resumed ? RemarkCode::SiteContinues : RemarkCode::SiteBegins);
        touch(opened);
    }
}

void CrawlSession::Loop::takePages()
{
    m_extraction->takeResults(m_pages);
    for (ExtractionPool::Done &done : m_pages) {
        auto &site = *static_cast<SiteCrawl *>(done.site);
        site.pageDone(done.outcome);
        m_hosts->recycle(std::move(done.outcome.buffer));
        touch(site);
        logPage(site, done.outcome.report);
        m_batchBytes += weightOf(done.outcome);
        for (domain::FoundLead &lead : done.outcome.leads)
            m_batch.leads.push_back({ site.job().index, std::move(lead) });
        m_batch.pages.push_back(std::move(done.outcome.report));
        if (m_batch.leads.size() >= m_leadsPerBatch)
            flush(Clock::now(), false);
    }
    m_pages.clear();
}

void CrawlSession::Loop::takeVisits()
{
    m_visits.clear();
    m_hosts->advance(mayStart(), m_visits);
    for (VisitEnd &end : m_visits) {
        auto &site = *static_cast<SiteCrawl *>(end.visit->owner);
        touch(site);
        if (end.kind == VisitEnd::Kind::Answered)
            visitAnswered(site, std::move(end));
        else
            visitGivenUp(site, std::move(end));
    }
}

void CrawlSession::Loop::visitAnswered(SiteCrawl &site, VisitEnd &&end)
{
    const int status = end.fetch.status;
    if (status >= 200 && status < 300) {
        PageWork work = site.toWork(std::move(end));
        m_extraction->submit(site.job().index, &site, &site.reader(), std::move(work));
        return;
    }
    if (status >= 300 && status < 400 && !end.fetch.location.empty()) {
        if (auto next = site.follow(end.visit, end.fetch.location, end.detail)) {
            m_hosts->submit(std::move(next));
            return;
        }
    }
    visitGivenUp(site, std::move(end));
}

void CrawlSession::Loop::visitGivenUp(SiteCrawl &site, VisitEnd &&end)
{
    if (end.kind == VisitEnd::Kind::Unreachable) {
        if (auto again = site.tryPlainHttp(end.visit)) {
            m_hosts->submit(std::move(again));
            return;
        }
    }
    bool terminal = false;
    crawl::PageReport report = site.giveUp(end, terminal);
    logPage(site, report);
    m_batch.pages.push_back(std::move(report));
    if (terminal) {
        for (const auto &visit : m_hosts->takeBackWaiting(&site))
            site.putBack(*visit);
    }
}

void CrawlSession::Loop::endOverdueSites(Instant now)
{
    if (now - m_checkedAt < kCheckEvery)
        return;
    m_checkedAt = now;
    for (const auto &[key, site] : m_sites) {
        if (now < site->deadline() || site->endsEarly())
            continue;
        site->endEarly(domain::SourceOutcome::Empty, RemarkCode::SiteTimeUsed);
        for (const auto &visit : m_hosts->takeBackWaiting(key))
            site->putBack(*visit);
        touch(*site);
    }
}

/// Hands out what the sites that moved want to visit next, and ends those that are over, which makes room for new ones.
void CrawlSession::Loop::settleSites()
{
    openSites();
    std::vector<SiteCrawl *> touched;
    touched.swap(m_touched);
    for (SiteCrawl *site : touched) {
        site->setTouched(false);
        while (auto visit = site->nextVisit(m_atOnce))
            m_hosts->submit(std::move(visit));
        if (!site->isOver())
            continue;
        crawl::SiteEnd end = site->end();
        log(*site, end.outcome == domain::SourceOutcome::Ok ? LogLevel::Success : LogLevel::Warning, end.evidence);
        m_batch.ends.push_back(std::move(end));
        m_sites.erase(site);
    }
    openSites();
}

void CrawlSession::Loop::flush(Instant now, bool force)
{
    if (m_batch.isEmpty())
        return;
    const bool isFull = m_batch.leads.size() >= m_leadsPerBatch || m_batch.pages.size() >= kBatchPages
        || m_batchBytes >= kBatchBytes || now - m_flushedAt >= kFlushEvery;
    if (!force && (!isFull || !mayFlush()))
        return;
    m_batch.number = ++m_sent;
    m_flushedAt = now;
    m_pageLogs = 0;
    m_batchBytes = 0;
    m_events.batch(std::exchange(m_batch, {}));
}

void CrawlSession::Loop::log(const SiteCrawl &site, LogLevel level, Remark message)
{
    m_batch.logs.push_back({ site.job().index, std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now()),
        level, site.hostName(), std::move(message) });
}

/// Pages are worth a line while a person can follow; a fast crawl is told by its counters.
void CrawlSession::Loop::logPage(const SiteCrawl &site, const crawl::PageReport &report)
{
    if (m_pageLogs >= kPageLogsPerBatch)
        return;
    ++m_pageLogs;
    if (report.state != UrlState::Done) {
        log(site, report.state == UrlState::Blocked ? LogLevel::Info : LogLevel::Warning, report.note);
        return;
    }
    log(site, LogLevel::Debug,
        { RemarkCode::PageRead,
            { QString::fromStdString(report.finalUrl.substr(0, 300)), QString::number(report.status),
                QString::number((report.bytes + 1023) / 1024), QString::number(report.milliseconds) } });
}

} // namespace leadline::sources
