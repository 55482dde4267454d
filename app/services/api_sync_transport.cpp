#include "services/sync_transport.h"

#include "client/api_client.h"

#include <memory>

namespace leadline::services {

namespace {

class ApiSyncTransport final : public SyncTransport
{
public:
    explicit ApiSyncTransport(client::ApiClient &client)
        : m_client(client)
    { }

    QFuture<domain::Result<domain::ChangePage>> changes(
        qint64 since, const QString &epoch, const domain::ClientId &client, int limit) override
    {
        return m_client.changes(since, epoch, client, limit);
    }
    QFuture<domain::Result<domain::PushAnswer>> push(const domain::PushRequest &request) override
    {
        return m_client.push(request);
    }
    QFuture<domain::Result<std::vector<domain::AuditEntry>>> history(const domain::LeadId &lead) override
    {
        return m_client.leadHistory(lead);
    }

private:
    client::ApiClient &m_client;
};

} // namespace

std::unique_ptr<SyncTransport> makeApiSyncTransport(client::ApiClient &client)
{
    return std::make_unique<ApiSyncTransport>(client);
}

} // namespace leadline::services
