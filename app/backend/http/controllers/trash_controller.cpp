#include "backend/http/controllers/trash_controller.h"

#include "backend/http/controllers/controllers.h"
#include "backend/leads/lead_trash.h"
#include "backend/tasks/task_trash.h"
#include "protocol/json.h"

#include <QJsonArray>

namespace leadline::backend {

using domain::LeadId;
using domain::TaskId;
using storage::Connection;
using storage::Database;

namespace {

constexpr int kMostIds = 500; ///< of one call

struct TaskBulk
{
    std::vector<TaskId> tasks;
    bool isDeleted = false;
};

template<typename Tag> Result<std::vector<domain::Id<Tag>>> idsFrom(const QJsonObject &object, QStringView member)
{
    protocol::ObjectReader in(object);
    auto ids = in.ids<Tag>(member, kMostIds);
    if (ids.empty())
        in.fail(member, QStringLiteral("is empty"));
    in.refuseUnknown();
    return in.finish(std::move(ids));
}

Result<TaskBulk> taskBulkFrom(const QJsonObject &object)
{
    protocol::ObjectReader in(object);
    TaskBulk bulk;
    bulk.tasks = in.ids<domain::TaskTag>(u"tasks", kMostIds);
    bulk.isDeleted = in.booleanOr(u"delete", false);
    const bool isRestored = in.booleanOr(u"restore", false);
    if (bulk.tasks.empty())
        in.fail(u"tasks", QStringLiteral("is empty"));
    if (bulk.isDeleted == isRestored)
        in.fail(u"delete", QStringLiteral("either delete or restore has to be true"));
    in.refuseUnknown();
    return in.finish(std::move(bulk));
}

HttpResponse trashAnswer(const TrashOutcome &outcome)
{
    return HttpResponse::json({
        { QStringLiteral("changed"), outcome.changed },
        { QStringLiteral("unchanged"), outcome.unchanged },
        { QStringLiteral("missing"), QJsonArray::fromStringList(outcome.missing) },
    });
}

QFuture<HttpResponse> purgeLeads(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    auto ids = request.json().and_then([](const QJsonObject &object) { return idsFrom<domain::LeadTag>(object, u"leads"); });
    if (!ids)
        return refuse(request, ids.error());
    return reply(request,
        database.write([ids = std::move(*ids), actor = actorOf(request), now = clock.now()](
                           Connection &db) { return LeadTrash::purge(db, ids, actor, now); }),
        trashAnswer);
}

QFuture<HttpResponse> purgeTasks(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    auto ids = request.json().and_then([](const QJsonObject &object) { return idsFrom<domain::TaskTag>(object, u"tasks"); });
    if (!ids)
        return refuse(request, ids.error());
    return reply(request,
        database.write([ids = std::move(*ids), actor = actorOf(request), now = clock.now()](
                           Connection &db) { return TaskTrash::purge(db, ids, actor, now); }),
        trashAnswer);
}

QFuture<HttpResponse> bulkTasks(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    auto bulk = request.json().and_then(taskBulkFrom);
    if (!bulk)
        return refuse(request, bulk.error());
    return reply(request,
        database.write([bulk = std::move(*bulk), actor = actorOf(request), now = clock.now()](
                           Connection &db) { return TaskTrash::setDeleted(db, bulk.tasks, bulk.isDeleted, actor, now); }),
        trashAnswer);
}

} // namespace

void addTrashRoutes(RouteTable &table, Database &database, const domain::Clock &clock)
{
    using enum HttpMethod;
    table.handle(
        Post, u"/api/trash/leads/purge", [&](const HttpRequest &request) { return purgeLeads(database, clock, request); });
    table.handle(
        Post, u"/api/trash/tasks/purge", [&](const HttpRequest &request) { return purgeTasks(database, clock, request); });
    table.handle(Post, u"/api/tasks/bulk", [&](const HttpRequest &request) { return bulkTasks(database, clock, request); });
}

} // namespace leadline::backend
