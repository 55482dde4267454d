#include "backend/tasks/run_ledger.h"

#include "backend/leads/lead_repository.h"
#include "backend/tasks/task_journal.h"
#include "backend/tasks/worker_troubles.h"

#include <QUrl>

#include <algorithm>
#include <utility>

namespace leadline::backend {

using domain::failure;
using domain::SiteReport;
using storage::Connection;

RunLedger::RunLedger(domain::Task task, std::vector<SiteReport> sites, const domain::Clock &clock)
    : m_task(task.id)
    , m_sites(std::move(sites))
    , m_clock(clock)
    , m_lastSample(clock.sinceBoot())
{
    m_progress.counters = task.counters;
    m_meter.sample(m_lastSample, task.counters.pages, task.counters.sitesDone);
}

Result<BatchEffect> RunLedger::store(Connection &db, const sources::CrawlBatch &batch)
{
    auto journal = TaskJournal::open(db, m_task);
    if (!journal)
        return failure(journal.error());
    if (auto inStep = checkInStep(db); !inStep)
        return failure(inStep.error());
    m_touched.clear();
    if (auto stored = journal->savePages(batch.pages, batch.ends); !stored)
        return failure(stored.error());
    for (const crawl::PageReport &page : batch.pages)
        count(page);
    const auto results = storeLeads(db, batch.leads);
    if (!results)
        return failure(results.error());
    for (const crawl::SiteEnd &end : batch.ends) {
        if (SiteReport *report = site(end.site); report && report->outcome == domain::SourceOutcome::Pending) {
            report->outcome = end.outcome;
            report->evidence = end.evidence;
            ++m_progress.counters.sitesDone;
        }
    }
    std::ranges::sort(m_touched);
    const auto repeated = std::ranges::unique(m_touched);
    m_touched.erase(repeated.begin(), repeated.end());
    for (const int index : m_touched) {
        if (auto stored = journal->saveSite(m_sites[static_cast<size_t>(index)]); !stored)
            return failure(stored.error());
    }
    std::vector<domain::LogLine> lines;
    lines.reserve(batch.logs.size());
    for (const sources::CrawlLog &log : batch.logs)
        lines.push_back({ 0, log.at, log.level, log.host, log.message });
    if (auto stored = journal->appendLog(lines); !stored)
        return failure(stored.error());
    if (auto stored = saveProgress(db); !stored)
        return failure(stored.error());
    return BatchEffect { *results, !lines.empty(), m_progress.counters.newLeads, static_cast<int>(batch.ends.size()) };
}

Result<BatchEffect> RunLedger::refuse(Connection &db, const std::vector<std::pair<int, domain::Remark>> &reasons)
{
    sources::CrawlBatch batch;
    for (const auto &[index, reason] : reasons) {
        batch.ends.push_back({ index, domain::SourceOutcome::Blocked, reason });
        batch.logs.push_back({ index, m_clock.now(), domain::LogLevel::Warning, {}, reason });
    }
    return store(db, batch);
}

Result<BatchEffect> RunLedger::setAside(Connection &db, const std::vector<sources::SuspectPage> &pages)
{
    sources::CrawlBatch batch;
    for (const sources::SuspectPage &page : pages) {
        SiteReport *report = site(page.site);
        if (!report || report->outcome != domain::SourceOutcome::Pending)
            continue;
        report->evidence = setAsideRemark(page);
        crawl::PageReport given;
        given.site = page.site;
        given.url = page.url;
        given.state = crawl::UrlState::Failed;
        given.reason = domain::SourceOutcome::ParseChanged;
        given.note = report->evidence;
        batch.pages.push_back(std::move(given));
        batch.logs.push_back({ page.site, m_clock.now(), domain::LogLevel::Warning, report->host, report->evidence });
    }
    return store(db, batch);
}

Result<void> RunLedger::heartbeat(Connection &db)
{
    if (auto inStep = checkInStep(db); !inStep)
        return inStep;
    return saveProgress(db);
}

Result<void> RunLedger::checkInStep(Connection &db) const
{
    auto statement = db.prepare(
        QStringLiteral("SELECT new_leads, duplicates, pages, failed, blocked, bytes, sites_done FROM task WHERE id = ?")
        + db.lockRows());
    if (!statement)
        return failure(statement.error());
    const domain::TaskCounters &counters = m_progress.counters;
    bool inStep = false;
    auto ran = (*statement)->bindAll(m_task).each([&](const storage::Statement &row) {
        inStep = row.integer(0) == counters.newLeads && row.integer(1) == counters.duplicates
            && row.integer(2) == counters.pages && row.integer(3) == counters.failed && row.integer(4) == counters.blocked
            && row.integer(5) == counters.bytes && row.integer(6) == counters.sitesDone;
    });
    if (!ran || inStep)
        return ran;
    return failure(domain::ErrorCode::Cancelled, QStringLiteral("an earlier batch of this task could not be stored"));
}

Result<void> RunLedger::saveProgress(Connection &db)
{
    auto journal = TaskJournal::open(db, m_task);
    if (!journal)
        return failure(journal.error());
    const auto now = m_clock.sinceBoot();
    domain::TaskCounters &counters = m_progress.counters;
    counters.activeMs += (now - m_lastSample).count();
    m_lastSample = now;
    m_meter.sample(now, counters.pages, counters.sitesDone);
    m_progress.pagesPerSecond = m_meter.pagesPerSecond(now);
    const auto remaining = m_meter.remaining(now, counters.sitesTotal - counters.sitesDone);
    m_progress.etaLowMs = remaining ? std::optional<qint64>(remaining->first.count()) : std::nullopt;
    m_progress.etaHighMs = remaining ? std::optional<qint64>(remaining->second.count()) : std::nullopt;
    m_progress.lastActivityAt = m_clock.now();
    return journal->saveProgress(m_progress);
}

Result<void> RunLedger::log(Connection &db, domain::LogLevel level, const domain::Remark &message)
{
    auto journal = TaskJournal::open(db, m_task);
    if (!journal)
        return failure(journal.error());
    const domain::LogLine line { 0, m_clock.now(), level, {}, message };
    return journal->appendLog(std::span(&line, 1));
}

SiteReport *RunLedger::site(int index)
{
    if (index < 0 || std::cmp_greater_equal(index, m_sites.size()))
        return nullptr;
    m_touched.push_back(index);
    return &m_sites[static_cast<size_t>(index)];
}

void RunLedger::count(const crawl::PageReport &page)
{
    SiteReport *report = site(page.site);
    if (!report)
        return;
    domain::TaskCounters &counters = m_progress.counters;
    switch (page.state) {
    case crawl::UrlState::Pending:
        return;
    case crawl::UrlState::Done:
        ++report->pages;
        ++counters.pages;
        break;
    case crawl::UrlState::Failed:
        ++report->failed;
        ++counters.failed;
        break;
    case crawl::UrlState::Blocked:
        ++report->blocked;
        ++counters.blocked;
        break;
    }
    report->bytes += page.bytes;
    counters.bytes += page.bytes;
    if (report->host.isEmpty())
        report->host = QUrl(QString::fromStdString(page.url)).host();
    m_progress.currentHost = report->host;
}

Result<bool> RunLedger::storeLeads(Connection &db, const std::vector<sources::SiteLead> &leads)
{
    if (leads.empty())
        return false;
    std::vector<FoundLead> found;
    found.reserve(leads.size());
    for (const sources::SiteLead &lead : leads)
        found.push_back({ lead.lead.profileKey, lead.lead.source, lead.lead.found, lead.site });
    const auto outcomes = LeadRepository::ingest(db, m_task, found, m_clock.now());
    if (!outcomes)
        return failure(outcomes.error());
    bool results = false;
    for (size_t i = 0; i < outcomes->size(); ++i) {
        const IngestOutcome &outcome = (*outcomes)[i];
        if (!outcome.inserted && !outcome.newForTask)
            continue;
        results = true;
        qint64 domain::TaskCounters::*total
            = outcome.inserted ? &domain::TaskCounters::newLeads : &domain::TaskCounters::duplicates;
        ++(m_progress.counters.*total);
        if (SiteReport *report = site(leads[i].site))
            ++(outcome.inserted ? report->newLeads : report->duplicates);
    }
    return results;
}

} // namespace leadline::backend
