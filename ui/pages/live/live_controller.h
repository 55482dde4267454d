#pragma once

#include "domain/task.h"
#include "services/live_task.h"
#include "ui/models/found_lead_model.h"
#include "ui/models/log_model.h"
#include "ui/models/site_table_model.h"
#include "ui/models/task_gateway.h"
#include "ui/models/task_text.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace leadline::ui {

/// One live pane without its widgets: feeds the models, keeps the numbers from shrinking, and gathers what arrives so that
/// a pane repaints at most 15 times a second. Owned by the pane; the gateway must outlive it.
class LiveController : public QObject
{
    Q_OBJECT

public:
    LiveController(TaskGateway &gateway, const domain::Task &task, QObject *parent = nullptr);
    ~LiveController() override;

    [[nodiscard]] const domain::TaskId &id() const { return m_task.id; }
    /// The task with the newest state and counters known from list and stream.
    [[nodiscard]] const domain::Task &task() const { return m_task; }
    [[nodiscard]] services::LiveState liveState() const;
    [[nodiscard]] double pagesPerSecond() const { return m_rate; }
    /// "3–5 min", "unknown", empty when nothing is left.
    [[nodiscard]] QString remainingText() const;
    /// "active 1 s ago".
    [[nodiscard]] QString activityText(domain::Timestamp now) const;

    [[nodiscard]] LogModel &log() { return m_log; }
    [[nodiscard]] SiteTableModel &sites() { return m_sites; }
    [[nodiscard]] FoundLeadModel &leads() { return m_leads; }

    void control(services::TaskCommand command);

    static constexpr int kFlushMs = 66;

Q_SIGNALS:
    /// State or numbers differ from what was told before.
    void changed();
    /// One reading of the rate, once a second while the task runs.
    void rateSampled(double pagesPerSecond);
    void failed(const leadline::domain::Error &error);

private:
    void takeTask(const domain::Task &task);
    void takeProgress(const domain::TaskProgress &progress);
    void flush();
    void gather();
    void sample();
    void fetchSites(int after);

    TaskGateway &m_gateway;
    domain::Task m_task;
    std::unique_ptr<LiveFeed> m_feed;
    LogModel m_log;
    SiteTableModel m_sites;
    FoundLeadModel m_leads;
    std::vector<domain::LogLine> m_pendingLines;
    std::vector<domain::Lead> m_pendingLeads;
    bool m_pendingChange = false;
    QTimer m_flush;
    QTimer m_second;
    TaskPace m_pace;
    double m_rate = 0;
    std::optional<qint64> m_etaLow;
    std::optional<qint64> m_etaHigh;
    bool m_fetching = false;
    bool m_sitesComplete = false; ///< all sites are known and none is open
};

} // namespace leadline::ui
