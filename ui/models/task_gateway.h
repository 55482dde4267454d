#pragma once

#include "domain/result.h"
#include "domain/task.h"
#include "services/live_task.h"
#include "services/task_service.h"

#include <QFuture>
#include <QObject>

#include <memory>
#include <vector>

namespace leadline::ui {

/// Live view of one task as the panes use it; the meaning of every member is services::LiveTask's.
class LiveFeed : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual services::LiveState state() const = 0;

Q_SIGNALS:
    void progressChanged(const leadline::domain::TaskProgress &progress);
    void logsAdded(const std::vector<leadline::domain::LogLine> &lines);
    void leadsAdded(const std::vector<leadline::domain::Lead> &leads);
    void logGap(qint64 from, qint64 to);
    void historyReset();
};

/// What the task pages ask of the services, as an interface so that tests can script it. Thread of the window.
class TaskGateway : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual const std::vector<domain::Task> &tasks() const = 0;
    [[nodiscard]] virtual bool loaded() const = 0;
    [[nodiscard]] virtual bool isOnline() const = 0;
    virtual QFuture<domain::Result<domain::Task>> create(const domain::TaskSpec &spec) = 0;
    virtual QFuture<domain::Result<domain::Task>> control(const domain::TaskId &id, services::TaskCommand command) = 0;
    virtual QFuture<domain::Result<void>> remove(const domain::TaskId &id) = 0;
    virtual QFuture<domain::Result<domain::Task>> restore(const domain::TaskId &id) = 0;
    virtual QFuture<domain::Result<services::SitePage>> sites(const domain::TaskId &id, int after, int limit) = 0;
    [[nodiscard]] virtual std::unique_ptr<LiveFeed> watch(const domain::TaskId &id) = 0;

Q_SIGNALS:
    void tasksChanged(const QList<leadline::domain::TaskId> &changed, const QList<leadline::domain::TaskId> &removed);
    void loadedChanged();
    void onlineChanged(bool online);
    void taskFinished(const leadline::domain::Task &task);
};

} // namespace leadline::ui
