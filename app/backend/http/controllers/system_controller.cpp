#include "backend/http/controllers/controllers.h"

#include "backend/metrics/metrics.h"
#include "protocol/session_json.h"

namespace leadline::backend {

using storage::Connection;
using storage::Database;

namespace {

/// Whether a scraper asks, which takes plain text but no JSON.
bool wantsText(const QByteArray &accept)
{
    return accept.contains("text/plain") && !accept.contains("json");
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
    table.handle(Get, u"/api/metrics", [facts, &database, &table](const HttpRequest &request) {
        const bool isText = request.queryValue(u"format") == u"prometheus" || wantsText(request.header("accept"));
        return reply(request, database.read(&countStore), [facts, &database, &table, isText](const StoreCounts &counts) {
            Metrics metrics = facts.metrics();
            metrics.routes = &table;
            metrics.database = database.statistics();
            metrics.store = counts;
            if (!isText)
                return HttpResponse::json(toJson(metrics));
            HttpResponse text;
            text.contentType = kPrometheusType;
            text.body = toPrometheus(metrics);
            return text;
        });
    });
    table.handle(
        Get, u"/openapi.json", [&table](const HttpRequest &) { return answer(HttpResponse::json(table.openApi())); });
}

} // namespace leadline::backend
