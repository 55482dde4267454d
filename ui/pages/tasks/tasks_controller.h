#pragma once

#include "domain/result.h"
#include "domain/task.h"
#include "ui/models/task_gateway.h"
#include "ui/models/task_table_model.h"

#include <QFuture>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>

namespace leadline::ui {

/// What the Tasks page does, without its widgets: the model, commands on several tasks at once, delete with undo, and the
/// words for what happened. The gateway must outlive it.
class TasksController : public QObject
{
    Q_OBJECT

public:
    explicit TasksController(TaskGateway &gateway, QObject *parent = nullptr);

    [[nodiscard]] TaskGateway &gateway() { return m_gateway; }
    [[nodiscard]] TaskTableModel &model() { return m_model; }
    [[nodiscard]] const domain::Task *task(const domain::TaskId &id) const;
    [[nodiscard]] bool allows(const QList<domain::TaskId> &ids, services::TaskCommand command) const;
    [[nodiscard]] int runningCount() const;

    QFuture<domain::Result<domain::Task>> create(const domain::TaskSpec &spec);
    /// Sends the command to those of the tasks that are in a state for it. Failures are told through notified().
    void run(const QList<domain::TaskId> &ids, services::TaskCommand command);
    /// The same for all tasks; the future ends when the last answer is there, whatever it was.
    QFuture<domain::Result<void>> runAll(services::TaskCommand command);
    void remove(const QList<domain::TaskId> &ids);

    struct Message
    {
        bool problem = false;
        QString text;
        QString actionText;
        std::function<void()> action;
    };

Q_SIGNALS:
    void notified(const leadline::ui::TasksController::Message &message);
    /// "Show what this task found."
    void reviewRequested(const leadline::domain::TaskId &id);
    void runningCountChanged(int running);

private:
    QFuture<domain::Result<void>> send(const QList<domain::TaskId> &ids, services::TaskCommand command);
    void restore(const QList<domain::TaskId> &ids);
    void tellFailure(const QString &what, const domain::Error &error);
    void tellFinished(const domain::Task &task);
    /// A backend that was killed has no chance to tell: its tasks are found interrupted when there is one again.
    void tellInterrupted(const QList<domain::TaskId> &changed);
    void updateRunning();

    TaskGateway &m_gateway;
    TaskTableModel m_model;
    QTimer m_tick;
    QSet<domain::TaskId> m_atWork; ///< as of the last look
    int m_running = 0;
};

} // namespace leadline::ui
