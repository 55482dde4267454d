#include "scrape_summary.h"

#include "protocol/task_json.h"

#include <QJsonArray>
#include <QJsonObject>

#include <map>

namespace leadline::leadctl {

using domain::SiteReport;
using domain::SourceOutcome;
using domain::TaskCounters;

namespace {

constexpr int kMostReasons = 10;

std::map<QString, int> outcomesOf(const std::vector<SiteReport> &sites)
{
    std::map<QString, int> outcomes;
    for (const SiteReport &site : sites)
        ++outcomes[domain::sourceOutcomeSlug(site.outcome).toString()];
    return outcomes;
}

double pagesPerSecond(const TaskCounters &counters)
{
    return counters.activeMs > 0 ? double(counters.pages) * 1000 / double(counters.activeMs) : 0;
}

QJsonObject json(const ScrapeSummary &summary)
{
    const TaskCounters &counters = summary.task.counters;
    QJsonObject ends;
    for (const auto &[outcome, count] : outcomesOf(summary.sites))
        ends.insert(outcome, count);
    QJsonArray sites;
    for (const SiteReport &site : summary.sites)
        sites.append(protocol::toJson(site));
    QJsonObject object {
        { QStringLiteral("task"), summary.task.id.toString() },
        { QStringLiteral("state"), domain::taskStateSlug(summary.task.state).toString() },
        { QStringLiteral("leads"), summary.leads },
        { QStringLiteral("new_leads"), counters.newLeads },
        { QStringLiteral("with_email"), summary.emails },
        { QStringLiteral("with_phone"), summary.phones },
        { QStringLiteral("pages"), counters.pages },
        { QStringLiteral("failed"), counters.failed },
        { QStringLiteral("blocked"), counters.blocked },
        { QStringLiteral("bytes"), counters.bytes },
        { QStringLiteral("seconds"), double(counters.activeMs) / 1000 },
        { QStringLiteral("pages_per_second"), pagesPerSecond(counters) },
        { QStringLiteral("outcomes"), ends },
        { QStringLiteral("sites"), sites },
        { QStringLiteral("skipped_lines"), summary.skippedLines },
        { QStringLiteral("interrupted"), summary.interrupted },
    };
    if (!summary.output.isEmpty())
        object.insert(QStringLiteral("output"), summary.output);
    return object;
}

void showTable(Console &console, const ScrapeSummary &summary)
{
    if (summary.rows.empty())
        return;
    console.table({ QStringLiteral("NAME"), QStringLiteral("E-MAIL"), QStringLiteral("PHONE"), QStringLiteral("CITY"),
                      QStringLiteral("SCORE"), QStringLiteral("WEBSITE") },
        summary.rows);
    const qint64 hidden = summary.leads - qint64(summary.rows.size());
    if (hidden > 0)
        console.print(QStringLiteral("… and %1 more").arg(grouped(hidden)));
    console.print(QString());
}

void showFigures(Console &console, const ScrapeSummary &summary)
{
    const TaskCounters &counters = summary.task.counters;
    console.note(
        QStringLiteral("%1 leads (%2 new, %3 with e-mail, %4 with phone)")
            .arg(grouped(summary.leads), grouped(counters.newLeads), grouped(summary.emails), grouped(summary.phones)));
    console.note(QStringLiteral("%1 pages in %2 s, %3 pages/s, %4; %5 failed, %6 kept out")
                     .arg(grouped(counters.pages))
                     .arg(double(counters.activeMs) / 1000, 0, 'f', 1)
                     .arg(pagesPerSecond(counters), 0, 'f', 1)
                     .arg(bytesText(counters.bytes), grouped(counters.failed), grouped(counters.blocked)));
    QStringList ends;
    for (const auto &[outcome, count] : outcomesOf(summary.sites))
        ends.append(QStringLiteral("%1 %2").arg(grouped(count), outcome));
    console.note(QStringLiteral("%1 sites: %2").arg(grouped(qint64(summary.sites.size())), ends.join(QStringLiteral(", "))));
    if (summary.skippedLines > 0)
        console.note(QStringLiteral("%1 lines of the seed file were no addresses").arg(grouped(summary.skippedLines)));
}

/// Why the first sites that were not read were not.
void showReasons(Console &console, const ScrapeSummary &summary)
{
    int unread = 0;
    for (const SiteReport &site : summary.sites) {
        const bool fine = site.outcome == SourceOutcome::Ok || site.outcome == SourceOutcome::Pending;
        if (!fine && ++unread <= kMostReasons)
            console.note(QStringLiteral("  %1: %2").arg(plain(site.seed), plain(site.evidence.english())));
    }
    if (unread > kMostReasons)
        console.note(QStringLiteral("  … and %1 more").arg(unread - kMostReasons));
}

} // namespace

void show(Console &console, const ScrapeSummary &summary)
{
    if (console.isJson())
        return console.print(json(summary));
    showTable(console, summary);
    showFigures(console, summary);
    showReasons(console, summary);
    if (!summary.output.isEmpty())
        console.note(QStringLiteral("written to %1").arg(summary.output));
    if (summary.task.state == domain::TaskState::Error)
        console.warn(QStringLiteral("leadctl: the task ended in error: ") + plain(summary.task.stateReason.english()));
}

} // namespace leadline::leadctl
