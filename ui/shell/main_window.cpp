#include "ui/shell/main_window.h"

#include "ui/shell/command_palette.h"
#include "ui/shell/connection_popup.h"
#include "ui/shell/first_run_page.h"
#include "ui/shell/navigation_rail.h"
#include "ui/shell/shortcuts_sheet.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/top_bar.h"
#include "ui/widgets/buttons.h"

#include <QCloseEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPointer>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace leadline::ui {

namespace {

constexpr QSize kFirstSize(1440, 900);
constexpr int kFrame = 48; ///< what window managers put around a window, at most
constexpr int kFoldBelow = 1120; ///< window width under which the rail folds by itself
const QString kFoldKey = QStringLiteral("rail");
const QString kPageKey = QStringLiteral("page");

bool isOfflineByChoice(const services::ConnectionStatus &status)
{
    return status.state == services::ConnectionState::Offline && status.reason == services::ConnectionReason::ByOperator;
}

QString layoutKey(const Page &page)
{
    return QStringLiteral("layout-") + page.key();
}

} // namespace

MainWindow::MainWindow(AppSettings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_state(settings.store())
    , m_root(new QStackedWidget)
    , m_firstRun(new FirstRunPage)
    , m_workspace(new QWidget)
    , m_top(new TopBar)
    , m_rail(new NavigationRail)
    , m_content(new QWidget)
    , m_stack(new QStackedWidget)
    , m_notifications(new NotificationStrip(m_content))
    , m_status(new StatusStrip)
    , m_connection(new ConnectionPopup(this))
{
    setWindowTitle(QStringLiteral("Leadline"));
    setWindowIcon(applicationIcon());
    setMinimumSize(880, 560);
    setCentralWidget(m_root);
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->addWidget(m_stack);
    m_content->installEventFilter(this);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(m_content, 1);
    auto *column = new QVBoxLayout(m_workspace);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addLayout(middle, 1);
    column->addWidget(m_status);
    m_root->addWidget(m_workspace);
    m_root->addWidget(m_firstRun);
    m_palette = new CommandPalette(m_workspace);

    connect(m_firstRun, &FirstRunPage::chosen, this, &MainWindow::workspaceChosen);
    connect(m_top, &TopBar::paletteRequested, this, [this] { openPalette(); });
    connect(m_rail, &NavigationRail::chosen, this, &MainWindow::showPage);
    connect(m_rail, &NavigationRail::foldRequested, this, [this] {
        m_foldMode = m_rail->isNarrow() ? QStringLiteral("wide") : QStringLiteral("narrow");
        updateFold();
    });
    connect(m_notifications, &NotificationStrip::shownChanged, this, &MainWindow::placeNotifications);
    connect(m_status, &StatusStrip::detailsRequested, this, &MainWindow::showConnection);
    connect(m_status, &StatusStrip::waitingRequested, this, &MainWindow::waitingRequested);
    connect(m_connection, &ConnectionPopup::waitingRequested, this, &MainWindow::waitingRequested);
    connect(m_connection, &ConnectionPopup::onlineRequested, this, &MainWindow::onlineRequested);
    connect(m_connection, &ConnectionPopup::offlineRequested, this, &MainWindow::offlineRequested);
    connect(m_connection, &ConnectionPopup::retryRequested, this, &MainWindow::retryRequested);
    connect(m_connection, &ConnectionPopup::syncRequested, this, &MainWindow::syncRequested);
    makeActions();
    m_foldMode = m_state.value(kFoldKey).toString();
    if (!m_state.restoreWindow(*this)) {
        const QSize room = screen() ? screen()->availableSize() : kFirstSize;
        resize(kFirstSize.boundedTo(room * 9 / 10));
        // What does not fit with a frame around it takes the whole screen, so that the foot of the window is on it.
        if (kFirstSize.width() > room.width() - kFrame || kFirstSize.height() > room.height() - kFrame)
            setWindowState(Qt::WindowMaximized);
    }
}

MainWindow::~MainWindow() = default;

QAction *MainWindow::addShellAction(
    const QString &text, const QKeySequence &keys, const QString &iconName, std::function<void()> run)
{
    QAction *action = makeAction(text, iconName, keys, this);
    action->setProperty("group", tr("Window"));
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    addAction(action);
    m_shellActions << action;
    return action;
}

void MainWindow::makeActions()
{
    addShellAction(tr("Command palette"), Qt::CTRL | Qt::Key_K, QStringLiteral("command"), [this] { openPalette(); });
    addShellAction(tr("Find on this page"), QKeySequence::Find, QStringLiteral("search"), [this] {
        if (Page *page = currentPage(); page && !page->focusSearch())
            openPalette();
    });
    addShellAction(tr("Fold or unfold navigation"), Qt::CTRL | Qt::Key_B, QStringLiteral("sidebar"), [this] {
        m_foldMode = m_rail->isNarrow() ? QStringLiteral("wide") : QStringLiteral("narrow");
        updateFold();
    });
    addShellAction(
        tr("Connection details"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, QStringLiteral("online"), [this] { showConnection(); });
    m_switchLine = addShellAction(tr("Work offline"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, QStringLiteral("offline"), [this] {
        if (isOfflineByChoice(m_status->connection()))
            Q_EMIT onlineRequested();
        else
            Q_EMIT offlineRequested();
    });
    addShellAction(tr("Waiting changes and conflicts…"), Qt::CTRL | Qt::SHIFT | Qt::Key_W, QStringLiteral("sync"),
        [this] { Q_EMIT waitingRequested(); });
    addShellAction(tr("Sync now"), Qt::CTRL | Qt::Key_R, QStringLiteral("sync"), [this] { Q_EMIT syncRequested(); });
    QAction *sheet = addShellAction(
        tr("Keyboard shortcuts"), Qt::Key_Question, QStringLiteral("keyboard"), [this] { openShortcuts(); });
    sheet->setShortcuts(
        { QKeySequence(Qt::Key_Question), QKeySequence(Qt::SHIFT | Qt::Key_Question), QKeySequence(Qt::Key_F1) });
    addShellAction(tr("Quit"), Qt::CTRL | Qt::Key_Q, QStringLiteral("x"), [this] { close(); });
}

void MainWindow::showFirstRun()
{
    m_root->setCurrentWidget(m_firstRun);
    m_firstRun->focusDefault();
}

void MainWindow::showFirstRunProblem(const QString &text)
{
    m_firstRun->showProblem(text);
    showFirstRun();
}

void MainWindow::addPage(Page *page, bool atFoot)
{
    const QString key = page->key();
    m_pages << page;
    m_stack->addWidget(page);
    m_rail->addEntry(key, page->iconName(), page->title(), atFoot);
    m_rail->setNote(key, page->railNote());
    connect(page, &Page::railNoteChanged, this, [this, key](const QString &note) { m_rail->setNote(key, note); });
    connect(page, &Page::notify, this, [this](const Notification &notification) { m_notifications->post(notification); });
    connect(page, &Page::pageRequested, this, &MainWindow::showPage);
    const QKeySequence keys
        = atFoot ? QKeySequence(Qt::CTRL | Qt::Key_Comma) : QKeySequence(QStringLiteral("Ctrl+%1").arg(m_pages.size()));
    QAction *jump = makeAction(tr("Go to %1").arg(page->title()), page->iconName(), keys, this);
    jump->setProperty("group", tr("Go to"));
    connect(jump, &QAction::triggered, this, [this, key] { showPage(key); });
    addAction(jump);
    m_pageJumps << jump;
    page->restoreLayout(m_state.value(layoutKey(*page)).toByteArray());
}

void MainWindow::clearPages()
{
    saveState();
    m_notifications->dismiss(); // its action may be one of a page
    m_top->setPageWidget(nullptr);
    m_top->setActions({}, nullptr);
    m_defaultPrimary = nullptr;
    m_sources.clear();
    m_palette->setFallback({});
    qDeleteAll(m_pageJumps);
    m_pageJumps.clear();
    m_rail->clear();
    qDeleteAll(m_pages);
    m_pages.clear();
}

void MainWindow::showWorkspace()
{
    m_root->setCurrentWidget(m_workspace);
    updateFold();
    const QString last = m_state.value(kPageKey).toString();
    if (!m_pages.isEmpty())
        showPage(page(last) ? last : m_pages.first()->key());
}

Page *MainWindow::page(const QString &key) const
{
    for (Page *page : m_pages) {
        if (page->key() == key)
            return page;
    }
    return nullptr;
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

void MainWindow::showPage(const QString &key)
{
    Page *wanted = page(key);
    if (!wanted)
        return;
    m_stack->setCurrentWidget(wanted);
    m_rail->setCurrent(key);
    m_top->setPageWidget(wanted->barWidget());
    m_top->setActions(wanted->barActions(), wanted->primaryAction() ? wanted->primaryAction() : m_defaultPrimary);
    setWindowTitle(QStringLiteral("%1 – Leadline").arg(wanted->title()));
    wanted->setFocus(Qt::OtherFocusReason);
    placeNotifications();
}

void MainWindow::placeNotifications()
{
    const Page *page = currentPage();
    QWidget *foot = page ? page->foot() : nullptr;
    if (foot)
        foot->installEventFilter(this); // once, however often it is asked for
    const bool shown = !m_notifications->isHidden();
    const int height = m_notifications->sizeHint().height();
    QRect place(0, m_content->height() - height, m_content->width(), height);
    if (foot)
        place = QRect(foot->mapTo(m_content, QPoint()), foot->size());
    // Over a line that can spare its place nothing moves; elsewhere the page gives way, so that nothing is hidden.
    m_content->layout()->setContentsMargins(0, 0, 0, shown && !foot ? height : 0);
    m_notifications->setGeometry(place);
    m_notifications->raise();
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    const bool moved = event->type() == QEvent::Resize || event->type() == QEvent::Move;
    const Page *page = moved ? currentPage() : nullptr;
    if (moved && (watched == m_content || (page && watched == page->foot())))
        QMetaObject::invokeMethod(this, &MainWindow::placeNotifications, Qt::QueuedConnection);
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::setDefaultPrimary(QAction *action)
{
    m_defaultPrimary = action;
    addAction(action); // its shortcut works on every page
}

void MainWindow::addCommandSource(std::function<std::vector<Command>()> source)
{
    m_sources.push_back(std::move(source));
}

void MainWindow::setCommandFallback(std::function<std::vector<Command>(const QString &)> fallback)
{
    m_palette->setFallback(std::move(fallback));
}

std::vector<Command> MainWindow::commands() const
{
    std::vector<Command> all;
    const auto add = [&all](const QAction *action, const QString &group) {
        if (!action->isVisible() || action->isSeparator())
            return;
        const QVariant own = action->property("group");
        QString title = action->text();
        title.remove(u'&');
        all.push_back({ title, own.isValid() ? own.toString() : group, action->property("icon-name").toString(),
            action->shortcut(), action->isEnabled(), [action = QPointer<QAction>(const_cast<QAction *>(action))] {
                if (action)
                    action->trigger();
            } });
    };
    QList<Page *> pages = m_pages;
    if (Page *current = currentPage()) {
        pages.removeAll(current);
        pages.prepend(current);
    }
    for (Page *page : std::as_const(pages)) {
        for (const QAction *action : page->pageActions())
            add(action, page->title());
    }
    for (const QAction *action : m_pageJumps)
        add(action, {});
    for (const QAction *action : m_shellActions)
        add(action, {});
    for (const auto &source : m_sources) {
        std::vector<Command> more = source();
        all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    return all;
}

void MainWindow::openPalette(const QString &text)
{
    if (m_root->currentWidget() == m_workspace)
        m_palette->open(commands(), text);
}

void MainWindow::openShortcuts()
{
    auto *sheet = new ShortcutsSheet(commands(), this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::setConnection(const services::ConnectionStatus &status)
{
    m_status->setConnection(status);
    const bool offline = isOfflineByChoice(status);
    m_switchLine->setText(offline ? tr("Go online") : tr("Work offline"));
    m_switchLine->setProperty("icon-name", offline ? QStringLiteral("online") : QStringLiteral("offline"));
    if (m_connection->isVisible())
        m_connection->setStatus(status, m_status->sync());
}

void MainWindow::setSync(const services::SyncStatus &status)
{
    m_status->setSync(status);
    if (m_connection->isVisible())
        m_connection->setStatus(m_status->connection(), status);
}

void MainWindow::setWork(int runningTasks, std::optional<qint64> leads)
{
    m_running = runningTasks;
    m_status->setWork(runningTasks, leads);
}

void MainWindow::showConnection()
{
    m_connection->setStatus(m_status->connection(), m_status->sync());
    m_connection->popup(m_status);
}

void MainWindow::updateFold()
{
    const bool narrow
        = m_foldMode == QLatin1String("narrow") || (m_foldMode != QLatin1String("wide") && width() < kFoldBelow);
    if (narrow == m_rail->isNarrow())
        return;
    m_rail->setNarrow(narrow);
    m_top->setNarrow(narrow);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    updateFold();
}

void MainWindow::saveState()
{
    m_state.saveWindow(*this);
    m_state.setValue(kFoldKey, m_foldMode);
    if (const Page *page = currentPage())
        m_state.setValue(kPageKey, page->key());
    for (const Page *page : std::as_const(m_pages))
        m_state.setValue(layoutKey(*page), page->saveLayout());
}

void MainWindow::closeForGood()
{
    m_closeForGood = true;
    close();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_closeForGood && m_running > 0) {
        event->ignore();
        auto *dialog = new CloseDialog(m_running, m_trayAvailable, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &CloseDialog::chosen, this, [this](CloseChoice choice) {
            if (choice != CloseChoice::Cancel)
                Q_EMIT closeAnswered(choice);
        });
        dialog->open();
        return;
    }
    saveState();
    event->accept();
    Q_EMIT closed();
}

} // namespace leadline::ui
