#pragma once

#include "domain/result.h"

#include <QByteArray>
#include <QString>

#include <map>

namespace leadline::storage {

/// Files `NNNN_name.sql` of a directory by their number, which begins at 1 and has no gaps; Internal otherwise.
[[nodiscard]] domain::Result<std::map<int, QString>> migrationSteps(const QString &directory);
[[nodiscard]] domain::Result<QByteArray> migrationScript(int number, const QString &file);

} // namespace leadline::storage
