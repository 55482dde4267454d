#pragma once

#include "crawl/site_job.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "domain/task.h"
#include "storage/connection.h"

#include <span>
#include <vector>

namespace leadline::backend {

using domain::Result;

struct LogPage
{
    std::vector<domain::LogLine> items; ///< oldest first
    qint64 oldest = 0; ///< smallest number still kept, 0 when there is none
    qint64 head = 0; ///< newest number ever given
};

/// What a running task leaves behind while it works: frontier, totals per start address, log, counters. One object per task
/// inside one job of a Database; not to be kept. Everything it writes belongs in the transaction of the batch it describes,
/// so that kill -9 repeats at most the pages in flight.
class TaskJournal
{
public:
    /// Longest log kept per task; older lines give way and leave a gap in the numbers.
    static constexpr qint64 kMaxLogLines = 50'000;
    static constexpr qint64 kMaxLogBytes = 16LL * 1024 * 1024;

    /// NotFound for an unknown task.
    [[nodiscard]] static Result<TaskJournal> open(storage::Connection &db, const domain::TaskId &task);

    /// Start addresses with an index above `after`, in order, at most `limit`.
    [[nodiscard]] Result<std::vector<domain::SiteReport>> sites(int after = -1, int limit = 100'000) const;
    [[nodiscard]] Result<std::vector<crawl::FrontierUrl>> frontier(int site) const;
    /// What the pages of a start address have taught its reader.
    [[nodiscard]] Result<std::vector<crawl::SiteMemo>> memory(int site) const;
    /// Stores what pages say of the frontier (their own address and the ones they discovered) and what they taught. Of
    /// start addresses that end with them nothing is kept, since nobody will go on with those.
    [[nodiscard]] Result<void> savePages(std::span<const crawl::PageReport> pages, std::span<const crawl::SiteEnd> ends);
    /// Stores the totals of a start address. An outcome other than Pending ends it and drops its frontier and memory.
    [[nodiscard]] Result<void> saveSite(const domain::SiteReport &report);
    /// Gives the lines their numbers and trims the log to its bounds.
    [[nodiscard]] Result<void> appendLog(std::span<const domain::LogLine> lines);
    /// Stores counters, speed and heartbeat (not the state), and raises the progress number.
    [[nodiscard]] Result<void> saveProgress(const domain::TaskProgress &progress);

    /// Lines with numbers above `since`, at most `limit` (1–1 000).
    [[nodiscard]] Result<LogPage> log(qint64 since, int limit) const;

private:
    TaskJournal(storage::Connection &db, qint64 task)
        : m_db(db)
        , m_task(task)
    { }

    [[nodiscard]] Result<void> saveFrontier(const crawl::PageReport &page);
    [[nodiscard]] Result<void> saveMemory(const crawl::PageReport &page);
    [[nodiscard]] Result<void> trimLog(qint64 head, qint64 bytes);

    storage::Connection &m_db;
    qint64 m_task;
};

} // namespace leadline::backend
