#include "backend/http/controllers/controllers.h"

#include "backend/tasks/task_people.h"
#include "domain/async.h"
#include "protocol/sync_json.h"

#include <limits>

namespace leadline::backend {

using domain::failure;
using storage::Connection;
using storage::Database;

namespace {

/// A client whose person may see other leads than when it began has to begin again (410). Only a beginning is written down.
QFuture<Result<void>> settleScope(
    Database &database, const domain::ClientId &client, const domain::UserId &person, qint64 since)
{
    const auto check = [client, person, since](Connection &db) { return checkFeedScope(db, client, person, since); };
    return since == 0 ? database.write(check) : database.read(check);
}

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
    const auto page = [since = *since, limit = *limit, epoch, client, reach = reachOf(request)](Connection &db) {
        return LeadRepository::changes(db, since, epoch, static_cast<int>(limit), client, reach);
    };
    auto pages = client.isNull()
        ? database.read(page)
        : settleScope(database, client, request.principal->user, *since)
              .then([&database, page](const Result<void> &settled) {
                  return settled ? database.read(page) : domain::ready<Result<domain::ChangePage>>(failure(settled.error()));
              })
              .unwrap();
    return reply(request, std::move(pages),
        [](const domain::ChangePage &found) { return HttpResponse::json(protocol::toJson(found)); });
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
