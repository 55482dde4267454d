#pragma once

#include "backend/leads/lead_repository.h"
#include "domain/clock.h"
#include "domain/result.h"
#include "protocol/account_json.h"
#include "storage/connection.h"

#include <QString>

#include <optional>
#include <vector>

namespace leadline::backend {

struct NewInvitation
{
    protocol::InvitationPurpose purpose = protocol::InvitationPurpose::Join;
    QString email; ///< empty = chosen by whoever uses the code
    protocol::Role role = protocol::Role::Reviewer;
    std::optional<domain::UserId> person; ///< Reset: whose password
    domain::Timestamp expiresAt {};
};

/// What a code that is still good was made for.
struct OpenInvitation
{
    protocol::Invitation invitation;
    std::optional<domain::UserId> person;
};

/// SQL of one-time codes; functions for Database jobs. Only hashes of codes are stored.
class InvitationRepository
{
public:
    /// The code is shown once, in `code` of the answer. Earlier open ones of the same purpose and address or person end.
    [[nodiscard]] static Result<protocol::Invitation> add(
        storage::Connection &, const NewInvitation &, const Actor &, domain::Timestamp now);
    /// Newest first, at most 500, without codes.
    [[nodiscard]] static Result<std::vector<protocol::Invitation>> all(storage::Connection &);
    /// Empty when the code is unknown, used, revoked or too old, which a caller cannot tell apart.
    [[nodiscard]] static Result<std::optional<OpenInvitation>> open(
        storage::Connection &, const QString &code, domain::Timestamp now);
    /// False when somebody else was faster.
    [[nodiscard]] static Result<bool> use(storage::Connection &, const protocol::InvitationId &, domain::Timestamp now);
    /// NotFound unless it was open.
    [[nodiscard]] static Result<void> revoke(
        storage::Connection &, const protocol::InvitationId &, const Actor &, domain::Timestamp now);
};

} // namespace leadline::backend
