#pragma once

#include "backend/leads/lead_repository.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "domain/task.h"
#include "storage/connection.h"

#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace leadline::backend {

/// What a person or the engine asks of a task. Which states allow it is one table in task_repository.cpp.
enum class TaskAction { Queue, Claim, Pause, Stop, FinishStop, Complete, Fail, Interrupt };

struct TaskPage
{
    std::vector<domain::Task> items; ///< newest first, without their start addresses
    qint64 total = 0;
};

/// Who the engine is in the audit log when it acts by itself.
[[nodiscard]] inline Actor engineActor()
{
    return Actor::unlimited(QStringLiteral("engine"));
}

using TaskCounts = std::map<domain::TaskState, qint64>;

/// SQL of tasks and their states. Stateless: functions over a connection, called inside Database::read or Database::write
/// jobs. Every change of state goes through change(), in the transaction of the work it describes, and leaves an audit row.
class TaskRepository
{
public:
    /// Start addresses get() returns; TaskJournal::sites() pages through all of them.
    static constexpr int kSeedsInTask = 1'000;

    /// The actor, when it is a person, owns it. A `requestKey` that was used before gives the task it made then.
    /// InvalidArgument names the member of the spec.
    [[nodiscard]] static Result<domain::Task> create(storage::Connection &db, const domain::TaskSpec &spec, bool queue,
        const QString &requestKey, const Actor &actor, domain::Timestamp now);
    /// NotFound for an unknown id and for one out of reach. Deleted tasks are found.
    [[nodiscard]] static Result<domain::Task> get(storage::Connection &db, const domain::TaskId &id, const Reach &reach);
    /// `limit` 1–500. Only deleted tasks when `deleted`, otherwise none of them.
    [[nodiscard]] static Result<TaskPage> list(storage::Connection &db, std::optional<domain::TaskState> state, bool deleted,
        int limit, qint64 offset, const Reach &reach);
    /// NotFound when the task is out of reach. Says nothing about a task that does not exist.
    [[nodiscard]] static Result<void> checkReach(storage::Connection &db, const domain::TaskId &id, const Reach &reach);
    /// Whether the actor may start, stop, delete or hand out the task: NotFound when it is out of reach, Forbidden when it
    /// belongs to somebody else.
    [[nodiscard]] static Result<void> checkControl(storage::Connection &db, const domain::TaskId &id, const Actor &actor);
    /// How many tasks are in each state, every state included; deleted tasks do not count.
    [[nodiscard]] static Result<TaskCounts> countByState(storage::Connection &db);
    /// State, counters, speed and heartbeat as last stored.
    [[nodiscard]] static Result<domain::TaskProgress> progress(storage::Connection &db, const domain::TaskId &id);

    /// Applies an action if the task's state allows it. An action that is already true changes nothing and succeeds; one
    /// that the state forbids is BadState, an unknown or deleted task NotFound.
    [[nodiscard]] static Result<domain::Task> change(storage::Connection &db, const domain::TaskId &id, TaskAction action,
        const domain::Remark &reason, const Actor &actor, domain::Timestamp now);
    /// Opens the start addresses again that ended without an answer of their own (network, unresolved, blocked,
    /// rate-limited) or were never reached, and queues the task. BadState while it is active.
    [[nodiscard]] static Result<domain::Task> retry(
        storage::Connection &db, const domain::TaskId &id, const Actor &actor, domain::Timestamp now);
    /// The oldest queued task becomes running; empty when none waits.
    [[nodiscard]] static Result<std::optional<domain::Task>> claim(storage::Connection &db, domain::Timestamp now);
    /// After the process died: running → interrupted, stopping → stopped. Returns how many.
    [[nodiscard]] static Result<int> recover(storage::Connection &db, domain::Timestamp now);

    /// Marks a task deleted or not deleted; its leads stay. BadState while it is active.
    [[nodiscard]] static Result<domain::Task> setDeleted(
        storage::Connection &db, const domain::TaskId &id, bool deleted, const Actor &actor, domain::Timestamp now);
};

/// InvalidArgument with the member's name in `field` when a task like this cannot be made.
[[nodiscard]] Result<void> checkSpec(const domain::TaskSpec &spec);

} // namespace leadline::backend
