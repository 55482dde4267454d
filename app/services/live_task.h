#pragma once

#include "domain/lead.h"
#include "domain/result.h"
#include "domain/task.h"

#include <QObject>

#include <memory>
#include <vector>

namespace leadline::client {
class ApiClient;
}

namespace leadline::services {

class Connectivity;

enum class LiveState {
    Connecting,
    Live, ///< all three streams are open
    Polling, ///< sockets are down, numbers come over REST every two seconds
    Offline, ///< no backend; what was seen stays
    Closed, ///< the task is gone or may not be seen; the view stays as it is
};

/// Live view of one task: progress, log lines, found leads. Signals come in batches, at most 20 times a second each, in
/// number order, each item once. After a reconnect it resumes where it was (client/live_stream.h). Made by
/// TaskService::watch(); lives on the thread of the window.
class LiveTask : public QObject
{
    Q_OBJECT

public:
    LiveTask(client::ApiClient &api, Connectivity &connectivity, const domain::TaskId &id, QObject *parent = nullptr);
    ~LiveTask() override;

    [[nodiscard]] const domain::TaskId &id() const;
    [[nodiscard]] LiveState state() const;
    /// Newest known; counters never shrink.
    [[nodiscard]] const domain::TaskProgress &progress() const;

Q_SIGNALS:
    void stateChanged(leadline::services::LiveState state);
    void progressChanged(const leadline::domain::TaskProgress &progress);
    /// Oldest first, at most 5 000 per signal. The first batch is the tail of what was there already.
    void logsAdded(const std::vector<leadline::domain::LogLine> &lines);
    /// In the order they were found, at most 5 000 per signal. The first batch is the newest 200 that were there already.
    void leadsAdded(const std::vector<leadline::domain::Lead> &leads);
    /// Log lines `from`…`to` are gone for good (the backend keeps the last 50 000).
    void logGap(qint64 from, qint64 to);
    /// The backend started a new history: forget shown lines and leads, a first batch follows.
    void historyReset();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace leadline::services
