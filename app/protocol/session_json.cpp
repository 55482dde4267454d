#include "protocol/session_json.h"

#include "domain/slug_table.h"

namespace leadline::protocol {

using namespace domain;

namespace {

constexpr SlugTable<Role, 3> kRoles { { {
    { Role::Reviewer, u"reviewer" },
    { Role::Operator, u"operator" },
    { Role::Admin, u"admin" },
} } };

constexpr qsizetype kMaxToken = 4'000;
constexpr qint64 kMaxLifetime = 365LL * 86'400;

} // namespace

QStringView roleSlug(Role role)
{
    return kRoles.slug(role);
}

std::optional<Role> roleFromSlug(QStringView slug)
{
    return kRoles.value(slug);
}

QJsonObject toJson(const User &user)
{
    return {
        { QStringLiteral("id"), user.id.toString() },
        { QStringLiteral("name"), user.name },
        { QStringLiteral("role"), roleSlug(user.role).toString() },
    };
}

Result<User> userFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    User user;
    in.id(u"id", user.id);
    user.name = in.text(u"name", 200);
    in.slug(u"role", roleFromSlug, user.role);
    return in.finish(std::move(user));
}

QJsonObject toJson(const TokenGrant &grant)
{
    return {
        { QStringLiteral("access_token"), grant.accessToken },
        { QStringLiteral("refresh_token"), grant.refreshToken },
        { QStringLiteral("token_type"), QStringLiteral("Bearer") },
        { QStringLiteral("expires_in"), static_cast<qint64>(grant.expiresIn.count()) },
        { QStringLiteral("user"), toJson(grant.user) },
    };
}

Result<TokenGrant> tokenGrantFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    TokenGrant grant;
    grant.accessToken = in.text(u"access_token", kMaxToken);
    grant.refreshToken = in.text(u"refresh_token", kMaxToken);
    grant.expiresIn = std::chrono::seconds(in.integer(u"expires_in", 0, kMaxLifetime));
    grant.user = in.take(userFromJson(in.object(u"user"), in.pointer(u"user")));
    return in.finish(std::move(grant));
}

QJsonObject toJson(const LocalSignIn &request)
{
    return { { QStringLiteral("nonce"), request.nonce }, { QStringLiteral("proof"), request.proof } };
}

Result<LocalSignIn> localSignInFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    LocalSignIn request;
    request.nonce = in.text(u"nonce", 128);
    request.proof = in.text(u"proof", 64);
    if (request.nonce.size() < 16)
        in.fail(u"nonce", QStringLiteral("is shorter than 16 characters"));
    in.refuseUnknown();
    return in.finish(std::move(request));
}

QJsonObject refreshToJson(const QString &refreshToken)
{
    return { { QStringLiteral("refresh_token"), refreshToken } };
}

Result<QString> refreshFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    return in.finish(in.text(u"refresh_token", kMaxToken));
}

QJsonObject ticketRequestToJson(const QString &path)
{
    return { { QStringLiteral("path"), path } };
}

Result<QString> ticketRequestFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    return in.finish(in.text(u"path", 500));
}

QJsonObject toJson(const WsTicket &ticket)
{
    return {
        { QStringLiteral("ticket"), ticket.ticket },
        { QStringLiteral("expires_in"), static_cast<qint64>(ticket.expiresIn.count()) },
    };
}

Result<WsTicket> wsTicketFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    WsTicket ticket;
    ticket.ticket = in.text(u"ticket", kMaxToken);
    ticket.expiresIn = std::chrono::seconds(in.integer(u"expires_in", 0, kMaxLifetime));
    return in.finish(std::move(ticket));
}

QJsonObject toJson(const Health &health)
{
    return {
        { QStringLiteral("status"), health.status },
        { QStringLiteral("version"), health.version },
        { QStringLiteral("instance"), health.instance },
    };
}

Result<Health> healthFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    Health health;
    health.status = in.text(u"status", 64);
    health.version = in.textOr(u"version", {}, 64);
    health.instance = in.textOr(u"instance", {}, 64);
    return in.finish(std::move(health));
}

QJsonObject toJson(const DemoSite &demo)
{
    QJsonArray groups;
    for (const DemoGroup &group : demo.groups)
        groups.append(QJsonObject {
            { QStringLiteral("key"), group.key }, { QStringLiteral("seeds"), QJsonArray::fromStringList(group.seeds) } });
    return {
        { QStringLiteral("available"), demo.available },
        { QStringLiteral("seeds"), QJsonArray::fromStringList(demo.seeds) },
        { QStringLiteral("groups"), groups },
    };
}

Result<DemoSite> demoSiteFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    DemoSite demo;
    demo.available = in.booleanOr(u"available", false);
    demo.seeds = in.texts(u"seeds", 1'000, 2'000);
    demo.groups = in.list<DemoGroup>(u"groups", 100, [](const QJsonObject &item, const QString &path) -> Result<DemoGroup> {
        ObjectReader member(item, path);
        DemoGroup group { member.text(u"key", 100), member.texts(u"seeds", 1'000, 2'000) };
        return member.finish(std::move(group));
    });
    return in.finish(std::move(demo));
}

} // namespace leadline::protocol
