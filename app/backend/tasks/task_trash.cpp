#include "backend/tasks/task_trash.h"

#include "backend/tasks/task_audit.h"
#include "backend/tasks/task_repository.h"

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::TaskId;
using domain::Timestamp;
using storage::Connection;
using storage::Statement;

namespace {

struct State
{
    bool exists = false;
    bool isDeleted = false;
};

Result<State> stateOf(Connection &db, const TaskId &id)
{
    const auto statement = db.prepare(
        QStringLiteral("SELECT CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END FROM task WHERE id = ?") + db.lockRows());
    LEADLINE_TRY(statement);
    State state;
    LEADLINE_TRY((*statement)->bindAll(id).each([&](const Statement &row) { state = { true, row.integer(0) != 0 }; }));
    return state;
}

Result<void> remove(Connection &db, const TaskId &id)
{
    // Start addresses, frontier and log go with the task itself.
    for (const char *table : { "task_lead", "task_person" }) {
        const auto links = db.prepare(QStringLiteral("DELETE FROM %1 WHERE task_id = ?").arg(QString::fromLatin1(table)));
        LEADLINE_TRY(links);
        LEADLINE_TRY((*links)->bindAll(id).exec());
    }
    const auto task = db.prepare(QStringLiteral("DELETE FROM task WHERE id = ?"));
    LEADLINE_TRY(task);
    return (*task)->bindAll(id).exec();
}

/// Changes every task that is in the trash, or that is not, by `change(id)`, whose BadState counts as unchanged.
template<typename Change>
Result<TrashOutcome> changeThose(Connection &db, std::span<const TaskId> ids, bool inTrash, Change change)
{
    if (ids.size() > TaskTrash::kMostAtOnce)
        return failure(ErrorCode::TooLarge, QStringLiteral("at most %1 tasks at once").arg(TaskTrash::kMostAtOnce));
    TrashOutcome outcome;
    for (const TaskId &id : ids) {
        const auto state = stateOf(db, id);
        LEADLINE_TRY(state);
        if (!state->exists) {
            outcome.missing.append(id.toString());
            continue;
        }
        if (state->isDeleted != inTrash) {
            ++outcome.unchanged;
            continue;
        }
        const Result<void> changed = change(id);
        if (!changed && changed.error().code() != ErrorCode::BadState)
            return failure(changed.error());
        ++(changed ? outcome.changed : outcome.unchanged);
    }
    return outcome;
}

} // namespace

Result<TrashOutcome> TaskTrash::setDeleted(
    Connection &db, std::span<const TaskId> ids, bool deleted, const Actor &actor, Timestamp now)
{
    return changeThose(db, ids, !deleted, [&](const TaskId &id) -> Result<void> {
        LEADLINE_TRY(TaskRepository::setDeleted(db, id, deleted, actor, now));
        return {};
    });
}

Result<TrashOutcome> TaskTrash::purge(Connection &db, std::span<const TaskId> ids, const Actor &actor, Timestamp now)
{
    return changeThose(db, ids, true, [&](const TaskId &id) -> Result<void> {
        LEADLINE_TRY(remove(db, id));
        return writeTaskAudit(db, id, actor, QStringLiteral("purge"), {}, {}, now);
    });
}

} // namespace leadline::backend
