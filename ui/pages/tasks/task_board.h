#pragma once

#include "domain/id.h"
#include "ui/models/task_gateway.h"
#include "ui/models/tokens.h"

#include <QHash>
#include <QMainWindow>

namespace leadline::ui {

class LiveDock;

/// The task list in the middle and live panes docked around it. Several panes at once, tabbed, side by side or floating;
/// the arrangement is kept over a restart.
class TaskBoard : public QMainWindow
{
    Q_OBJECT

public:
    TaskBoard(TaskGateway &gateway, QWidget *center, QWidget *parent = nullptr);
    ~TaskBoard() override;

    /// Shows the task's pane, making it when there is none. Null when the task is not known.
    LiveDock *pin(const domain::TaskId &id);
    void unpin(const domain::TaskId &id);
    [[nodiscard]] LiveDock *dock(const domain::TaskId &id) const;
    [[nodiscard]] QList<domain::TaskId> pinned() const;
    /// The pane that holds the focus, or the only one, or null.
    [[nodiscard]] LiveDock *currentDock() const;
    void setDensity(Density density);

    [[nodiscard]] QByteArray saveBoard() const;
    /// Applied as soon as the tasks are known; panes of tasks that are gone are left out.
    void restoreBoard(const QByteArray &board);

    static constexpr int kStateVersion = 1;

Q_SIGNALS:
    void pinnedChanged();
    void leadActivated(const leadline::domain::LeadId &id);
    void commandFailed(const leadline::domain::Error &error);

private:
    LiveDock *make(const domain::Task &task);
    void place(LiveDock *dock);
    void splitEvenly(const QList<LiveDock *> &docked, LiveDock *dock);
    void applyPending();
    void drop(const domain::TaskId &id);

    TaskGateway &m_gateway;
    QHash<domain::TaskId, LiveDock *> m_docks;
    QList<domain::TaskId> m_order;
    QByteArray m_pending;
    Density m_density = Density::Normal;
};

} // namespace leadline::ui
