#include "ui/models/task_text.h"

#include "services/task_service.h"
#include "ui/models/format.h"
#include "ui/models/remark_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace leadline::ui {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(TaskText)
};

constexpr qint64 kWindowMs = 10'000;
constexpr qint64 kLeastGapMs = 200;

QString withReason(const QString &word, const domain::Remark &reason)
{
    return reason.isEmpty() ? word : QStringLiteral("%1: %2").arg(word, remarkText(reason));
}

} // namespace

bool readNothing(const domain::Task &task)
{
    const domain::TaskCounters &counters = task.counters;
    return task.state == domain::TaskState::Completed && counters.pages == 0 && counters.failed + counters.blocked > 0;
}

StateWords taskStateWords(const domain::Task &task, domain::Timestamp now)
{
    using domain::TaskState;
    switch (task.state) {
    case TaskState::Queued:
        return { Tone::Info, Text::tr("Queued") };
    case TaskState::Running:
        if (services::isStalled(task, now) && task.lastActivityAt) {
            const qint64 silent = domain::toMilliseconds(now) - domain::toMilliseconds(*task.lastActivityAt);
            return { Tone::Warning, Text::tr("Stalled, silent for %1").arg(formatDuration(silent)) };
        }
        return { Tone::Success, Text::tr("Running") };
    case TaskState::Paused:
        return { Tone::Warning, withReason(Text::tr("Paused"), task.stateReason) };
    case TaskState::Stopping:
        return { Tone::Warning, Text::tr("Stopping…") };
    case TaskState::Stopped:
        return { Tone::Neutral, Text::tr("Stopped") };
    case TaskState::Completed:
        if (readNothing(task))
            return { Tone::Warning, Text::tr("Nothing could be read") };
        return { Tone::Neutral, Text::tr("Completed") };
    case TaskState::Error:
        return { Tone::Danger, withReason(Text::tr("Failed"), task.stateReason) };
    case TaskState::Interrupted:
        return { Tone::Warning, Text::tr("Interrupted") };
    }
    return {};
}

StateWords outcomeWords(const domain::SiteReport &site)
{
    using domain::SourceOutcome;
    StateWords words;
    switch (site.outcome) {
    case SourceOutcome::Pending:
        words = { Tone::Info, site.pages > 0 ? Text::tr("being read") : Text::tr("waiting") };
        break;
    case SourceOutcome::Ok:
        words = { Tone::Success, Text::tr("ok") };
        break;
    case SourceOutcome::Empty:
        words = { Tone::Neutral, Text::tr("read, no contact found") };
        break;
    case SourceOutcome::Robots:
        words = { Tone::Warning, Text::tr("robots.txt forbids it") };
        break;
    case SourceOutcome::RateLimited:
        words = { Tone::Warning, Text::tr("asked us to slow down") };
        break;
    case SourceOutcome::Blocked:
        words = { Tone::Warning, Text::tr("refused us") };
        break;
    case SourceOutcome::Auth:
        words = { Tone::Warning, Text::tr("wants a sign-in") };
        break;
    case SourceOutcome::Network:
        words = { Tone::Danger, Text::tr("could not be reached") };
        break;
    case SourceOutcome::Unresolved:
        words = { Tone::Danger, Text::tr("no name server answered") };
        break;
    case SourceOutcome::ParseChanged:
        words = { Tone::Danger, Text::tr("could not be understood") };
        break;
    }
    if (!site.evidence.isEmpty())
        words.word = remarkText(site.evidence);
    return words;
}

QString logLevelWord(domain::LogLevel level)
{
    using domain::LogLevel;
    switch (level) {
    case LogLevel::Debug:
        return Text::tr("detail");
    case LogLevel::Info:
        return Text::tr("info");
    case LogLevel::Success:
        return Text::tr("found");
    case LogLevel::Warning:
        return Text::tr("warn");
    case LogLevel::Error:
        return Text::tr("fail");
    }
    return {};
}

Tone logLevelTone(domain::LogLevel level)
{
    using domain::LogLevel;
    switch (level) {
    case LogLevel::Debug:
    case LogLevel::Info:
        return Tone::Neutral;
    case LogLevel::Success:
        return Tone::Success;
    case LogLevel::Warning:
        return Tone::Warning;
    case LogLevel::Error:
        return Tone::Danger;
    }
    return Tone::Neutral;
}

domain::TaskCounters latest(const domain::TaskCounters &a, const domain::TaskCounters &b)
{
    return { std::max(a.newLeads, b.newLeads), std::max(a.duplicates, b.duplicates), std::max(a.pages, b.pages),
        std::max(a.failed, b.failed), std::max(a.blocked, b.blocked), std::max(a.bytes, b.bytes),
        std::max(a.sitesTotal, b.sitesTotal), std::max(a.sitesDone, b.sitesDone), std::max(a.activeMs, b.activeMs) };
}

double taskFraction(const domain::Task &task)
{
    if (task.state == domain::TaskState::Completed)
        return 1.0;
    const domain::TaskCounters &c = task.counters;
    const double sites = static_cast<double>(std::max<qint64>(c.sitesTotal, task.spec.seeds.size()));
    if (sites <= 0)
        return 0;
    const double bySites = static_cast<double>(c.sitesDone) / sites;
    const double budget = sites * std::max(1, task.spec.limits.maxPagesPerSite);
    const double byPages = std::min(0.95, static_cast<double>(c.pages + c.failed) / budget);
    return std::min(0.99, std::max(bySites, byPages));
}

PageShares pageShares(const domain::Task &task)
{
    const domain::TaskCounters &c = task.counters;
    const double all = static_cast<double>(c.pages + c.blocked + c.failed);
    const double done = taskFraction(task);
    if (all <= 0)
        return { done, 0, 0 };
    return { done * static_cast<double>(c.pages) / all, done * static_cast<double>(c.blocked) / all,
        done * static_cast<double>(c.failed) / all };
}

void TaskPace::add(const domain::TaskCounters &counters, domain::Timestamp at)
{
    if (!m_readings.empty() && (at - m_readings.back().at).count() < kLeastGapMs && m_readings.size() > 1)
        m_readings.pop_back();
    m_readings.push_back({ counters.pages, at });
    while (m_readings.size() > 2 && (at - m_readings.at(1).at).count() >= kWindowMs)
        m_readings.erase(m_readings.begin());
}

double TaskPace::pagesPerSecond() const
{
    if (m_readings.size() < 2)
        return 0;
    const double seconds = static_cast<double>((m_readings.back().at - m_readings.front().at).count()) / 1000.0;
    return seconds <= 0 ? 0 : static_cast<double>(m_readings.back().pages - m_readings.front().pages) / seconds;
}

std::optional<TaskPace::Range> TaskPace::remaining(const domain::TaskCounters &counters)
{
    const qint64 left = counters.sitesTotal - counters.sitesDone;
    if (counters.sitesDone < 3 || left <= 0 || counters.activeMs <= 0)
        return std::nullopt;
    const double perSite = static_cast<double>(counters.activeMs) / static_cast<double>(counters.sitesDone);
    const double middle = perSite * static_cast<double>(left);
    // The spread narrows with the number of sites that were timed.
    const double spread = std::clamp(1.0 / std::sqrt(static_cast<double>(counters.sitesDone)), 0.1, 0.5);
    return Range { static_cast<qint64>(middle * (1 - spread)), static_cast<qint64>(middle * (1 + spread)) };
}

} // namespace leadline::ui
