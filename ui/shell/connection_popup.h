#pragma once

#include "domain/id.h"
#include "services/connectivity.h"
#include "services/sync_service.h"

#include <QFrame>

class QPlainTextEdit;
class QPushButton;

namespace leadline::ui {

class Label;
class StatusLabel;

/// Details of connection and synchronisation above the status strip, with what an operator can do about them.
class ConnectionPopup : public QFrame
{
    Q_OBJECT

public:
    explicit ConnectionPopup(QWidget *parent = nullptr);

    void setStatus(const services::ConnectionStatus &connection, const services::SyncStatus &sync);
    /// Shows it above `anchor`.
    void popup(const QWidget *anchor);

Q_SIGNALS:
    void onlineRequested();
    void offlineRequested();
    void retryRequested();
    void syncRequested();
    void waitingRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    StatusLabel *m_word = nullptr;
    Label *m_sentence = nullptr;
    Label *m_sync = nullptr;
    Label *m_session = nullptr;
    QPlainTextEdit *m_lines = nullptr;
    QPushButton *m_switch = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_waiting = nullptr;
    QPushButton *m_syncNow = nullptr;
    bool m_online = false;
};

} // namespace leadline::ui
