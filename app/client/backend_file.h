#pragma once

#include "client/session.h"
#include "domain/result.h"

#include <QString>
#include <QUrl>

namespace leadline::client {

/// Where a backend is and how to prove that we belong to its user.
struct BackendEndpoint
{
    QUrl url;
    qint64 pid = 0;
    LocalGrant grant;
};

/// Reads the join file a running backend leaves in its data directory (backend.json). Fails with NotFound when there is
/// none, Forbidden when it belongs to, or can be read or written by, somebody else, Protocol when it is not a join file.
[[nodiscard]] domain::Result<BackendEndpoint> readBackendFile(const QString &path);

} // namespace leadline::client
