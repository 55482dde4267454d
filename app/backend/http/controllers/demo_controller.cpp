#include "backend/http/controllers/controllers.h"

#include "protocol/sync_json.h"

namespace leadline::backend {

using storage::Database;

namespace {

/// Who the history names. Her edits are decided, audited and synchronised like anybody's.
const QString kColleague = QStringLiteral("demo-colleague");

QFuture<HttpResponse> pushAsColleague(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    auto body = request.json().and_then(protocol::pushRequestFromJson);
    if (!body)
        return refuse(request, body.error());
    Actor actor = Actor::unlimited(kColleague, body->client.toString(), request.requestId);
    return reply(request, LeadRepository::push(database, std::move(*body), std::move(actor), clock.now()),
        [](const domain::PushAnswer &answer) { return HttpResponse::json(protocol::toJson(answer)); });
}

} // namespace

void addDemoRoutes(RouteTable &table, Database &database, const domain::Clock &clock, const protocol::DemoSite &site)
{
    using enum HttpMethod;
    table.handle(
        Get, u"/api/demo", [site](const HttpRequest &) { return answer(HttpResponse::json(protocol::toJson(site))); });
    table.handle(Post, u"/api/demo/colleague", [&, available = site.available](const HttpRequest &request) {
        if (!available)
            return refuse(request, Error(ErrorCode::NotFound, QStringLiteral("this backend serves no demo site")));
        return pushAsColleague(database, clock, request);
    });
}

} // namespace leadline::backend
