#pragma once

#include "domain/error.h"

#include <QSqlError>

struct sqlite3;

namespace leadline::storage {

/// The failure the connection has just had. Logs SQLite's own text under `leadline.storage`; the Error carries none of it,
/// because it may quote SQL or paths.
[[nodiscard]] domain::Error lastError(sqlite3 *handle);
/// The failure of a Qt Sql call; uses the handle's code when there is one.
[[nodiscard]] domain::Error errorOf(const QSqlError &error, sqlite3 *handle);
/// Maps a (possibly extended) SQLite code. `systemError` is errno of the failed call: code 10 with ENOSPC means a full disk
/// just as code 13 does.
[[nodiscard]] domain::ErrorCode errorCodeOf(int sqliteCode, int systemError);

} // namespace leadline::storage
