#include "backend/tasks/task_journal.h"

#include <QSet>

#include <algorithm>

namespace leadline::backend {

using domain::failure;
using domain::LogLine;
using domain::SiteReport;
using storage::Connection;
using storage::Statement;

namespace {

SiteReport siteFromRow(const Statement &row)
{
    SiteReport report;
    report.index = static_cast<int>(row.integer(0));
    report.seed = row.text(1);
    report.host = row.text(2);
    report.outcome = domain::sourceOutcomeFromSlug(row.text(3)).value_or(domain::SourceOutcome::Pending);
    report.evidence = domain::Remark::fromText(row.text(4));
    report.pages = row.integer(5);
    report.failed = row.integer(6);
    report.blocked = row.integer(7);
    report.newLeads = row.integer(8);
    report.duplicates = row.integer(9);
    report.bytes = row.integer(10);
    return report;
}

} // namespace

Result<TaskJournal> TaskJournal::open(Connection &db, const domain::TaskId &task)
{
    auto statement = db.prepare(QStringLiteral("SELECT n FROM task WHERE id = ?"));
    if (!statement)
        return failure(statement.error());
    std::optional<qint64> n;
    if (auto ran = (*statement)->bindAll(task).each([&](const Statement &row) { n = row.integer(0); }); !ran)
        return failure(ran.error());
    if (!n)
        return failure(domain::ErrorCode::NotFound, QStringLiteral("there is no task %1").arg(task.toString()));
    return TaskJournal(db, *n);
}

Result<std::vector<SiteReport>> TaskJournal::sites(int after, int limit) const
{
    auto statement
        = m_db.prepare(QStringLiteral("SELECT idx, seed, host, outcome, evidence, pages, failed, blocked, new_leads, "
                                      "duplicates, bytes FROM task_site WHERE task = ? AND idx > ? ORDER BY idx LIMIT ?"));
    if (!statement)
        return failure(statement.error());
    std::vector<SiteReport> sites;
    auto ran
        = (*statement)->bindAll(m_task, after, limit).each([&](const Statement &row) { sites.push_back(siteFromRow(row)); });
    if (!ran)
        return failure(ran.error());
    return sites;
}

Result<std::vector<crawl::FrontierUrl>> TaskJournal::frontier(int site) const
{
    auto statement = m_db.prepare(QStringLiteral(
        "SELECT url, depth, priority, state, place FROM task_frontier WHERE task = ? AND site = ? ORDER BY place, url"));
    if (!statement)
        return failure(statement.error());
    std::vector<crawl::FrontierUrl> urls;
    auto ran = (*statement)->bindAll(m_task, site).each([&](const Statement &row) {
        urls.push_back(
            { row.text(0).toStdString(), static_cast<int>(row.integer(1)), static_cast<crawl::LinkPriority>(row.integer(2)),
                static_cast<crawl::UrlState>(row.integer(3)), static_cast<int>(row.integer(4)) });
    });
    if (!ran)
        return failure(ran.error());
    return urls;
}

Result<std::vector<crawl::SiteMemo>> TaskJournal::memory(int site) const
{
    auto statement = m_db.prepare(QStringLiteral("SELECT name, value FROM task_memory WHERE task = ? AND site = ?"));
    if (!statement)
        return failure(statement.error());
    std::vector<crawl::SiteMemo> memory;
    auto ran = (*statement)->bindAll(m_task, site).each([&](const Statement &row) {
        memory.push_back({ row.text(0).toStdString(), row.bytes(1).toStdString() });
    });
    if (!ran)
        return failure(ran.error());
    return memory;
}

Result<void> TaskJournal::savePages(std::span<const crawl::PageReport> pages, std::span<const crawl::SiteEnd> ends)
{
    QSet<int> ended;
    for (const crawl::SiteEnd &end : ends)
        ended.insert(end.site);
    for (const crawl::PageReport &page : pages) {
        if (ended.contains(page.site))
            continue;
        if (auto stored = saveFrontier(page); !stored)
            return stored;
        if (auto stored = saveMemory(page); !stored)
            return stored;
    }
    return {};
}

Result<void> TaskJournal::saveFrontier(const crawl::PageReport &page)
{
    auto known = m_db.prepare(QStringLiteral("INSERT INTO task_frontier (task, site, url, depth, priority, state, place) "
                                             "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (task, site, url) DO NOTHING"));
    auto read = m_db.prepare(QStringLiteral("INSERT INTO task_frontier (task, site, url, depth, priority, state, place) "
                                            "VALUES (?, ?, ?, ?, ?, ?, 0) "
                                            "ON CONFLICT (task, site, url) DO UPDATE SET state = excluded.state"));
    if (!known || !read)
        return failure(!known ? known.error() : read.error());
    const auto add = [&](const crawl::FrontierUrl &url) {
        return (*known)
            ->bindAll(m_task, page.site, QString::fromStdString(url.url), url.depth, static_cast<int>(url.priority),
                static_cast<int>(url.state), url.place)
            .exec();
    };
    for (const crawl::FrontierUrl &url : page.discovered) {
        if (auto ran = add(url); !ran)
            return ran;
    }
    // Where a redirect led has been read as well; a link to it is not new.
    if (page.state == crawl::UrlState::Done && page.finalUrl != page.url && !page.finalUrl.empty()) {
        if (auto ran = add({ page.finalUrl, page.depth, crawl::LinkPriority::Plain, page.state, 0 }); !ran)
            return ran;
    }
    (*read)->bindAll(m_task, page.site, QString::fromStdString(page.url), page.depth,
        static_cast<int>(crawl::LinkPriority::Plain), static_cast<int>(page.state));
    return (*read)->exec();
}

Result<void> TaskJournal::saveMemory(const crawl::PageReport &page)
{
    if (page.learnt.empty())
        return {};
    auto learn = m_db.prepare(QStringLiteral("INSERT INTO task_memory (task, site, name, value) VALUES (?, ?, ?, ?) "
                                             "ON CONFLICT (task, site, name) DO UPDATE SET value = excluded.value"));
    if (!learn)
        return failure(learn.error());
    for (const crawl::SiteMemo &memo : page.learnt) {
        (*learn)->bindAll(m_task, page.site, QString::fromStdString(memo.key), QByteArray::fromStdString(memo.value));
        if (auto ran = (*learn)->exec(); !ran)
            return ran;
    }
    return {};
}

Result<void> TaskJournal::saveSite(const SiteReport &report)
{
    const bool done = report.outcome != domain::SourceOutcome::Pending;
    auto statement = m_db.prepare(QStringLiteral(
        "UPDATE task_site SET host = ?, state = ?, outcome = ?, evidence = ?, pages = ?, failed = ?, blocked = ?, "
        "new_leads = ?, duplicates = ?, bytes = ? WHERE task = ? AND idx = ?"));
    if (!statement)
        return failure(statement.error());
    (*statement)
        ->bindAll(report.host, done ? QStringLiteral("done") : QStringLiteral("active"),
            domain::sourceOutcomeSlug(report.outcome), report.evidence.toText(), report.pages, report.failed, report.blocked,
            report.newLeads, report.duplicates, report.bytes, m_task, report.index);
    if (auto ran = (*statement)->exec(); !ran || !done)
        return ran;
    for (const QString &sql : { QStringLiteral("DELETE FROM task_frontier WHERE task = ? AND site = ?"),
             QStringLiteral("DELETE FROM task_memory WHERE task = ? AND site = ?") }) {
        auto drop = m_db.prepare(sql);
        if (!drop)
            return failure(drop.error());
        if (auto ran = (*drop)->bindAll(m_task, report.index).exec(); !ran)
            return ran;
    }
    return {};
}

Result<void> TaskJournal::appendLog(std::span<const LogLine> lines)
{
    if (lines.empty())
        return {};
    QStringList texts;
    texts.reserve(static_cast<qsizetype>(lines.size()));
    qint64 bytes = 0;
    for (const LogLine &line : lines) {
        texts.append(line.message.toText());
        bytes += texts.back().size() + line.host.size();
    }
    auto numbers = m_db.prepare(QStringLiteral(
        "UPDATE task SET log_seq = log_seq + ?, log_bytes = log_bytes + ? WHERE n = ? RETURNING log_seq, log_bytes"));
    auto insert = m_db.prepare(
        QStringLiteral("INSERT INTO task_log (task, seq, at, level, host, message) VALUES (?, ?, ?, ?, ?, ?)"));
    if (!numbers || !insert)
        return failure(!numbers ? numbers.error() : insert.error());
    qint64 head = 0;
    qint64 total = 0;
    auto ran = (*numbers)->bindAll(static_cast<qint64>(lines.size()), bytes, m_task).each([&](const Statement &row) {
        head = row.integer(0);
        total = row.integer(1);
    });
    if (!ran)
        return ran;
    qint64 seq = head - static_cast<qint64>(lines.size());
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const LogLine &line = lines[static_cast<size_t>(i)];
        (*insert)->bindAll(m_task, ++seq, line.at, domain::logLevelSlug(line.level), line.host, texts[i]);
        if (auto stored = (*insert)->exec(); !stored)
            return stored;
    }

    return trimLog(head, total);
}

Result<void> TaskJournal::trimLog(qint64 head, qint64 bytes)
{
    auto trim = m_db.prepare(QStringLiteral("DELETE FROM task_log WHERE task = ? AND seq <= ?"));
    auto measure = m_db.prepare(
        QStringLiteral("SELECT min(seq), coalesce(sum(length(message) + length(host)), 0) FROM task_log WHERE task = ?"));
    auto store = m_db.prepare(QStringLiteral("UPDATE task SET log_bytes = ? WHERE n = ?"));
    if (!trim || !measure || !store)
        return failure(!trim ? trim.error() : !measure ? measure.error() : store.error());
    if (head > kMaxLogLines) {
        if (auto trimmed = (*trim)->bindAll(m_task, head - kMaxLogLines).exec(); !trimmed)
            return trimmed;
    }
    if (bytes <= kMaxLogBytes)
        return {};

    // The running total counts lines that are gone; measure before cutting. Beyond the bound the oldest fifth goes, so that
    // this is rare.
    qint64 first = 0;
    qint64 kept = 0;
    const auto remember = [&](const Statement &row) {
        first = row.integer(0);
        kept = row.integer(1);
    };
    if (auto measured = (*measure)->bindAll(m_task).each(remember); !measured)
        return measured;
    if (kept > kMaxLogBytes) {
        if (auto trimmed = (*trim)->bindAll(m_task, first + (head - first) / 5).exec(); !trimmed)
            return trimmed;
        if (auto measured = (*measure)->bindAll(m_task).each(remember); !measured)
            return measured;
    }
    return (*store)->bindAll(kept, m_task).exec();
}

Result<void> TaskJournal::saveProgress(const domain::TaskProgress &progress)
{
    auto statement = m_db.prepare(QStringLiteral(
        "UPDATE task SET progress_seq = progress_seq + 1, new_leads = ?, duplicates = ?, pages = ?, failed = ?, blocked = "
        "?, "
        "bytes = ?, sites_done = ?, active_ms = ?, pages_per_second = ?, eta_low_ms = ?, eta_high_ms = ?, current_host = ?, "
        "last_activity_at = ? WHERE n = ?"));
    if (!statement)
        return failure(statement.error());
    const domain::TaskCounters &counters = progress.counters;
    (*statement)
        ->bindAll(counters.newLeads, counters.duplicates, counters.pages, counters.failed, counters.blocked, counters.bytes,
            counters.sitesDone, counters.activeMs, progress.pagesPerSecond, progress.etaLowMs, progress.etaHighMs,
            progress.currentHost, progress.lastActivityAt, m_task);
    return (*statement)->exec();
}

Result<LogPage> TaskJournal::log(qint64 since, int limit) const
{
    auto lines = m_db.prepare(QStringLiteral(
        "SELECT seq, at, level, host, message FROM task_log WHERE task = ? AND seq > ? ORDER BY seq LIMIT ?"));
    auto bounds = m_db.prepare(
        QStringLiteral("SELECT log_seq, (SELECT min(seq) FROM task_log WHERE task = task.n) FROM task WHERE n = ?"));
    if (!lines || !bounds)
        return failure(!lines ? lines.error() : bounds.error());
    LogPage page;
    auto read = (*lines)->bindAll(m_task, since, std::clamp(limit, 1, 1'000)).each([&](const Statement &row) {
        page.items.push_back(
            { row.integer(0), row.time(1), domain::logLevelFromSlug(row.text(2)).value_or(domain::LogLevel::Info),
                row.text(3), domain::Remark::fromText(row.text(4)) });
    });
    if (!read)
        return failure(read.error());
    auto bounded = (*bounds)->bindAll(m_task).each([&](const Statement &row) {
        page.head = row.integer(0);
        page.oldest = row.integer(1);
    });
    if (!bounded)
        return failure(bounded.error());
    return page;
}

} // namespace leadline::backend
