#pragma once

#include "domain/id.h"
#include "protocol/json.h"

#include <chrono>
#include <vector>

namespace leadline::protocol {

/// What a signed-in user may do, weakest first: a reviewer reads and reviews leads, an operator also runs tasks and
/// exports, an admin does everything. The route table (backend/http) says which route needs which.
enum class Role { Reviewer, Operator, Admin };
[[nodiscard]] QStringView roleSlug(Role role);
[[nodiscard]] std::optional<Role> roleFromSlug(QStringView slug);

struct User
{
    domain::UserId id;
    QString name;
    Role role = Role::Reviewer;
    [[nodiscard]] bool operator==(const User &) const = default;
};
[[nodiscard]] QJsonObject toJson(const User &user);
[[nodiscard]] Result<User> userFromJson(const QJsonObject &object, const QString &path = {});

/// Answer of every sign-in and of a refresh. Tokens are opaque to the client.
struct TokenGrant
{
    QString accessToken;
    QString refreshToken;
    std::chrono::seconds expiresIn { 0 }; ///< counted from receipt on Clock::sinceBoot()
    User user;
};
[[nodiscard]] QJsonObject toJson(const TokenGrant &grant);
[[nodiscard]] Result<TokenGrant> tokenGrantFromJson(const QJsonObject &object);

/// Body of POST /api/auth/local.
struct LocalSignIn
{
    QString nonce; ///< 16–128 characters, fresh for each sign-in
    QString proof; ///< clientProof() of handshake.h, hex
};
[[nodiscard]] QJsonObject toJson(const LocalSignIn &request);
[[nodiscard]] Result<LocalSignIn> localSignInFromJson(const QJsonObject &object);

/// Body of POST /api/auth/refresh.
[[nodiscard]] QJsonObject refreshToJson(const QString &refreshToken);
[[nodiscard]] Result<QString> refreshFromJson(const QJsonObject &object);

/// POST /api/ws/ticket: once, 30 s, for one socket path.
[[nodiscard]] QJsonObject ticketRequestToJson(const QString &path);
[[nodiscard]] Result<QString> ticketRequestFromJson(const QJsonObject &object);
struct WsTicket
{
    QString ticket;
    std::chrono::seconds expiresIn { 0 };
};
[[nodiscard]] QJsonObject toJson(const WsTicket &ticket);
[[nodiscard]] Result<WsTicket> wsTicketFromJson(const QJsonObject &object);

/// GET /api/health
struct Health
{
    QString status; ///< ok, stopping
    QString version;
    QString instance; ///< new with each start
};
[[nodiscard]] QJsonObject toJson(const Health &health);
[[nodiscard]] Result<Health> healthFromJson(const QJsonObject &object);

/// A list of start addresses that belongs together.
struct DemoGroup
{
    QString key; ///< food, offices, directories, workshops
    QStringList seeds;

    [[nodiscard]] bool operator==(const DemoGroup &) const = default;
};

/// GET /api/demo
struct DemoSite
{
    bool available = false;
    QStringList seeds; ///< all of them
    std::vector<DemoGroup> groups; ///< the same, each in one group
};
[[nodiscard]] QJsonObject toJson(const DemoSite &demo);
[[nodiscard]] Result<DemoSite> demoSiteFromJson(const QJsonObject &object);

} // namespace leadline::protocol
