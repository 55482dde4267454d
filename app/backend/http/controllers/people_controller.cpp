#include "backend/http/controllers/controllers.h"

#include "protocol/account_json.h"

namespace leadline::backend {

using domain::UserId;

namespace {

HttpResponse invitationAnswer(const protocol::Invitation &invitation)
{
    return HttpResponse::json(protocol::toJson(invitation), 201);
}

QFuture<HttpResponse> change(PeopleService &people, const HttpRequest &request)
{
    const auto id = request.id<UserId>();
    if (!id)
        return refuse(request, id.error());
    const auto patch = request.json().and_then(protocol::accountPatchFromJson);
    if (!patch)
        return refuse(request, patch.error());
    return reply(request, people.change(*id, *patch, actorOf(request)),
        [](const protocol::Account &account) { return HttpResponse::json(protocol::toJson(account)); });
}

QFuture<HttpResponse> invite(PeopleService &people, const HttpRequest &request)
{
    const auto body = request.json().and_then(protocol::invitationRequestFromJson);
    if (!body)
        return refuse(request, body.error());
    return reply(request, people.invite(*body, actorOf(request)), invitationAnswer);
}

QFuture<HttpResponse> allowReset(PeopleService &people, const HttpRequest &request)
{
    const auto id = request.id<UserId>();
    if (!id)
        return refuse(request, id.error());
    return reply(request, people.allowReset(*id, actorOf(request)), invitationAnswer);
}

QFuture<HttpResponse> signOut(PeopleService &people, const HttpRequest &request)
{
    const auto id = request.id<UserId>();
    if (!id)
        return refuse(request, id.error());
    return reply(request, people.signOut(*id, actorOf(request)), [] { return HttpResponse::empty(); });
}

QFuture<HttpResponse> uninvite(PeopleService &people, const HttpRequest &request)
{
    const auto id = request.id<protocol::InvitationId>();
    if (!id)
        return refuse(request, id.error());
    return reply(request, people.revokeInvitation(*id, actorOf(request)), [] { return HttpResponse::empty(); });
}

} // namespace

void addPeopleRoutes(RouteTable &table, PeopleService &people)
{
    using enum HttpMethod;
    table.handle(Get, u"/api/users", [&people](const HttpRequest &request) {
        return reply(request, people.people(),
            [](const std::vector<protocol::Account> &list) { return HttpResponse::json(protocol::itemsToJson(list)); });
    });
    table.handle(Patch, u"/api/users/{id}", [&people](const HttpRequest &request) { return change(people, request); });
    table.handle(
        Post, u"/api/users/{id}/reset", [&people](const HttpRequest &request) { return allowReset(people, request); });
    table.handle(
        Post, u"/api/users/{id}/logout", [&people](const HttpRequest &request) { return signOut(people, request); });
    table.handle(Get, u"/api/invitations", [&people](const HttpRequest &request) {
        return reply(request, people.invitations(),
            [](const std::vector<protocol::Invitation> &list) { return HttpResponse::json(protocol::itemsToJson(list)); });
    });
    table.handle(Post, u"/api/invitations", [&people](const HttpRequest &request) { return invite(people, request); });
    table.handle(
        Delete, u"/api/invitations/{id}", [&people](const HttpRequest &request) { return uninvite(people, request); });
}

} // namespace leadline::backend
