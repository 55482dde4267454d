#include "backend/http/controllers/controllers.h"

#include "backend/tasks/task_people.h"
#include "protocol/account_json.h"

namespace leadline::backend {

using domain::failure;
using domain::TaskId;
using domain::UserId;
using storage::Connection;
using storage::Database;

namespace {

using People = std::vector<protocol::TaskPerson>;

QFuture<HttpResponse> answerPeople(const HttpRequest &request, QFuture<Result<People>> people)
{
    return reply(
        request, std::move(people), [](const People &list) { return HttpResponse::json(protocol::itemsToJson(list)); });
}

QFuture<HttpResponse> list(Database &database, const HttpRequest &request)
{
    const auto id = request.id<TaskId>();
    if (!id)
        return refuse(request, id.error());
    return answerPeople(request, database.read([id = *id, reach = reachOf(request)](Connection &db) -> Result<People> {
        if (const auto task = TaskRepository::get(db, id, reach); !task)
            return failure(task.error());
        return TaskPeople::list(db, id);
    }));
}

/// Runs `change(db, task, actor)` when the actor controls the task; answers with who works on it then.
template<typename Change> QFuture<HttpResponse> change(Database &database, const HttpRequest &request, Change apply)
{
    const auto id = request.id<TaskId>();
    if (!id)
        return refuse(request, id.error());
    return answerPeople(
        request, database.write([id = *id, actor = actorOf(request), apply](Connection &db) -> Result<People> {
            if (const auto allowed = TaskRepository::checkControl(db, id, actor); !allowed)
                return failure(allowed.error());
            if (const auto task = TaskRepository::get(db, id, actor.reach); !task)
                return failure(task.error());
            if (const auto changed = apply(db, id, actor); !changed)
                return failure(changed.error());
            return TaskPeople::list(db, id);
        }));
}

QFuture<HttpResponse> add(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    const auto person = request.json().and_then(protocol::taskPersonRequestFromJson);
    if (!person)
        return refuse(request, person.error());
    return change(
        database, request, [person = *person, now = clock.now()](Connection &db, const TaskId &task, const Actor &actor) {
            return TaskPeople::add(db, task, person, false, actor, now);
        });
}

QFuture<HttpResponse> remove(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    const auto person = request.id<UserId>(1);
    if (!person)
        return refuse(request, person.error());
    return change(
        database, request, [person = *person, now = clock.now()](Connection &db, const TaskId &task, const Actor &actor) {
            return TaskPeople::remove(db, task, person, actor, now);
        });
}

/// Whom a task can be given to.
QFuture<HttpResponse> colleagues(Database &database, const HttpRequest &request)
{
    return answerPeople(request, database.read([](Connection &db) -> Result<People> {
        const auto accounts = PersonRepository::all(db);
        if (!accounts)
            return failure(accounts.error());
        People people;
        for (const protocol::Account &account : *accounts) {
            if (!account.disabledAt)
                people.push_back({ account.id, account.name, false });
        }
        return people;
    }));
}

} // namespace

void addTaskPeopleRoutes(RouteTable &table, Database &database, const domain::Clock &clock)
{
    using enum HttpMethod;
    table.handle(Get, u"/api/people", [&](const HttpRequest &request) { return colleagues(database, request); });
    table.handle(Get, u"/api/tasks/{id}/people", [&](const HttpRequest &request) { return list(database, request); });
    table.handle(Post, u"/api/tasks/{id}/people", [&](const HttpRequest &request) { return add(database, clock, request); });
    table.handle(Delete, u"/api/tasks/{id}/people/{person}",
        [&](const HttpRequest &request) { return remove(database, clock, request); });
}

} // namespace leadline::backend
