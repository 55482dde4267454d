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
    const QString key = QString::fromUtf8(request.header("idempotency-key").left(200));
    return reply(request,
        onEngine(engine,
            [body = std::move(*body), key, mustStart, actor = actorOf(request)](
                TaskEngine &e) { return e.create(body.spec, body.start || mustStart, key, actor); }),
        std::move(encode));
}

using EngineAction = TaskEngine::TaskFuture (TaskEngine::*)(const TaskId &, const Actor &);

template<typename Encode> HttpHandler control(TaskEngine &engine, EngineAction action, Encode encode)
{
    return [&engine, action, encode](const HttpRequest &request) {
        const auto id = request.id<TaskId>();
        if (!id)
            return refuse(request, id.error());
        return reply(request,
            onEngine(engine, [action, id = *id, actor = actorOf(request)](TaskEngine &e) { return (e.*action)(id, actor); }),
            encode);
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
        return reply(request, database.read([id = *id](Connection &db) { return TaskRepository::get(db, id); }),
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
    return reply(request, database.read([=, limit = static_cast<int>(*limit), offset = *offset](Connection &db) {
        return TaskRepository::list(db, state, isDeleted, limit, offset);
    }),
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
    auto page = database.read([id = *id, after = static_cast<int>(*after), limit = static_cast<int>(*limit)](
                                  Connection &db) -> Result<protocol::SitePage> {
        const auto task = TaskRepository::get(db, id);
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
    return reply(request, hub.reader()(*id, *stream, *since, static_cast<int>(*limit)),
        [epoch = hub.epoch(), stream = *stream](EventBatch batch) {
            const protocol::EventPage page { epoch, batch.head, batch.oldest, std::move(batch.logs),
                std::move(batch.results), std::move(batch.progress) };
            return HttpResponse::json(protocol::toJson(page, stream));
        });
}

} // namespace

void addTaskRoutes(RouteTable &table, Database &database, TaskEngine &engine, LiveHub &hub)
{
    using enum HttpMethod;
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
    table.handle(Delete, u"/api/tasks/{id}", control(engine, &TaskEngine::remove, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/restore", control(engine, &TaskEngine::restore, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/start", control(engine, &TaskEngine::resume, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/pause", control(engine, &TaskEngine::pause, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/resume", control(engine, &TaskEngine::resume, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/stop", control(engine, &TaskEngine::stop, taskAnswer));
    table.handle(Post, u"/api/tasks/{id}/retry", control(engine, &TaskEngine::retry, taskAnswer));
    table.handle(Get, u"/api/tasks/{id}/sites", [&](const HttpRequest &request) { return sites(database, request); });
    table.handle(Get, u"/api/tasks/{id}/events", [&hub](const HttpRequest &request) { return events(hub, request); });

    table.handle(Post, u"/api/scraper/start",
        [&engine](const HttpRequest &request) { return create(engine, request, true, scraperAnswer); });
    table.handle(Post, u"/api/scraper/stop/{id}", control(engine, &TaskEngine::stop, scraperAnswer));
    table.handle(Post, u"/api/scraper/pause/{id}", control(engine, &TaskEngine::pause, scraperAnswer));
    table.handle(Post, u"/api/scraper/resume/{id}", control(engine, &TaskEngine::resume, scraperAnswer));
    table.handle(Get, u"/api/scraper/status/{id}", get(database, pending, scraperAnswer));
}

} // namespace leadline::backend
