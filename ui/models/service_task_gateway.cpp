#include "ui/models/service_task_gateway.h"

#include "services/connectivity.h"

#include <memory>

namespace leadline::ui {

namespace {

class ServiceLiveFeed final : public LiveFeed
{
public:
    explicit ServiceLiveFeed(std::unique_ptr<services::LiveTask> live)
        : m_live(std::move(live))
    {
        using services::LiveTask;
        connect(m_live.get(), &LiveTask::progressChanged, this, &LiveFeed::progressChanged);
        connect(m_live.get(), &LiveTask::logsAdded, this, &LiveFeed::logsAdded);
        connect(m_live.get(), &LiveTask::leadsAdded, this, &LiveFeed::leadsAdded);
        connect(m_live.get(), &LiveTask::logGap, this, &LiveFeed::logGap);
        connect(m_live.get(), &LiveTask::historyReset, this, &LiveFeed::historyReset);
    }

    services::LiveState state() const override { return m_live->state(); }

private:
    std::unique_ptr<services::LiveTask> m_live;
};

} // namespace

ServiceTaskGateway::ServiceTaskGateway(services::TaskService &tasks, services::Connectivity &connectivity, QObject *parent)
    : TaskGateway(parent)
    , m_tasks(tasks)
    , m_connectivity(connectivity)
{
    using services::Connectivity;
    using services::TaskService;
    connect(&tasks, &TaskService::tasksChanged, this, &TaskGateway::tasksChanged);
    connect(&tasks, &TaskService::loadedChanged, this, &TaskGateway::loadedChanged);
    connect(&tasks, &TaskService::taskFinished, this, &TaskGateway::taskFinished);
    connect(&connectivity, &Connectivity::wentOnline, this, [this] { Q_EMIT onlineChanged(true); });
    connect(&connectivity, &Connectivity::wentOffline, this, [this] { Q_EMIT onlineChanged(false); });
}

const std::vector<domain::Task> &ServiceTaskGateway::tasks() const
{
    return m_tasks.tasks();
}

bool ServiceTaskGateway::loaded() const
{
    return m_tasks.loaded();
}

bool ServiceTaskGateway::isOnline() const
{
    return m_connectivity.isOnline();
}

QFuture<domain::Result<domain::Task>> ServiceTaskGateway::create(const domain::TaskSpec &spec)
{
    return m_tasks.create(spec);
}

QFuture<domain::Result<domain::Task>> ServiceTaskGateway::control(const domain::TaskId &id, services::TaskCommand command)
{
    return m_tasks.control(id, command);
}

QFuture<domain::Result<void>> ServiceTaskGateway::remove(const domain::TaskId &id)
{
    return m_tasks.remove(id);
}

QFuture<domain::Result<domain::Task>> ServiceTaskGateway::restore(const domain::TaskId &id)
{
    return m_tasks.restore(id);
}

QFuture<domain::Result<services::SitePage>> ServiceTaskGateway::sites(const domain::TaskId &id, int after, int limit)
{
    return m_tasks.sites(id, after, limit);
}

std::unique_ptr<LiveFeed> ServiceTaskGateway::watch(const domain::TaskId &id)
{
    return std::make_unique<ServiceLiveFeed>(m_tasks.watch(id));
}

} // namespace leadline::ui
