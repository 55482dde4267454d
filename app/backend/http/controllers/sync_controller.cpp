#include "backend/http/controllers/controllers.h"

#include "protocol/sync_json.h"

#include <limits>

namespace leadline::backend {

using storage::Connection;
using storage::Database;

namespace {

QFuture<HttpResponse> changes(Database &database, const HttpRequest &request)
{
    const auto since = request.queryNumber(u"since", 0, 0, std::numeric_limits<qint64>::max());
    if (!since)
        return refuse(request, since.error());
    const auto limit = request.queryNumber(u"limit", 500, 1, protocol::kMaxChanges);
    if (!limit)
        return refuse(request, limit.error());
    const QString epoch = request.queryValue(u"epoch");
    domain::ClientId client;
    if (const QString text = request.queryValue(u"client"); !text.isEmpty()) {
        const auto read = domain::ClientId::fromString(text);
        if (!read) {
            Error error(ErrorCode::InvalidArgument, QStringLiteral("client must be a UUID"));
            error.field = QStringLiteral("client");
            return refuse(request, error);
        }
        client = *read;
    }
    return reply(request, database.read([since = *since, limit = *limit, epoch, client](Connection &db) {
        return LeadRepository::changes(db, since, epoch, static_cast<int>(limit), client);
    }),
        [](const domain::ChangePage &page) { return HttpResponse::json(protocol::toJson(page)); });
}

QFuture<HttpResponse> push(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    auto body = request.json().and_then(protocol::pushRequestFromJson);
    if (!body)
        return refuse(request, body.error());
    Actor actor = actorOf(request);
    actor.origin = body->client.toString();
    return reply(request, LeadRepository::push(database, std::move(*body), std::move(actor), clock.now()),
        [](const domain::PushAnswer &answer) { return HttpResponse::json(protocol::toJson(answer)); });
}

} // namespace

void addSyncRoutes(RouteTable &table, Database &database, const domain::Clock &clock)
{
    using enum HttpMethod;
    table.handle(Get, u"/api/sync/changes", [&](const HttpRequest &request) { return changes(database, request); });
    table.handle(Post, u"/api/sync/push", [&](const HttpRequest &request) { return push(database, clock, request); });
}

} // namespace leadline::backend
