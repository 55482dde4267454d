#include "protocol/account_json.h"

#include "domain/slug_table.h"

#include <algorithm>

namespace leadline::protocol {

using namespace domain;

namespace {

constexpr qsizetype kMaxEmail = 320;
constexpr qsizetype kMaxName = 200;
constexpr qsizetype kMaxPassword = 4'000; ///< its own, tighter limit is in bytes
constexpr qsizetype kMaxCode = 200;
constexpr qint64 kMaxHours = 720;
constexpr qint64 kMaxTokenDays = 3'650;

constexpr SlugTable<InvitationPurpose, 3> kPurposes { { {
    { InvitationPurpose::Join, u"join" },
    { InvitationPurpose::FirstAdmin, u"first-admin" },
    { InvitationPurpose::Reset, u"reset" },
} } };

constexpr SlugTable<Scope, 5> kScopes { { {
    { Scope::Read, u"read" },
    { Scope::Review, u"review" },
    { Scope::Tasks, u"tasks" },
    { Scope::Export, u"export" },
    { Scope::Admin, u"admin" },
} } };

QJsonArray scopesToJson(const std::vector<Scope> &scopes)
{
    QJsonArray out;
    for (const Scope scope : scopes)
        out.append(kScopes.slug(scope).toString());
    return out;
}

std::vector<Scope> readScopes(ObjectReader &in)
{
    std::vector<Scope> out;
    for (const QString &slug : in.texts(u"scopes", 16, 64)) {
        const auto scope = kScopes.value(slug);
        if (!scope)
            in.fail(u"scopes", QStringLiteral("must hold read, review, tasks, export or admin"));
        else if (std::find(out.begin(), out.end(), *scope) == out.end())
            out.push_back(*scope);
    }
    return out;
}

QString slugText(QStringView slug)
{
    return slug.toString();
}

} // namespace

QStringView invitationPurposeSlug(InvitationPurpose purpose)
{
    return kPurposes.slug(purpose);
}

std::optional<InvitationPurpose> invitationPurposeFromSlug(QStringView slug)
{
    return kPurposes.value(slug);
}

QJsonObject toJson(const SignIn &request)
{
    return { { QStringLiteral("email"), request.email }, { QStringLiteral("password"), request.password } };
}

Result<SignIn> signInFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    SignIn request;
    request.email = in.text(u"email", kMaxEmail);
    request.password = in.text(u"password", kMaxPassword);
    in.refuseUnknown();
    return in.finish(std::move(request));
}

QJsonObject toJson(const Registration &request)
{
    return {
        { QStringLiteral("invitation"), request.invitation },
        { QStringLiteral("email"), request.email },
        { QStringLiteral("name"), request.name },
        { QStringLiteral("password"), request.password },
    };
}

Result<Registration> registrationFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    Registration request;
    request.invitation = in.textOr(u"invitation", {}, kMaxCode);
    request.email = in.textOr(u"email", {}, kMaxEmail);
    request.name = in.textOr(u"name", {}, kMaxName).simplified();
    request.password = in.text(u"password", kMaxPassword);
    in.refuseUnknown();
    return in.finish(std::move(request));
}

QJsonObject toJson(const PasswordChange &request)
{
    return { { QStringLiteral("current_password"), request.current }, { QStringLiteral("new_password"), request.wanted } };
}

Result<PasswordChange> passwordChangeFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    PasswordChange request;
    request.current = in.text(u"current_password", kMaxPassword);
    request.wanted = in.text(u"new_password", kMaxPassword);
    in.refuseUnknown();
    return in.finish(std::move(request));
}

QJsonObject toJson(const SessionInfo &session)
{
    return {
        { QStringLiteral("id"), session.id },
        { QStringLiteral("created_at"), toRfc3339(session.createdAt) },
        { QStringLiteral("used_at"), toRfc3339(session.usedAt) },
        { QStringLiteral("address"), session.address },
        { QStringLiteral("agent"), session.agent },
        { QStringLiteral("current"), session.isCurrent },
    };
}

Result<SessionInfo> sessionInfoFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    SessionInfo session;
    session.id = in.text(u"id", 64);
    session.createdAt = in.time(u"created_at");
    session.usedAt = in.time(u"used_at");
    session.address = in.textOr(u"address", {}, 100);
    session.agent = in.textOr(u"agent", {}, 1'000);
    session.isCurrent = in.booleanOr(u"current", false);
    return in.finish(std::move(session));
}

QJsonObject toJson(const Invitation &invitation)
{
    QJsonObject out {
        { QStringLiteral("id"), invitation.id.toString() },
        { QStringLiteral("purpose"), slugText(invitationPurposeSlug(invitation.purpose)) },
        { QStringLiteral("email"), invitation.email },
        { QStringLiteral("role"), slugText(roleSlug(invitation.role)) },
        { QStringLiteral("created_by"), invitation.createdBy },
        { QStringLiteral("created_at"), toRfc3339(invitation.createdAt) },
        { QStringLiteral("expires_at"), toRfc3339(invitation.expiresAt) },
        { QStringLiteral("used_at"), timeOrNull(invitation.usedAt) },
        { QStringLiteral("revoked_at"), timeOrNull(invitation.revokedAt) },
    };
    if (!invitation.code.isEmpty())
        out.insert(QStringLiteral("code"), invitation.code);
    return out;
}

Result<Invitation> invitationFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    Invitation invitation;
    in.id(u"id", invitation.id);
    in.slug(u"purpose", invitationPurposeFromSlug, invitation.purpose);
    invitation.email = in.textOr(u"email", {}, kMaxEmail);
    in.slug(u"role", roleFromSlug, invitation.role);
    invitation.createdBy = in.textOr(u"created_by", {}, kMaxName);
    invitation.createdAt = in.time(u"created_at");
    invitation.expiresAt = in.time(u"expires_at");
    invitation.usedAt = in.optionalTime(u"used_at");
    invitation.revokedAt = in.optionalTime(u"revoked_at");
    invitation.code = in.textOr(u"code", {}, kMaxCode);
    return in.finish(std::move(invitation));
}

QJsonObject toJson(const InvitationRequest &request)
{
    return {
        { QStringLiteral("email"), request.email },
        { QStringLiteral("role"), slugText(roleSlug(request.role)) },
        { QStringLiteral("expires_in_hours"), static_cast<qint64>(request.lifetime.count()) },
    };
}

Result<InvitationRequest> invitationRequestFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    InvitationRequest request;
    request.email = in.textOr(u"email", {}, kMaxEmail).trimmed();
    in.slug(u"role", roleFromSlug, request.role);
    request.lifetime = std::chrono::hours(in.integerOr(u"expires_in_hours", request.lifetime.count(), 1, kMaxHours));
    in.refuseUnknown();
    return in.finish(std::move(request));
}

QJsonObject toJson(const Account &account)
{
    return {
        { QStringLiteral("id"), account.id.toString() },
        { QStringLiteral("email"), account.email },
        { QStringLiteral("name"), account.name },
        { QStringLiteral("role"), slugText(roleSlug(account.role)) },
        { QStringLiteral("created_at"), toRfc3339(account.createdAt) },
        { QStringLiteral("disabled_at"), timeOrNull(account.disabledAt) },
        { QStringLiteral("last_seen_at"), timeOrNull(account.lastSeenAt) },
    };
}

Result<Account> accountFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    Account account;
    in.id(u"id", account.id);
    account.email = in.textOr(u"email", {}, kMaxEmail);
    account.name = in.text(u"name", kMaxName);
    in.slug(u"role", roleFromSlug, account.role);
    account.createdAt = in.time(u"created_at");
    account.disabledAt = in.optionalTime(u"disabled_at");
    account.lastSeenAt = in.optionalTime(u"last_seen_at");
    return in.finish(std::move(account));
}

QJsonObject toJson(const AccountPatch &patch)
{
    QJsonObject out;
    if (patch.role)
        out.insert(QStringLiteral("role"), slugText(roleSlug(*patch.role)));
    if (patch.disabled)
        out.insert(QStringLiteral("disabled"), *patch.disabled);
    return out;
}

Result<AccountPatch> accountPatchFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    AccountPatch patch;
    if (in.has(u"role")) {
        Role role = Role::Reviewer;
        in.slug(u"role", roleFromSlug, role);
        patch.role = role;
    }
    if (in.has(u"disabled"))
        patch.disabled = in.booleanOr(u"disabled", false);
    in.refuseUnknown();
    if (!patch.role && !patch.disabled)
        in.fail(u"role", QStringLiteral("or disabled is needed"));
    return in.finish(std::move(patch));
}

QStringView scopeSlug(Scope scope)
{
    return kScopes.slug(scope);
}

std::optional<Scope> scopeFromSlug(QStringView slug)
{
    return kScopes.value(slug);
}

QJsonObject toJson(const ApiToken &token)
{
    QJsonObject out {
        { QStringLiteral("id"), token.id.toString() },
        { QStringLiteral("name"), token.name },
        { QStringLiteral("prefix"), token.prefix },
        { QStringLiteral("scopes"), scopesToJson(token.scopes) },
        { QStringLiteral("created_at"), toRfc3339(token.createdAt) },
        { QStringLiteral("expires_at"), timeOrNull(token.expiresAt) },
        { QStringLiteral("used_at"), timeOrNull(token.usedAt) },
    };
    if (!token.secret.isEmpty())
        out.insert(QStringLiteral("token"), token.secret);
    return out;
}

Result<ApiToken> apiTokenFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    ApiToken token;
    in.id(u"id", token.id);
    token.name = in.text(u"name", kMaxName);
    token.prefix = in.text(u"prefix", kMaxName);
    token.scopes = readScopes(in);
    token.createdAt = in.time(u"created_at");
    token.expiresAt = in.optionalTime(u"expires_at");
    token.usedAt = in.optionalTime(u"used_at");
    token.secret = in.textOr(u"token", {}, kMaxName);
    return in.finish(std::move(token));
}

QJsonObject toJson(const ApiTokenRequest &request)
{
    QJsonObject out { { QStringLiteral("name"), request.name }, { QStringLiteral("scopes"), scopesToJson(request.scopes) } };
    if (request.lifetime)
        out.insert(QStringLiteral("expires_in_days"), static_cast<qint64>(request.lifetime->count() / 24));
    return out;
}

Result<ApiTokenRequest> apiTokenRequestFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    ApiTokenRequest request;
    request.name = in.text(u"name", kMaxName).simplified();
    if (request.name.isEmpty())
        in.fail(u"name", QStringLiteral("is empty"));
    request.scopes = readScopes(in);
    if (request.scopes.empty())
        in.fail(u"scopes", QStringLiteral("is empty"));
    if (const auto days = in.optionalInteger(u"expires_in_days", 1, kMaxTokenDays))
        request.lifetime = std::chrono::hours(*days * 24);
    in.refuseUnknown();
    return in.finish(std::move(request));
}

QJsonObject toJson(const TaskPerson &person)
{
    return {
        { QStringLiteral("id"), person.id.toString() },
        { QStringLiteral("name"), person.name },
        { QStringLiteral("owner"), person.isOwner },
    };
}

Result<TaskPerson> taskPersonFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    TaskPerson person;
    in.id(u"id", person.id);
    person.name = in.text(u"name", kMaxName);
    person.isOwner = in.booleanOr(u"owner", false);
    return in.finish(std::move(person));
}

QJsonObject taskPersonRequestToJson(const UserId &person)
{
    return { { QStringLiteral("person"), person.toString() } };
}

Result<UserId> taskPersonRequestFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    UserId person;
    in.id(u"person", person);
    in.refuseUnknown();
    return in.finish(person);
}

} // namespace leadline::protocol
