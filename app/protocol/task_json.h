#pragma once

#include "domain/task.h"
#include "protocol/json.h"

namespace leadline::protocol {

enum class TaskDetail {
    Row, ///< at most the first 20 start addresses
    Full,
};

/// Body of POST /api/tasks: the members of the specification and `start`. Refuses unknown members.
struct TaskCreate
{
    domain::TaskSpec spec;
    bool start = true;
};
[[nodiscard]] QJsonObject toJson(const TaskCreate &create);
[[nodiscard]] Result<TaskCreate> taskCreateFromJson(const QJsonObject &object);

[[nodiscard]] QJsonObject toJson(const domain::CrawlLimits &limits);
[[nodiscard]] QJsonObject toJson(const domain::TaskCounters &counters);
[[nodiscard]] Result<domain::TaskCounters> taskCountersFromJson(const QJsonObject &object, const QString &path = {});

[[nodiscard]] QJsonObject toJson(const domain::Task &task, TaskDetail detail = TaskDetail::Full);
[[nodiscard]] Result<domain::Task> taskFromJson(const QJsonObject &object, const QString &path = {});

/// `{items[], total}`
struct TaskPage
{
    std::vector<domain::Task> items;
    qint64 total = 0;
};
[[nodiscard]] QJsonObject toJson(const TaskPage &page);
[[nodiscard]] Result<TaskPage> taskPageFromJson(const QJsonObject &object);

[[nodiscard]] QJsonObject toJson(const domain::SiteReport &report);
[[nodiscard]] Result<domain::SiteReport> siteReportFromJson(const QJsonObject &object, const QString &path = {});

/// `{items[], total}` of a task's start addresses, by index.
struct SitePage
{
    std::vector<domain::SiteReport> items;
    qint64 total = 0;
};
[[nodiscard]] QJsonObject toJson(const SitePage &page);
[[nodiscard]] Result<SitePage> sitePageFromJson(const QJsonObject &object);

[[nodiscard]] QJsonObject toJson(const domain::LogLine &line);
[[nodiscard]] Result<domain::LogLine> logLineFromJson(const QJsonObject &object, const QString &path = {});
[[nodiscard]] QJsonObject toJson(const domain::TaskProgress &progress);
[[nodiscard]] Result<domain::TaskProgress> taskProgressFromJson(const QJsonObject &object, const QString &path = {});

} // namespace leadline::protocol
