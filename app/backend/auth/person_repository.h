#pragma once

#include "backend/leads/lead_repository.h"
#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"
#include "protocol/account_json.h"
#include "storage/connection.h"

#include <QString>

#include <optional>
#include <vector>

namespace leadline::backend {

/// What a sign-in needs to know of a person.
struct Credentials
{
    protocol::User user;
    QString password; ///< as hashed; empty = none
    qint64 version = 0;
    bool isDisabled = false;
    bool knowsAddress = false; ///< has signed in from there before
};

struct NewPerson
{
    QString email;
    QString name;
    protocol::Role role = protocol::Role::Reviewer;
    QString password; ///< hashed
};

/// SQL of people; functions for Database jobs. Every write leaves an audit row.
class PersonRepository
{
public:
    /// The person who runs this daemon; made at the first call.
    [[nodiscard]] static Result<protocol::User> local(storage::Connection &, const QString &name, domain::Timestamp now);
    /// Empty for an unknown address; then it has cost the same.
    [[nodiscard]] static Result<std::optional<Credentials>> byEmail(
        storage::Connection &, const QString &email, const QString &address);
    [[nodiscard]] static Result<std::optional<Credentials>> byId(storage::Connection &, const domain::UserId &);
    /// NotFound when there is none.
    [[nodiscard]] static Result<protocol::Account> account(storage::Connection &, const domain::UserId &);
    /// By name, the disabled ones too; not the person who runs the daemon.
    [[nodiscard]] static Result<std::vector<protocol::Account>> all(storage::Connection &);
    /// Whether somebody could administer this store with a password.
    [[nodiscard]] static Result<bool> hasAdmin(storage::Connection &);
    /// Holds a person and all who administer until the transaction ends, so that two administrators who demote each other at
    /// once find each other. Before sessions and audit rows: SessionRepository::lockAll().
    [[nodiscard]] static Result<void> lockWithAdministrators(storage::Connection &, const domain::UserId &);

    /// AlreadyExists with `field` when the address or the name is taken.
    [[nodiscard]] static Result<protocol::User> add(
        storage::Connection &, const NewPerson &, const Actor &, domain::Timestamp now);
    /// Replaces the hash; the caller ends the sessions it has to end.
    [[nodiscard]] static Result<void> setPassword(
        storage::Connection &, const domain::UserId &, const QString &hash, const Actor &, domain::Timestamp now);
    /// The same password, hashed at today's cost. Nothing to audit.
    [[nodiscard]] static Result<void> rehash(
        storage::Connection &, const domain::UserId &, const QString &oldHash, const QString &newHash);
    /// BadState when nobody would be left to administer.
    [[nodiscard]] static Result<protocol::Account> change(
        storage::Connection &, const domain::UserId &, const protocol::AccountPatch &, const Actor &, domain::Timestamp now);
};

/// What a sign-in looks for: case does not matter.
[[nodiscard]] QString emailKey(const QString &email);
/// The reason why that is no e-mail address, or nothing.
[[nodiscard]] std::optional<domain::Error> emailRefusal(const QString &email);
/// The reason why nobody may be called so, or nothing.
[[nodiscard]] std::optional<domain::Error> nameRefusal(const QString &name);

} // namespace leadline::backend
