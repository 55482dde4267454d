#pragma once

#include "command.h"
#include "scrape_options.h"
#include "scrape_summary.h"
#include "temporary_store.h"

#include "domain/lead_filter.h"
#include "domain/task.h"
#include "services/live_task.h"
#include "services/output_file.h"
#include "services/task_service.h"

#include <QElapsedTimer>
#include <QTimer>

#include <memory>
#include <optional>

namespace leadline::leadctl {

/// `leadctl scrape`: addresses in, leads out, unattended. Makes one task, follows it to its end, reads back what was found.
///
/// run() → [demo seeds] → create → watch … ended → sites → leads → output, table, summary → exit code
///
/// It always ends: a task that cannot be stopped, shows no sign of life or has lost its backend for good is given up, and
/// what is stored is read out as far as possible. A store of its own that could not be read out or written to the output
/// stays, and the operator is told where.
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
    void connectionChanged(const services::ConnectionStatus &status) override;

private:
    void tellSkippedLines();
    void useDemoSite();
    void createTask();
    void watchTask();
    void judge(const domain::Task &task);
    void control(services::TaskCommand command);
    void refused(services::TaskCommand command, const domain::Error &error);
    void stopTask();
    void giveUp(const QString &why);
    void showProgress();
    void lookForLife();
    void showLog(const domain::LogLine &line);
    void readOut();
    void collectSites(int after);
    void collectLeads();
    [[nodiscard]] domain::LeadQuery foundLeads(int limit) const;
    void streamLeads();
    void countLeads();
    bool addRow(const domain::Lead &lead); ///< to the table; whether it takes more
    void leadsCollected(const domain::Result<void> &read);
    [[nodiscard]] int exitCode() const;
    void abortWith(const QString &what, const domain::Error &error, int exitCode);
    [[nodiscard]] QString exportCommandLine() const;
    void keepStore();

    ScrapeOptions m_options;
    std::unique_ptr<TemporaryStore> m_temporaryStore;
    QStringList m_storeOptions; ///< how another leadctl reaches the store

    std::optional<domain::Task> m_task;
    std::unique_ptr<services::LiveTask> m_live;
    QTimer m_display;
    QTimer m_endGrace; ///< until a task that was told to stop is given up
    QTimer m_backendGrace; ///< until a backend that went away is given up
    QElapsedTimer m_lastSign; ///< since the task last did anything
    domain::TaskProgress m_seen; ///< what it had done then
    std::unique_ptr<services::OutputFile> m_output;
    std::optional<domain::Error> m_outputError;
    ScrapeSummary m_summary;
    qint64 m_lastLine = 0;
    bool m_opensNetworks = false;
    bool m_creating = false;
    bool m_gaveUp = false;
    bool m_ended = false; ///< the results are being read out
    bool m_busy = false; ///< a control call is under way
};

} // namespace leadline::leadctl
