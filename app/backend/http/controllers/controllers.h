#pragma once

#include "backend/auth/account_service.h"
#include "backend/auth/auth_service.h"
#include "backend/auth/people_service.h"
#include "backend/http/route_table.h"
#include "backend/leads/lead_repository.h"
#include "backend/live/hub.h"
#include "backend/metrics/metrics.h"
#include "backend/tasks/task_engine.h"
#include "domain/clock.h"
#include "protocol/session_json.h"
#include "storage/database.h"

#include <QJsonObject>

#include <functional>

namespace leadline::backend {

/// Who did it, for the audit log. The session tells two programs of one person apart.
[[nodiscard]] inline Actor actorOf(const HttpRequest &request)
{
    return { request.principal->name, request.principal->session, request.requestId, request.principal->user,
        reachOf(*request.principal) };
}

/// What whoever asks may see; every read of tasks and leads takes it.
[[nodiscard]] inline Reach reachOf(const HttpRequest &request)
{
    return reachOf(*request.principal);
}

/// The answer to a request from a future of a service: what `encode(T)` makes of its value, or problem details. Runs where
/// the future ends.
template<typename T, typename Encode>
[[nodiscard]] QFuture<HttpResponse> reply(const HttpRequest &request, QFuture<Result<T>> future, Encode encode)
{
    return future.then(
        QtFuture::Launch::Sync, [id = request.requestId, encode = std::move(encode)](QFuture<Result<T>> done) mutable {
            if (done.resultCount() == 0)
                return HttpResponse::problem(Error(ErrorCode::Unavailable, QStringLiteral("the daemon is stopping")), id);
            Result<T> result = done.result();
            if (!result)
                return HttpResponse::problem(result.error(), id);
            if constexpr (std::is_void_v<T>)
                return encode();
            else
                return encode(std::move(*result));
        });
}

/// Each adds the handlers of its paths. The services must outlive the table.
void addAuthRoutes(RouteTable &table, AuthService &auth, AccountService &accounts);
void addPeopleRoutes(RouteTable &table, PeopleService &people);
void addLeadRoutes(RouteTable &table, storage::Database &database, const domain::Clock &clock);
void addSyncRoutes(RouteTable &table, storage::Database &database, const domain::Clock &clock);
void addExportRoutes(RouteTable &table, storage::Database &database);
/// The engine is called in its own thread.
void addTaskRoutes(RouteTable &table, storage::Database &database, TaskEngine &engine, LiveHub &hub);
void addTaskPeopleRoutes(RouteTable &table, storage::Database &database, const domain::Clock &clock);

struct SystemFacts
{
    QString instance;
    std::function<bool()> isStopping;
    std::function<Metrics()> metrics; ///< any thread; without what routes and database know
};
/// `site` is available when the daemon serves the demo site.
void addDemoRoutes(
    RouteTable &table, storage::Database &database, const domain::Clock &clock, const protocol::DemoSite &site);
void addSystemRoutes(RouteTable &table, storage::Database &database, const domain::Clock &clock, const SystemFacts &facts);

} // namespace leadline::backend
