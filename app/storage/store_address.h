#pragma once

#include "domain/result.h"

#include <QString>

#include <utility>
#include <vector>

namespace leadline::storage {

enum class Engine { Sqlite, Postgres };

/// Where a store lies: a SQLite file, or a database of a PostgreSQL server. Plain value.
class StoreAddress
{
public:
    StoreAddress() = default;
    /// A SQLite file. Implicit: a path is an address.
    StoreAddress(QString path); // NOLINT(google-explicit-constructor)
    /// `postgresql://user@host:port/database?option=value` as libpq understands it, socket folders included
    /// (`postgresql:///database?host=/run/postgresql`); any other text is the path of a file. InvalidArgument for an address
    /// libpq does not understand; the message repeats nothing of it, because it may hold a password.
    [[nodiscard]] static domain::Result<StoreAddress> parse(const QString &text);

    [[nodiscard]] Engine engine() const { return m_engine; }
    [[nodiscard]] const QString &path() const { return m_path; } ///< SQLite
    /// libpq's connection parameters that the address sets, password included.
    using Parameters = std::vector<std::pair<QString, QString>>;
    [[nodiscard]] const Parameters &parameters() const { return m_parameters; } ///< PostgreSQL
    [[nodiscard]] QString parameter(const QString &name) const;
    /// For logs and messages: the path, or the address without password and options.
    [[nodiscard]] QString label() const;

private:
    Engine m_engine = Engine::Sqlite;
    QString m_path;
    Parameters m_parameters;
};

} // namespace leadline::storage
