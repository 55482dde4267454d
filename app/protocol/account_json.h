#pragma once

#include "domain/id.h"
#include "protocol/session_json.h"

#include <optional>
#include <vector>

namespace leadline::protocol {

using InvitationId = domain::Id<struct InvitationTag>;
using ApiTokenId = domain::Id<struct ApiTokenTag>;

/// Body of POST /api/auth/login.
struct SignIn
{
    QString email;
    QString password;
};
[[nodiscard]] QJsonObject toJson(const SignIn &request);
[[nodiscard]] Result<SignIn> signInFromJson(const QJsonObject &object);

/// Body of POST /api/auth/register: makes an account from an invitation, or a new password from a reset code.
struct Registration
{
    QString invitation; ///< the one-time code
    QString email; ///< must be the invited one, if there is one; may be empty then
    QString name; ///< not for a reset
    QString password;
};
[[nodiscard]] QJsonObject toJson(const Registration &request);
[[nodiscard]] Result<Registration> registrationFromJson(const QJsonObject &object);

/// Body of POST /api/auth/password.
struct PasswordChange
{
    QString current;
    QString wanted;
};
[[nodiscard]] QJsonObject toJson(const PasswordChange &request);
[[nodiscard]] Result<PasswordChange> passwordChangeFromJson(const QJsonObject &object);

/// One place where a person is signed in; an item of GET /api/auth/sessions.
struct SessionInfo
{
    QString id;
    domain::Timestamp createdAt {};
    domain::Timestamp usedAt {}; ///< last refresh
    QString address;
    QString agent;
    bool isCurrent = false; ///< the one that asks
};
[[nodiscard]] QJsonObject toJson(const SessionInfo &session);

enum class InvitationPurpose {
    Join, ///< a new account
    FirstAdmin, ///< the first administrator, while there is none
    Reset, ///< a new password for an account
};
[[nodiscard]] QStringView invitationPurposeSlug(InvitationPurpose purpose);
[[nodiscard]] std::optional<InvitationPurpose> invitationPurposeFromSlug(QStringView slug);

struct Invitation
{
    InvitationId id;
    InvitationPurpose purpose = InvitationPurpose::Join;
    QString email; ///< empty = chosen by whoever uses the code
    Role role = Role::Reviewer;
    QString createdBy;
    domain::Timestamp createdAt {};
    domain::Timestamp expiresAt {};
    std::optional<domain::Timestamp> usedAt;
    std::optional<domain::Timestamp> revokedAt;
    QString code; ///< only in the answer that makes it
};
[[nodiscard]] QJsonObject toJson(const Invitation &invitation);

/// Body of POST /api/invitations.
struct InvitationRequest
{
    QString email; ///< may be empty
    Role role = Role::Reviewer;
    std::chrono::hours lifetime { 72 }; ///< 1–720
};
[[nodiscard]] QJsonObject toJson(const InvitationRequest &request);
[[nodiscard]] Result<InvitationRequest> invitationRequestFromJson(const QJsonObject &object);

/// A person as administrators see one.
struct Account
{
    domain::UserId id;
    QString email;
    QString name;
    Role role = Role::Reviewer;
    domain::Timestamp createdAt {};
    std::optional<domain::Timestamp> disabledAt;
    std::optional<domain::Timestamp> lastSeenAt;
};
[[nodiscard]] QJsonObject toJson(const Account &account);

/// Body of PATCH /api/users/{id}.
struct AccountPatch
{
    std::optional<Role> role;
    std::optional<bool> disabled;
};
[[nodiscard]] QJsonObject toJson(const AccountPatch &patch);
[[nodiscard]] Result<AccountPatch> accountPatchFromJson(const QJsonObject &object);

/// What an API token is good for, within the role of its person.
enum class Scope {
    Read, ///< look at tasks and leads
    Review, ///< change leads
    Tasks, ///< create and control tasks
    Export,
    Admin, ///< what only administrators may, except accounts and tokens
};
[[nodiscard]] QStringView scopeSlug(Scope scope);
[[nodiscard]] std::optional<Scope> scopeFromSlug(QStringView slug);

struct ApiToken
{
    ApiTokenId id;
    QString name;
    QString prefix; ///< its first characters
    std::vector<Scope> scopes;
    domain::Timestamp createdAt {};
    std::optional<domain::Timestamp> expiresAt;
    std::optional<domain::Timestamp> usedAt; ///< to within some minutes
    QString secret; ///< the token itself, only in the answer that makes it
};
[[nodiscard]] QJsonObject toJson(const ApiToken &token);

/// Body of POST /api/auth/tokens.
struct ApiTokenRequest
{
    QString name;
    std::vector<Scope> scopes;
    std::optional<std::chrono::hours> lifetime; ///< until it is revoked when empty
};
[[nodiscard]] QJsonObject toJson(const ApiTokenRequest &request);
[[nodiscard]] Result<ApiTokenRequest> apiTokenRequestFromJson(const QJsonObject &object);

/// Who may see a task; an item of GET /api/tasks/{id}/people. GET /api/people gives the same without `owner`.
struct TaskPerson
{
    domain::UserId id;
    QString name;
    bool isOwner = false;
};
[[nodiscard]] QJsonObject toJson(const TaskPerson &person);

/// Body of POST /api/tasks/{id}/people.
[[nodiscard]] Result<domain::UserId> taskPersonRequestFromJson(const QJsonObject &object);

/// `{"items": […]}`
template<typename T> [[nodiscard]] QJsonObject itemsToJson(const std::vector<T> &items)
{
    QJsonArray array;
    for (const T &item : items)
        array.append(toJson(item));
    return { { QStringLiteral("items"), array } };
}

} // namespace leadline::protocol
