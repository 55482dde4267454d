#pragma once

#include "domain/id.h"
#include "services/connectivity.h"
#include "services/sync_service.h"
#include "ui/models/command_model.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/close_dialog.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/page.h"

#include <QMainWindow>

#include <functional>
#include <optional>

class QStackedWidget;

namespace leadline::ui {

class CommandPalette;
class ConnectionPopup;
class FirstRunPage;
class NavigationRail;
class NotificationStrip;
class StatusStrip;
class TopBar;

/// Arranges rail, top bar, pages and status strip; knows no service calls. main() gives it pages and connects the signals.
/// Until the first page is added it can show the first-run page.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// `settings` must outlive the window.
    explicit MainWindow(AppSettings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    void showFirstRun();
    /// The first-run page with what went wrong.
    void showFirstRunProblem(const QString &text);
    /// Takes ownership. Pages appear in the rail in the order they are added; `atFoot` for settings.
    void addPage(Page *page, bool atFoot = false);
    /// Removes the pages, for another workspace.
    void clearPages();
    /// Ends the first run and shows the page that was open last.
    void showWorkspace();
    void showPage(const QString &key);
    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] Page *page(const QString &key) const;

    /// The primary button of pages that have none of their own.
    void setDefaultPrimary(QAction *action);
    /// More for the palette, asked each time it opens (open tasks, saved views …).
    void addCommandSource(std::function<std::vector<Command>()> source);
    /// Palette entries made from the typed text ("Search leads for …").
    void setCommandFallback(std::function<std::vector<Command>(const QString &)> fallback);

    void setConnection(const services::ConnectionStatus &status);
    void setSync(const services::SyncStatus &status);
    void setWork(int runningTasks, std::optional<qint64> leads);
    void setTrayAvailable(bool available) { m_trayAvailable = available; }
    [[nodiscard]] NotificationStrip &notifications() { return *m_notifications; }
    [[nodiscard]] StatusStrip &statusStrip() { return *m_status; }

    /// Closes without asking, for the end of the program.
    void closeForGood();

    void openPalette(const QString &text = {});
    void openShortcuts();

Q_SIGNALS:
    void workspaceChosen(leadline::ui::Workspace workspace);
    void onlineRequested();
    void offlineRequested();
    void retryRequested();
    void syncRequested();
    /// The list of changes that wait or need a choice.
    void waitingRequested();
    /// The operator answered the question of the close dialog; Cancel is not reported.
    void closeAnswered(leadline::ui::CloseChoice choice);
    /// The window was closed and nothing keeps the program running.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QAction *addShellAction(
        const QString &text, const QKeySequence &keys, const QString &iconName, std::function<void()> run);
    void makeActions();
    void updateFold();
    void placeNotifications();
    void saveState();
    void showConnection();
    [[nodiscard]] std::vector<Command> commands() const;

    AppSettings &m_settings;
    WindowState m_state;
    QStackedWidget *m_root = nullptr;
    FirstRunPage *m_firstRun = nullptr;
    QWidget *m_workspace = nullptr;
    TopBar *m_top = nullptr;
    NavigationRail *m_rail = nullptr;
    QWidget *m_content = nullptr; ///< the page and the notification over its foot
    QStackedWidget *m_stack = nullptr;
    NotificationStrip *m_notifications = nullptr;
    StatusStrip *m_status = nullptr;
    ConnectionPopup *m_connection = nullptr;
    CommandPalette *m_palette = nullptr;
    QList<Page *> m_pages;
    QList<QAction *> m_shellActions;
    QAction *m_switchLine = nullptr; ///< work offline, or go online
    QList<QAction *> m_pageJumps;
    QAction *m_defaultPrimary = nullptr;
    std::vector<std::function<std::vector<Command>()>> m_sources;
    QString m_foldMode;
    int m_running = 0;
    bool m_trayAvailable = false;
    bool m_closeForGood = false;
};

} // namespace leadline::ui
