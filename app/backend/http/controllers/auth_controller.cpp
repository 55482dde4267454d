#include "backend/http/controllers/controllers.h"

#include "protocol/account_json.h"
#include "protocol/session_json.h"

namespace leadline::backend {

namespace {

constexpr qsizetype kMaxAgent = 200;

Visit visitOf(const HttpRequest &request)
{
    QString agent = QString::fromUtf8(request.header("user-agent").left(kMaxAgent));
    agent.removeIf([](QChar c) { return !c.isPrint(); });
    return { request.peer, agent, request.requestId };
}

QFuture<HttpResponse> grant(const HttpRequest &request, QFuture<Result<protocol::TokenGrant>> future, int status = 200)
{
    return reply(request, std::move(future),
        [status](const protocol::TokenGrant &tokens) { return HttpResponse::json(protocol::toJson(tokens), status); });
}

QFuture<HttpResponse> signInLocally(AuthService &auth, const HttpRequest &request)
{
    const auto body = request.json().and_then(protocol::localSignInFromJson);
    if (!body)
        return refuse(request, body.error());
    return grant(request, auth.signInLocally(*body, visitOf(request)));
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
    return reply(request, auth.issueTicket(*request.principal, *path),
        [](const protocol::WsTicket &issued) { return HttpResponse::json(protocol::toJson(issued)); });
}

QFuture<HttpResponse> me(const HttpRequest &request)
{
    const Principal &principal = *request.principal;
    return answer(HttpResponse::json(protocol::toJson(protocol::User { principal.user, principal.name, principal.role })));
}

QFuture<HttpResponse> signIn(AccountService &accounts, const HttpRequest &request)
{
    const auto body = request.json().and_then(protocol::signInFromJson);
    if (!body)
        return refuse(request, body.error());
    return grant(request, accounts.signIn(*body, visitOf(request)));
}

QFuture<HttpResponse> registerPerson(AccountService &accounts, const HttpRequest &request)
{
    const auto body = request.json().and_then(protocol::registrationFromJson);
    if (!body)
        return refuse(request, body.error());
    return grant(request, accounts.registerPerson(*body, visitOf(request)), 201);
}

QFuture<HttpResponse> changePassword(AccountService &accounts, const HttpRequest &request)
{
    const auto body = request.json().and_then(protocol::passwordChangeFromJson);
    if (!body)
        return refuse(request, body.error());
    return reply(
        request, accounts.changePassword(*request.principal, *body, visitOf(request)), [] { return HttpResponse::empty(); });
}

QFuture<HttpResponse> createToken(AuthService &auth, const HttpRequest &request)
{
    const auto body = request.json().and_then(protocol::apiTokenRequestFromJson);
    if (!body)
        return refuse(request, body.error());
    return reply(request, auth.createApiToken(*body, actorOf(request)),
        [](const protocol::ApiToken &token) { return HttpResponse::json(protocol::toJson(token), 201); });
}

QFuture<HttpResponse> revokeToken(AuthService &auth, const HttpRequest &request)
{
    const auto id = request.id<protocol::ApiTokenId>();
    if (!id)
        return refuse(request, id.error());
    return reply(request, auth.revokeApiToken(*id, actorOf(request)), [] { return HttpResponse::empty(); });
}

QFuture<HttpResponse> sessions(AccountService &accounts, const HttpRequest &request)
{
    return reply(request, accounts.sessions(*request.principal),
        [](const std::vector<protocol::SessionInfo> &list) { return HttpResponse::json(protocol::itemsToJson(list)); });
}

} // namespace

void addAuthRoutes(RouteTable &table, AuthService &auth, AccountService &accounts)
{
    using enum HttpMethod;
    const auto done = [] { return HttpResponse::empty(); };
    table.handle(Post, u"/api/auth/local", [&auth](const HttpRequest &request) { return signInLocally(auth, request); });
    table.handle(Post, u"/api/auth/login", [&accounts](const HttpRequest &request) { return signIn(accounts, request); });
    table.handle(
        Post, u"/api/auth/register", [&accounts](const HttpRequest &request) { return registerPerson(accounts, request); });
    table.handle(Post, u"/api/auth/refresh", [&auth](const HttpRequest &request) { return refresh(auth, request); });
    table.handle(Post, u"/api/auth/logout",
        [&auth, done](const HttpRequest &request) { return reply(request, auth.signOut(*request.principal), done); });
    table.handle(Post, u"/api/auth/logout-all", [&accounts, done](const HttpRequest &request) {
        return reply(request, accounts.signOutEverywhere(*request.principal), done);
    });
    table.handle(
        Post, u"/api/auth/password", [&accounts](const HttpRequest &request) { return changePassword(accounts, request); });
    table.handle(
        Get, u"/api/auth/sessions", [&accounts](const HttpRequest &request) { return sessions(accounts, request); });
    table.handle(Delete, u"/api/auth/sessions/{id}", [&accounts, done](const HttpRequest &request) {
        return reply(request, accounts.endSession(*request.principal, request.parameters.value(0)), done);
    });
    table.handle(Get, u"/api/auth/tokens", [&auth](const HttpRequest &request) {
        return reply(request, auth.apiTokens(request.principal->user),
            [](const std::vector<protocol::ApiToken> &list) { return HttpResponse::json(protocol::itemsToJson(list)); });
    });
    table.handle(Post, u"/api/auth/tokens", [&auth](const HttpRequest &request) { return createToken(auth, request); });
    table.handle(
        Delete, u"/api/auth/tokens/{id}", [&auth](const HttpRequest &request) { return revokeToken(auth, request); });
    table.handle(Get, u"/api/auth/me", me);
    table.handle(Post, u"/api/ws/ticket", [&auth](const HttpRequest &request) { return ticket(auth, request); });
}

} // namespace leadline::backend
