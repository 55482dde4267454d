#include "protocol/problem.h"

#include "protocol/remark_json.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <array>

namespace leadline::protocol {

namespace {

struct StatusRow
{
    ErrorCode code;
    int status;
};

/// Codes that only a client can have (network, tls …) map to 502/504: a server that must pass one on is a gateway.
constexpr std::array kStatus {
    StatusRow { ErrorCode::InvalidArgument, 400 },
    StatusRow { ErrorCode::Unauthenticated, 401 },
    StatusRow { ErrorCode::SessionCompromised, 401 },
    StatusRow { ErrorCode::Forbidden, 403 },
    StatusRow { ErrorCode::NotFound, 404 },
    StatusRow { ErrorCode::Timeout, 408 },
    StatusRow { ErrorCode::Conflict, 409 },
    StatusRow { ErrorCode::AlreadyExists, 409 },
    StatusRow { ErrorCode::BadState, 409 },
    StatusRow { ErrorCode::EpochChanged, 409 },
    StatusRow { ErrorCode::MutationGap, 409 },
    StatusRow { ErrorCode::Gone, 410 },
    StatusRow { ErrorCode::PreconditionFailed, 412 },
    StatusRow { ErrorCode::TooLarge, 413 },
    StatusRow { ErrorCode::Unsupported, 415 },
    StatusRow { ErrorCode::MutationReused, 422 },
    StatusRow { ErrorCode::PreconditionRequired, 428 },
    StatusRow { ErrorCode::RateLimited, 429 },
    StatusRow { ErrorCode::Cancelled, 499 },
    StatusRow { ErrorCode::Internal, 500 },
    StatusRow { ErrorCode::Storage, 500 },
    StatusRow { ErrorCode::Corrupt, 500 },
    StatusRow { ErrorCode::SchemaTooNew, 500 },
    StatusRow { ErrorCode::Io, 500 },
    StatusRow { ErrorCode::Network, 502 },
    StatusRow { ErrorCode::Tls, 502 },
    StatusRow { ErrorCode::Protocol, 502 },
    StatusRow { ErrorCode::Unavailable, 503 },
    StatusRow { ErrorCode::Locked, 503 },
    StatusRow { ErrorCode::DiskFull, 507 },
};

struct TitleRow
{
    int status;
    const char16_t *title;
};
constexpr std::array kTitles {
    TitleRow { 200, u"OK" },
    TitleRow { 201, u"Created" },
    TitleRow { 204, u"No Content" },
    TitleRow { 304, u"Not Modified" },
    TitleRow { 400, u"Bad Request" },
    TitleRow { 401, u"Unauthorized" },
    TitleRow { 403, u"Forbidden" },
    TitleRow { 404, u"Not Found" },
    TitleRow { 405, u"Method Not Allowed" },
    TitleRow { 408, u"Request Timeout" },
    TitleRow { 409, u"Conflict" },
    TitleRow { 410, u"Gone" },
    TitleRow { 411, u"Length Required" },
    TitleRow { 412, u"Precondition Failed" },
    TitleRow { 413, u"Content Too Large" },
    TitleRow { 414, u"URI Too Long" },
    TitleRow { 415, u"Unsupported Media Type" },
    TitleRow { 421, u"Misdirected Request" },
    TitleRow { 422, u"Unprocessable Content" },
    TitleRow { 426, u"Upgrade Required" },
    TitleRow { 428, u"Precondition Required" },
    TitleRow { 429, u"Too Many Requests" },
    TitleRow { 431, u"Request Header Fields Too Large" },
    TitleRow { 499, u"Cancelled" },
    TitleRow { 500, u"Internal Server Error" },
    TitleRow { 501, u"Not Implemented" },
    TitleRow { 502, u"Bad Gateway" },
    TitleRow { 503, u"Service Unavailable" },
    TitleRow { 504, u"Gateway Timeout" },
    TitleRow { 507, u"Insufficient Storage" },
};

constexpr qsizetype kMaxProblem = 64 * 1024;

} // namespace

int httpStatus(ErrorCode code)
{
    for (const StatusRow &row : kStatus) {
        if (row.code == code)
            return row.status;
    }
    return 500;
}

ErrorCode codeOfStatus(int status)
{
    // The first row of a status is its plain meaning, except that a bare 409 says no more than "conflict".
    for (const StatusRow &row : kStatus) {
        if (row.status == status)
            return row.code;
    }
    if (status == 405 || status == 426 || status == 501)
        return ErrorCode::Unsupported;
    if (status == 431)
        return ErrorCode::TooLarge;
    if (status == 504)
        return ErrorCode::Timeout;
    if (status >= 500)
        return ErrorCode::Unavailable;
    return status >= 400 ? ErrorCode::InvalidArgument : ErrorCode::Protocol;
}

QString statusTitle(int status)
{
    for (const TitleRow &row : kTitles) {
        if (row.status == status)
            return QStringView(row.title).toString();
    }
    return QStringLiteral("Error");
}

QJsonObject toProblem(const Error &error, const QString &requestId)
{
    const int status = error.httpStatus.value_or(httpStatus(error.code()));
    QJsonObject out {
        { QStringLiteral("type"), QStringLiteral("about:blank") },
        { QStringLiteral("title"), statusTitle(status) },
        { QStringLiteral("status"), status },
        { QStringLiteral("detail"), error.detail() },
        { QStringLiteral("code"), domain::errorCodeSlug(error.code()).toString() },
        { QStringLiteral("request_id"), requestId },
    };
    if (!error.reason.isEmpty())
        writeRemark(out, u"detail", error.reason);
    if (!error.field.isEmpty()) {
        out.insert(QStringLiteral("errors"),
            QJsonArray { QJsonObject {
                { QStringLiteral("pointer"), error.field },
                { QStringLiteral("detail"), error.detail() },
            } });
    }
    if (error.retryAfter)
        out.insert(QStringLiteral("retry_after"), static_cast<qint64>(error.retryAfter->count()));
    return out;
}

Error errorFromProblem(int status, QByteArrayView body)
{
    ErrorCode code = codeOfStatus(status);
    QString detail = QStringLiteral("the server answered %1 %2").arg(status).arg(statusTitle(status));
    const Result<QJsonObject> object = parseObject(body, kMaxProblem);
    if (!object) {
        Error error(code, detail);
        error.httpStatus = status;
        return error;
    }
    if (const auto named = domain::errorCodeFromSlug(object->value(QStringLiteral("code")).toString()))
        code = *named;
    const QString told = object->value(QStringLiteral("detail")).toString().left(2'000);
    Error error(code, told.isEmpty() ? detail : told);
    ObjectReader in(*object);
    if (domain::Remark reason = readRemark(in, u"detail"); reason.code() != domain::RemarkCode::Plain)
        error.reason = std::move(reason);
    error.httpStatus = status;
    error.requestId = object->value(QStringLiteral("request_id")).toString().left(200);
    error.field = object->value(QStringLiteral("errors"))
                      .toArray()
                      .first()
                      .toObject()
                      .value(QStringLiteral("pointer"))
                      .toString()
                      .left(500);
    const qint64 wait = object->value(QStringLiteral("retry_after")).toInteger(-1);
    if (wait >= 0)
        error.retryAfter = std::chrono::seconds(std::clamp<qint64>(wait, 1, 900));
    return error;
}

std::optional<std::chrono::seconds> parseRetryAfter(QStringView value, domain::Timestamp now)
{
    bool isNumber = false;
    const qlonglong number = value.trimmed().toLongLong(&isNumber);
    qint64 wait = number;
    if (!isNumber) {
        QDateTime date
            = QLocale::c().toDateTime(value.trimmed().toString(), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
        if (!date.isValid())
            return std::nullopt;
        date.setTimeZone(QTimeZone::utc());
        wait = (date.toMSecsSinceEpoch() - domain::toMilliseconds(now)) / 1'000;
    } else if (number < 0) {
        return std::nullopt;
    }
    return std::chrono::seconds(std::clamp<qint64>(wait, 1, 900));
}

} // namespace leadline::protocol
