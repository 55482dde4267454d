#pragma once

#include "domain/lead.h"
#include "domain/mutation.h"
#include "domain/result.h"

#include <QFuture>

#include <memory>
#include <vector>

namespace leadline::client {
class ApiClient;
}

namespace leadline::services {

/// What synchronisation needs of a backend. Errors that matter: EpochChanged, Gone (cursor too old),
/// MutationGap, MutationReused; everything else is "try again later". Called in the thread of SyncService.
class SyncTransport
{
public:
    virtual ~SyncTransport() = default;
    /// Changes above `since`; an empty epoch means a first contact.
    virtual QFuture<domain::Result<domain::ChangePage>> changes(
        qint64 since, const QString &epoch, const domain::ClientId &client, int limit)
        = 0;
    virtual QFuture<domain::Result<domain::PushAnswer>> push(const domain::PushRequest &request) = 0;
    virtual QFuture<domain::Result<std::vector<domain::AuditEntry>>> history(const domain::LeadId &lead) = 0;
};

/// The transport over the real API. The client must outlive it.
[[nodiscard]] std::unique_ptr<SyncTransport> makeApiSyncTransport(client::ApiClient &client);

} // namespace leadline::services
