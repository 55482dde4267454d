#pragma once

#include "backend/leads/reach.h"
#include "domain/error.h"
#include "domain/id.h"
#include "domain/result.h"
#include "protocol/account_json.h"
#include "protocol/routes.h"
#include "protocol/session_json.h"

#include <QByteArray>
#include <QFuture>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace leadline::backend {

using domain::Error;
using domain::ErrorCode;
using domain::Result;

enum class HttpMethod { Get, Post, Patch, Delete };
[[nodiscard]] QStringView httpMethodName(HttpMethod method);
[[nodiscard]] std::optional<HttpMethod> httpMethodFromName(QByteArrayView name);

/// Who is asking, from a verified access token.
struct Principal
{
    domain::UserId user;
    QString name;
    protocol::Role role = protocol::Role::Reviewer;
    QString session; ///< sid
    qint64 generation = 0;
    domain::Timestamp expiresAt {}; ///< of the access token
    /// An API token is good for these only; empty for a session, which is good for everything its role allows.
    std::optional<std::vector<protocol::Scope>> scopes {};

    /// Whether a route with that scope (empty: for signed-in people only) is open to whoever asks.
    [[nodiscard]] bool mayUse(std::optional<protocol::Scope> scope) const
    {
        return !scopes || (scope && std::find(scopes->begin(), scopes->end(), *scope) != scopes->end());
    }
};

/// What of the store they may see.
[[nodiscard]] inline Reach reachOf(const Principal &principal)
{
    return principal.role == protocol::Role::Admin ? Reach::everything() : Reach::of(principal.user);
}

/// One request as a controller sees it: matched, authenticated, bounded. A value.
struct HttpRequest
{
    HttpMethod method = HttpMethod::Get;
    QString path; ///< without the query
    QStringList parameters; ///< what the `{…}` segments of the pattern matched, in order
    protocol::QueryItems query;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case; the last of several wins
    QByteArray body;
    QString requestId;
    QString peer; ///< address without port
    quint16 localPort = 0;
    std::optional<Principal> principal; ///< always set on routes with a role

    [[nodiscard]] QByteArray header(const QByteArray &lowerCaseName) const { return headers.value(lowerCaseName); }
    [[nodiscard]] QString queryValue(QStringView name, const QString &fallback = {}) const
    {
        return protocol::queryValue(query, name, fallback);
    }
    /// The body as one JSON object; the route's limit already held.
    [[nodiscard]] Result<QJsonObject> json() const;
    /// The n-th path parameter as an id. NotFound when it is not one: a foreign object answers like a missing one.
    template<typename IdType> [[nodiscard]] Result<IdType> id(qsizetype n = 0) const
    {
        if (const auto read = IdType::fromString(parameters.value(n)))
            return *read;
        return domain::failure(ErrorCode::NotFound, QStringLiteral("no such object"));
    }
    /// A whole number of the query within bounds, or `fallback` when absent. InvalidArgument with `field` set otherwise.
    [[nodiscard]] Result<qint64> queryNumber(QStringView name, qint64 fallback, qint64 least, qint64 most) const;
};

/// Gives the next piece of a streamed body, empty at its end. Called again only after the piece before was sent.
using BodySource = std::function<QFuture<Result<QByteArray>>()>;

struct HttpResponse
{
    int status = 200;
    QByteArray contentType;
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    BodySource stream; ///< when set, the body is sent in chunks from here

    [[nodiscard]] static HttpResponse json(const QJsonObject &object, int status = 200);
    [[nodiscard]] static HttpResponse empty(); ///< 204
    [[nodiscard]] static HttpResponse problem(const Error &error, const QString &requestId, const QJsonObject &extra = {});
    [[nodiscard]] HttpResponse &&with(const QByteArray &name, const QByteArray &value) &&;
};

/// A controller. Called in the network thread: no I/O and nothing long before the future.
using HttpHandler = std::function<QFuture<HttpResponse>(const HttpRequest &)>;

/// A future that is finished already.
[[nodiscard]] QFuture<HttpResponse> answer(HttpResponse response);
[[nodiscard]] QFuture<HttpResponse> refuse(const HttpRequest &request, const Error &error);

} // namespace leadline::backend
