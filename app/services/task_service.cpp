#include "services/task_service.h"

#include "client/api_client.h"
#include "domain/async.h"
#include "services/connectivity.h"
#include "services/live_task.h"

#include <QTimer>

#include <algorithm>

namespace leadline::services {

using domain::ErrorCode;
using domain::failure;
using domain::Result;
using domain::Task;
using domain::TaskId;
using domain::TaskState;
using protocol::Stream;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kActivePoll { 1'000 };
constexpr milliseconds kIdlePoll { 10'000 };
constexpr milliseconds kFullPoll { 30'000 }; ///< the whole list, so that removed and old tasks are noticed
constexpr milliseconds kStalledAfter { 60'000 };
constexpr int kPageSize = 200;
constexpr size_t kMostTasks = 10'000;

bool isActive(TaskState state)
{
    return state == TaskState::Queued || state == TaskState::Running || state == TaskState::Stopping;
}

protocol::routes::TaskAction actionOf(TaskCommand command)
{
    using protocol::routes::TaskAction;
    switch (command) {
    case TaskCommand::Start:
        return TaskAction::Start;
    case TaskCommand::Pause:
        return TaskAction::Pause;
    case TaskCommand::Resume:
        return TaskAction::Resume;
    case TaskCommand::Stop:
        return TaskAction::Stop;
    case TaskCommand::Retry:
        break;
    }
    return TaskAction::Retry;
}

} // namespace

domain::TaskProgress progressOf(const Task &task)
{
    domain::TaskProgress progress;
    progress.state = task.state;
    progress.stateReason = task.stateReason;
    progress.counters = task.counters;
    progress.lastActivityAt = task.lastActivityAt;
    return progress;
}

bool isStalled(const Task &task, domain::Timestamp now)
{
    return task.state == TaskState::Running && task.lastActivityAt && now - *task.lastActivityAt > kStalledAfter;
}

std::vector<TaskCommand> allowedCommands(TaskState state)
{
    switch (state) {
    case TaskState::Queued:
    case TaskState::Running:
        return { TaskCommand::Pause, TaskCommand::Stop };
    case TaskState::Paused:
    case TaskState::Interrupted:
        return { TaskCommand::Resume, TaskCommand::Stop };
    case TaskState::Stopped:
    case TaskState::Error:
        return { TaskCommand::Resume, TaskCommand::Retry };
    case TaskState::Completed:
        return { TaskCommand::Retry };
    case TaskState::Stopping:
        break;
    }
    return {};
}

class TaskService::Private
{
public:
    Private(TaskService &owner, client::ApiClient &client, Connectivity &link)
        : q(owner)
        , api(client)
        , connectivity(link)
    {
        poll.setSingleShot(true);
    }

    void ask(bool whole)
    {
        if (asking || !connectivity.isOnline()) {
            askAgain = askAgain || asking;
            return;
        }
        asking = true;
        wholeList = whole || !isLoaded;
        incoming.clear();
        page(0);
    }

    void page(int offset)
    {
        domain::whenDone(api.tasks(kPageSize, offset), &q, [this, offset](const Result<protocol::TaskPage> &answer) {
            if (!answer) {
                asking = false;
                schedule();
                Q_EMIT q.refreshFailed(answer.error());
                return;
            }
            incoming.insert(incoming.end(), answer->items.begin(), answer->items.end());
            const bool more = wholeList && !answer->items.empty() && incoming.size() < kMostTasks
                && offset + qint64(answer->items.size()) < answer->total;
            if (more)
                return page(offset + int(answer->items.size()));
            asking = false;
            if (offset == 0 && qint64(answer->items.size()) >= answer->total)
                wholeList = true;
            apply();
            schedule();
        });
    }

    void apply()
    {
        QList<TaskId> changed;
        QList<TaskId> removed;
        for (const Task &task : incoming)
            merge(task, changed);
        if (wholeList) {
            lastWhole = api.transport().clock().sinceBoot();
            std::erase_if(tasks, [&](const Task &known) {
                const bool gone = std::ranges::find(incoming, known.id, &Task::id) == incoming.end();
                if (gone)
                    removed.append(known.id);
                return gone;
            });
        }
        std::ranges::stable_sort(tasks, [](const Task &a, const Task &b) { return a.createdAt > b.createdAt; });
        if (!std::exchange(isLoaded, true))
            Q_EMIT q.loadedChanged();
        if (!changed.isEmpty() || !removed.isEmpty())
            Q_EMIT q.tasksChanged(changed, removed);
    }

    void merge(const Task &task, QList<TaskId> &changed)
    {
        const auto known = std::ranges::find(tasks, task.id, &Task::id);
        if (known == tasks.end()) {
            tasks.push_back(task);
            changed.append(task.id);
            return;
        }
        if (*known == task || task.rev < known->rev)
            return;
        const bool finished = task.isFinal() && !known->isFinal();
        const bool found = task.counters.newLeads > known->counters.newLeads;
        *known = task;
        changed.append(task.id);
        if (found)
            Q_EMIT q.leadsFound();
        if (finished)
            Q_EMIT q.taskFinished(task);
    }

    /// One task came back from a command: shown at once.
    Result<Task> adopt(Result<Task> answer)
    {
        if (!answer)
            return answer;
        QList<TaskId> changed;
        merge(*answer, changed);
        std::ranges::stable_sort(tasks, [](const Task &a, const Task &b) { return a.createdAt > b.createdAt; });
        if (!changed.isEmpty())
            Q_EMIT q.tasksChanged(changed, {});
        schedule();
        return answer;
    }

    void schedule()
    {
        if (!connectivity.isOnline())
            return poll.stop();
        if (std::exchange(askAgain, false))
            return poll.start(milliseconds(0));
        const bool active = std::ranges::any_of(tasks, [](const Task &task) { return isActive(task.state); });
        poll.start(active ? kActivePoll : kIdlePoll);
    }

    TaskService &q;
    client::ApiClient &api;
    Connectivity &connectivity;
    std::vector<Task> tasks;
    std::vector<Task> incoming;
    QTimer poll;
    milliseconds lastWhole { 0 };
    bool isLoaded = false;
    bool asking = false;
    bool askAgain = false;
    bool wholeList = true;
};

TaskService::TaskService(client::ApiClient &api, Connectivity &connectivity, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, api, connectivity))
{
    connect(&d->poll, &QTimer::timeout, this,
        [this] { d->ask(d->api.transport().clock().sinceBoot() - d->lastWhole > kFullPoll); });
    connect(&connectivity, &Connectivity::wentOnline, this, [this] { d->ask(true); });
    connect(&connectivity, &Connectivity::wentOffline, this, [this] { d->poll.stop(); });
    if (connectivity.isOnline())
        d->ask(true);
}

TaskService::~TaskService() = default;

const std::vector<Task> &TaskService::tasks() const
{
    return d->tasks;
}

std::optional<Task> TaskService::task(const TaskId &id) const
{
    const auto known = std::ranges::find(d->tasks, id, &Task::id);
    return known == d->tasks.end() ? std::nullopt : std::optional(*known);
}

bool TaskService::loaded() const
{
    return d->isLoaded;
}

void TaskService::refresh()
{
    d->ask(true);
}

QFuture<Result<Task>> TaskService::create(const domain::TaskSpec &spec, bool start)
{
    return domain::mapDone(
        d->api.createTask(spec, start), this, [this](Result<Task> answer) { return d->adopt(std::move(answer)); });
}

QFuture<Result<Task>> TaskService::control(const TaskId &id, TaskCommand command)
{
    return domain::mapDone(
        d->api.taskAction(id, actionOf(command)), this, [this](Result<Task> answer) { return d->adopt(std::move(answer)); });
}

QFuture<Result<void>> TaskService::remove(const TaskId &id)
{
    return domain::mapDone(d->api.removeTask(id), this, [this, id](Result<void> answer) {
        if (answer && std::erase_if(d->tasks, [&](const Task &task) { return task.id == id; }) > 0)
            Q_EMIT tasksChanged({}, { id });
        return answer;
    });
}

QFuture<Result<Task>> TaskService::restore(const TaskId &id)
{
    return domain::mapDone(d->api.taskAction(id, protocol::routes::TaskAction::Restore), this,
        [this](Result<Task> answer) { return d->adopt(std::move(answer)); });
}

QFuture<Result<Task>> TaskService::fetch(const TaskId &id)
{
    return d->api.task(id);
}

QFuture<Result<SitePage>> TaskService::sites(const TaskId &id, int after, int limit)
{
    return domain::mapDone(
        d->api.sites(id, after, limit), this, [limit](Result<protocol::SitePage> answer) -> Result<SitePage> {
            if (!answer)
                return failure(answer.error());
            SitePage page { std::move(answer->items), answer->total, -1 };
            if (int(page.items.size()) >= limit)
                page.next = page.items.back().index;
            return page;
        });
}

QFuture<Result<LogPage>> TaskService::logs(const TaskId &id, qint64 since, int limit)
{
    return domain::mapDone(
        d->api.events(id, Stream::Logs, since, limit), this, [](Result<protocol::EventPage> answer) -> Result<LogPage> {
            if (!answer)
                return failure(answer.error());
            return LogPage { std::move(answer->logs), answer->oldest, answer->head };
        });
}

QFuture<Result<DemoInfo>> TaskService::demo()
{
    return domain::mapDone(d->api.demo(), this, [](Result<protocol::DemoSite> answer) -> Result<DemoInfo> {
        if (!answer)
            return failure(answer.error());
        DemoInfo info { answer->available, answer->seeds, {} };
        for (const protocol::DemoGroup &group : answer->groups)
            info.groups.insert(group.key, group.seeds);
        return info;
    });
}

std::unique_ptr<LiveTask> TaskService::watch(const TaskId &id)
{
    auto live = std::make_unique<LiveTask>(d->api, d->connectivity, id);
    connect(live.get(), &LiveTask::leadsAdded, this, &TaskService::leadsFound);
    return live;
}

} // namespace leadline::services
