#pragma once

#include "domain/id.h"
#include "ui/models/task_gateway.h"
#include "ui/pages/live/live_pane.h"

#include <QDockWidget>

namespace leadline::ui {

class ElidedLabel;
class IconButton;
class StatusLabel;

/// Title bar of a live pane: name, state, age of the last activity, commands.
class LiveHeader : public Panel
{
    Q_OBJECT

public:
    explicit LiveHeader(LiveController &controller, QWidget *parent = nullptr);

    void setFloating(bool floating);
    void refresh();

Q_SIGNALS:
    void floatRequested();
    void closeRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeRoom();

    LiveController &m_controller;
    ElidedLabel *m_name = nullptr;
    StatusLabel *m_state = nullptr;
    ElidedLabel *m_age = nullptr;
    IconButton *m_pause = nullptr;
    IconButton *m_stop = nullptr;
    IconButton *m_float = nullptr;
    QTimer m_tick;
};

/// A live pane that docks, tabs and floats. Its object name holds the task's id, so that a stored layout finds it again.
class LiveDock : public QDockWidget
{
    Q_OBJECT

public:
    LiveDock(TaskGateway &gateway, const domain::Task &task, QWidget *parent = nullptr);

    [[nodiscard]] LivePane &pane() { return *m_pane; }
    [[nodiscard]] static QString objectNameFor(const domain::TaskId &id);

Q_SIGNALS:
    void closing(const leadline::domain::TaskId &id);
    void leadActivated(const leadline::domain::LeadId &id);
    void commandFailed(const leadline::domain::Error &error);

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    domain::TaskId m_id;
    LivePane *m_pane = nullptr;
    LiveHeader *m_header = nullptr;
};

} // namespace leadline::ui
