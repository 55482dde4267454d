#include "backend/leads/reach.h"

namespace leadline::backend {

using storage::SqlCondition;
using storage::Statement;

namespace {

QVariant idValue(const domain::UserId &id)
{
    return QVariant::fromValue(id.uuid()); // the statement knows how its engine stores one
}

} // namespace

SqlCondition leadWithin(const Reach &reach)
{
    if (reach.isEverything())
        return { QStringLiteral("1 = 1"), {}, {} };
    return { QStringLiteral("EXISTS (SELECT 1 FROM task_lead reach_lead JOIN task_person ON "
                            "task_person.task_id = reach_lead.task_id WHERE reach_lead.lead_pk = lead.pk AND "
                            "task_person.person_id = ?)"),
        { idValue(reach.person()) }, {} };
}

SqlCondition taskWithin(const Reach &reach)
{
    if (reach.isEverything())
        return { QStringLiteral("1 = 1"), {}, {} };
    return { QStringLiteral("EXISTS (SELECT 1 FROM task_person WHERE task_person.task_id = task.id AND "
                            "task_person.person_id = ?)"),
        { idValue(reach.person()) }, {} };
}

SqlCondition within(SqlCondition condition, const Reach &reach)
{
    if (reach.isEverything())
        return condition;
    SqlCondition reachable = leadWithin(reach);
    condition.where = u'(' + condition.where + QStringLiteral(") AND ") + reachable.where;
    condition.values.insert(condition.values.end(), reachable.values.begin(), reachable.values.end());
    return condition;
}

domain::Result<bool> reaches(storage::Connection &db, const Reach &reach, qint64 leadPk)
{
    if (reach.isEverything())
        return true;
    auto statement = db.prepare(QStringLiteral("SELECT 1 FROM lead WHERE pk = ? AND %1").arg(leadWithin(reach).where));
    LEADLINE_TRY(statement);
    bool isThere = false;
    LEADLINE_TRY((*statement)->bindAll(leadPk, reach.person()).each([&](const Statement &) { isThere = true; }));
    return isThere;
}

domain::Result<std::optional<QSet<domain::TaskId>>> reachableTasks(storage::Connection &db, const Reach &reach)
{
    using Tasks = std::optional<QSet<domain::TaskId>>;
    if (reach.isEverything())
        return Tasks();
    auto statement = db.prepare(QStringLiteral("SELECT task_id FROM task_person WHERE person_id = ?"));
    LEADLINE_TRY(statement);
    QSet<domain::TaskId> tasks;
    LEADLINE_TRY(
        (*statement)->bindAll(reach.person()).each([&](const Statement &row) { tasks.insert(row.id<domain::TaskId>(0)); }));
    return Tasks(std::move(tasks));
}

domain::Result<void> hideForeignTasks(storage::Connection &db, const Reach &reach, std::span<domain::Lead> leads)
{
    if (reach.isEverything() || leads.empty())
        return {};
    const auto own = reachableTasks(db, reach);
    LEADLINE_TRY(own);
    for (domain::Lead &lead : leads)
        std::erase_if(lead.tasks, [&own](const domain::TaskId &task) { return !(*own)->contains(task); });
    return {};
}

} // namespace leadline::backend
