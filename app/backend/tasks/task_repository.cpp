#include "backend/tasks/task_repository.h"

#include "backend/tasks/task_audit.h"
#include "backend/tasks/task_people.h"
#include "crawl/site_job.h"
#include "domain/seed_list.h"

#include <algorithm>
#include <array>
#include <span>

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::Task;
using domain::TaskId;
using domain::TaskSpec;
using domain::TaskState;
using domain::Timestamp;
using storage::Connection;
using storage::Statement;

namespace {

constexpr int kMaxSeeds = 100'000;
constexpr int kMaxName = 200;

/// One row says: from these states, the action leads there. `already` is the state in which it has nothing to do.
struct Transition
{
    TaskAction action = TaskAction::Queue;
    std::array<std::optional<TaskState>, 5> from;
    TaskState to = TaskState::Queued;
    const char16_t *verb = u"";
};

using S = TaskState;
constexpr std::array kTransitions {
    Transition { TaskAction::Queue, { S::Paused, S::Interrupted, S::Stopped, S::Error }, S::Queued, u"resume" },
    Transition { TaskAction::Claim, { S::Queued }, S::Running, u"claim" },
    Transition { TaskAction::Pause, { S::Queued, S::Running, S::Interrupted }, S::Paused, u"pause" },
    Transition { TaskAction::Stop, { S::Running }, S::Stopping, u"stop" },
    Transition { TaskAction::FinishStop, { S::Stopping, S::Queued, S::Paused, S::Interrupted }, S::Stopped, u"stop" },
    Transition { TaskAction::Complete, { S::Running }, S::Completed, u"complete" },
    Transition { TaskAction::Fail, { S::Running, S::Stopping }, S::Error, u"fail" },
    Transition { TaskAction::Interrupt, { S::Running }, S::Interrupted, u"interrupt" },
};

const QString kColumns = QStringLiteral(
    "n, id, name, source, max_pages, max_depth, concurrent_sites, delay_ms, max_leads, phone_only, email_only, "
    "default_country, state, state_reason, rev, new_leads, duplicates, pages, failed, blocked, bytes, sites_total, "
    "sites_done, "
    "active_ms, created_by, created_at, started_at, finished_at, last_activity_at");

struct StoredTask
{
    qint64 n = 0;
    Task task;
};

StoredTask taskFromRow(const Statement &row)
{
    StoredTask stored;
    stored.n = row.integer(0);
    Task &task = stored.task;
    task.id = row.id<TaskId>(1);
    task.spec.name = row.text(2);
    task.spec.source = domain::sourceKindFromSlug(row.text(3)).value_or(domain::SourceKind::Website);
    task.spec.limits = { static_cast<int>(row.integer(4)), static_cast<int>(row.integer(5)),
        static_cast<int>(row.integer(6)), static_cast<int>(row.integer(7)), row.integer(8) };
    task.spec.phoneOnly = row.integer(9) != 0;
    task.spec.emailOnly = row.integer(10) != 0;
    task.spec.defaultCountry = row.text(11);
    task.state = domain::taskStateFromSlug(row.text(12)).value_or(TaskState::Error);
    task.stateReason = domain::Remark::fromText(row.text(13));
    task.rev = row.integer(14);
    task.counters = { row.integer(15), row.integer(16), row.integer(17), row.integer(18), row.integer(19), row.integer(20),
        row.integer(21), row.integer(22), row.integer(23) };
    task.createdBy = row.text(24);
    task.createdAt = row.time(25);
    task.startedAt = row.optionalTime(26);
    task.finishedAt = row.optionalTime(27);
    task.lastActivityAt = row.optionalTime(28);
    return stored;
}

/// The one task of a statement that selects kColumns; NotFound when there is none.
Result<StoredTask> only(Statement &statement)
{
    std::optional<StoredTask> found;
    if (auto ran = statement.each([&](const Statement &row) { found = taskFromRow(row); }); !ran)
        return failure(ran.error());
    if (!found)
        return failure(ErrorCode::NotFound, QStringLiteral("there is no such task"));
    return *found;
}

Result<StoredTask> load(Connection &db, const TaskId &id, bool deletedToo = false)
{
    auto statement = db.prepare(QStringLiteral("SELECT %1 FROM %2 WHERE id = ?")
                                    .arg(kColumns, deletedToo ? QStringLiteral("task") : QStringLiteral("live_task"))
        + db.lockRows());
    if (!statement)
        return failure(statement.error());
    return only((*statement)->bindAll(id));
}

Result<void> insertSeeds(Connection &db, qint64 task, const QStringList &seeds)
{
    auto statement = db.prepare(QStringLiteral("INSERT INTO task_site (task, idx, seed) VALUES (?, ?, ?)"));
    if (!statement)
        return failure(statement.error());
    int index = 0;
    for (const QString &seed : seeds) {
        if (auto ran = (*statement)->bindAll(task, index++, seed.trimmed()).exec(); !ran)
            return ran;
    }
    return {};
}

Result<qint64> insertTask(Connection &db, const TaskId &id, const TaskSpec &spec, TaskState state, const QString &requestKey,
    const Actor &actor, Timestamp now)
{
    auto statement = db.prepare(QStringLiteral(
        "INSERT INTO task (id, request_key, name, source, max_pages, max_depth, concurrent_sites, delay_ms, max_leads, "
        "phone_only, email_only, default_country, state, sites_total, created_by, created_at, modified_by, modified_at) "
        "VALUES (?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n"));
    if (!statement)
        return failure(statement.error());
    const domain::CrawlLimits limits = crawl::clampLimits(spec.limits);
    qint64 n = 0;
    (*statement)
        ->bindAll(id, requestKey, spec.name.trimmed(), domain::sourceKindSlug(spec.source), limits.maxPagesPerSite,
            limits.maxDepth, limits.concurrentSites, limits.delayMs, limits.maxLeads, spec.phoneOnly, spec.emailOnly,
            spec.defaultCountry, domain::taskStateSlug(state), static_cast<qint64>(spec.seeds.size()), actor.name, now,
            actor.name, now);
    if (auto ran = (*statement)->each([&](const Statement &row) { n = row.integer(0); }); !ran)
        return failure(ran.error());
    return n;
}

/// Writes the new state with its times, and the audit row. The progress number rises by two: the one between may have been
/// used by PendingEnds.
Result<Task> store(
    Connection &db, StoredTask stored, TaskState to, const domain::Remark &reason, const Actor &actor, Timestamp now)
{
    Task &task = stored.task;
    const TaskState from = task.state;
    task.state = to;
    task.stateReason = reason;
    ++task.rev;
    if (to == TaskState::Running && !task.startedAt)
        task.startedAt = now;
    if (task.isFinal())
        task.finishedAt = now;
    else
        task.finishedAt.reset();
    if (to == TaskState::Running)
        task.lastActivityAt = now;
    auto statement = db.prepare(QStringLiteral("UPDATE task SET state = ?, state_reason = ?, rev = ?, progress_seq = "
                                               "progress_seq + 2, started_at = ?, finished_at = ?, "
                                               "last_activity_at = ?, pages_per_second = 0, eta_low_ms = NULL, eta_high_ms "
                                               "= NULL, modified_by = ?, modified_at = ? "
                                               "WHERE n = ?"));
    if (!statement)
        return failure(statement.error());
    (*statement)
        ->bindAll(domain::taskStateSlug(to), reason.toText(), task.rev, task.startedAt, task.finishedAt, task.lastActivityAt,
            actor.name, now, stored.n);
    if (auto ran = (*statement)->exec(); !ran)
        return failure(ran.error());
    const auto audited = writeTaskAudit(db, task.id, actor, QStringLiteral("state"), domain::taskStateSlug(from).toString(),
        domain::taskStateSlug(to).toString(), now);
    if (!audited)
        return failure(audited.error());
    return task;
}

Result<void> refuseActive(const Task &task)
{
    if (task.state == TaskState::Running || task.state == TaskState::Stopping)
        return failure(
            ErrorCode::BadState, QStringLiteral("the task is %1; stop it first").arg(domain::taskStateSlug(task.state)));
    return {};
}

} // namespace

Result<void> checkSpec(const TaskSpec &spec)
{
    const auto invalid = [](const QString &field, const QString &detail) {
        domain::Error error(ErrorCode::InvalidArgument, detail);
        error.field = field;
        return failure(error);
    };
    if (spec.name.trimmed().isEmpty() || spec.name.size() > kMaxName)
        return invalid(QStringLiteral("name"), QStringLiteral("a task needs a name of 1 to 200 characters"));
    if (spec.seeds.isEmpty())
        return invalid(QStringLiteral("seeds"), QStringLiteral("a task needs at least one start address"));
    if (spec.seeds.size() > kMaxSeeds)
        return invalid(QStringLiteral("seeds"), QStringLiteral("a task takes at most 100 000 start addresses"));
    for (qsizetype i = 0; i < spec.seeds.size(); ++i) {
        const QString &seed = spec.seeds.at(i);
        if (seed.trimmed().isEmpty() || seed.size() > domain::kMaxSeedLength)
            return invalid(QStringLiteral("seeds/%1").arg(i), QStringLiteral("a start address has 1 to 2 000 characters"));
    }
    const bool countryOk = spec.defaultCountry.isEmpty()
        || (spec.defaultCountry.size() == 2
            && std::ranges::all_of(spec.defaultCountry, [](QChar c) { return c >= u'A' && c <= u'Z'; }));
    if (!countryOk)
        return invalid(QStringLiteral("default_country"), QStringLiteral("a country is two capital letters (ISO 3166-1)"));
    return {};
}

Result<Task> TaskRepository::create(
    Connection &db, const TaskSpec &spec, bool queue, const QString &requestKey, const Actor &actor, Timestamp now)
{
    if (!requestKey.isEmpty()) {
        auto known = db.prepare(QStringLiteral("SELECT %1 FROM task WHERE request_key = ?").arg(kColumns));
        if (!known)
            return failure(known.error());
        if (auto stored = only((*known)->bindAll(requestKey)))
            return get(db, stored->task.id, actor.reach);
        else if (stored.error().code() != ErrorCode::NotFound)
            return failure(stored.error());
    }
    if (auto checked = checkSpec(spec); !checked)
        return failure(checked.error());
    const TaskId id = TaskId::create();
    // A task that was not asked to start waits like a paused one: resume starts it.
    const auto n = insertTask(db, id, spec, queue ? TaskState::Queued : TaskState::Paused, requestKey, actor, now);
    if (!n)
        return failure(n.error());
    if (auto seeded = insertSeeds(db, *n, spec.seeds); !seeded)
        return failure(seeded.error());
    if (actor.person) {
        if (auto owned = TaskPeople::add(db, id, *actor.person, true, actor, now); !owned)
            return failure(owned.error());
    }
    if (auto audited = writeTaskAudit(db, id, actor, QStringLiteral("create"), {}, spec.name.trimmed(), now); !audited)
        return failure(audited.error());
    return get(db, id, Reach::everything());
}

Result<void> TaskRepository::checkControl(Connection &db, const TaskId &id, const Actor &actor)
{
    if (actor.reach.isEverything())
        return {};
    const auto owns = TaskPeople::owns(db, id, actor.reach.person());
    if (!owns)
        return failure(owns.error());
    if (!*owns)
        return failure(ErrorCode::NotFound, QStringLiteral("there is no such task"));
    if (!**owns)
        return failure(ErrorCode::Forbidden, QStringLiteral("the task belongs to somebody else"));
    return {};
}

Result<void> TaskRepository::checkReach(Connection &db, const TaskId &id, const Reach &reach)
{
    if (reach.isEverything())
        return {};
    const auto owns = TaskPeople::owns(db, id, reach.person());
    if (!owns)
        return failure(owns.error());
    if (!*owns)
        return failure(ErrorCode::NotFound, QStringLiteral("there is no such task"));
    return {};
}

Result<Task> TaskRepository::get(Connection &db, const TaskId &id, const Reach &reach)
{
    if (auto reached = checkReach(db, id, reach); !reached)
        return failure(reached.error());
    auto stored = load(db, id, true);
    if (!stored)
        return failure(stored.error());
    auto statement = db.prepare(QStringLiteral("SELECT seed FROM task_site WHERE task = ? ORDER BY idx LIMIT ?"));
    if (!statement)
        return failure(statement.error());
    auto ran = (*statement)->bindAll(stored->n, kSeedsInTask).each([&](const Statement &row) {
        stored->task.spec.seeds.append(row.text(0));
    });
    if (!ran)
        return failure(ran.error());
    return stored->task;
}

Result<TaskPage> TaskRepository::list(
    Connection &db, std::optional<TaskState> state, bool deleted, int limit, qint64 offset, const Reach &reach)
{
    const storage::SqlCondition reachable = taskWithin(reach);
    const QString from = QStringLiteral("FROM %1 task WHERE (? = '' OR state = ?) AND %2")
                             .arg(deleted ? QStringLiteral("trashed_task") : QStringLiteral("live_task"), reachable.where);
    auto rows = db.prepare(QStringLiteral("SELECT %1 %2 ORDER BY n DESC LIMIT ? OFFSET ?").arg(kColumns, from));
    auto count = db.prepare(QStringLiteral("SELECT count(*) %1").arg(from));
    if (!rows || !count)
        return failure(!rows ? rows.error() : count.error());
    const QString slug = state ? domain::taskStateSlug(*state).toString() : QString();
    const auto bindFilter = [&](Statement &statement) {
        int position = 0;
        statement.bind(position++, slug);
        statement.bind(position++, slug);
        for (const QVariant &value : reachable.values)
            statement.bind(position++, value);
        return position;
    };
    TaskPage page;
    int position = bindFilter(**rows);
    (*rows)->bind(position++, std::clamp(limit, 1, 500));
    (*rows)->bind(position, std::max<qint64>(offset, 0));
    auto read = (*rows)->each([&](const Statement &row) { page.items.push_back(taskFromRow(row).task); });
    if (!read)
        return failure(read.error());
    bindFilter(**count);
    auto counted = (*count)->each([&](const Statement &row) { page.total = row.integer(0); });
    if (!counted)
        return failure(counted.error());
    return page;
}

Result<TaskCounts> TaskRepository::countByState(Connection &db)
{
    TaskCounts counts;
    for (const TaskState state :
        { S::Queued, S::Running, S::Paused, S::Stopping, S::Stopped, S::Completed, S::Error, S::Interrupted })
        counts[state] = 0;
    const auto statement = db.prepare(QStringLiteral("SELECT state, count(*) FROM live_task GROUP BY state"));
    LEADLINE_TRY(statement);
    LEADLINE_TRY((*statement)->each([&](const Statement &row) {
        if (const auto state = domain::taskStateFromSlug(row.text(0)))
            counts[*state] = row.integer(1);
    }));
    return counts;
}

Result<domain::TaskProgress> TaskRepository::progress(Connection &db, const TaskId &id)
{
    auto stored = load(db, id, true);
    if (!stored)
        return failure(stored.error());
    auto statement = db.prepare(QStringLiteral(
        "SELECT progress_seq, pages_per_second, eta_low_ms, eta_high_ms, current_host FROM task WHERE n = ?"));
    if (!statement)
        return failure(statement.error());
    domain::TaskProgress progress;
    progress.state = stored->task.state;
    progress.stateReason = stored->task.stateReason;
    progress.counters = stored->task.counters;
    progress.lastActivityAt = stored->task.lastActivityAt;
    auto ran = (*statement)->bindAll(stored->n).each([&](const Statement &row) {
        progress.seq = row.integer(0);
        progress.pagesPerSecond = row.real(1);
        if (!row.isNull(2) && !row.isNull(3)) {
            progress.etaLowMs = row.integer(2);
            progress.etaHighMs = row.integer(3);
        }
        progress.currentHost = row.text(4);
    });
    if (!ran)
        return failure(ran.error());
    return progress;
}

Result<Task> TaskRepository::change(
    Connection &db, const TaskId &id, TaskAction action, const domain::Remark &reason, const Actor &actor, Timestamp now)
{
    auto stored = load(db, id);
    if (!stored)
        return failure(stored.error());
    const TaskState state = stored->task.state;
    const auto &transition
        = *std::ranges::find_if(kTransitions, [&](const Transition &candidate) { return candidate.action == action; });
    const bool resumesWhatRuns = action == TaskAction::Queue && state == TaskState::Running;
    if (state == transition.to || resumesWhatRuns)
        return get(db, id, Reach::everything());
    if (std::ranges::find(transition.from, std::optional(state)) == transition.from.end()) {
        return failure(ErrorCode::BadState,
            QStringLiteral("cannot %1 a task that is %2").arg(QStringView(transition.verb), domain::taskStateSlug(state)));
    }
    auto changed = store(db, *stored, transition.to, reason, actor, now);
    if (!changed)
        return changed;
    return get(db, id, Reach::everything());
}

Result<Task> TaskRepository::retry(Connection &db, const TaskId &id, const Actor &actor, Timestamp now)
{
    auto stored = load(db, id);
    if (!stored)
        return failure(stored.error());
    if (auto idle = refuseActive(stored->task); !idle)
        return failure(idle.error());
    auto reopen = db.prepare(QStringLiteral("UPDATE task_site SET state = 'waiting', outcome = 'pending', evidence = '' "
                                            "WHERE task = ? AND outcome IN ('pending', 'network', 'unresolved', 'blocked', "
                                            "'rate-limited')"));
    auto recount = db.prepare(QStringLiteral(
        "UPDATE task SET sites_done = (SELECT count(*) FROM task_site WHERE task_site.task = task.n AND state = 'done') "
        "WHERE n = ?"));
    if (!reopen || !recount)
        return failure(!reopen ? reopen.error() : recount.error());
    if (auto ran = (*reopen)->bindAll(stored->n).exec(); !ran)
        return failure(ran.error());
    if ((*reopen)->rowsChanged() == 0)
        return failure(ErrorCode::BadState, QStringLiteral("no start address of this task failed"));
    if (auto ran = (*recount)->bindAll(stored->n).exec(); !ran)
        return failure(ran.error());
    if (auto changed = store(db, *stored, TaskState::Queued, {}, actor, now); !changed)
        return changed;
    return get(db, id, Reach::everything());
}

Result<std::optional<Task>> TaskRepository::claim(Connection &db, Timestamp now)
{
    auto statement
        = db.prepare(QStringLiteral("SELECT %1 FROM live_task WHERE state = 'queued' ORDER BY n LIMIT 1").arg(kColumns)
            + db.lockFreeRows());
    if (!statement)
        return failure(statement.error());
    auto stored = only(**statement);
    if (!stored && stored.error().code() == ErrorCode::NotFound)
        return std::optional<Task>();
    if (!stored)
        return failure(stored.error());
    auto claimed = store(db, *stored, TaskState::Running, {}, engineActor(), now);
    if (!claimed)
        return failure(claimed.error());
    return std::optional(*claimed);
}

Result<int> TaskRepository::recover(Connection &db, Timestamp now)
{
    auto statement
        = db.prepare(QStringLiteral("SELECT %1 FROM task WHERE state IN ('running', 'stopping') ORDER BY n").arg(kColumns)
            + db.lockRows());
    if (!statement)
        return failure(statement.error());
    std::vector<StoredTask> found;
    if (auto ran = (*statement)->each([&](const Statement &row) { found.push_back(taskFromRow(row)); }); !ran)
        return failure(ran.error());
    for (const StoredTask &stored : found) {
        const bool stopping = stored.task.state == TaskState::Stopping;
        const domain::Remark reason = stopping ? domain::Remark() : domain::RemarkCode::BackendDied;
        auto changed = store(db, stored, stopping ? TaskState::Stopped : TaskState::Interrupted, reason, engineActor(), now);
        if (!changed)
            return failure(changed.error());
    }
    return static_cast<int>(found.size());
}

Result<Task> TaskRepository::setDeleted(Connection &db, const TaskId &id, bool deleted, const Actor &actor, Timestamp now)
{
    auto stored = load(db, id, true);
    if (!stored)
        return failure(stored.error());
    if (auto idle = refuseActive(stored->task); !idle)
        return failure(idle.error());
    auto statement = db.prepare(QStringLiteral(
        "UPDATE task SET deleted_at = ?, deleted_by = ?, rev = rev + 1, modified_by = ?, modified_at = ? WHERE n = ?"));
    if (!statement)
        return failure(statement.error());
    const auto at = deleted ? std::optional(now) : std::nullopt;
    const auto by = deleted ? std::optional(actor.name) : std::nullopt;
    if (auto ran = (*statement)->bindAll(at, by, actor.name, now, stored->n).exec(); !ran)
        return failure(ran.error());
    const QString action = deleted ? QStringLiteral("delete") : QStringLiteral("restore");
    if (auto audited = writeTaskAudit(db, id, actor, action, {}, {}, now); !audited)
        return failure(audited.error());
    return get(db, id, Reach::everything());
}

} // namespace leadline::backend
