#include "backend/http/controllers/controllers.h"

#include "backend/tasks/task_journal.h"
#include "domain/async.h"
#include "protocol/task_json.h"

#include <QPromise>

#include <limits>
#include <memory>

namespace leadline::backend {

using domain::failure;
using domain::Task;
using domain::TaskId;
using storage::Connection;
using storage::Database;

namespace {

HttpResponse taskAnswer(const Task &task)
{
    return HttpResponse::json(protocol::toJson(task));
}

/// What older clients of /api/scraper read beside our own members.
HttpResponse scraperAnswer(const Task &task)
{
    QJsonObject body = protocol::toJson(task);
    body.insert(QStringLiteral("task_id"), task.id.toString());
    body.insert(QStringLiteral("status"), domain::taskStateSlug(task.state).toString());
    return HttpResponse::json(body);
}

/// Calls the engine in its own thread. The answer is cancelled when the engine goes away first.
template<typename Call> QFuture<Result<Task>> onEngine(TaskEngine &engine, Call call)
{
    auto promise = std::make_shared<QPromise<Result<Task>>>();
    promise->start();
    auto future = promise->future();
    QMetaObject::invokeMethod(
        &engine,
        [&engine, promise, call = std::move(call)] {
            domain::whenDone(call(engine), &engine, [promise](Result<Task> task) {
                promise->addResult(std::move(task));
                promise->finish();
            });
        },
        Qt::QueuedConnection);
    return future;
}

template<typename Encode>
QFuture<HttpResponse> create(TaskEngine &engine, const HttpRequest &request, bool mustStart, Encode encode)
{
    auto body = request.json().and_then(protocol::taskCreateFromJson);
    if (!body)
        return refuse(request, body.error());
    // Keys belong to a person: nobody gets somebody else's task for guessing one.
    QString key = QString::fromUtf8(request.header("idempotency-key").left(200));
    if (!key.isEmpty())
        key.prepend(request.principal->user.toString() + u'|');
    return reply(request,
        onEngine(engine,
            [body = std::move(*body), key, mustStart, actor = actorOf(request)](
                TaskEngine &e) { return e.create(body.spec, body.start || mustStart, key, actor); }),
        std::move(encode));
}

using EngineAction = TaskEngine::TaskFuture (TaskEngine::*)(const TaskId &, const Actor &);

/// Where tasks are controlled, and where it is checked who may.
struct Workshop
{
    TaskEngine &engine;
    Database &database;
};

template<typename Encode> HttpHandler control(const Workshop &shop, EngineAction action, Encode encode)
{
    return [shop, action, encode](const HttpRequest &request) {
        const auto id = request.id<TaskId>();
        if (!id)
            return refuse(request, id.error());
        const Actor actor = actorOf(request);
        auto done
            = shop.database.read([id = *id, actor](Connection &db) { return TaskRepository::checkControl(db, id, actor); })
                  .then([shop, action, id = *id, actor](const Result<void> &allowed) {
                      if (!allowed)
                          return domain::ready<Result<Task>>(failure(allowed.error()));
                      return onEngine(shop.engine, [action, id, actor](TaskEngine &e) { return (e.*action)(id, actor); });
                  })
                  .unwrap();
        return reply(request, std::move(done), encode);
    };
}

/// Tasks that have ended although the store says they run.
using Pending = std::shared_ptr<const PendingEnds>;

template<typename Encode> HttpHandler get(Database &database, const Pending &pending, Encode encode)
{
    return [&database, pending, encode](const HttpRequest &request) {
        const auto id = request.id<TaskId>();
        if (!id)
            return refuse(request, id.error());
        return reply(request, database.read([id = *id, reach = reachOf(request)](Connection &db) {
            return TaskRepository::get(db, id, reach);
        }),
            [pending, encode](Task task) {
                pending->apply(task);
                return encode(task);
            });
    };
}

QFuture<HttpResponse> list(Database &database, const Pending &pending, const HttpRequest &request)
{
    const auto limit = request.queryNumber(u"limit", 100, 1, 500);
    if (!limit)
        return refuse(request, limit.error());
    const auto offset = request.queryNumber(u"offset", 0, 0, std::numeric_limits<qint64>::max());
    if (!offset)
        return refuse(request, offset.error());
    std::optional<domain::TaskState> state;
    if (const QString text = request.queryValue(u"state"); !text.isEmpty()) {
        state = domain::taskStateFromSlug(text);
        if (!state) {
            Error error(ErrorCode::InvalidArgument, QStringLiteral("state is not a known state"));
            error.field = QStringLiteral("state");
            return refuse(request, error);
        }
    }
    const bool isDeleted = request.queryValue(u"deleted") == u"1";
    return reply(request,
        database.read([=, limit = static_cast<int>(*limit), offset = *offset, reach = reachOf(request)](
                          Connection &db) { return TaskRepository::list(db, state, isDeleted, limit, offset, reach); }),
        [pending](TaskPage page) {
            for (Task &task : page.items)
                pending->apply(task);
            return HttpResponse::json(protocol::toJson(protocol::TaskPage { std::move(page.items), page.total }));
        });
}

QFuture<HttpResponse> sites(Database &database, const HttpRequest &request)
{
    const auto id = request.id<TaskId>();
    if (!id)
        return refuse(request, id.error());
    const auto after = request.queryNumber(u"after", -1, -1, std::numeric_limits<int>::max());
    if (!after)
        return refuse(request, after.error());
    const auto limit = request.queryNumber(u"limit", 500, 1, 5'000);
    if (!limit)
        return refuse(request, limit.error());
    auto page = database.read([id = *id, after = static_cast<int>(*after), limit = static_cast<int>(*limit),
                                  reach = reachOf(request)](Connection &db) -> Result<protocol::SitePage> {
        const auto task = TaskRepository::get(db, id, reach);
        if (!task)
            return failure(task.error());
        const auto journal = TaskJournal::open(db, id);
        if (!journal)
            return failure(journal.error());
        auto items = journal->sites(after, limit);
        if (!items)
            return failure(items.error());
        return protocol::SitePage { std::move(*items), task->counters.sitesTotal };
    });
    return reply(request, std::move(page),
        [](const protocol::SitePage &items) { return HttpResponse::json(protocol::toJson(items)); });
}

/// The REST twin of the sockets: whoever misses a number asks here.
QFuture<HttpResponse> events(LiveHub &hub, const HttpRequest &request)
{
    const auto id = request.id<TaskId>();
    if (!id)
        return refuse(request, id.error());
    const auto stream = protocol::streamFromSlug(request.queryValue(u"stream", QStringLiteral("logs")));
    if (!stream) {
        Error error(ErrorCode::InvalidArgument, QStringLiteral("stream must be logs, results or progress"));
        error.field = QStringLiteral("stream");
        return refuse(request, error);
    }
    const auto since = request.queryNumber(u"since", 0, 0, std::numeric_limits<qint64>::max());
    if (!since)
        return refuse(request, since.error());
    const auto limit = request.queryNumber(u"limit", 200, 1, 1'000);
    if (!limit)
        return refuse(request, limit.error());
    return reply(request, hub.reader()({ *id, *stream, *since, static_cast<int>(*limit), reachOf(request) }),
        [stream = *stream](EventBatch batch) {
            const protocol::EventPage page { std::move(batch.epoch), batch.head, batch.oldest, std::move(batch.logs),
                std::move(batch.results), std::move(batch.progress) };
            return HttpResponse::json(protocol::toJson(page, stream));
        });
}

} // namespace

void addTaskRoutes(RouteTable &table, Database &database, TaskEngine &engine, LiveHub &hub)
{
    using enum HttpMethod;
    const Workshop shop { engine, database };
    const Pending pending = engine.pendingEnds();
    table.handle(
        Get, u"/api/tasks", [&database, pending](const HttpRequest &request) { return list(database, pending, request); });
    table.handle(Post, u"/api/tasks", [&engine](const HttpRequest &request) {
        return create(engine, request, false, [](const Task &task) {
            return HttpResponse::json(protocol::toJson(task), 201)
                .with("Location", "/api/tasks/" + task.id.toString().toLatin1());
        });
    });
    table.handle(Get, u"/api/tasks/{id}", get(database, pending, taskAnswer));
    table.handle(Delete, u"/api/tasks/{id}", control(shop, &TaskEngine::remove, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/restore", control(shop, &TaskEngine::restore, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/start", control(shop, &TaskEngine::resume, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/pause", control(shop, &TaskEngine::pause, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/resume", control(shop, &TaskEngine::resume, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/stop", control(shop, &TaskEngine::stop, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/retry", control(shop, &TaskEngine::retry, taskAnswer));
    table.handle(Get, u"/api/tasks/{id}/sites", [&](const HttpRequest &request) { return sites(database, request); });
    table.handle(Get, u"/api/tasks/{id}/events", [&hub](const HttpRequest &request) { return events(hub, request); });

    table.handle(Post, u"/api/scraper/start",
        [&engine](const HttpRequest &request) { return create(engine, request, true, scraperAnswer); });
    table.handle(Post, u"/api/scraper/stop/{id}", control(shop, &TaskEngine::stop, scraperAnswer));
    table.handle(Post, u"/api/scraper/pause/{id}", control(shop, &TaskEngine::pause, scraperAnswer));
    table.handle(Post, u"/api/scraper/resume/{id}", control(shop, &TaskEngine::resume, scraperAnswer));
    table.handle(Get, u"/api/scraper/status/{id}", get(database, pending, scraperAnswer));
}

} // namespace leadline::backend
