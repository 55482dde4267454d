#include "backend/auth/socket_tickets.h"

#include "backend/auth/auth_sql.h"

#include <QCryptographicHash>

namespace leadline::backend {

using domain::Timestamp;
using storage::Connection;
using storage::Statement;

namespace {

QByteArray hashOf(const QString &ticket)
{
    return QCryptographicHash::hash(ticket.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

Result<void> SocketTickets::add(Connection &db, const QString &ticket, const SocketTicket &of, Timestamp now)
{
    LEADLINE_TRY(sql::run(db, QStringLiteral("DELETE FROM socket_ticket WHERE expires_at <= ?"), now));
    const auto waiting = db.single(QStringLiteral("SELECT count(*) FROM socket_ticket"));
    LEADLINE_TRY(waiting);
    if (waiting->toLongLong() >= kMostWaiting)
        return domain::failure(domain::ErrorCode::RateLimited, QStringLiteral("too many tickets are waiting to be used"));
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("INSERT INTO socket_ticket (hash, path, person_id, session, access_ends_at, expires_at) "
                       "VALUES (?, ?, ?, ?, ?, ?)"),
        hashOf(ticket), of.path, of.person, of.session, of.accessEndsAt, of.expiresAt));
    return {};
}

Result<std::optional<SocketTicket>> SocketTickets::take(Connection &db, const QString &ticket)
{
    return sql::first(
        db,
        QStringLiteral("DELETE FROM socket_ticket WHERE hash = ? "
                       "RETURNING path, person_id, session, access_ends_at, expires_at"),
        [](const Statement &row) {
            return SocketTicket { row.text(0), row.id<domain::UserId>(1), row.text(2), row.time(3), row.time(4) };
        },
        hashOf(ticket));
}

} // namespace leadline::backend
