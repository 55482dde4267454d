#include "backend/auth/api_token_repository.h"

#include "backend/auth/auth_sql.h"
#include "backend/auth/person_audit.h"
#include "backend/auth/token_signer.h"

#include <QCryptographicHash>

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::Timestamp;
using domain::UserId;
using protocol::ApiToken;
using protocol::ApiTokenId;
using storage::Connection;
using storage::Statement;

namespace {

constexpr qsizetype kSecretBytes = 32;
constexpr qsizetype kShown = 12; ///< characters of the token that stay readable; 48 of its 256 bits
const QString kMark = QStringLiteral("llt_");

const QString kSelect = QStringLiteral("SELECT t.id, t.name, t.prefix, t.scopes, t.created_at, t.expires_at, t.used_at, "
                                       "p.id, p.name, p.role FROM api_token t JOIN person p ON p.id = t.person_id "
                                       "WHERE t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?) ");

ApiTokenRow readRow(const Statement &row)
{
    ApiTokenRow out;
    ApiToken &token = out.token;
    token.id = row.id<ApiTokenId>(0);
    token.name = row.text(1);
    token.prefix = row.text(2);
    for (const QString &slug : row.text(3).split(u' ', Qt::SkipEmptyParts)) {
        if (const auto scope = protocol::scopeFromSlug(slug))
            token.scopes.push_back(*scope);
    }
    token.createdAt = row.time(4);
    token.expiresAt = row.optionalTime(5);
    token.usedAt = row.optionalTime(6);
    out.user = { row.id<UserId>(7), row.text(8), protocol::roleFromSlug(row.text(9)).value_or(protocol::Role::Reviewer) };
    return out;
}

QString scopesText(const std::vector<protocol::Scope> &scopes)
{
    QStringList slugs;
    for (const protocol::Scope scope : scopes)
        slugs.append(protocol::scopeSlug(scope).toString());
    return slugs.join(u' ');
}

} // namespace

bool ApiTokenRepository::looksLikeOne(const QString &text)
{
    return text.startsWith(kMark) && text.size() < 100;
}

QByteArray ApiTokenRepository::hashOf(const QString &secret)
{
    // 256 random bits need no salt and no slow hash.
    return QCryptographicHash::hash(secret.toUtf8(), QCryptographicHash::Sha256);
}

Result<ApiToken> ApiTokenRepository::add(
    Connection &db, const UserId &person, const protocol::ApiTokenRequest &request, const Actor &actor, Timestamp now)
{
    const auto known = ofPerson(db, person, now);
    LEADLINE_TRY(known);
    if (known->size() >= kMostPerPerson)
        return failure(ErrorCode::BadState, QStringLiteral("revoke a token first: %1 are enough").arg(kMostPerPerson));
    ApiToken made;
    made.id = ApiTokenId::create();
    made.name = request.name;
    made.secret = kMark + QString::fromLatin1(base64Url(randomBytes(kSecretBytes)));
    made.prefix = made.secret.left(kShown);
    made.scopes = request.scopes;
    made.createdAt = now;
    if (request.lifetime)
        made.expiresAt = now + *request.lifetime;
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("INSERT INTO api_token (id, person_id, name, prefix, secret_hash, scopes, created_at, expires_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
        made.id, person, made.name, made.prefix, hashOf(made.secret), scopesText(made.scopes), made.createdAt,
        made.expiresAt));
    LEADLINE_TRY(writePersonAudit(
        db, person, actor, { QStringLiteral("token"), scopesText(made.scopes), std::nullopt, made.prefix }, now));
    return made;
}

Result<std::vector<ApiToken>> ApiTokenRepository::ofPerson(Connection &db, const UserId &person, Timestamp now)
{
    return sql::all(
        db, kSelect + QStringLiteral("AND t.person_id = ? ORDER BY t.created_at DESC, t.id"),
        [](const Statement &row) { return readRow(row).token; }, now, person);
}

Result<std::optional<ApiTokenRow>> ApiTokenRepository::bySecret(Connection &db, const QString &secret, Timestamp now)
{
    return sql::first(
        db, kSelect + QStringLiteral("AND p.disabled_at IS NULL AND t.secret_hash = ?"), readRow, now, hashOf(secret));
}

Result<std::optional<ApiTokenRow>> ApiTokenRepository::byId(Connection &db, const ApiTokenId &id, Timestamp now)
{
    return sql::first(db, kSelect + QStringLiteral("AND p.disabled_at IS NULL AND t.id = ?"), readRow, now, id);
}

Result<void> ApiTokenRepository::markUsed(Connection &db, const ApiTokenId &id, Timestamp now)
{
    LEADLINE_TRY(sql::run(db, QStringLiteral("UPDATE api_token SET used_at = ? WHERE id = ?"), now, id));
    return {};
}

Result<void> ApiTokenRepository::revoke(
    Connection &db, const UserId &person, const ApiTokenId &id, const Actor &actor, Timestamp now)
{
    const auto revoked = sql::run(db,
        QStringLiteral("UPDATE api_token SET revoked_at = ? WHERE id = ? AND person_id = ? AND revoked_at IS NULL"), now, id,
        person);
    LEADLINE_TRY(revoked);
    if (*revoked == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("no such token"));
    return writePersonAudit(db, person, actor, { QStringLiteral("token-end"), {}, id.toString(), std::nullopt }, now);
}

} // namespace leadline::backend
