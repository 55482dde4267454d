#pragma once

#include "domain/result.h"

#include <QString>
#include <QStringList>

namespace leadline::leadctl {

/// Start addresses of a file as domain::seedsFromFile() reads them; `-` is standard input. Fails with Io, TooLarge (64 MB),
/// or InvalidArgument when there is no such column or no address.
[[nodiscard]] domain::Result<QStringList> readSeeds(const QString &path, const QString &column);

} // namespace leadline::leadctl
