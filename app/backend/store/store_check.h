#pragma once

#include "domain/result.h"
#include "storage/store_address.h"

#include <QStringList>

namespace leadline::backend {

/// What `leadlined check` found out about a store.
struct StoreFindings
{
    int schema = 0;
    QString epoch;
    qint64 leads = 0; ///< in the trash included
    qint64 tasks = 0;
    qint64 auditRows = 0;
    QStringList problems; ///< one sentence each, in English; empty = everything holds
};

/// Reads the whole store and compares it with what must hold: the engine's own checks, references, numbers of the feed and
/// of the results streams, full text for every lead. Changes nothing; a daemon may be running.
[[nodiscard]] domain::Result<StoreFindings> checkServerStore(const storage::StoreAddress &address);

} // namespace leadline::backend
