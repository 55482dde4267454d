#include "client/backend_file.h"

#include "protocol/handshake.h"

#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

namespace leadline::client {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

Result<BackendEndpoint> readBackendFile(const QString &path)
{
    constexpr qint64 maxSize = 16 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("no backend runs on this data directory (%1)").arg(path));
    struct stat info
    { };
    if (::fstat(file.handle(), &info) != 0 || info.st_uid != ::geteuid() || (info.st_mode & 077) != 0)
        return failure(ErrorCode::Forbidden, QStringLiteral("%1 must belong to you alone (mode 0600)").arg(path));
    const auto join = protocol::joinFileFromBytes(file.read(maxSize));
    const QUrl url = join ? QUrl(join->url, QUrl::StrictMode) : QUrl();
    if (!join || !url.isValid() || url.host().isEmpty())
        return failure(ErrorCode::Protocol, QStringLiteral("%1 is not a join file").arg(path));
    BackendEndpoint endpoint;
    endpoint.url = url;
    endpoint.pid = join->pid;
    endpoint.grant = { join->secret, join->port, join->instance };
    return endpoint;
}

} // namespace leadline::client
