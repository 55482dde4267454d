#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"
#include "storage/connection.h"

#include <QString>

#include <optional>

namespace leadline::backend {

using domain::Result;

/// What a ticket stands for until it is used.
struct SocketTicket
{
    QString path; ///< of the one socket it opens
    domain::UserId person;
    QString session; ///< as in Principal
    domain::Timestamp accessEndsAt {}; ///< of the access token it was bought with
    domain::Timestamp expiresAt {};
};

/// SQL of socket tickets; functions for Database jobs. Only hashes of tickets are stored.
class SocketTickets
{
public:
    static constexpr int kMostWaiting = 10'000;

    /// Also forgets tickets that nobody used in time. RateLimited when too many wait.
    [[nodiscard]] static Result<void> add(
        storage::Connection &, const QString &ticket, const SocketTicket &, domain::Timestamp now);
    /// Spends the ticket, right or wrong for what it is shown for: only one caller ever gets it. Empty when there is none.
    [[nodiscard]] static Result<std::optional<SocketTicket>> take(storage::Connection &, const QString &ticket);
};

} // namespace leadline::backend
