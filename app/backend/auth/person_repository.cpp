#include "backend/auth/person_repository.h"

#include "backend/auth/auth_sql.h"
#include "backend/auth/person_audit.h"
#include "domain/folded_key.h"

#include <algorithm>

namespace leadline::backend {

using domain::Error;
using domain::ErrorCode;
using domain::failure;
using domain::Timestamp;
using domain::UserId;
using protocol::Account;
using protocol::Role;
using storage::Connection;
using storage::Statement;

namespace {

constexpr qsizetype kMaxEmail = 254; ///< RFC 5321 §4.5.3.1.3
constexpr qsizetype kMaxName = 100;

const QString kAccount
    = QStringLiteral("SELECT id, email, name, role, created_at, disabled_at, (SELECT max(s.used_at) FROM session s "
                     "WHERE s.person_id = person.id) FROM person ");

Role roleOf(const Statement &row, int column)
{
    return protocol::roleFromSlug(row.text(column)).value_or(Role::Reviewer);
}

Account accountFrom(const Statement &row)
{
    Account account;
    account.id = row.id<UserId>(0);
    account.email = row.text(1);
    account.name = row.text(2);
    account.role = roleOf(row, 3);
    account.createdAt = row.time(4);
    account.disabledAt = row.optionalTime(5);
    account.lastSeenAt = row.optionalTime(6);
    return account;
}

Credentials credentialsFrom(const Statement &row)
{
    Credentials credentials;
    credentials.user = { row.id<UserId>(0), row.text(1), roleOf(row, 2) };
    credentials.password = row.text(3);
    credentials.version = row.integer(4);
    credentials.isDisabled = !row.isNull(5);
    return credentials;
}

const QString kCredentials = QStringLiteral("SELECT id, name, role, password, version, disabled_at FROM person ");

Error fieldError(ErrorCode code, const QString &field, const QString &detail)
{
    Error error(code, detail);
    error.field = field;
    return error;
}

Result<bool> isTaken(Connection &db, const QString &column, const QString &key, const UserId &except)
{
    const auto other = sql::first(
        db, QStringLiteral("SELECT id FROM person WHERE %1 = ?").arg(column),
        [](const Statement &row) { return row.id<UserId>(0); }, key);
    LEADLINE_TRY(other);
    return other->has_value() && **other != except;
}

Result<void> refuseTakenName(Connection &db, const QString &name, const UserId &except)
{
    const auto taken = isTaken(db, QStringLiteral("name_key"), domain::foldedKey(name), except);
    LEADLINE_TRY(taken);
    if (*taken)
        return failure(
            fieldError(ErrorCode::AlreadyExists, QStringLiteral("name"), QStringLiteral("somebody has this name already")));
    return {};
}

Result<void> insert(Connection &db, const UserId &id, const QString &kind, const NewPerson &person, Timestamp now)
{
    LEADLINE_TRY(sql::run(db,
        QStringLiteral("INSERT INTO person (id, kind, email, email_key, name, name_key, role, password, created_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        id, kind, person.email, emailKey(person.email), person.name, domain::foldedKey(person.name),
        protocol::roleSlug(person.role), person.password, now));
    return {};
}

} // namespace

QString emailKey(const QString &email)
{
    return email.trimmed().normalized(QString::NormalizationForm_C).toLower();
}

std::optional<Error> emailRefusal(const QString &email)
{
    const QString text = email.trimmed();
    const qsizetype at = text.lastIndexOf(u'@');
    const bool isPlain = std::ranges::none_of(text,
        [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    const QString domain = text.mid(at + 1);
    const bool isHost = !domain.isEmpty() && !domain.startsWith(u'.') && !domain.endsWith(u'.')
        && !domain.contains(QStringLiteral("..")) && !domain.contains(u'/');
    if (at < 1 || at > 64 || text.size() > kMaxEmail || !isPlain || !isHost)
        return fieldError(ErrorCode::InvalidArgument, QStringLiteral("email"), QStringLiteral("is not an e-mail address"));
    return std::nullopt;
}

std::optional<Error> nameRefusal(const QString &name)
{
    const bool isPlain = std::ranges::none_of(
        name, [](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    const QString key = domain::foldedKey(name);
    // `task:` and `engine` stand in the audit log for what no person did.
    const bool isReserved = key.startsWith(QStringLiteral("task:")) || key == u"engine" || key == u"leadlined";
    if (key.isEmpty() || name.size() > kMaxName || !isPlain || isReserved) {
        return fieldError(ErrorCode::InvalidArgument, QStringLiteral("name"),
            QStringLiteral("a name has 1 to %1 visible characters").arg(kMaxName));
    }
    return std::nullopt;
}

Result<protocol::User> PersonRepository::local(Connection &db, const QString &name, Timestamp now)
{
    const auto find = [&] {
        return sql::first(db, kCredentials + QStringLiteral("WHERE kind = 'local'"),
            [](const Statement &row) { return credentialsFrom(row).user; });
    };
    auto known = find();
    LEADLINE_TRY(known);
    if (*known)
        return **known;
    NewPerson person { {}, name, Role::Admin, {} };
    if (!refuseTakenName(db, name, {}))
        person.name = QStringLiteral("%1 (leadlined)").arg(name);
    LEADLINE_TRY(insert(db, UserId::create(), QStringLiteral("local"), person, now));
    known = find();
    LEADLINE_TRY(known);
    return known->value_or(protocol::User());
}

Result<std::optional<Credentials>> PersonRepository::byEmail(Connection &db, const QString &email, const QString &address)
{
    auto credentials = sql::first(
        db, kCredentials + QStringLiteral("WHERE email_key = ? AND kind = 'member'"), credentialsFrom, emailKey(email));
    LEADLINE_TRY(credentials);
    const auto knows = sql::first(
        db, QStringLiteral("SELECT sid FROM session WHERE person_id = ? AND address = ? LIMIT 1"),
        [](const Statement &row) { return row.text(0); }, *credentials ? (*credentials)->user.id : UserId::create(),
        address);
    LEADLINE_TRY(knows);
    if (*credentials)
        (*credentials)->knowsAddress = knows->has_value();
    return credentials;
}

Result<std::optional<Credentials>> PersonRepository::byId(Connection &db, const UserId &id)
{
    return sql::first(db, kCredentials + QStringLiteral("WHERE id = ?"), credentialsFrom, id);
}

Result<Account> PersonRepository::account(Connection &db, const UserId &id)
{
    const auto account = sql::first(db, kAccount + QStringLiteral("WHERE id = ?"), accountFrom, id);
    LEADLINE_TRY(account);
    if (!*account)
        return failure(ErrorCode::NotFound, QStringLiteral("no such person"));
    return **account;
}

Result<std::vector<Account>> PersonRepository::all(Connection &db)
{
    return sql::all(db, kAccount + QStringLiteral("WHERE kind = 'member' ORDER BY name_key"), accountFrom);
}

Result<bool> PersonRepository::hasAdmin(Connection &db)
{
    const auto admin = sql::first(db,
        QStringLiteral("SELECT id FROM person WHERE kind = 'member' AND role = 'admin' AND disabled_at IS NULL LIMIT 1"),
        [](const Statement &row) { return row.id<UserId>(0); });
    LEADLINE_TRY(admin);
    return admin->has_value();
}

Result<void> PersonRepository::lockWithAdministrators(Connection &db, const UserId &id)
{
    const auto locked = sql::all(
        db,
        QStringLiteral("SELECT id FROM person WHERE id = ? OR (kind = 'member' AND role = 'admin') ORDER BY id")
            + db.lockRows(),
        [](const Statement &row) { return row.id<UserId>(0); }, id);
    LEADLINE_TRY(locked);
    return {};
}

Result<protocol::User> PersonRepository::add(Connection &db, const NewPerson &person, const Actor &actor, Timestamp now)
{
    const auto taken = isTaken(db, QStringLiteral("email_key"), emailKey(person.email), {});
    LEADLINE_TRY(taken);
    if (*taken) {
        return failure(fieldError(
            ErrorCode::AlreadyExists, QStringLiteral("email"), QStringLiteral("there is an account with this address")));
    }
    LEADLINE_TRY(refuseTakenName(db, person.name, {}));
    const UserId id = UserId::create();
    LEADLINE_TRY(insert(db, id, QStringLiteral("member"), person, now));
    LEADLINE_TRY(writePersonAudit(
        db, id, actor, { QStringLiteral("account"), {}, std::nullopt, protocol::roleSlug(person.role).toString() }, now));
    return protocol::User { id, person.name, person.role };
}

Result<void> PersonRepository::setPassword(
    Connection &db, const UserId &id, const QString &hash, const Actor &actor, Timestamp now)
{
    LEADLINE_TRY(sql::run(db, QStringLiteral("UPDATE person SET password = ? WHERE id = ?"), hash, id));
    return writePersonAudit(db, id, actor, { QStringLiteral("password"), {}, std::nullopt, std::nullopt }, now);
}

Result<void> PersonRepository::rehash(Connection &db, const UserId &id, const QString &oldHash, const QString &newHash)
{
    LEADLINE_TRY(
        sql::run(db, QStringLiteral("UPDATE person SET password = ? WHERE id = ? AND password = ?"), newHash, id, oldHash));
    return {};
}

Result<Account> PersonRepository::change(
    Connection &db, const UserId &id, const protocol::AccountPatch &patch, const Actor &actor, Timestamp now)
{
    LEADLINE_TRY(lockWithAdministrators(db, id));
    const auto before = account(db, id);
    LEADLINE_TRY(before);
    if (before->email.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("no such person")); // who runs the daemon is no account
    const auto audit = [&](const char16_t *action, const QString &old, const QString &now_) {
        return writePersonAudit(db, id, actor, { QStringView(action).toString(), {}, old, now_ }, now);
    };
    if (patch.role && *patch.role != before->role) {
        LEADLINE_TRY(sql::run(db, QStringLiteral("UPDATE person SET role = ?, scope = scope + 1 WHERE id = ?"),
            protocol::roleSlug(*patch.role), id));
        LEADLINE_TRY(
            audit(u"role", protocol::roleSlug(before->role).toString(), protocol::roleSlug(*patch.role).toString()));
    }
    const bool wasDisabled = before->disabledAt.has_value();
    if (patch.disabled && *patch.disabled != wasDisabled) {
        LEADLINE_TRY(sql::run(db, QStringLiteral("UPDATE person SET disabled_at = ? WHERE id = ?"),
            *patch.disabled ? std::optional(now) : std::nullopt, id));
        LEADLINE_TRY(audit(*patch.disabled ? u"disable" : u"enable", {}, {}));
    }
    const auto admin = hasAdmin(db);
    LEADLINE_TRY(admin);
    if (!*admin && before->role == Role::Admin && !wasDisabled)
        return failure(ErrorCode::BadState, QStringLiteral("somebody has to remain who administers"));
    return account(db, id);
}

} // namespace leadline::backend
