#pragma once

#include "domain/result.h"

#include <QByteArray>
#include <QString>

namespace leadline::backend {

/// Puts a file in place that only this user may read (0600): whole or not at all, and synced before it appears.
[[nodiscard]] domain::Result<void> writePrivateFile(const QString &path, const QByteArray &bytes);

} // namespace leadline::backend
