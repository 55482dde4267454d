#pragma once

#include "backend/tasks/rate_meter.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "domain/task.h"
#include "sources/crawl_batch.h"
#include "sources/crawl_runner.h"
#include "storage/connection.h"

#include <QHash>

#include <vector>

namespace leadline::backend {

/// What storing a batch changed, for the doorbells.
struct BatchEffect
{
    bool results = false; ///< new rows in the results stream
    bool logs = false;
    qint64 newLeads = 0; ///< of the task so far
    int sitesEnded = 0; ///< in this batch
};

/// The totals of one running task, and the one place that turns a crawl batch into rows. Shared by the jobs of one run; they
/// run one after another on the database's writer, so it needs no lock. After a failed job the totals are ahead of the
/// store: the run must end and a new ledger be read.
class RunLedger
{
public:
    RunLedger(domain::Task task, std::vector<domain::SiteReport> sites, const domain::Clock &clock);

    /// Stores a batch inside the caller's transaction: frontier, leads, totals, log lines, heartbeat.
    [[nodiscard]] domain::Result<BatchEffect> store(storage::Connection &db, const sources::CrawlBatch &batch);
    /// Ends start addresses the crawler was never asked to read.
    [[nodiscard]] domain::Result<BatchEffect> refuse(
        storage::Connection &db, const std::vector<std::pair<int, domain::Remark>> &reasons);
    /// Gives up pages that broke the worker; their sites keep the sentence for their end.
    [[nodiscard]] domain::Result<BatchEffect> setAside(
        storage::Connection &db, const std::vector<sources::SuspectPage> &pages);
    /// Stores counters and the sign of life only.
    [[nodiscard]] domain::Result<void> heartbeat(storage::Connection &db);
    [[nodiscard]] domain::Result<void> log(storage::Connection &db, domain::LogLevel level, const domain::Remark &message);

private:
    [[nodiscard]] domain::Result<void> checkInStep(storage::Connection &db) const;
    [[nodiscard]] domain::Result<void> saveProgress(storage::Connection &db);
    [[nodiscard]] domain::SiteReport *site(int index);
    void count(const crawl::PageReport &page);
    [[nodiscard]] domain::Result<bool> storeLeads(storage::Connection &db, const std::vector<sources::SiteLead> &leads);

    domain::TaskId m_task;
    domain::TaskProgress m_progress;
    std::vector<domain::SiteReport> m_sites; ///< by index
    std::vector<int> m_touched; ///< sites changed by the batch in hand
    const domain::Clock &m_clock;
    RateMeter m_meter;
    std::chrono::milliseconds m_lastSample {};
};

} // namespace leadline::backend
