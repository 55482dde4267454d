#pragma once

#include "command.h"

#include "domain/task.h"

#include <map>
#include <memory>

namespace leadline::services {
class LiveTask;
}

namespace leadline::leadctl {

/// `leadctl watch [ID…]`: log lines, leads and progress of tasks as they come, until all of them have ended. Without an id
/// all active tasks.
class WatchCommand : public BackendCommand
{
    Q_OBJECT

public:
    explicit WatchCommand(Console &console);
    ~WatchCommand() override;

    void addOptions(QCommandLineParser &parser) override;
    void interrupt() override;

protected:
    bool prepare(const QCommandLineParser &parser) override;
    void run() override;

private:
    void watchActive();
    void watch(const domain::TaskId &id);
    void showEvent(const domain::TaskId &id, const QString &type, QJsonObject event, const QString &line);
    void showProgress(const domain::TaskId &id, const domain::TaskProgress &progress);
    void endWhenAllEnded();

    QStringList m_ids;
    std::map<domain::TaskId, std::unique_ptr<services::LiveTask>> m_live;
    int m_unresolved = 0;
};

} // namespace leadline::leadctl
