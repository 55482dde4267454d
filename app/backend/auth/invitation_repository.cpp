#include "backend/auth/invitation_repository.h"

#include "backend/auth/auth_sql.h"
#include "backend/auth/one_time_code.h"
#include "backend/auth/person_audit.h"
#include "backend/auth/person_repository.h"

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::Timestamp;
using domain::UserId;
using protocol::Invitation;
using protocol::InvitationId;
using storage::Connection;
using storage::Statement;

namespace {

const QString kSelect = QStringLiteral(
    "SELECT id, purpose, email, role, created_by, created_at, expires_at, used_at, revoked_at, person_id FROM invitation ");

OpenInvitation readRow(const Statement &row)
{
    OpenInvitation out;
    Invitation &invitation = out.invitation;
    invitation.id = row.id<InvitationId>(0);
    invitation.purpose = protocol::invitationPurposeFromSlug(row.text(1)).value_or(protocol::InvitationPurpose::Join);
    invitation.email = row.text(2);
    invitation.role = protocol::roleFromSlug(row.text(3)).value_or(protocol::Role::Reviewer);
    invitation.createdBy = row.text(4);
    invitation.createdAt = row.time(5);
    invitation.expiresAt = row.time(6);
    invitation.usedAt = row.optionalTime(7);
    invitation.revokedAt = row.optionalTime(8);
    if (!row.isNull(9))
        out.person = row.id<UserId>(9);
    return out;
}

} // namespace

Result<Invitation> InvitationRepository::add(Connection &db, const NewInvitation &wanted, const Actor &actor, Timestamp now)
{
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("UPDATE invitation SET revoked_at = ? WHERE purpose = ? AND email = ? AND used_at IS NULL AND "
                       "revoked_at IS NULL AND (email <> '' OR purpose = 'first-admin')"),
        now, protocol::invitationPurposeSlug(wanted.purpose), wanted.email));
    Invitation made;
    made.id = InvitationId::create();
    made.purpose = wanted.purpose;
    made.email = wanted.email;
    made.role = wanted.role;
    made.createdBy = actor.name;
    made.createdAt = now;
    made.expiresAt = wanted.expiresAt;
    made.code = makeOneTimeCode();
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("INSERT INTO invitation (id, code_hash, purpose, email, role, person_id, created_by, created_at, "
                       "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        made.id, oneTimeCodeHash(made.code), protocol::invitationPurposeSlug(made.purpose), made.email,
        protocol::roleSlug(made.role), wanted.person, made.createdBy, made.createdAt, made.expiresAt));
    LEADLINE_TRY(writePersonAudit(db, wanted.person, actor,
        { QStringLiteral("invite"), protocol::invitationPurposeSlug(made.purpose).toString(), std::nullopt,
            made.id.toString() },
        now));
    return made;
}

Result<std::vector<Invitation>> InvitationRepository::all(Connection &db)
{
    return sql::all(db, kSelect + QStringLiteral("ORDER BY created_at DESC, id LIMIT 500"),
        [](const Statement &row) { return readRow(row).invitation; });
}

Result<std::optional<OpenInvitation>> InvitationRepository::open(Connection &db, const QString &code, Timestamp now)
{
    return sql::first(db,
        kSelect + QStringLiteral("WHERE code_hash = ? AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ?"),
        readRow, oneTimeCodeHash(code), now);
}

Result<bool> InvitationRepository::use(Connection &db, const InvitationId &id, Timestamp now)
{
    const auto used = sql::run(db,
        QStringLiteral("UPDATE invitation SET used_at = ? WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL"), now,
        id);
    LEADLINE_TRY(used);
    return *used == 1;
}

Result<void> InvitationRepository::revoke(Connection &db, const InvitationId &id, const Actor &actor, Timestamp now)
{
    const auto revoked = sql::run(db,
        QStringLiteral("UPDATE invitation SET revoked_at = ? WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL"), now,
        id);
    LEADLINE_TRY(revoked);
    if (*revoked == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("no such invitation"));
    return writePersonAudit(db, std::nullopt, actor, { QStringLiteral("uninvite"), {}, id.toString(), std::nullopt }, now);
}

} // namespace leadline::backend
