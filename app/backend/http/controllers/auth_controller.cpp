#include "backend/http/controllers/controllers.h"

#include "protocol/session_json.h"

namespace leadline::backend {

namespace {

QFuture<HttpResponse> grant(const HttpRequest &request, QFuture<Result<protocol::TokenGrant>> future)
{
    return reply(request, std::move(future),
        [](const protocol::TokenGrant &tokens) { return HttpResponse::json(protocol::toJson(tokens)).uncached(); });
}

QFuture<HttpResponse> signIn(AuthService &auth, const HttpRequest &request)
{
    const auto body = request.json().and_then(protocol::localSignInFromJson);
    if (!body)
        return refuse(request, body.error());
    return grant(request, auth.signInLocally(*body));
}

QFuture<HttpResponse> refresh(AuthService &auth, const HttpRequest &request)
{
    const auto token = request.json().and_then(protocol::refreshFromJson);
    if (!token)
        return refuse(request, token.error());
    return grant(request, auth.refresh(*token));
}

QFuture<HttpResponse> ticket(AuthService &auth, const HttpRequest &request)
{
    const auto path = request.json().and_then(protocol::ticketRequestFromJson);
    if (!path)
        return refuse(request, path.error());
    const auto issued = auth.issueTicket(*request.principal, *path);
    if (!issued)
        return refuse(request, issued.error());
    return answer(HttpResponse::json(protocol::toJson(*issued)).uncached());
}

QFuture<HttpResponse> me(const HttpRequest &request)
{
    const Principal &principal = *request.principal;
    return answer(HttpResponse::json(protocol::toJson(protocol::User { principal.user, principal.name, principal.role })));
}

} // namespace

void addAuthRoutes(RouteTable &table, AuthService &auth)
{
    using enum HttpMethod;
    table.handle(Post, u"/api/auth/local", [&auth](const HttpRequest &request) { return signIn(auth, request); });
    table.handle(Post, u"/api/auth/refresh", [&auth](const HttpRequest &request) { return refresh(auth, request); });
    table.handle(Post, u"/api/auth/logout", [&auth](const HttpRequest &request) {
        return reply(request, auth.signOut(*request.principal), [] { return HttpResponse::empty(); });
    });
    table.handle(Get, u"/api/auth/me", me);
    table.handle(Post, u"/api/ws/ticket", [&auth](const HttpRequest &request) { return ticket(auth, request); });
}

} // namespace leadline::backend
