#pragma once

#include "backend/http/route_table.h"
#include "backend/metrics/http_metrics.h"
#include "backend/tasks/task_repository.h"
#include "domain/result.h"
#include "storage/database.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace leadline::backend {

/// What the store says of itself; live rows only.
struct StoreCounts
{
    TaskCounts tasks; ///< every state, also those no task is in: whoever draws them wants zeros and not gaps
    qint64 leads = 0;
    // Sums over the tasks of the store.
    qint64 newLeads = 0;
    qint64 duplicates = 0;
    qint64 pages = 0;
    qint64 failedPages = 0;
    qint64 blockedPages = 0;
    qint64 bytes = 0; ///< of page bodies
};

[[nodiscard]] domain::Result<StoreCounts> countStore(storage::Connection &connection);

/// Everything /api/metrics tells, at one moment. `http` and `routes` belong to the server.
struct Metrics
{
    QString instance;
    qint64 residentBytes = 0;
    int liveSockets = 0;
    const HttpMetrics *http = nullptr;
    const RouteTable *routes = nullptr;
    storage::Statistics database;
    StoreCounts store;
};

[[nodiscard]] QJsonObject statisticsToJson(const storage::Statistics &statistics);
[[nodiscard]] QJsonObject toJson(const Metrics &metrics);
/// The text format of Prometheus, version 0.0.4: durations in seconds, sizes in bytes. Routes are named by method and
/// pattern; those nobody asked for yet are left out.
[[nodiscard]] QByteArray toPrometheus(const Metrics &metrics);
inline constexpr char kPrometheusType[] = "text/plain; version=0.0.4; charset=utf-8";

} // namespace leadline::backend
