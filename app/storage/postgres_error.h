#pragma once

#include "domain/error.h"

#include <QByteArrayView>

struct pg_conn;
struct pg_result;

namespace leadline::storage {

/// How long a caller may wait before it asks a database that was away again.
inline constexpr std::chrono::seconds kAwayRetry { 2 };

/// The failure of a result; null when the server sent none, which means that it is gone. Logs the server's own text under
/// `leadline.storage`; the Error carries none of it, because it may quote SQL or values.
[[nodiscard]] domain::Error postgresError(pg_conn *connection, const pg_result *result);
/// The same from an SQLSTATE and a text.
[[nodiscard]] domain::Error postgresError(pg_conn *connection, const QByteArray &state, const QString &text);
/// Maps an SQLSTATE (PostgreSQL, appendix A).
[[nodiscard]] domain::ErrorCode errorCodeOfState(QByteArrayView state);

} // namespace leadline::storage
