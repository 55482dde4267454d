#pragma once

#include "command.h"
#include "lead_writer.h"
#include "scrape_options.h"

#include "domain/task.h"
#include "services/live_task.h"
#include "services/task_service.h"

#include <QTemporaryDir>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace leadline::leadctl {

/// `leadctl scrape`: addresses in, leads out, unattended. Makes one task, follows it to its end, reads back what was found.
///
/// run() → [demo seeds] → create → watch … ended → sites → leads → output, table, summary → exit code
class ScrapeCommand : public BackendCommand
{
    Q_OBJECT

public:
    explicit ScrapeCommand(Console &out);
    ~ScrapeCommand() override;

    void addOptions(QCommandLineParser &parser) override;
    void interrupt() override;

protected:
    bool prepare(const QCommandLineParser &parser) override;
    bool chooseBackend(const QCommandLineParser &parser, services::WorkbenchOptions &options) override;
    void run() override;

private:
    void useDemoSite();
    void createTask();
    void watchTask();
    void judge(const domain::Task &task);
    void control(services::TaskCommand command);
    void showProgress();
    void showLog(const domain::LogLine &line);
    void collectSites(int after);
    void collectLeads();
    void keep(const domain::Lead &lead);
    void summarise();
    void summariseJson(const std::map<QString, int> &outcomes, const domain::TaskCounters &counters);
    [[nodiscard]] int exitCode() const;
    void abortWith(const QString &what, const domain::Error &error);

    ScrapeOptions m_options;
    std::unique_ptr<QTemporaryDir> m_temporaryData;

    std::optional<domain::Task> m_task;
    std::unique_ptr<services::LiveTask> m_live;
    QTimer m_display;
    QTimer m_endGrace;
    std::vector<domain::SiteReport> m_sites;
    std::unique_ptr<SeedMatcher> m_matcher;
    std::unique_ptr<LeadWriter> m_writer;
    std::vector<QStringList> m_rows;
    qint64 m_leads = 0;
    qint64 m_emails = 0;
    qint64 m_phones = 0;
    qint64 m_lastLine = 0;
    bool m_opensNetworks = false;
    bool m_interrupted = false;
    bool m_ended = false;
    bool m_busy = false; ///< a control call is under way
};

} // namespace leadline::leadctl
