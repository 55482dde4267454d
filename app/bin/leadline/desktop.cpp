#include "desktop.h"

#include "cache/lead_cache.h"
#include "domain/async.h"
#include "services/connectivity.h"
#include "services/review_service.h"
#include "services/sync_service.h"
#include "services/task_service.h"
#include "ui/models/lead_table_model.h"
#include "ui/models/store_text.h"
#include "ui/pages/review/review_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/widgets/icon.h"

#include <QApplication>
#include <QLoggingCategory>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include <utility>

namespace leadline::desktop {

namespace {

constexpr int kPauseBeforeQuitMs = 5000;

Q_LOGGING_CATEGORY(lcStart, "leadline.start", QtWarningMsg)

} // namespace

Desktop::Desktop(services::Profile profile, Options options)
    : m_profile(std::move(profile))
    , m_options(std::move(options))
    , m_settings(m_profile.settingsPath())
    , m_window(m_settings)
{
    m_settings.openWorkspace(m_options.workspace);
    m_theme.setMode(m_settings.themeMode());
    m_theme.setDensity(m_settings.density());
    m_window.setTrayAvailable(QSystemTrayIcon::isSystemTrayAvailable());
    connectShell();
}

Desktop::~Desktop()
{
    close();
}

void Desktop::show()
{
    const ui::Workspace wanted = m_settings.workspace();
    if (wanted == ui::Workspace::None || !open(wanted))
        m_window.showFirstRun();
    m_window.show();
}

void Desktop::choose(ui::Workspace workspace)
{
    close();
    if (open(workspace))
        m_settings.setWorkspace(workspace);
    else
        m_window.showFirstRun();
}

void Desktop::switchTo(ui::Workspace workspace)
{
    const int running = m_tasks ? m_tasks->controller().runningCount() : 0;
    if (running == 0) {
        choose(workspace);
        return;
    }
    auto *question = new QMessageBox(QMessageBox::Question, tr("Tasks are running"),
        tr("%n task(s) still running", nullptr, running), QMessageBox::Cancel, &m_window);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        tr("Another workspace has a backend of its own. What was found is stored, and the tasks can be resumed later."));
    QPushButton *pause = question->addButton(tr("Pause and switch"), QMessageBox::AcceptRole);
    question->setDefaultButton(pause);
    connect(pause, &QAbstractButton::clicked, this, [this, workspace] { pauseAndChoose(workspace); });
    question->open();
}

void Desktop::pauseAndChoose(ui::Workspace workspace)
{
    // Queued, because the gateway that waits for the answers goes away with its workspace; and only the first one counts.
    const auto go = [this, workspace, left = std::make_shared<bool>(false)] {
        if (!std::exchange(*left, true))
            QMetaObject::invokeMethod(
                this, [this, workspace] { choose(workspace); }, Qt::QueuedConnection);
    };
    domain::whenDone(m_tasks->controller().runAll(services::TaskCommand::Pause), m_gateway.get(),
        [go](const domain::Result<void> &) { go(); });
    QTimer::singleShot(kPauseBeforeQuitMs, m_gateway.get(), go);
}

bool Desktop::open(ui::Workspace workspace)
{
    const bool demo = workspace == ui::Workspace::Demo;
    const QString directory = m_profile.directory() + (demo ? QStringLiteral("/demo") : QString());
    services::WorkbenchOptions options;
    options.mode = services::BackendMode::Local;
    options.dataDirectory = demo ? directory + QStringLiteral("/backend") : m_profile.backendDataDirectory();
    options.cachePath = demo ? directory + QStringLiteral("/cache.sqlite") : m_profile.cachePath();
    options.daemonProgram = m_options.daemonProgram;
    options.allowNetworks = m_options.allowNetworks;
    options.demoSite = demo;
    auto workbench = services::Workbench::create(options);
    if (!workbench) {
        m_window.showFirstRunProblem(ui::storeProblemText(workbench.error()));
        return false;
    }
    m_workbench = std::move(*workbench);
    m_settings.openWorkspace(workspace); // the pages tell which one they belong to
    m_gateway = std::make_unique<ui::ServiceTaskGateway>(m_workbench->tasks(), m_workbench->connectivity());
    makePages();
    connectServices();
    if (demo)
        fillDemo();
    m_window.showWorkspace();
    tellRepair();
    return true;
}

/// The other notes of a session replace it, so it comes again at every start until it was read.
void Desktop::tellRepair()
{
    cache::LeadCache *store = m_workbench->cache();
    if (!store || !store->repair())
        return;
    m_window.notifications().post({ ui::Tone::Warning, ui::repairText(*store->repair()), tr("Understood"),
        [this] {
            if (m_workbench && m_workbench->cache())
                m_workbench->cache()->confirmRepair();
        },
        0 });
}

void Desktop::close()
{
    m_window.clearPages();
    m_tasks = nullptr;
    m_review = nullptr;
    m_demo.reset();
    m_gateway.reset();
    m_workbench.reset();
    m_leadCount.reset();
    m_counting = false;
}

void Desktop::makePages()
{
    m_tasks = new ui::TasksPage(*m_gateway, [this] { return m_settings.politeness(); });
    m_window.addPage(m_tasks);
    if (m_workbench->review() && m_workbench->sync()) {
        m_review = new ui::ReviewPage(*m_workbench->review(), *m_workbench->sync(), m_clock);
        m_window.addPage(m_review);
    }
    auto *settings = new ui::SettingsPage(m_settings, m_theme, m_profile.directory());
    m_window.addPage(settings, true);
    m_window.setDefaultPrimary(m_tasks->newTaskAction());
    m_window.addCommandSource([this] { return m_tasks->taskCommands(); });
    if (m_review) {
        m_window.setCommandFallback([this](const QString &text) {
            return std::vector<ui::Command> { { tr("Search leads for “%1”").arg(text), tr("Review"),
                QStringLiteral("search"), {}, true, [this, text] {
                    m_window.showPage(QStringLiteral("review"));
                    m_review->showFilter(text);
                } } };
        });
        connect(&m_workbench->tasks(), &services::TaskService::tasksChanged, m_review, [this] {
            QHash<QString, QString> names;
            for (const domain::Task &task : m_workbench->tasks().tasks())
                names.insert(task.id.toString(), task.spec.name);
            m_review->setTaskNames(names);
        });
        connect(&m_theme, &ui::Theme::densityChanged, m_review, &ui::ReviewPage::setDensity);
        m_review->setDensity(m_theme.density());
        // What the start-up benchmark waits for: leads are on the screen.
        if (auto *leads = m_review->findChild<ui::LeadTableModel *>(); leads && lcStart().isDebugEnabled())
            connect(leads, &ui::LeadTableModel::countChanged, this,
                [](int count) { qCDebug(lcStart) << "leads shown" << count; });
        connect(m_tasks, &ui::TasksPage::reviewRequested, this, [this](const domain::TaskId &id) {
            m_window.showPage(QStringLiteral("review"));
            m_review->showFilter(QStringLiteral("task:") + id.toString());
        });
        connect(m_tasks, &ui::TasksPage::leadRequested, this, &Desktop::showLead);
    }
    connect(&m_theme, &ui::Theme::densityChanged, m_tasks, &ui::TasksPage::setDensity);
    m_tasks->setDensity(m_theme.density());
    // The page that asks goes away with the workspace it belongs to, so the answer waits until its signal has returned.
    connect(settings, &ui::SettingsPage::workspaceRequested, this, &Desktop::switchTo, Qt::QueuedConnection);
}

void Desktop::connectShell()
{
    connect(&m_window, &ui::MainWindow::workspaceChosen, this, &Desktop::choose);
    connect(&m_window, &ui::MainWindow::onlineRequested, this, [this] {
        if (m_workbench)
            m_workbench->connectivity().goOnline();
    });
    connect(&m_window, &ui::MainWindow::offlineRequested, this, [this] {
        if (m_workbench)
            m_workbench->connectivity().goOffline();
    });
    connect(&m_window, &ui::MainWindow::retryRequested, this, [this] {
        if (m_workbench)
            m_workbench->connectivity().retryNow();
    });
    connect(&m_window, &ui::MainWindow::syncRequested, this, [this] {
        if (m_workbench && m_workbench->sync())
            m_workbench->sync()->syncNow();
    });
    connect(&m_window, &ui::MainWindow::waitingRequested, this, [this] {
        if (!m_review)
            return;
        m_window.showPage(QStringLiteral("review"));
        m_review->showWaiting();
    });
    connect(&m_window, &ui::MainWindow::closeAnswered, this, &Desktop::answerClose);
    // Not quit(), which closes floating panes first, as if the operator had closed them.
    connect(&m_window, &ui::MainWindow::closed, qApp, [] { QCoreApplication::exit(); });
}

void Desktop::connectServices()
{
    services::Connectivity &connectivity = m_workbench->connectivity();
    connect(&connectivity, &services::Connectivity::changed, &m_window, &ui::MainWindow::setConnection);
    m_window.setConnection(connectivity.status());
    connect(&m_tasks->controller(), &ui::TasksController::runningCountChanged, this, &Desktop::updateWork);
    if (services::SyncService *sync = m_workbench->sync()) {
        connect(sync, &services::SyncService::statusChanged, &m_window, &ui::MainWindow::setSync);
        m_window.setSync(sync->status());
    }
    if (services::ReviewService *review = m_workbench->review())
        connect(review, &services::ReviewService::leadsChanged, this, &Desktop::updateWork);
    updateWork();
}

void Desktop::updateWork()
{
    m_window.setWork(m_tasks->controller().runningCount(), m_leadCount);
    if (m_counting || !m_workbench->review())
        return;
    m_counting = true;
    domain::whenDone(m_workbench->review()->count({}), m_gateway.get(), [this](const domain::Result<qint64> &count) {
        m_counting = false;
        if (count)
            m_leadCount = *count;
        m_window.setWork(m_tasks->controller().runningCount(), m_leadCount);
    });
}

void Desktop::showLead(const domain::LeadId &id)
{
    domain::whenDone(m_workbench->review()->lead(id), m_gateway.get(), [this](const domain::Result<domain::Lead> &lead) {
        if (!lead) {
            m_window.notifications().post(
                { ui::Tone::Info, tr("This lead is being fetched. Try again in a moment."), {}, {}, 5000 });
            return;
        }
        domain::FilterTerm term;
        term.field = domain::FilterField::Name;
        term.values = { lead->name() };
        domain::LeadFilter filter;
        filter.terms = { term };
        m_window.showPage(QStringLiteral("review"));
        m_review->showFilter(domain::toText(filter));
    });
}

void Desktop::fillDemo()
{
    if (!m_workbench->review() || !m_workbench->sync())
        return;
    m_demo = std::make_unique<services::DemoWorkspace>(m_workbench->api(), m_workbench->tasks(), *m_workbench->review(),
        *m_workbench->sync(), m_workbench->connectivity(),
        services::DemoTaskNames { tr("Demo: food and drink"), tr("Demo: offices and practices"),
            tr("Demo: town directories"), tr("Demo: shops and workshops") });
    connect(m_demo.get(), &services::DemoWorkspace::taskMade, this, [this](const domain::TaskId &id, bool slow) {
        if (slow)
            m_tasks->pin(id);
    });
    m_demo->fill();
}

void Desktop::answerClose(ui::CloseChoice choice)
{
    switch (choice) {
    case ui::CloseChoice::Cancel:
        return;
    case ui::CloseChoice::KeepInTray:
        keepInTray();
        return;
    case ui::CloseChoice::Quit:
        m_window.closeForGood();
        return;
    case ui::CloseChoice::PauseAndQuit:
        break;
    }
    m_window.hide();
    domain::whenDone(m_tasks->controller().runAll(services::TaskCommand::Pause), &m_window,
        [this](const domain::Result<void> &) { m_window.closeForGood(); });
    // A backend that does not answer must not keep the program alive.
    QTimer::singleShot(kPauseBeforeQuitMs, &m_window, [this] { m_window.closeForGood(); });
}

void Desktop::keepInTray()
{
    if (!m_tray) {
        m_tray = std::make_unique<QSystemTrayIcon>(ui::applicationIcon());
        m_tray->setToolTip(tr("Leadline: tasks are running"));
        auto *menu = new QMenu(&m_window);
        menu->addAction(tr("Open Leadline"), this, [this] {
            m_window.show();
            m_window.activateWindow();
            m_tray->hide();
        });
        menu->addAction(tr("Pause all and quit"), this, [this] { answerClose(ui::CloseChoice::PauseAndQuit); });
        menu->addAction(tr("Quit"), this, [this] { m_window.closeForGood(); });
        m_tray->setContextMenu(menu);
        connect(m_tray.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
            if (reason != QSystemTrayIcon::Trigger)
                return;
            m_window.show();
            m_window.activateWindow();
            m_tray->hide();
        });
    }
    m_tray->show();
    m_window.hide();
}

} // namespace leadline::desktop
