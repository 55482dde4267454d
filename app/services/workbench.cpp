#include "services/workbench.h"

#include "cache/lead_cache.h"
#include "client/api_client.h"
#include "client/session.h"
#include "client/transport.h"
#include "domain/clock.h"
#include "services/backend_link.h"
#include "services/connectivity.h"
#include "services/review_service.h"
#include "services/sync_service.h"
#include "services/sync_transport.h"
#include "services/task_service.h"

#include <QDir>

namespace leadline::services {

using domain::Result;

/// Members in the order they depend on each other: destroyed from the last to the first.
class Workbench::Private
{
public:
    explicit Private(const WorkbenchOptions &options)
        : transport(clock)
        , session(transport)
        , api(transport)
        , tasks(api, connectivity)
        , link(clock, options, transport, session, connectivity)
    { }

    Result<void> openStore(const QString &path)
    {
        auto opened = cache::LeadCache::open(path, clock);
        if (!opened)
            return domain::failure(opened.error());
        store = std::move(*opened);
        syncTransport = makeApiSyncTransport(api);
        review = std::make_unique<ReviewService>(*store, clock);
        sync = std::make_unique<SyncService>(*store, *syncTransport, clock);
        QObject::connect(&connectivity, &Connectivity::wentOnline, sync.get(), [this] {
            review->setOperator(connectivity.status().user);
            sync->setOnline(true);
        });
        QObject::connect(&connectivity, &Connectivity::wentOffline, sync.get(), [this] { sync->setOnline(false); });
        QObject::connect(&tasks, &TaskService::leadsFound, sync.get(), &SyncService::ring);
        return {};
    }

    domain::SystemClock clock;
    client::Transport transport;
    client::Session session;
    client::ApiClient api;
    Connectivity connectivity;
    TaskService tasks;
    std::unique_ptr<cache::LeadCache> store;
    std::unique_ptr<SyncTransport> syncTransport;
    std::unique_ptr<ReviewService> review;
    std::unique_ptr<SyncService> sync;
    BackendLink link;
};

Result<std::unique_ptr<Workbench>> Workbench::create(const WorkbenchOptions &options)
{
    const bool startsDaemon = options.mode != BackendMode::Join;
    if (startsDaemon && !QDir().mkpath(options.dataDirectory))
        return domain::failure(
            domain::ErrorCode::Io, QStringLiteral("the data directory %1 cannot be made").arg(options.dataDirectory));
    std::unique_ptr<Workbench> workbench(new Workbench(std::make_unique<Private>(options)));
    if (!options.cachePath.isEmpty()) {
        if (const auto opened = workbench->d->openStore(options.cachePath); !opened)
            return domain::failure(opened.error());
    }
    if (options.startOnline)
        workbench->d->link.goOnline();
    return workbench;
}

Workbench::Workbench(std::unique_ptr<Private> parts)
    : d(std::move(parts))
{ }

Workbench::~Workbench() = default;

Connectivity &Workbench::connectivity()
{
    return d->connectivity;
}

TaskService &Workbench::tasks()
{
    return d->tasks;
}

ReviewService *Workbench::review()
{
    return d->review.get();
}

SyncService *Workbench::sync()
{
    return d->sync.get();
}

cache::LeadCache *Workbench::cache()
{
    return d->store.get();
}

client::ApiClient &Workbench::api()
{
    return d->api;
}

} // namespace leadline::services
