#pragma once

#include "domain/lead.h"
#include "domain/result.h"
#include "domain/task.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace leadline::client {
class ApiClient;
}

namespace leadline::services {

class Connectivity;
class LiveTask;

enum class TaskCommand { Start, Pause, Resume, Stop, Retry };

struct SitePage
{
    std::vector<domain::SiteReport> items;
    qint64 total = 0;
    int next = -1; ///< `after` of the next page, -1 at the end
};

struct LogPage
{
    std::vector<domain::LogLine> items; ///< oldest first
    qint64 oldest = 0; ///< first number the backend still has
    qint64 head = 0; ///< newest number
};

struct DemoInfo
{
    bool available = false;
    QStringList seeds; ///< start addresses of the bundled demo site
    QHash<QString, QStringList> groups; ///< the same by kind: food, offices, directories, workshops
};

/// What a running task looks like to its watchers when the state does not come with numbers of its own.
[[nodiscard]] domain::TaskProgress progressOf(const domain::Task &task);
/// Running, yet without a sign of life for 60 s: shown as stalled, never as running.
[[nodiscard]] bool isStalled(const domain::Task &task, domain::Timestamp now);
/// The commands the backend would accept in this state.
[[nodiscard]] std::vector<TaskCommand> allowedCommands(domain::TaskState state);

/// The tasks of the backend, kept current. The REST list is the truth (polled every second while a task is active, every
/// ten seconds otherwise, and at once after a command); live streams only make it faster. The last known tasks stay readable
/// offline. Owned by Workbench, lives on the thread of the window; all calls answer through the event loop.
class TaskService : public QObject
{
    Q_OBJECT

public:
    TaskService(client::ApiClient &api, Connectivity &connectivity, QObject *parent = nullptr);
    ~TaskService() override;

    /// Newest first. Empty until the first answer (loaded() tells).
    [[nodiscard]] const std::vector<domain::Task> &tasks() const;
    [[nodiscard]] std::optional<domain::Task> task(const domain::TaskId &id) const;
    [[nodiscard]] bool loaded() const;
    /// Asks for the list now. The answer arrives as tasksChanged().
    void refresh();

    /// `start` false leaves the task queued until control(Start). Fails with InvalidArgument, Error::field naming the field.
    [[nodiscard]] QFuture<domain::Result<domain::Task>> create(const domain::TaskSpec &spec, bool start = true);
    [[nodiscard]] QFuture<domain::Result<domain::Task>> control(const domain::TaskId &id, TaskCommand command);
    [[nodiscard]] QFuture<domain::Result<void>> remove(const domain::TaskId &id);
    [[nodiscard]] QFuture<domain::Result<domain::Task>> restore(const domain::TaskId &id);

    [[nodiscard]] QFuture<domain::Result<domain::Task>> fetch(const domain::TaskId &id);
    /// Start addresses in their order; `after` is SitePage::next of the page before, -1 for the first.
    [[nodiscard]] QFuture<domain::Result<SitePage>> sites(const domain::TaskId &id, int after = -1, int limit = 200);
    /// Log lines numbered above `since`, at most `limit` (1–500).
    [[nodiscard]] QFuture<domain::Result<LogPage>> logs(const domain::TaskId &id, qint64 since, int limit = 500);
    [[nodiscard]] QFuture<domain::Result<DemoInfo>> demo();

    /// Opens the live view of a task. Several views of one task share nothing and may close in any order. The view may
    /// not outlive this service.
    [[nodiscard]] std::unique_ptr<LiveTask> watch(const domain::TaskId &id);

Q_SIGNALS:
    /// One batch per poll or command: which tasks are new or differ, and which are gone.
    void tasksChanged(const QList<leadline::domain::TaskId> &changed, const QList<leadline::domain::TaskId> &removed);
    void loadedChanged();
    /// A task reached a final state since the last look (never for tasks that were final when first seen).
    void taskFinished(const leadline::domain::Task &task);
    /// Some task found leads since the last look: the doorbell for synchronisation.
    void leadsFound();
    /// The list could not be read; the old list stays.
    void refreshFailed(const leadline::domain::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace leadline::services
