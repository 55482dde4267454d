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

Result<UserId> taskPersonRequestFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    UserId person;
    in.id(u"person", person);
    in.refuseUnknown();
    return in.finish(person);
}

} // namespace leadline::protocol
