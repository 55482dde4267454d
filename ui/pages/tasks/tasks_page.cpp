#include "ui/pages/tasks/tasks_page.h"

#include "domain/seed_list.h"
#include "ui/models/error_text.h"
#include "ui/models/format.h"
#include "ui/pages/live/live_dock.h"
#include "ui/pages/tasks/new_task_dialog.h"
#include "ui/pages/tasks/task_board.h"
#include "ui/pages/tasks/task_delegate.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/status_delegate.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDataStream>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace leadline::ui {

namespace {

using services::TaskCommand;

} // namespace

TasksPage::TasksPage(TaskGateway &gateway, std::function<QString()> politenessKey, QWidget *parent)
    : Page(parent)
    , m_controller(gateway)
    , m_politenessKey(std::move(politenessKey))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("globe"), QString(), QString()))
{
    makeTable();
    makeActions();
    m_first = m_empty->addButton(tr("New task"), false);
    connect(m_first, &QAbstractButton::clicked, m_newTask, &QAction::trigger);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_board = new TaskBoard(gateway, m_stack);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_board);
    setAcceptDrops(true);

    connect(&m_controller, &TasksController::notified, this, [this](const TasksController::Message &message) {
        Notification notification;
        notification.tone = message.problem ? Tone::Danger : Tone::Success;
        notification.text = message.text;
        notification.actionText = message.actionText;
        notification.action = message.action;
        Q_EMIT notify(notification);
    });
    connect(&m_controller, &TasksController::reviewRequested, this, &TasksPage::reviewRequested);
    connect(&m_controller, &TasksController::runningCountChanged, this, [this](int running) {
        setRailNote(running > 0 ? tr("%1 running").arg(formatCount(running)) : QString());
        updateActions();
    });
    connect(m_board, &TaskBoard::leadActivated, this, &TasksPage::leadRequested);
    connect(m_board, &TaskBoard::pinnedChanged, this, &TasksPage::updateActions);
    connect(m_board, &TaskBoard::commandFailed, this, [this](const domain::Error &error) {
        Q_EMIT notify({ Tone::Danger, errorText(error), {}, {}, 8000 });
    });
    connect(&gateway, &TaskGateway::tasksChanged, this, [this] {
        updateActions();
        updateEmptyState();
    });
    connect(&gateway, &TaskGateway::loadedChanged, this, &TasksPage::updateEmptyState);
    connect(&gateway, &TaskGateway::onlineChanged, this, [this] {
        updateActions();
        updateEmptyState();
    });
    const int running = m_controller.runningCount();
    setRailNote(running > 0 ? tr("%1 running").arg(formatCount(running)) : QString());
    updateActions();
    updateEmptyState();
}

TasksPage::~TasksPage() = default;

void TasksPage::makeTable()
{
    m_table = new DataTable;
    m_table->setObjectName(QStringLiteral("task-table"));
    m_table->setAccessibleName(tr("Tasks"));
    m_sorted.setSourceModel(&m_controller.model());
    m_sorted.setSortRole(TaskTableModel::SortRole);
    m_table->setModel(&m_sorted);
    m_table->setMinimumHeight(120);
    m_table->setItemDelegateForColumn(TaskTableModel::Name, new TaskNameDelegate(m_table));
    m_table->setItemDelegateForColumn(TaskTableModel::State, new StatusDelegate(TaskTableModel::ToneRole, m_table));
    m_table->setItemDelegateForColumn(TaskTableModel::Progress, new TaskProgressDelegate(m_table));
    auto *muted = new MutedDelegate(m_table);
    m_table->setItemDelegateForColumn(TaskTableModel::Remaining, muted);
    m_table->setItemDelegateForColumn(TaskTableModel::Started, muted);
    QHeaderView *header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(TaskTableModel::Name, QHeaderView::Stretch);
    const std::pair<int, int> widths[] = { { TaskTableModel::State, 176 }, { TaskTableModel::Progress, 176 },
        { TaskTableModel::New, 72 }, { TaskTableModel::Pages, 80 }, { TaskTableModel::Rate, 64 },
        { TaskTableModel::Remaining, 136 }, { TaskTableModel::Started, 88 } };
    for (const auto &[column, width] : widths)
        header->resizeSection(column, width);
    m_table->setSortingEnabled(true);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    connect(m_table, &DataTable::rowActivated, this, &TasksPage::pinSelected);
    connect(m_table, &QAbstractItemView::doubleClicked, this, &TasksPage::pinSelected);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TasksPage::updateActions);
}

QAction *TasksPage::addAction(
    const QString &text, const QKeySequence &keys, const QString &iconName, bool onTable, std::function<void()> run)
{
    QAction *action = makeAction(text, iconName, keys, this);
    // Single letters belong to the table, so that they can be typed everywhere else.
    action->setShortcutContext(onTable ? Qt::WidgetShortcut : Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    if (onTable)
        m_table->addAction(action);
    else
        QWidget::addAction(action);
    m_actions << action;
    return action;
}

void TasksPage::makeActions()
{
    m_newTask = addAction(tr("New task"), QKeySequence::New, QStringLiteral("add"), false, [this] { openNewTask(); });
    m_newTask->setShortcutContext(Qt::WindowShortcut);
    m_open = addAction(tr("Show live"), Qt::Key_L, QStringLiteral("pin"), true, [this] { pinSelected(); });
    m_pause = addAction(
        tr("Pause"), Qt::Key_P, QStringLiteral("pause"), true, [this] { m_controller.run(selected(), TaskCommand::Pause); });
    m_resume = addAction(tr("Resume"), Qt::Key_R, QStringLiteral("play"), true, [this] {
        m_controller.run(selected(), TaskCommand::Resume);
        m_controller.run(selected(), TaskCommand::Start);
    });
    m_stop = addAction(
        tr("Stop"), Qt::Key_S, QStringLiteral("stop"), true, [this] { m_controller.run(selected(), TaskCommand::Stop); });
    m_retry = addAction(tr("Retry what failed"), Qt::Key_Y, QStringLiteral("retry"), true,
        [this] { m_controller.run(selected(), TaskCommand::Retry); });
    m_review = addAction(tr("Review its leads"), Qt::Key_V, QStringLiteral("review"), true, [this] {
        if (const auto ids = selected(); !ids.isEmpty())
            Q_EMIT reviewRequested(ids.first());
    });
    m_repeat = addAction(
        tr("New task like this…"), Qt::CTRL | Qt::Key_D, QStringLiteral("copy"), true, [this] { repeatSelected(); });
    m_delete = addAction(
        tr("Delete"), QKeySequence::Delete, QStringLiteral("trash"), true, [this] { m_controller.remove(selected()); });
    m_paste = addAction(
        tr("New task from pasted addresses"), QKeySequence::Paste, QStringLiteral("clipboard"), false, [this] { paste(); });
    m_paste->setShortcutContext(Qt::WindowShortcut); // "anywhere on the page" includes bar and rail
    m_pauseAll = addAction(tr("Pause all tasks"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, QStringLiteral("pause"), false,
        [this] { m_controller.runAll(TaskCommand::Pause); });
    m_pauseAll->setIconText(tr("Pause all"));
    m_float = addAction(
        tr("Float or dock the live pane"), Qt::CTRL | Qt::SHIFT | Qt::Key_F, QStringLiteral("float"), false, [this] {
            if (LiveDock *dock = m_board->currentDock())
                dock->setFloating(!dock->isFloating());
        });
    m_closePane = addAction(tr("Close the live pane"), Qt::CTRL | Qt::Key_W, QStringLiteral("close"), false, [this] {
        if (LiveDock *dock = m_board->currentDock())
            dock->close();
    });
}

QList<domain::TaskId> TasksPage::selected() const
{
    QList<domain::TaskId> ids;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        ids << row.data(TaskTableModel::TaskIdRole).value<domain::TaskId>();
    return ids;
}

void TasksPage::updateActions()
{
    const QList<domain::TaskId> ids = selected();
    const bool online = m_controller.gateway().isOnline();
    const auto can = [&](TaskCommand command) { return online && m_controller.allows(ids, command); };
    m_newTask->setEnabled(online);
    m_newTask->setToolTip(online ? QString() : tr("Tasks need the backend, which is not connected."));
    m_open->setEnabled(!ids.isEmpty());
    m_review->setEnabled(!ids.isEmpty());
    m_repeat->setEnabled(online && ids.size() == 1);
    m_pause->setEnabled(can(TaskCommand::Pause));
    m_resume->setEnabled(can(TaskCommand::Resume) || can(TaskCommand::Start));
    m_stop->setEnabled(can(TaskCommand::Stop));
    m_retry->setEnabled(can(TaskCommand::Retry));
    m_delete->setEnabled(online && !ids.isEmpty());
    m_paste->setEnabled(online);
    m_pauseAll->setEnabled(online && m_controller.runningCount() > 0);
    const bool pane = m_board && !m_board->pinned().isEmpty();
    m_float->setEnabled(pane);
    m_closePane->setEnabled(pane);
}

void TasksPage::updateEmptyState()
{
    TaskGateway &gateway = m_controller.gateway();
    const bool any = m_controller.model().rowCount() > 0;
    // A button that cannot be pressed gives the keyboard away; the page takes it then, and gives it back.
    const QWidget *focus = window()->focusWidget();
    const bool keyboardHere = focus && (focus == m_empty || focus == m_first);
    m_first->setEnabled(gateway.isOnline());
    m_first->setToolTip(m_newTask->toolTip());
    QWidget *empty = gateway.isOnline() ? static_cast<QWidget *>(m_first) : m_empty;
    setFocusProxy(any ? static_cast<QWidget *>(m_table) : empty);
    if (any) {
        m_stack->setCurrentWidget(m_table);
        if (keyboardHere)
            m_table->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (gateway.isOnline() && gateway.loaded())
        m_empty->setTexts(tr("No tasks yet"),
            tr("Give Leadline a list of web sites. It reads them politely and keeps every e-mail address and phone with the "
               "place "
               "it was found. Paste a list anywhere on this page to begin."));
    else if (gateway.isOnline())
        m_empty->setTexts(tr("Loading tasks…"), QString());
    else
        m_empty->setTexts(tr("The backend is not connected"),
            tr("Tasks appear here as soon as it is. Leads that were fetched before can be reviewed meanwhile."));
    m_stack->setCurrentWidget(m_empty);
    if (keyboardHere)
        empty->setFocus(Qt::OtherFocusReason);
}

NewTaskDialog *TasksPage::openDialog()
{
    auto *dialog = new NewTaskDialog(
        [this](const domain::TaskSpec &spec) { return m_controller.create(spec); }, m_politenessKey(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewTaskDialog::created, this, [this](const domain::Task &task) {
        const QModelIndex row = m_sorted.mapFromSource(m_controller.model().index(m_controller.model().rowOf(task.id), 0));
        if (row.isValid())
            m_table->selectRow(row.row());
        m_board->pin(task.id);
        m_table->setFocus();
    });
    return dialog;
}

NewTaskDialog *TasksPage::openNewTask(const QString &seeds)
{
    NewTaskDialog *dialog = openDialog();
    if (!seeds.isEmpty())
        dialog->setSeeds(seeds);
    Q_EMIT pageRequested(key());
    dialog->open();
    return dialog;
}

void TasksPage::paste()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (domain::looksLikeSeeds(text))
        openNewTask(text);
    else
        Q_EMIT notify(
            { Tone::Info, tr("The clipboard holds no web addresses. Copy a list with one address per line and paste again."),
                {}, {}, 6000 });
}

void TasksPage::pin(const domain::TaskId &id)
{
    m_board->pin(id);
}

void TasksPage::pinSelected()
{
    for (const domain::TaskId &id : selected())
        m_board->pin(id);
}

void TasksPage::repeatSelected()
{
    const QList<domain::TaskId> ids = selected();
    const domain::Task *task = ids.isEmpty() ? nullptr : m_controller.task(ids.first());
    if (!task)
        return;
    NewTaskDialog *dialog = openDialog();
    dialog->setSpec(task->spec);
    dialog->open();
}

std::vector<Command> TasksPage::taskCommands()
{
    std::vector<Command> commands;
    const TaskTableModel &model = m_controller.model();
    for (int row = 0; row < std::min(model.rowCount(), 200); ++row) {
        const domain::Task *task = model.task(row);
        commands.push_back({ task->spec.name, tr("Task"), QStringLiteral("globe"), {}, true, [this, id = task->id] {
                                Q_EMIT pageRequested(key());
                                m_board->pin(id);
                            } });
    }
    return commands;
}

void TasksPage::setDensity(Density density)
{
    m_table->setDensity(density);
    m_board->setDensity(density);
}

bool TasksPage::focusSearch()
{
    if (LiveDock *dock = m_board->currentDock()) {
        dock->pane().focusLogSearch();
        return true;
    }
    return false;
}

QByteArray TasksPage::saveLayout() const
{
    QByteArray layout;
    QDataStream out(&layout, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << m_table->horizontalHeader()->saveState() << m_board->saveBoard();
    return layout;
}

void TasksPage::restoreLayout(const QByteArray &layout)
{
    QDataStream in(layout);
    in.setVersion(QDataStream::Qt_6_4);
    QByteArray header;
    QByteArray board;
    in >> header >> board;
    if (in.status() != QDataStream::Ok)
        return;
    m_table->horizontalHeader()->restoreState(header);
    m_board->restoreBoard(board);
}

void TasksPage::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_table->viewport()->rect().contains(m_table->viewport()->mapFromGlobal(event->globalPos()))
        || selected().isEmpty())
        return;
    QMenu *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({ m_open, m_review });
    menu->addSeparator();
    menu->addActions({ m_pause, m_resume, m_stop, m_retry });
    menu->addSeparator();
    menu->addActions({ m_repeat, m_delete });
    menu->popup(event->globalPos());
}

void TasksPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_newTask->isEnabled() && (event->mimeData()->hasText() || event->mimeData()->hasUrls()))
        event->acceptProposedAction();
}

void TasksPage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile())
        openNewTask()->loadFile(urls.first().toLocalFile());
    else if (domain::looksLikeSeeds(event->mimeData()->text()))
        openNewTask(event->mimeData()->text());
}

} // namespace leadline::ui
