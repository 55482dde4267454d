#include "backend/tasks/task_people.h"

#include "backend/auth/auth_sql.h"
#include "backend/tasks/task_audit.h"

namespace leadline::backend {

using domain::Error;
using domain::ErrorCode;
using domain::failure;
using domain::TaskId;
using domain::Timestamp;
using domain::UserId;
using storage::Connection;
using storage::Statement;

namespace {

Result<void> widenScope(Connection &db, const UserId &person)
{
    LEADLINE_TRY(sql::run(db, QStringLiteral("UPDATE person SET scope = scope + 1 WHERE id = ?"), person));
    return {};
}

Result<std::optional<QString>> nameOf(Connection &db, const UserId &person)
{
    return sql::first(
        db, QStringLiteral("SELECT name FROM person WHERE id = ?"), [](const Statement &row) { return row.text(0); },
        person);
}

} // namespace

Result<std::vector<protocol::TaskPerson>> TaskPeople::list(Connection &db, const TaskId &task)
{
    return sql::all(
        db,
        QStringLiteral("SELECT p.id, p.name, t.is_owner FROM task_person t JOIN person p ON p.id = t.person_id "
                       "WHERE t.task_id = ? ORDER BY t.is_owner DESC, p.name_key"),
        [](const Statement &row) {
            return protocol::TaskPerson { row.id<UserId>(0), row.text(1), row.integer(2) != 0 };
        },
        task);
}

Result<std::optional<bool>> TaskPeople::owns(Connection &db, const TaskId &task, const UserId &person)
{
    return sql::first(
        db, QStringLiteral("SELECT is_owner FROM task_person WHERE person_id = ? AND task_id = ?"),
        [](const Statement &row) { return row.integer(0) != 0; }, person, task);
}

Result<void> TaskPeople::add(
    Connection &db, const TaskId &task, const UserId &person, bool isOwner, const Actor &actor, Timestamp now)
{
    const auto name = nameOf(db, person);
    LEADLINE_TRY(name);
    if (!*name) {
        Error error(ErrorCode::InvalidArgument, QStringLiteral("there is no such person"));
        error.field = QStringLiteral("person");
        return failure(std::move(error));
    }
    const auto added = sql::run(db,
        QStringLiteral("INSERT INTO task_person (person_id, task_id, is_owner, added_at, added_by) "
                       "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
        person, task, isOwner, now, actor.name);
    LEADLINE_TRY(added);
    // A task that was just made shows its owner nothing they have not seen.
    if (*added == 0 || isOwner)
        return {};
    LEADLINE_TRY(widenScope(db, person));
    return writeTaskAudit(db, task, actor, QStringLiteral("assign"), {}, **name, now);
}

Result<void> TaskPeople::remove(Connection &db, const TaskId &task, const UserId &person, const Actor &actor, Timestamp now)
{
    const auto isOwner = owns(db, task, person);
    LEADLINE_TRY(isOwner);
    if (!*isOwner)
        return failure(ErrorCode::NotFound, QStringLiteral("this person does not work on the task"));
    if (**isOwner)
        return failure(ErrorCode::BadState, QStringLiteral("a task keeps its owner"));
    const auto name = nameOf(db, person);
    LEADLINE_TRY(name);
    LEADLINE_TRY(sql::run(db, QStringLiteral("DELETE FROM task_person WHERE person_id = ? AND task_id = ?"), person, task));
    LEADLINE_TRY(widenScope(db, person));
    return writeTaskAudit(db, task, actor, QStringLiteral("unassign"), name->value_or(QString()), {}, now);
}

Result<void> checkFeedScope(Connection &db, const domain::ClientId &client, const UserId &person, qint64 since)
{
    const auto scope = sql::first(
        db, QStringLiteral("SELECT scope FROM person WHERE id = ?"), [](const Statement &row) { return row.integer(0); },
        person);
    LEADLINE_TRY(scope);
    const auto readUnder = sql::first(
        db, QStringLiteral("SELECT scope FROM feed_scope WHERE client_id = ? AND person_id = ?"),
        [](const Statement &row) { return row.integer(0); }, client, person);
    LEADLINE_TRY(readUnder);
    if (*readUnder == *scope)
        return {};
    if (since != 0)
        return failure(ErrorCode::Gone, QStringLiteral("what you may see has changed; read from the beginning"));
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("INSERT INTO feed_scope (client_id, person_id, scope) VALUES (?, ?, ?) ON CONFLICT (client_id) "
                       "DO UPDATE SET person_id = excluded.person_id, scope = excluded.scope"),
        client, person, scope->value_or(0)));
    return {};
}

} // namespace leadline::backend
