#pragma once

#include "ui/models/task_gateway.h"

namespace leadline::services {
class Connectivity;
class TaskService;
} // namespace leadline::services

namespace leadline::ui {

/// The gateway over the real services, which must outlive it and every feed it made.
class ServiceTaskGateway : public TaskGateway
{
    Q_OBJECT

public:
    ServiceTaskGateway(services::TaskService &tasks, services::Connectivity &connectivity, QObject *parent = nullptr);

    [[nodiscard]] const std::vector<domain::Task> &tasks() const override;
    [[nodiscard]] bool loaded() const override;
    [[nodiscard]] bool isOnline() const override;
    QFuture<domain::Result<domain::Task>> create(const domain::TaskSpec &spec) override;
    QFuture<domain::Result<domain::Task>> control(const domain::TaskId &id, services::TaskCommand command) override;
    QFuture<domain::Result<void>> remove(const domain::TaskId &id) override;
    QFuture<domain::Result<domain::Task>> restore(const domain::TaskId &id) override;
    QFuture<domain::Result<services::SitePage>> sites(const domain::TaskId &id, int after, int limit) override;
    [[nodiscard]] std::unique_ptr<LiveFeed> watch(const domain::TaskId &id) override;

private:
    services::TaskService &m_tasks;
    services::Connectivity &m_connectivity;
};

} // namespace leadline::ui
