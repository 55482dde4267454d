#pragma once

#include "domain/error.h"
#include "protocol/json.h"

namespace leadline::protocol {

inline constexpr char kProblemType[] = "application/problem+json";

/// The one place where the error vocabulary meets HTTP.
[[nodiscard]] int httpStatus(ErrorCode code);
/// For answers without problem details: what a bare status means.
[[nodiscard]] ErrorCode codeOfStatus(int status);
/// Reason phrase of a status Leadline uses, "Error" otherwise.
[[nodiscard]] QString statusTitle(int status);

/// RFC 9457 problem details: type, title, status, detail, code, request_id, and errors[] when the failure names a field.
[[nodiscard]] QJsonObject toProblem(const Error &error, const QString &requestId);
/// Reads an error answer of any server. Total: what cannot be read becomes an Error with the code of the status.
/// `retryAfter` is set from the `retry_after` member; a Retry-After header wins, which is the caller's to read.
[[nodiscard]] Error errorFromProblem(int status, QByteArrayView body);

/// Retry-After of RFC 9110: seconds or an IMF-fixdate, clamped to 1 s … 15 min. Empty when unreadable.
[[nodiscard]] std::optional<std::chrono::seconds> parseRetryAfter(QStringView value, domain::Timestamp now);

} // namespace leadline::protocol
