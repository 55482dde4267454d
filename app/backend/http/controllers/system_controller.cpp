#include "backend/http/controllers/controllers.h"

#include "backend/tasks/task_repository.h"
#include "protocol/session_json.h"

namespace leadline::backend {

using storage::Connection;
using storage::Database;

namespace {

QJsonObject statisticsToJson(const storage::Statistics &statistics)
{
    return {
        { QStringLiteral("readers"), statistics.readers },
        { QStringLiteral("busy_readers"), statistics.busyReaders },
        { QStringLiteral("queued_reads"), statistics.queuedReads },
        { QStringLiteral("queued_writes"), statistics.queuedWrites },
        { QStringLiteral("reads"), statistics.reads },
        { QStringLiteral("writes"), statistics.writes },
        { QStringLiteral("failures"), statistics.failures },
        { QStringLiteral("read_us"), statistics.readMicros },
        { QStringLiteral("write_us"), statistics.writeMicros },
        { QStringLiteral("longest_read_us"), statistics.longestReadMicros },
        { QStringLiteral("longest_write_us"), statistics.longestWriteMicros },
    };
}

/// One member per state, also for those no task is in: whoever draws them wants zeros and not gaps.
QJsonObject tasksToJson(const TaskCounts &tasks)
{
    QJsonObject counts;
    for (const auto &[state, count] : tasks)
        counts.insert(domain::taskStateSlug(state).toString(), count);
    return counts;
}

QFuture<HttpResponse> databaseHealth(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    const auto began = clock.sinceBoot();
    auto asked = database.read([](Connection &db) { return db.schemaVersion(); });
    return reply(request, std::move(asked), [&database, &clock, began](int version) {
        return HttpResponse::json({
            { QStringLiteral("status"), QStringLiteral("ok") },
            { QStringLiteral("response_time_ms"), qint64((clock.sinceBoot() - began).count()) },
            { QStringLiteral("schema"), version },
            { QStringLiteral("pool"), statisticsToJson(database.statistics()) },
        });
    });
}

} // namespace

void addSystemRoutes(RouteTable &table, Database &database, const domain::Clock &clock, const SystemFacts &facts)
{
    using enum HttpMethod;
    table.handle(Get, u"/api/health", [facts](const HttpRequest &) {
        const QString status = facts.isStopping() ? QStringLiteral("stopping") : QStringLiteral("ok");
        return answer(HttpResponse::json(
            protocol::toJson(protocol::Health { status, QStringLiteral(LEADLINE_VERSION), facts.instance })));
    });
    table.handle(
        Get, u"/api/health/database", [&](const HttpRequest &request) { return databaseHealth(database, clock, request); });
    table.handle(Get, u"/api/metrics", [facts, &database](const HttpRequest &request) {
        return reply(request, database.read(&TaskRepository::countByState), [facts, &database](const TaskCounts &tasks) {
            QJsonObject metrics = facts.metrics();
            metrics.insert(QStringLiteral("database"), statisticsToJson(database.statistics()));
            metrics.insert(QStringLiteral("tasks"), tasksToJson(tasks));
            return HttpResponse::json(metrics);
        });
    });
    table.handle(
        Get, u"/openapi.json", [&table](const HttpRequest &) { return answer(HttpResponse::json(table.openApi())); });
}

} // namespace leadline::backend
