#pragma once

#include "domain/id.h"
#include "services/connectivity.h"
#include "services/sync_service.h"
#include "ui/widgets/panels.h"

#include <QAbstractButton>
#include <QTimer>

namespace leadline::ui {

class ElidedLabel;
class StatusLabel;

/// The one place for honest status: connection with waiting changes, last sync, running tasks, leads. The connection opens
/// its details, what waits or needs a choice opens the list of it.
class StatusStrip : public Panel
{
    Q_OBJECT

public:
    explicit StatusStrip(QWidget *parent = nullptr);

    void setConnection(const services::ConnectionStatus &status);
    void setSync(const services::SyncStatus &status);
    void setWork(int runningTasks, std::optional<qint64> leads);

    /// `Offline: 14 changes waiting`.
    [[nodiscard]] QString connectionText() const;
    [[nodiscard]] const services::ConnectionStatus &connection() const { return m_connection; }
    [[nodiscard]] const services::SyncStatus &sync() const { return m_sync; }

Q_SIGNALS:
    void detailsRequested();
    /// The list of changes that wait and of those that need a choice.
    void waitingRequested();

private:
    void refresh();

    services::ConnectionStatus m_connection;
    services::SyncStatus m_sync;
    QAbstractButton *m_button = nullptr;
    StatusLabel *m_connectionLabel = nullptr;
    QAbstractButton *m_waiting = nullptr;
    QAbstractButton *m_conflicts = nullptr;
    ElidedLabel *m_syncLabel = nullptr;
    ElidedLabel *m_tasksLabel = nullptr;
    ElidedLabel *m_leadsLabel = nullptr;
    QTimer m_tick; ///< "just now" grows old by itself
};

} // namespace leadline::ui
