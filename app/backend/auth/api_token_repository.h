#pragma once

#include "backend/leads/lead_repository.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "protocol/account_json.h"
#include "storage/connection.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace leadline::backend {

/// A live token with its person.
struct ApiTokenRow
{
    protocol::ApiToken token;
    protocol::User user;
};

/// SQL of API tokens; functions for Database jobs. Only hashes of tokens are stored.
class ApiTokenRepository
{
public:
    static constexpr int kMostPerPerson = 50;

    /// The token is shown once, in `secret` of the answer. BadState when the person has too many.
    [[nodiscard]] static Result<protocol::ApiToken> add(storage::Connection &, const domain::UserId &,
        const protocol::ApiTokenRequest &, const Actor &, domain::Timestamp now);
    /// The live ones of a person, newest first, without secrets.
    [[nodiscard]] static Result<std::vector<protocol::ApiToken>> ofPerson(
        storage::Connection &, const domain::UserId &, domain::Timestamp now);
    /// Empty for a token that is unknown, revoked, too old or of a disabled person.
    [[nodiscard]] static Result<std::optional<ApiTokenRow>> bySecret(
        storage::Connection &, const QString &secret, domain::Timestamp now);
    [[nodiscard]] static Result<std::optional<ApiTokenRow>> byId(
        storage::Connection &, const protocol::ApiTokenId &, domain::Timestamp now);
    [[nodiscard]] static Result<void> markUsed(storage::Connection &, const protocol::ApiTokenId &, domain::Timestamp now);
    /// NotFound unless it is a live one of that person.
    [[nodiscard]] static Result<void> revoke(
        storage::Connection &, const domain::UserId &, const protocol::ApiTokenId &, const Actor &, domain::Timestamp now);

    /// Whether the text could be one; says nothing about whether it is.
    [[nodiscard]] static bool looksLikeOne(const QString &text);
    [[nodiscard]] static QByteArray hashOf(const QString &secret);
};

} // namespace leadline::backend
