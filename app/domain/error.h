#pragma once

#include "domain/remark.h"

#include <QString>
#include <QStringView>

#include <chrono>
#include <optional>

namespace leadline::domain {

/// The one error vocabulary of Leadline. Each code has a stable slug (errorCodeSlug) that travels on the wire as the
/// `code` member of RFC 9457 problem details and is mapped to an HTTP status in one place, protocol/problem.h.
enum class ErrorCode {
    InvalidArgument,
    Unauthenticated,
    Forbidden,
    NotFound,
    Gone,
    Conflict,
    AlreadyExists,
    BadState,
    PreconditionFailed,
    PreconditionRequired,
    EpochChanged,
    MutationGap,
    MutationReused,
    SessionCompromised,
    TooLarge,
    RateLimited,
    Unsupported,
    Cancelled,
    Timeout,
    Network,
    Tls,
    Protocol,
    Unavailable,
    Locked,
    Storage,
    DiskFull,
    Corrupt,
    SchemaTooNew,
    Io,
    Internal,
};

[[nodiscard]] QStringView errorCodeSlug(ErrorCode code);
[[nodiscard]] std::optional<ErrorCode> errorCodeFromSlug(QStringView slug);

/// A failure as a value: a stable code, a developer's sentence in English, and the facts a caller may act on.
/// Translation for operators happens in ui/ only, from the code and the facts. Never holds secrets, SQL or file paths of
/// a server. Plain value, may be copied between threads.
class Error
{
public:
    Error() = default;
    Error(ErrorCode code, QString detail);
    /// For what an operator typed and has to be told about; the developer's sentence is the English one.
    Error(ErrorCode code, const Remark &why);

    [[nodiscard]] ErrorCode code() const { return m_code; }
    [[nodiscard]] const QString &detail() const { return m_detail; }

    Remark reason; ///< what the operator is told beyond the code, may be empty
    std::optional<int> httpStatus; ///< status of the HTTP answer that carried the failure
    QString field; ///< JSON pointer or field name the failure is about, may be empty
    std::optional<std::chrono::seconds> retryAfter; ///< what the server asked us to wait
    QString requestId; ///< X-Request-ID of the failing call, may be empty

    [[nodiscard]] bool operator==(const Error &) const = default;

private:
    ErrorCode m_code = ErrorCode::Internal;
    QString m_detail;
};

} // namespace leadline::domain
