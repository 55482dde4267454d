#pragma once

#include "domain/result.h"
#include "storage/connection.h"

namespace leadline::backend {

/// Copies every row of a server store into another one of the same schema version, inside a transaction of the target; one
/// of the two is SQLite and the other PostgreSQL. The target's rows go first. Ids, numbers and the audit log stay as they
/// are, and so does the epoch, which is the caller's to change.
class StoreCopy
{
public:
    StoreCopy(storage::Connection &from, storage::Connection &to)
        : m_from(from)
        , m_to(to)
    { }

    [[nodiscard]] domain::Result<void> run();

private:
    struct Column
    {
        QString name;
        QString type; ///< SQLite's: INTEGER, REAL, TEXT or BLOB
        bool isUuid = false; ///< PostgreSQL's
    };
    struct Table
    {
        QString name;
        std::vector<Column> columns;
        QStringList key;
    };

    [[nodiscard]] domain::Result<std::vector<Table>> tables();
    [[nodiscard]] domain::Result<QStringList> tableNames();
    [[nodiscard]] domain::Result<Table> describe(const QString &name, const QStringList &uuids);
    [[nodiscard]] domain::Result<void> copyTable(const Table &table);
    [[nodiscard]] domain::Result<void> copyWords();
    [[nodiscard]] domain::Result<void> rowsFromPostgres(
        const QString &query, const std::vector<Column> &columns, storage::DirectStatement &insert);
    [[nodiscard]] domain::Result<void> rowsFromSqlite(
        const QString &query, const std::vector<Column> &columns, storage::DirectStatement &insert);
    [[nodiscard]] domain::Result<void> setCounters();

    storage::Connection &m_from;
    storage::Connection &m_to;
};

} // namespace leadline::backend
