#pragma once

#include "storage/connection.h"

#include <QByteArray>

#include <functional>
#include <optional>
#include <vector>

struct pg_conn;

namespace leadline::storage {

/// A session of a PostgreSQL server through Qt Sql's driver. Reads run REPEATABLE READ READ ONLY: one moment of the store.
/// Writes run READ COMMITTED and take the row locks they need (lockRows()), always in this order, so that no two
/// wait for each other: rows of people, sessions, sync clients and tasks, then feed_head, then audit_head.
class PostgresConnection final : public Connection
{
public:
    [[nodiscard]] static Result<std::unique_ptr<PostgresConnection>> open(const StoreAddress &address, Role role);
    ~PostgresConnection() override;

    [[nodiscard]] Result<void> exec(QStringView sql) override;
    [[nodiscard]] Result<int> schemaVersion() override;
    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;
    [[nodiscard]] bool inTransaction() const override;
    [[nodiscard]] Error errorOf(const QSqlError &error) override;

    /// One call of `row` for each row of the query, its values as text (null = no value), while they arrive.
    using TextRow = std::vector<std::optional<QByteArray>>;
    [[nodiscard]] Result<void> copyOut(const QString &query, const std::function<Result<void>(const TextRow &)> &row);

    [[nodiscard]] bool isUsable() const override;
    [[nodiscard]] Result<void> ping() override;

private:
    explicit PostgresConnection(Role role);

    [[nodiscard]] Result<std::unique_ptr<DirectStatement>> makeDirect(const QString &sql) override;
    [[nodiscard]] std::unique_ptr<DirectStatement> makeBulk(const QString &table, const QStringList &columns) override;
    [[nodiscard]] Result<void> setUp(const StoreAddress &address);
    [[nodiscard]] Error noted(Error error, const QByteArray &state);

    pg_conn *m_handle = nullptr; ///< owned by Qt's driver
    bool m_isBroken = false; ///< the server said that it goes, before the socket does
};

} // namespace leadline::storage
