#include "domain/task.h"

#include "domain/slug_table.h"

namespace leadline::domain {

namespace {

constexpr SlugTable<TaskState, 8> kTaskStateSlugs { { {
    { TaskState::Queued, u"queued" },
    { TaskState::Running, u"running" },
    { TaskState::Paused, u"paused" },
    { TaskState::Stopping, u"stopping" },
    { TaskState::Stopped, u"stopped" },
    { TaskState::Completed, u"completed" },
    { TaskState::Error, u"error" },
    { TaskState::Interrupted, u"interrupted" },
} } };

constexpr SlugTable<SourceKind, 1> kSourceKindSlugs { { {
    { SourceKind::Website, u"website" },
} } };

constexpr SlugTable<SourceOutcome, 10> kSourceOutcomeSlugs { { {
    { SourceOutcome::Pending, u"pending" },
    { SourceOutcome::Ok, u"ok" },
    { SourceOutcome::Empty, u"empty" },
    { SourceOutcome::Robots, u"robots" },
    { SourceOutcome::RateLimited, u"rate-limited" },
    { SourceOutcome::Blocked, u"blocked" },
    { SourceOutcome::Auth, u"auth" },
    { SourceOutcome::Network, u"network" },
    { SourceOutcome::ParseChanged, u"parse-changed" },
    { SourceOutcome::Unresolved, u"unresolved" },
} } };

constexpr SlugTable<LogLevel, 5> kLogLevelSlugs { { {
    { LogLevel::Debug, u"debug" },
    { LogLevel::Info, u"info" },
    { LogLevel::Success, u"success" },
    { LogLevel::Warning, u"warning" },
    { LogLevel::Error, u"error" },
} } };

} // namespace

QStringView taskStateSlug(TaskState state)
{
    return kTaskStateSlugs.slug(state);
}

std::optional<TaskState> taskStateFromSlug(QStringView slug)
{
    return kTaskStateSlugs.value(slug);
}

QStringView sourceKindSlug(SourceKind kind)
{
    return kSourceKindSlugs.slug(kind);
}

std::optional<SourceKind> sourceKindFromSlug(QStringView slug)
{
    return kSourceKindSlugs.value(slug);
}

QStringView sourceOutcomeSlug(SourceOutcome outcome)
{
    return kSourceOutcomeSlugs.slug(outcome);
}

std::optional<SourceOutcome> sourceOutcomeFromSlug(QStringView slug)
{
    return kSourceOutcomeSlugs.value(slug);
}

QStringView logLevelSlug(LogLevel level)
{
    return kLogLevelSlugs.slug(level);
}

std::optional<LogLevel> logLevelFromSlug(QStringView slug)
{
    return kLogLevelSlugs.value(slug);
}

} // namespace leadline::domain
