#pragma once

#include "services/demo_workspace.h"
#include "services/profile.h"
#include "services/workbench.h"
#include "ui/models/service_task_gateway.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/theme.h"

#include <QObject>
#include <QSystemTrayIcon>

#include <memory>

namespace leadline::ui {
class ReviewPage;
class SettingsPage;
class TasksPage;
} // namespace leadline::ui

namespace leadline::desktop {

struct Options
{
    QString daemonProgram; ///< empty = beside this program
    QStringList allowNetworks;
    ui::Workspace workspace = ui::Workspace::None; ///< skips the first-run page
};

/// Composes the window: opens a workspace, makes its pages, connects services and shell. Owned by main().
class Desktop : public QObject
{
    Q_OBJECT

public:
    Desktop(services::Profile profile, Options options);
    ~Desktop() override;

    void show();
    /// Saves the layout and ends the program without asking: the session of the desktop is over.
    void end() { m_window.closeForGood(); }

private:
    void choose(ui::Workspace workspace);
    /// The same from within a workspace: asks when tasks run there, and pauses them.
    void switchTo(ui::Workspace workspace);
    void pauseAndChoose(ui::Workspace workspace);
    /// Opens the workspace; a store that cannot be opened is told on the first-run page.
    bool open(ui::Workspace workspace);
    void close();
    void tellRepair();
    void makePages();
    void connectShell();
    void connectServices();
    void showLead(const domain::LeadId &id);
    void fillDemo();
    void updateWork();
    void answerClose(ui::CloseChoice choice);
    void keepInTray();

    services::Profile m_profile;
    Options m_options;
    domain::SystemClock m_clock;
    ui::AppSettings m_settings;
    ui::Theme m_theme;
    std::unique_ptr<services::Workbench> m_workbench;
    std::unique_ptr<ui::ServiceTaskGateway> m_gateway;
    std::unique_ptr<services::DemoWorkspace> m_demo; ///< in the demo workspace only
    ui::MainWindow m_window;
    std::unique_ptr<QSystemTrayIcon> m_tray;
    ui::TasksPage *m_tasks = nullptr; ///< owned by the window
    ui::ReviewPage *m_review = nullptr;
    std::optional<qint64> m_leadCount;
    bool m_counting = false;
};

} // namespace leadline::desktop
