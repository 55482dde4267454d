#include "backend/metrics/metrics.h"

namespace leadline::backend {

namespace {

enum class Type { Counter, Gauge, Histogram };

/// Writes families one after the other, each with its help and type before its samples.
class Exposition
{
public:
    void family(const char *name, Type type, const char *help)
    {
        static constexpr const char *kTypes[] { "counter", "gauge", "histogram" };
        m_name = name;
        m_text += "# HELP " + m_name + ' ' + help + "\n# TYPE " + m_name + ' ' + kTypes[int(type)] + '\n';
    }
    /// `labels` as they stand between the braces.
    void sample(double value, const QByteArray &labels = {}, const char *suffix = "")
    {
        m_text += m_name + suffix;
        if (!labels.isEmpty())
            m_text += '{' + labels + '}';
        // 17 digits give every double and every count exactly.
        m_text += ' ' + QByteArray::number(value, 'g', 17) + '\n';
    }
    void single(const char *name, Type type, const char *help, double value)
    {
        family(name, type, help);
        sample(value);
    }
    [[nodiscard]] QByteArray text() const { return m_text; }

private:
    QByteArray m_name;
    QByteArray m_text;
};

QByteArray label(const char *name, const QByteArray &value)
{
    QByteArray escaped = value;
    escaped.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    return QByteArray(name) + "=\"" + escaped + '"';
}

QByteArray routeLabels(const Metrics &metrics, size_t index)
{
    const auto &routes = metrics.routes->routes();
    if (index >= routes.size())
        return label("method", "-") + ',' + label("route", "none");
    const RoutePolicy &policy = routes[index].policy;
    return label("method", httpMethodName(policy.method).toLatin1()) + ','
        + label("route", QStringView(policy.pattern).toLatin1());
}

qint64 requestsOf(const HttpMetrics::Series &series)
{
    qint64 sum = 0;
    for (const auto &count : series.statuses)
        sum += count;
    return sum;
}

void writeRequests(Exposition &out, const Metrics &metrics)
{
    const auto &all = metrics.http->series();
    out.family("leadline_http_requests_total", Type::Counter, "Requests since the start, by route and class of status.");
    for (size_t i = 0; i < all.size(); ++i) {
        for (size_t statusClass = 0; statusClass < HttpMetrics::kClasses; ++statusClass) {
            if (const qint64 count = all[i].statuses[statusClass])
                out.sample(double(count),
                    routeLabels(metrics, i) + ',' + label("status", QByteArray::number(int(statusClass) + 1) + "xx"));
        }
    }
    out.family("leadline_http_request_duration_seconds", Type::Histogram,
        "From the first byte of a request to the last of its answer.");
    for (size_t i = 0; i < all.size(); ++i) {
        if (requestsOf(all[i]) == 0)
            continue;
        const QByteArray labels = routeLabels(metrics, i);
        qint64 upTo = 0;
        for (size_t bucket = 0; bucket < all[i].buckets.size(); ++bucket) {
            upTo += all[i].buckets[bucket];
            const QByteArray bound = bucket < HttpMetrics::kBounds.size() ? QByteArray::number(HttpMetrics::kBounds[bucket])
                                                                          : QByteArray("+Inf");
            out.sample(double(upTo), labels + ',' + label("le", bound), "_bucket");
        }
        out.sample(double(all[i].micros) / 1e6, labels, "_sum");
        out.sample(double(upTo), labels, "_count");
    }
    out.single("leadline_http_connections", Type::Gauge, "Open connections, live sockets included.",
        metrics.http->connections.load());
    out.single("leadline_http_refused_connections_total", Type::Counter, "Connections refused because there were too many.",
        double(metrics.http->refusedConnections.load()));
    out.single("leadline_live_sockets", Type::Gauge, "Sockets that follow a task.", metrics.liveSockets);
}

void writeDatabase(Exposition &out, const storage::Statistics &pool)
{
    out.family("leadline_database_connections", Type::Gauge, "Connections of the pool.");
    out.sample(pool.checkedIn, label("state", "checked_in"));
    out.sample(pool.checkedOut, label("state", "checked_out"));
    out.single(
        "leadline_database_overflow_connections", Type::Gauge, "Connections above the configured number.", pool.overflow);
    out.single("leadline_database_reachable", Type::Gauge, "1 while the database answers.", pool.isReachable ? 1 : 0);
    out.family("leadline_database_queued_jobs", Type::Gauge, "Jobs that wait for a connection.");
    out.sample(pool.queuedReads, label("kind", "read"));
    out.sample(pool.queuedWrites, label("kind", "write"));
    out.family("leadline_database_jobs_total", Type::Counter, "Jobs since the start.");
    out.sample(double(pool.reads), label("kind", "read"));
    out.sample(double(pool.writes), label("kind", "write"));
    out.family("leadline_database_job_seconds_total", Type::Counter, "Time spent in jobs.");
    out.sample(double(pool.readMicros) / 1e6, label("kind", "read"));
    out.sample(double(pool.writeMicros) / 1e6, label("kind", "write"));
    out.single("leadline_database_failures_total", Type::Counter, "Jobs that failed.", double(pool.failures));
    out.single("leadline_database_waits_total", Type::Counter, "Jobs that found no free connection.", double(pool.waits));
    out.single("leadline_database_wait_seconds_total", Type::Counter, "Time jobs waited for a connection.",
        double(pool.waitMicros) / 1e6);
    out.single("leadline_database_wait_timeouts_total", Type::Counter, "Jobs that waited too long.", double(pool.timeouts));
    out.single("leadline_database_reconnects_total", Type::Counter, "Connections replaced because the server was gone.",
        double(pool.reconnects));
}

void writeStore(Exposition &out, const StoreCounts &store)
{
    out.family("leadline_tasks", Type::Gauge, "Tasks by state.");
    for (const auto &[state, count] : store.tasks)
        out.sample(double(count), label("state", domain::taskStateSlug(state).toLatin1()));
    out.single("leadline_leads", Type::Gauge, "Leads outside the trash.", double(store.leads));
    // Gauges, because a task that goes into the trash takes its share along.
    out.family("leadline_crawl_pages", Type::Gauge, "Pages of the tasks outside the trash.");
    out.sample(double(store.pages), label("outcome", "read"));
    out.sample(double(store.failedPages), label("outcome", "failed"));
    out.sample(double(store.blockedPages), label("outcome", "blocked"));
    out.single("leadline_crawl_bytes", Type::Gauge, "Bytes of the pages that were read.", double(store.bytes));
    out.family("leadline_crawl_leads", Type::Gauge, "Leads that tasks found.");
    out.sample(double(store.newLeads), label("kind", "new"));
    out.sample(double(store.duplicates), label("kind", "duplicate"));
}

} // namespace

QByteArray toPrometheus(const Metrics &metrics)
{
    Exposition out;
    out.family("leadline_info", Type::Gauge, "The running daemon.");
    out.sample(1, label("version", LEADLINE_VERSION) + ',' + label("instance", metrics.instance.toUtf8()));
    out.single(
        "process_resident_memory_bytes", Type::Gauge, "Resident memory of the daemon.", double(metrics.residentBytes));
    writeRequests(out, metrics);
    writeDatabase(out, metrics.database);
    writeStore(out, metrics.store);
    return out.text();
}

} // namespace leadline::backend
