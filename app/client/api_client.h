#pragma once

#include "client/transport.h"
#include "domain/lead_page.h"
#include "domain/mutation.h"
#include "domain/result.h"
#include "domain/task.h"
#include "protocol/lead_json.h"
#include "protocol/session_json.h"
#include "protocol/stream.h"
#include "protocol/task_json.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace leadline::client {

using domain::Result;

enum class ExportFormat { Csv, Json, JsonLines };

/// A lead together with the version to name in If-Match.
struct VersionedLead
{
    domain::Lead lead;
    QByteArray etag;
};

/// The API of a backend, one typed call per endpoint. Every call finishes exactly once, through the event loop: with a
/// value, or with an Error whose code says what to do. Writes carry an idempotency key, so they are repeated safely when an
/// answer is lost. Large answers are read on a worker thread. Owns nothing but calls under way; the transport must outlive
/// it.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    explicit ApiClient(Transport &transport, QObject *parent = nullptr);
    ~ApiClient() override;

    [[nodiscard]] Transport &transport() { return m_transport; }

    // Server
    [[nodiscard]] QFuture<Result<protocol::Health>> health();
    [[nodiscard]] QFuture<Result<protocol::User>> me();
    [[nodiscard]] QFuture<Result<protocol::WsTicket>> socketTicket(const QString &path);
    [[nodiscard]] QFuture<Result<protocol::DemoSite>> demo();
    /// Edits of the demo's second person, from her own client. NotFound without a demo site.
    [[nodiscard]] QFuture<Result<domain::PushAnswer>> pushAsDemoColleague(const domain::PushRequest &request);

    // Tasks
    [[nodiscard]] QFuture<Result<domain::Task>> createTask(const domain::TaskSpec &spec, bool start);
    [[nodiscard]] QFuture<Result<protocol::TaskPage>> tasks(int limit, int offset = 0);
    [[nodiscard]] QFuture<Result<domain::Task>> task(const domain::TaskId &id);
    [[nodiscard]] QFuture<Result<domain::Task>> taskAction(const domain::TaskId &id, protocol::routes::TaskAction action);
    [[nodiscard]] QFuture<Result<void>> removeTask(const domain::TaskId &id);
    /// Start addresses with an index above `after`; -1 for the first page.
    [[nodiscard]] QFuture<Result<protocol::SitePage>> sites(const domain::TaskId &id, int after, int limit);
    /// Events numbered above `since`, oldest first.
    [[nodiscard]] QFuture<Result<protocol::EventPage>> events(
        const domain::TaskId &id, protocol::Stream stream, qint64 since, int limit);

    // Leads
    [[nodiscard]] QFuture<Result<domain::LeadPage>> leads(const domain::LeadQuery &query, bool detail = false);
    [[nodiscard]] QFuture<Result<domain::LeadFacets>> facets(const domain::LeadFilter &filter);
    [[nodiscard]] QFuture<Result<VersionedLead>> lead(const domain::LeadId &id);
    [[nodiscard]] QFuture<Result<std::vector<domain::AuditEntry>>> leadHistory(const domain::LeadId &id);
    /// Streams the export to `sink` as it comes; the sink answers false to give up.
    [[nodiscard]] QFuture<Result<void>> exportLeads(
        ExportFormat format, const domain::LeadFilter &filter, std::function<bool(const QByteArray &)> sink);

    // Synchronisation
    [[nodiscard]] QFuture<Result<domain::ChangePage>> changes(
        qint64 since, const QString &epoch, const domain::ClientId &client, int limit);
    [[nodiscard]] QFuture<Result<domain::PushAnswer>> push(const domain::PushRequest &request);

private:
    [[nodiscard]] QFuture<Result<domain::PushAnswer>> pushTo(QStringView path, const domain::PushRequest &request);
    template<typename T, typename Decode> [[nodiscard]] QFuture<Result<T>> call(ApiRequest request, Decode decode);
    [[nodiscard]] QFuture<Result<void>> callVoid(ApiRequest request);

    Transport &m_transport;
};

} // namespace leadline::client
