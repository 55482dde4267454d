#include "ui/pages/tasks/task_board.h"

#include "ui/pages/live/live_dock.h"

#include <QApplication>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace leadline::ui {

namespace {

constexpr quint32 kMagic = 0x4c4c5442; // "LLTB"

const domain::Task *findTask(const TaskGateway &gateway, const domain::TaskId &id)
{
    const auto &tasks = gateway.tasks();
    const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const domain::Task &task) { return task.id == id; });
    return found == tasks.end() ? nullptr : &*found;
}

} // namespace

TaskBoard::TaskBoard(TaskGateway &gateway, QWidget *center, QWidget *parent)
    : QMainWindow(parent)
    , m_gateway(gateway)
{
    setWindowFlags(Qt::Widget);
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    setCentralWidget(center);
    setContextMenuPolicy(Qt::NoContextMenu);
    connect(&gateway, &TaskGateway::loadedChanged, this, &TaskBoard::applyPending);
    connect(
        &gateway, &TaskGateway::tasksChanged, this, [this](const auto & /*changed*/, const QList<domain::TaskId> &removed) {
            applyPending();
            for (const domain::TaskId &id : removed)
                unpin(id);
        });
}

TaskBoard::~TaskBoard() = default;

LiveDock *TaskBoard::dock(const domain::TaskId &id) const
{
    return m_docks.value(id, nullptr);
}

QList<domain::TaskId> TaskBoard::pinned() const
{
    return m_order;
}

LiveDock *TaskBoard::currentDock() const
{
    for (QWidget *widget = QApplication::focusWidget(); widget; widget = widget->parentWidget()) {
        if (auto *dock = qobject_cast<LiveDock *>(widget))
            return dock;
    }
    return m_order.size() == 1 ? m_docks.value(m_order.first()) : nullptr;
}

LiveDock *TaskBoard::make(const domain::Task &task)
{
    auto *dock = new LiveDock(m_gateway, task, this);
    dock->pane().setDensity(m_density);
    m_docks.insert(task.id, dock);
    m_order << task.id;
    connect(dock, &LiveDock::closing, this, &TaskBoard::drop);
    connect(dock, &LiveDock::leadActivated, this, &TaskBoard::leadActivated);
    connect(dock, &LiveDock::commandFailed, this, &TaskBoard::commandFailed);
    return dock;
}

void TaskBoard::splitEvenly(const QList<LiveDock *> &docked, LiveDock *dock)
{
    splitDockWidget(docked.last(), dock, Qt::Horizontal);
    QList<QDockWidget *> all(docked.begin(), docked.end());
    all << dock;
    resizeDocks(all, QList<int>(all.size(), width() / static_cast<int>(all.size())), Qt::Horizontal);
}

void TaskBoard::place(LiveDock *dock)
{
    // Side by side while there is room for both, then as tabs of the newest one.
    QList<LiveDock *> docked;
    for (const domain::TaskId &id : std::as_const(m_order)) {
        LiveDock *other = m_docks.value(id);
        if (other != dock && !other->isFloating() && dockWidgetArea(other) == Qt::BottomDockWidgetArea)
            docked << other;
    }
    addDockWidget(Qt::BottomDockWidgetArea, dock);
    if (docked.isEmpty()) {
        resizeDocks({ dock }, { std::max(280, height() * 60 / 100) }, Qt::Vertical);
        return;
    }
    const int columns = std::max(1, width() / 480);
    if (docked.size() < columns)
        splitEvenly(docked, dock);
    else
        tabifyDockWidget(docked.last(), dock);
}

LiveDock *TaskBoard::pin(const domain::TaskId &id)
{
    LiveDock *dock = m_docks.value(id, nullptr);
    if (!dock) {
        const domain::Task *task = findTask(m_gateway, id);
        if (!task)
            return nullptr;
        dock = make(*task);
        place(dock);
        Q_EMIT pinnedChanged();
    }
    dock->show();
    dock->raise();
    return dock;
}

void TaskBoard::unpin(const domain::TaskId &id)
{
    if (LiveDock *dock = m_docks.value(id, nullptr))
        dock->close();
}

void TaskBoard::drop(const domain::TaskId &id)
{
    LiveDock *dock = m_docks.take(id);
    m_order.removeAll(id);
    if (!dock)
        return;
    removeDockWidget(dock);
    dock->deleteLater();
    Q_EMIT pinnedChanged();
}

void TaskBoard::setDensity(Density density)
{
    m_density = density;
    for (LiveDock *dock : std::as_const(m_docks))
        dock->pane().setDensity(density);
}

QByteArray TaskBoard::saveBoard() const
{
    if (!m_pending.isEmpty())
        return m_pending;
    QByteArray board;
    QDataStream out(&board, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    QStringList ids;
    for (const domain::TaskId &id : m_order)
        ids << id.toString();
    out << kMagic << ids << saveState(kStateVersion);
    return board;
}

void TaskBoard::restoreBoard(const QByteArray &board)
{
    m_pending = board;
    applyPending();
}

void TaskBoard::applyPending()
{
    if (m_pending.isEmpty() || !m_gateway.loaded())
        return;
    QDataStream in(std::exchange(m_pending, {}));
    in.setVersion(QDataStream::Qt_6_4);
    quint32 magic = 0;
    QStringList ids;
    QByteArray state;
    in >> magic >> ids >> state;
    if (in.status() != QDataStream::Ok || magic != kMagic)
        return;
    for (const QString &text : std::as_const(ids)) {
        const auto id = domain::TaskId::fromString(text);
        const domain::Task *task = id ? findTask(m_gateway, *id) : nullptr;
        if (task && !m_docks.contains(*id))
            addDockWidget(Qt::BottomDockWidgetArea, make(*task));
    }
    restoreState(state, kStateVersion);
    Q_EMIT pinnedChanged();
}

} // namespace leadline::ui
