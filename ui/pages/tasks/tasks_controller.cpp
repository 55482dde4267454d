#include "ui/pages/tasks/tasks_controller.h"

#include "domain/async.h"
#include "ui/models/error_text.h"
#include "ui/models/format.h"
#include "ui/models/remark_text.h"

#include <QPromise>

#include <algorithm>
#include <memory>

namespace leadline::ui {

namespace {

using services::TaskCommand;

QString failureText(TaskCommand command, const QString &name)
{
    switch (command) {
    case TaskCommand::Start:
        return TasksController::tr("“%1” could not be started.").arg(name);
    case TaskCommand::Pause:
        return TasksController::tr("“%1” could not be paused.").arg(name);
    case TaskCommand::Resume:
        return TasksController::tr("“%1” could not be resumed.").arg(name);
    case TaskCommand::Stop:
        return TasksController::tr("“%1” could not be stopped.").arg(name);
    case TaskCommand::Retry:
        return TasksController::tr("“%1” could not be run again.").arg(name);
    }
    return {};
}

/// Ends a promise when the last of `count` parts is done.
class Countdown
{
public:
    explicit Countdown(qsizetype count)
        : m_left(count)
    {
        m_promise.start();
        if (count == 0)
            end();
    }
    void one()
    {
        if (--m_left == 0)
            end();
    }
    [[nodiscard]] QFuture<domain::Result<void>> future() { return m_promise.future(); }

private:
    void end()
    {
        m_promise.addResult(domain::Result<void>());
        m_promise.finish();
    }

    QPromise<domain::Result<void>> m_promise;
    qsizetype m_left;
};

} // namespace

TasksController::TasksController(TaskGateway &gateway, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_model(gateway)
{
    connect(&m_tick, &QTimer::timeout, this, [this] { m_model.tick(domain::SystemClock().now()); });
    m_tick.setInterval(1000);
    connect(&gateway, &TaskGateway::tasksChanged, this, &TasksController::updateRunning);
    connect(&gateway, &TaskGateway::tasksChanged, this, &TasksController::tellInterrupted);
    connect(&gateway, &TaskGateway::taskFinished, this, &TasksController::tellFinished);
    updateRunning();
    for (const domain::Task &known : gateway.tasks()) {
        if (known.state == domain::TaskState::Running)
            m_atWork.insert(known.id);
    }
}

const domain::Task *TasksController::task(const domain::TaskId &id) const
{
    return m_model.task(m_model.rowOf(id));
}

bool TasksController::allows(const QList<domain::TaskId> &ids, TaskCommand command) const
{
    return std::any_of(ids.begin(), ids.end(), [&](const domain::TaskId &id) {
        const domain::Task *known = task(id);
        if (!known)
            return false;
        const auto allowed = services::allowedCommands(known->state);
        return std::find(allowed.begin(), allowed.end(), command) != allowed.end();
    });
}

int TasksController::runningCount() const
{
    return m_model.countIn(domain::TaskState::Running);
}

void TasksController::updateRunning()
{
    const int running = runningCount();
    if (running > 0 && !m_tick.isActive())
        m_tick.start();
    else if (running == 0)
        m_tick.stop();
    if (running != m_running) {
        m_running = running;
        Q_EMIT runningCountChanged(running);
    }
}

QFuture<domain::Result<domain::Task>> TasksController::create(const domain::TaskSpec &spec)
{
    return m_gateway.create(spec);
}

void TasksController::run(const QList<domain::TaskId> &ids, TaskCommand command)
{
    send(ids, command);
}

QFuture<domain::Result<void>> TasksController::runAll(TaskCommand command)
{
    QList<domain::TaskId> ids;
    for (int row = 0; row < m_model.rowCount(); ++row)
        ids << m_model.task(row)->id;
    return send(ids, command);
}

QFuture<domain::Result<void>> TasksController::send(const QList<domain::TaskId> &ids, TaskCommand command)
{
    QList<domain::TaskId> fitting;
    for (const domain::TaskId &id : ids) {
        if (allows({ id }, command))
            fitting << id;
    }
    auto left = std::make_shared<Countdown>(fitting.size());
    for (const domain::TaskId &id : std::as_const(fitting)) {
        const QString name = task(id)->spec.name;
        domain::whenDone(
            m_gateway.control(id, command), this, [this, left, command, name](const domain::Result<domain::Task> &answer) {
                if (!answer)
                    tellFailure(failureText(command, name), answer.error());
                left->one();
            });
    }
    return left->future();
}

void TasksController::remove(const QList<domain::TaskId> &ids)
{
    if (ids.isEmpty())
        return;
    const QString name = task(ids.first()) ? task(ids.first())->spec.name : QString();
    auto removed = std::make_shared<QList<domain::TaskId>>();
    auto left = std::make_shared<Countdown>(ids.size());
    for (const domain::TaskId &id : ids) {
        domain::whenDone(m_gateway.remove(id), this, [this, id, name, removed, left](const domain::Result<void> &answer) {
            if (answer)
                *removed << id;
            else
                tellFailure(tr("“%1” could not be deleted.").arg(name), answer.error());
            left->one();
        });
    }
    domain::whenDone(left->future(), this, [this, removed, name](const domain::Result<void> &) {
        if (removed->isEmpty())
            return;
        Message message;
        message.text = removed->size() == 1
            ? tr("Deleted “%1”. Its leads are kept.").arg(name)
            : tr("Deleted %n task(s). Their leads are kept.", nullptr, static_cast<int>(removed->size()));
        message.actionText = tr("Undo");
        message.action = [this, ids = *removed] { restore(ids); };
        Q_EMIT notified(message);
    });
}

void TasksController::restore(const QList<domain::TaskId> &ids)
{
    for (const domain::TaskId &id : ids) {
        domain::whenDone(m_gateway.restore(id), this, [this](const domain::Result<domain::Task> &answer) {
            if (!answer)
                tellFailure(tr("The task could not be brought back."), answer.error());
        });
    }
}

void TasksController::tellFailure(const QString &what, const domain::Error &error)
{
    Message message;
    message.problem = true;
    message.text = QStringLiteral("%1 %2").arg(what, errorText(error));
    Q_EMIT notified(message);
}

void TasksController::tellFinished(const domain::Task &task)
{
    Message message;
    const QString leads
        = tr("%1 new lead(s)", nullptr, plural(task.counters.newLeads)).arg(formatCount(task.counters.newLeads));
    switch (task.state) {
    case domain::TaskState::Completed:
        if (readNothing(task)) {
            message.problem = true;
            message.text = tr("“%1” is over, but not one page could be read. Its live pane says why.").arg(task.spec.name);
            message.actionText = tr("Retry");
            message.action = [this, id = task.id] { run({ id }, TaskCommand::Retry); };
            break;
        }
        message.text = tr("“%1” is complete: %2.").arg(task.spec.name, leads);
        break;
    case domain::TaskState::Stopped:
        message.text = tr("“%1” was stopped: %2.").arg(task.spec.name, leads);
        break;
    default:
        message.problem = true;
        message.text
            = tr("“%1” failed: %2.").arg(task.spec.name, task.stateReason.isEmpty() ? leads : remarkText(task.stateReason));
        break;
    }
    if (task.counters.newLeads > 0) {
        message.actionText = tr("Review");
        message.action = [this, id = task.id] { Q_EMIT reviewRequested(id); };
    }
    Q_EMIT notified(message);
}

void TasksController::tellInterrupted(const QList<domain::TaskId> &changed)
{
    QList<domain::TaskId> interrupted;
    for (const domain::TaskId &id : changed) {
        const domain::Task *known = task(id);
        if (known && known->state == domain::TaskState::Running) {
            m_atWork.insert(id);
            continue;
        }
        const bool wasAtWork = m_atWork.remove(id);
        if (wasAtWork && known && known->state == domain::TaskState::Interrupted)
            interrupted << id;
    }
    if (interrupted.isEmpty())
        return;
    Message message;
    message.problem = true;
    message.text = interrupted.size() == 1
        ? tr("“%1” was interrupted: its backend ended.").arg(task(interrupted.first())->spec.name)
        : tr("%n task(s) were interrupted: their backend ended.", nullptr, static_cast<int>(interrupted.size()));
    message.actionText = tr("Resume");
    message.action = [this, interrupted] { run(interrupted, TaskCommand::Resume); };
    Q_EMIT notified(message);
}

} // namespace leadline::ui
