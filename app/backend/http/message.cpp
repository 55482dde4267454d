#include "backend/http/message.h"

#include "domain/async.h"
#include "protocol/json.h"
#include "protocol/problem.h"

#include <limits>

namespace leadline::backend {

namespace {

constexpr std::pair<HttpMethod, const char16_t *> kMethods[] {
    { HttpMethod::Get, u"GET" },
    { HttpMethod::Post, u"POST" },
    { HttpMethod::Patch, u"PATCH" },
    { HttpMethod::Delete, u"DELETE" },
};

} // namespace

QStringView httpMethodName(HttpMethod method)
{
    for (const auto &[known, name] : kMethods) {
        if (known == method)
            return name;
    }
    return {};
}

std::optional<HttpMethod> httpMethodFromName(QByteArrayView name)
{
    for (const auto &[method, known] : kMethods) {
        if (QLatin1StringView(name) == QStringView(known))
            return method;
    }
    return std::nullopt;
}

Result<QJsonObject> HttpRequest::json() const
{
    return protocol::parseObject(body, std::numeric_limits<qsizetype>::max());
}

Result<qint64> HttpRequest::queryNumber(QStringView name, qint64 fallback, qint64 least, qint64 most) const
{
    const QString text = queryValue(name);
    if (text.isEmpty())
        return fallback;
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (isNumber && number >= least && number <= most)
        return number;
    Error error(ErrorCode::InvalidArgument,
        QStringLiteral("%1 must be between %2 and %3").arg(name.toString()).arg(least).arg(most));
    error.field = name.toString();
    return domain::failure(std::move(error));
}

HttpResponse HttpResponse::json(const QJsonObject &object, int status)
{
    HttpResponse response;
    response.status = status;
    response.contentType = "application/json";
    response.body = protocol::toBytes(object);
    return response;
}

HttpResponse HttpResponse::empty()
{
    HttpResponse response;
    response.status = 204;
    return response;
}

HttpResponse HttpResponse::problem(const Error &error, const QString &requestId, const QJsonObject &extra)
{
    QJsonObject body = protocol::toProblem(error, requestId);
    for (auto it = extra.begin(); it != extra.end(); ++it)
        body.insert(it.key(), it.value());
    HttpResponse response;
    response.status = body.value(QStringLiteral("status")).toInt();
    response.contentType = protocol::kProblemType;
    response.body = protocol::toBytes(body);
    if (response.status == 401)
        response.headers.push_back({ "WWW-Authenticate", "Bearer" });
    if (error.retryAfter)
        response.headers.push_back({ "Retry-After", QByteArray::number(qint64(error.retryAfter->count())) });
    return response;
}

HttpResponse &&HttpResponse::with(const QByteArray &name, const QByteArray &value) &&
{
    headers.push_back({ name, value });
    return std::move(*this);
}

QFuture<HttpResponse> answer(HttpResponse response)
{
    return domain::ready(std::move(response));
}

QFuture<HttpResponse> refuse(const HttpRequest &request, const Error &error)
{
    return answer(HttpResponse::problem(error, request.requestId));
}

} // namespace leadline::backend
