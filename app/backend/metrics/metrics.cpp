#include "backend/metrics/metrics.h"

namespace leadline::backend {

using domain::Result;
using storage::Connection;
using storage::Statement;

Result<StoreCounts> countStore(Connection &connection)
{
    StoreCounts counts;
    auto tasks = TaskRepository::countByState(connection);
    LEADLINE_TRY(tasks);
    counts.tasks = std::move(*tasks);
    const auto sums = connection.prepare(
        QStringLiteral("SELECT coalesce(sum(new_leads), 0), coalesce(sum(duplicates), 0), coalesce(sum(pages), 0), "
                       "coalesce(sum(failed), 0), coalesce(sum(blocked), 0), coalesce(sum(bytes), 0) "
                       "FROM live_task"));
    LEADLINE_TRY(sums);
    LEADLINE_TRY((*sums)->each([&](const Statement &row) {
        counts.newLeads = row.integer(0);
        counts.duplicates = row.integer(1);
        counts.pages = row.integer(2);
        counts.failedPages = row.integer(3);
        counts.blockedPages = row.integer(4);
        counts.bytes = row.integer(5);
    }));
    const auto leads = connection.prepare(QStringLiteral("SELECT count(*) FROM live_lead"));
    LEADLINE_TRY(leads);
    LEADLINE_TRY((*leads)->each([&](const Statement &row) { counts.leads = row.integer(0); }));
    return counts;
}

QJsonObject statisticsToJson(const storage::Statistics &statistics)
{
    return {
        { QStringLiteral("size"), statistics.size },
        { QStringLiteral("checked_in"), statistics.checkedIn },
        { QStringLiteral("checked_out"), statistics.checkedOut },
        { QStringLiteral("overflow"), statistics.overflow },
        { QStringLiteral("reachable"), statistics.isReachable },
        { QStringLiteral("waits"), statistics.waits },
        { QStringLiteral("wait_us"), statistics.waitMicros },
        { QStringLiteral("longest_wait_us"), statistics.longestWaitMicros },
        { QStringLiteral("timeouts"), statistics.timeouts },
        { QStringLiteral("reconnects"), statistics.reconnects },
        { QStringLiteral("readers"), statistics.readers },
        { QStringLiteral("busy_readers"), statistics.busyReaders },
        { QStringLiteral("queued_reads"), statistics.queuedReads },
        { QStringLiteral("queued_writes"), statistics.queuedWrites },
        { QStringLiteral("reads"), statistics.reads },
        { QStringLiteral("writes"), statistics.writes },
        { QStringLiteral("failures"), statistics.failures },
        { QStringLiteral("read_us"), statistics.readMicros },
        { QStringLiteral("write_us"), statistics.writeMicros },
        { QStringLiteral("longest_read_us"), statistics.longestReadMicros },
        { QStringLiteral("longest_write_us"), statistics.longestWriteMicros },
    };
}

QJsonObject toJson(const Metrics &metrics)
{
    QJsonObject tasks;
    for (const auto &[state, count] : metrics.store.tasks)
        tasks.insert(domain::taskStateSlug(state).toString(), count);
    const HttpMetrics &http = *metrics.http;
    return {
        { QStringLiteral("version"), QStringLiteral(LEADLINE_VERSION) },
        { QStringLiteral("instance"), metrics.instance },
        { QStringLiteral("resident_bytes"), metrics.residentBytes },
        { QStringLiteral("live_sockets"), metrics.liveSockets },
        { QStringLiteral("http"),
            QJsonObject {
                { QStringLiteral("requests"), http.requests() },
                { QStringLiteral("client_errors"), http.requestsOf(4) },
                { QStringLiteral("server_errors"), http.requestsOf(5) },
                { QStringLiteral("connections"), http.connections.load() },
                { QStringLiteral("refused_connections"), http.refusedConnections.load() },
            } },
        { QStringLiteral("database"), statisticsToJson(metrics.database) },
        { QStringLiteral("tasks"), tasks },
        { QStringLiteral("crawl"),
            QJsonObject {
                { QStringLiteral("pages"), metrics.store.pages },
                { QStringLiteral("failed_pages"), metrics.store.failedPages },
                { QStringLiteral("blocked_pages"), metrics.store.blockedPages },
                { QStringLiteral("bytes"), metrics.store.bytes },
                { QStringLiteral("new_leads"), metrics.store.newLeads },
                { QStringLiteral("duplicates"), metrics.store.duplicates },
            } },
        { QStringLiteral("leads"), metrics.store.leads },
    };
}

} // namespace leadline::backend
