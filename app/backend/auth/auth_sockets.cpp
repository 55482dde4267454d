// What sockets ask of AuthService: tickets, and whether somebody may still stay.

#include "backend/auth/auth_service.h"
#include "backend/auth/socket_tickets.h"
#include "domain/async.h"

namespace leadline::backend {

using domain::failure;
using storage::Connection;

namespace {

Error unauthenticated()
{
    return Error(ErrorCode::Unauthenticated, QStringLiteral("sign in first"));
}

/// The person behind a session or an API token as the store has them now.
Result<Principal> principalNow(Connection &db, Principal principal, domain::Timestamp now)
{
    if (const auto id = AuthService::apiTokenOf(principal.session)) {
        const auto row = ApiTokenRepository::byId(db, *id, now);
        LEADLINE_TRY(row);
        if (!*row)
            return failure(unauthenticated());
        principal.name = (*row)->user.name;
        principal.role = (*row)->user.role;
        principal.scopes = (*row)->token.scopes;
        return principal;
    }
    const auto session = SessionRepository::get(db, principal.session);
    if (!session && session.error().code() != ErrorCode::NotFound)
        return failure(session.error());
    if (!session || session->isRevoked || session->user.id != principal.user)
        return failure(unauthenticated());
    principal.name = session->user.name;
    principal.role = session->user.role;
    return principal;
}

} // namespace

QFuture<Result<protocol::WsTicket>> AuthService::issueTicket(const Principal &principal, const QString &path)
{
    const auto now = m_clock.now();
    const protocol::WsTicket ticket { QString::fromLatin1(base64Url(randomBytes(32))), m_config.ticketLifetime };
    const SocketTicket of { path, principal.user, principal.session, principal.expiresAt, now + ticket.expiresIn };
    return m_database.write([ticket, of, now](Connection &db) -> Result<protocol::WsTicket> {
        LEADLINE_TRY(SocketTickets::add(db, ticket.ticket, of, now));
        return ticket;
    });
}

QFuture<Result<Principal>> AuthService::redeemTicket(const QString &ticket, const QString &path)
{
    const auto now = m_clock.now();
    // A refusal is no failure of the transaction: the ticket is spent.
    using Taken = std::optional<Principal>;
    return m_database
        .write([ticket, path, now](Connection &db) -> Result<Taken> {
            const auto taken = SocketTickets::take(db, ticket);
            LEADLINE_TRY(taken);
            if (!*taken || (*taken)->expiresAt <= now || (*taken)->path != path)
                return Taken();
            Principal principal;
            principal.user = (*taken)->person;
            principal.session = (*taken)->session;
            principal.expiresAt = (*taken)->accessEndsAt;
            auto current = principalNow(db, std::move(principal), now);
            if (!current && current.error().code() == ErrorCode::Unauthenticated)
                return Taken();
            LEADLINE_TRY(current);
            return Taken(std::move(*current));
        })
        .then([](const Result<Taken> &taken) -> Result<Principal> {
            LEADLINE_TRY(taken);
            if (!*taken)
                return failure(unauthenticated());
            return **taken;
        });
}

QFuture<Result<Principal>> AuthService::recheck(const Principal &principal)
{
    return m_database.read([principal, now = m_clock.now()](Connection &db) { return principalNow(db, principal, now); })
        .then([this, sid = principal.session](Result<Principal> current) {
            if (!current && current.error().code() == ErrorCode::Unauthenticated)
                ended({ sid });
            return current;
        });
}

} // namespace leadline::backend
