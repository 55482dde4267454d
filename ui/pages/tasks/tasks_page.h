#pragma once

#include "ui/models/command_model.h"
#include "ui/pages/tasks/tasks_controller.h"
#include "ui/widgets/page.h"

#include <QSortFilterProxyModel>

class QPushButton;
class QStackedWidget;

namespace leadline::ui {

class DataTable;
class EmptyState;
class NewTaskDialog;
class TaskBoard;

/// Tasks and their live panes.
class TasksPage : public Page
{
    Q_OBJECT

public:
    /// `politenessKey` gives the pace new tasks begin with. The gateway must outlive the page.
    TasksPage(TaskGateway &gateway, std::function<QString()> politenessKey, QWidget *parent = nullptr);
    ~TasksPage() override;

    [[nodiscard]] QString key() const override { return QStringLiteral("tasks"); }
    [[nodiscard]] QString title() const override { return tr("Tasks"); }
    [[nodiscard]] QString iconName() const override { return QStringLiteral("tasks"); }
    [[nodiscard]] QList<QAction *> barActions() override { return { m_pauseAll }; }
    [[nodiscard]] QAction *primaryAction() override { return m_newTask; }
    [[nodiscard]] QList<QAction *> pageActions() override { return m_actions; }
    bool focusSearch() override;
    [[nodiscard]] QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray &layout) override;

    [[nodiscard]] TasksController &controller() { return m_controller; }
    [[nodiscard]] TaskBoard &board() { return *m_board; }
    [[nodiscard]] QAction *newTaskAction() { return m_newTask; }
    void setDensity(Density density);
    /// Opens the dialog; `seeds` fills it.
    NewTaskDialog *openNewTask(const QString &seeds = {});
    /// Shows the live pane of a task.
    void pin(const domain::TaskId &id);
    /// Each task as a palette entry that opens its pane.
    [[nodiscard]] std::vector<Command> taskCommands();

Q_SIGNALS:
    void leadRequested(const leadline::domain::LeadId &id);
    void reviewRequested(const leadline::domain::TaskId &id);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QAction *addAction(
        const QString &text, const QKeySequence &keys, const QString &iconName, bool onTable, std::function<void()> run);
    void makeTable();
    void makeActions();
    void updateActions();
    void updateEmptyState();
    void paste();
    void pinSelected();
    void repeatSelected();
    [[nodiscard]] QList<domain::TaskId> selected() const;
    NewTaskDialog *openDialog();

    TasksController m_controller;
    std::function<QString()> m_politenessKey;
    QSortFilterProxyModel m_sorted;
    DataTable *m_table = nullptr;
    TaskBoard *m_board = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_first = nullptr; ///< of the empty state
    QList<QAction *> m_actions;
    QAction *m_newTask = nullptr;
    QAction *m_pauseAll = nullptr;
    QAction *m_open = nullptr;
    QAction *m_pause = nullptr;
    QAction *m_resume = nullptr;
    QAction *m_stop = nullptr;
    QAction *m_retry = nullptr;
    QAction *m_repeat = nullptr;
    QAction *m_delete = nullptr;
    QAction *m_review = nullptr;
    QAction *m_paste = nullptr;
    QAction *m_float = nullptr;
    QAction *m_closePane = nullptr;
};

} // namespace leadline::ui
