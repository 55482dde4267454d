#pragma once

#include <QDialog>

namespace leadline::ui {

enum class CloseChoice { Cancel, KeepInTray, PauseAndQuit, Quit };

/// Asked once when the window is closed with tasks running. The default button keeps the work; quitting without pausing
/// is offered too, since tasks go on from where they were.
class CloseDialog : public QDialog
{
    Q_OBJECT

public:
    CloseDialog(int running, bool trayAvailable, QWidget *parent = nullptr);

Q_SIGNALS:
    /// Once, whichever way the dialog ends.
    void chosen(leadline::ui::CloseChoice choice);

private:
    void choose(CloseChoice choice);

    bool m_done = false;
};

} // namespace leadline::ui
