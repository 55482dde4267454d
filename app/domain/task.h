#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/remark.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace leadline::domain {

/// queued → running ⇄ paused, stopping → stopped, completed, error, interrupted (the process died).
enum class TaskState { Queued, Running, Paused, Stopping, Stopped, Completed, Error, Interrupted };

enum class SourceKind { Website };

/// How one start address ended, each with its evidence in words.
enum class SourceOutcome { Pending, Ok, Empty, Robots, RateLimited, Blocked, Auth, Network, ParseChanged, Unresolved };

enum class LogLevel { Debug, Info, Success, Warning, Error };

/// Bounds of a crawl. Defaults are polite; every value is clamped by the daemon (clampLimits in app/crawl).
struct CrawlLimits
{
    int maxPagesPerSite = 40; ///< 1–2 000
    int maxDepth = 4; ///< links away from the start address, 0–8
    int concurrentSites = 16; ///< hosts read at the same time, 1–256
    int delayMs = 1000; ///< least gap between two requests to one host, 0–60 000; Crawl-delay may raise it
    qint64 maxLeads = 0; ///< stop after that many new leads, 0 = no bound

    [[nodiscard]] bool operator==(const CrawlLimits &) const = default;
};

struct TaskSpec
{
    QString name; ///< 1–200 characters
    SourceKind source = SourceKind::Website;
    QStringList seeds; ///< start addresses, as typed, 1–100 000
    CrawlLimits limits;
    bool phoneOnly = false; ///< keep only leads with a phone
    bool emailOnly = false; ///< keep only leads with an e-mail
    QString defaultCountry; ///< ISO 3166-1 alpha-2 for phones without a country, empty = from the page

    [[nodiscard]] bool operator==(const TaskSpec &) const = default;
};

/// Totals of a task. They only grow, also over pause, resume and restart.
struct TaskCounters
{
    qint64 newLeads = 0;
    qint64 duplicates = 0; ///< businesses that were known before this task
    qint64 pages = 0; ///< pages read with success
    qint64 failed = 0; ///< pages that could not be read
    qint64 blocked = 0; ///< pages robots.txt, a guard or a limit kept us from
    qint64 bytes = 0; ///< body bytes received, before decompression
    qint64 sitesTotal = 0;
    qint64 sitesDone = 0;
    qint64 activeMs = 0; ///< time spent running

    [[nodiscard]] bool operator==(const TaskCounters &) const = default;
};

struct Task
{
    TaskId id;
    TaskSpec spec;
    TaskState state = TaskState::Queued;
    Remark stateReason; ///< e.g. why it paused itself; may be empty
    qint64 rev = 0;
    TaskCounters counters;
    QString createdBy;
    Timestamp createdAt {};
    std::optional<Timestamp> startedAt;
    std::optional<Timestamp> finishedAt;
    std::optional<Timestamp> lastActivityAt; ///< heartbeat; old while Running = shown as stalled

    [[nodiscard]] bool isFinal() const
    {
        return state == TaskState::Stopped || state == TaskState::Completed || state == TaskState::Error;
    }
    [[nodiscard]] bool operator==(const Task &) const = default;
};

/// One start address of a task.
struct SiteReport
{
    int index = 0; ///< position among the seeds
    QString seed;
    QString host;
    SourceOutcome outcome = SourceOutcome::Pending;
    Remark evidence; ///< e.g. "robots.txt of example.com forbids /contact"
    qint64 pages = 0;
    qint64 failed = 0;
    qint64 blocked = 0;
    qint64 newLeads = 0;
    qint64 duplicates = 0;
    qint64 bytes = 0;

    [[nodiscard]] bool operator==(const SiteReport &) const = default;
};

struct LogLine
{
    qint64 seq = 0; ///< per task, contiguous from 1
    Timestamp at {};
    LogLevel level = LogLevel::Info;
    QString host;
    Remark message;

    [[nodiscard]] bool operator==(const LogLine &) const = default;
};

/// Newest state of a running task; replaces what was known before.
struct TaskProgress
{
    qint64 seq = 0;
    TaskState state = TaskState::Queued;
    Remark stateReason;
    TaskCounters counters;
    double pagesPerSecond = 0; ///< over the last ten seconds
    std::optional<qint64> etaLowMs; ///< remaining time as a range; absent = unknown
    std::optional<qint64> etaHighMs;
    std::optional<Timestamp> lastActivityAt;
    QString currentHost;
};

[[nodiscard]] QStringView taskStateSlug(TaskState state);
[[nodiscard]] std::optional<TaskState> taskStateFromSlug(QStringView slug);
[[nodiscard]] QStringView sourceKindSlug(SourceKind kind);
[[nodiscard]] std::optional<SourceKind> sourceKindFromSlug(QStringView slug);
[[nodiscard]] QStringView sourceOutcomeSlug(SourceOutcome outcome);
[[nodiscard]] std::optional<SourceOutcome> sourceOutcomeFromSlug(QStringView slug);
[[nodiscard]] QStringView logLevelSlug(LogLevel level);
[[nodiscard]] std::optional<LogLevel> logLevelFromSlug(QStringView slug);

} // namespace leadline::domain
