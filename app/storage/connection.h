#pragma once

#include "storage/direct_statement.h"
#include "storage/statement.h"

#include <QHash>
#include <QSqlDatabase>
#include <QString>

#include <memory>

namespace leadline::storage {

/// One SQLite connection with a cache of prepared statements. Its pragmas are the rules of every store here: WAL with
/// synchronous=FULL, because NORMAL may lose the last commits at power loss; foreign keys; secure_delete, because erased
/// means erased; no trust in the schema or cell sizes of a file from elsewhere; no memory mapping, where an I/O error kills.
/// Only the writer checkpoints (wal_autocheckpoint=0): a checkpoint and another connection's commit at the same time may
/// reset the WAL under it (SQLite before 3.51.3). Lives on one worker thread of a Database, which lends it to one job at a
/// time; jobs must not keep it, nor statements, beyond their run.
class Connection
{
public:
    enum class Role { Reader, Writer };

    /// Opens and sets the pragmas. `path` must exist unless `create`.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString &path, Role role, bool create);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Runs one or several statements without values or result rows.
    [[nodiscard]] Result<void> exec(QStringView sql);
    /// A reset statement for `sql` with `?` placeholders. The same text gives the same Statement, so a loop over its rows
    /// must not prepare it again. Valid until the job ends.
    [[nodiscard]] Result<Statement *> prepare(const QString &sql);
    /// The same for a batch of inserts, see DirectStatement.
    [[nodiscard]] Result<DirectStatement *> prepareDirect(const QString &sql);
    /// First column of the first row, invalid when there is none: for counts and pragmas.
    [[nodiscard]] Result<QVariant> single(const QString &sql);

    /// Only for Database::session() jobs; read() and write() jobs already run inside a transaction.
    [[nodiscard]] Result<void> begin(); ///< BEGIN IMMEDIATE on the writer, BEGIN on a reader
    [[nodiscard]] Result<void> commit();
    void rollback();
    [[nodiscard]] bool inTransaction() const;

    /// Driver handle, only where a benchmark shows that it pays.
    [[nodiscard]] sqlite3 *handle() const { return m_handle; }
    [[nodiscard]] Role role() const { return m_role; }

    /// Called by the worker between jobs: ends reads left open and bounds the statement cache.
    void endJob();

private:
    Connection(Role role, QString name);

    Role m_role;
    QString m_name;
    sqlite3 *m_handle = nullptr;
    QHash<QString, Statement *> m_statements;
    QHash<QString, DirectStatement *> m_directStatements;
};

} // namespace leadline::storage
