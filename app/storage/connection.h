#pragma once

#include "storage/dialect.h"
#include "storage/direct_statement.h"
#include "storage/statement.h"
#include "storage/store_address.h"

#include <QHash>
#include <QSqlDatabase>
#include <QString>

#include <memory>

struct sqlite3;

namespace leadline::storage {

/// One connection to a store and a cache of its prepared statements. Lives on one worker thread of a Database, which lends
/// it to one job at a time; jobs must not keep it, nor statements, beyond their run. The engines are in sqlite_connection
/// and postgres_connection.
class Connection
{
public:
    enum class Role { Reader, Writer };

    /// Opens and sets the session up. A SQLite file must exist unless `create`. Unavailable when a server does not answer.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const StoreAddress &address, Role role, bool create);
    virtual ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] const Dialect &dialect() const { return m_dialect; }
    [[nodiscard]] Engine engine() const { return m_dialect.engine(); }
    [[nodiscard]] Role role() const { return m_role; }

    /// Runs one or several statements without values or result rows.
    [[nodiscard]] virtual Result<void> exec(QStringView sql) = 0;
    /// A reset statement for `sql` with `?` placeholders. The same text gives the same Statement, so a loop over its rows
    /// must not prepare it again. Valid until the job ends.
    [[nodiscard]] Result<Statement *> prepare(const QString &sql);
    /// The same for a batch of inserts, see DirectStatement.
    [[nodiscard]] Result<DirectStatement *> prepareDirect(const QString &sql);
    /// A statement that inserts one row of these columns into a table, for many rows: PostgreSQL gathers them and sends them
    /// with COPY when flush() is called, which reports their failures.
    [[nodiscard]] Result<DirectStatement *> prepareBulk(const QString &table, const QStringList &columns);
    /// First column of the first row, invalid when there is none: for counts and settings.
    [[nodiscard]] Result<QVariant> single(const QString &sql);
    /// Number of the newest migration step the store has.
    [[nodiscard]] virtual Result<int> schemaVersion() = 0;

    /// Ends a SELECT that a write is decided on: its rows (of one table, when several are joined) stay as they were read
    /// until the transaction ends. Empty where nobody else writes: SQLite has one writer, and a reader decides nothing.
    [[nodiscard]] QString lockRows(const QString &table = {}) const;
    /// The same, passing over rows that another transaction holds.
    [[nodiscard]] QString lockFreeRows() const;

    /// Only for Database::session() jobs; read() and write() jobs already run inside a transaction.
    [[nodiscard]] virtual Result<void> begin() = 0; ///< a reader sees one moment of the store until it ends
    [[nodiscard]] virtual Result<void> commit() = 0;
    virtual void rollback() = 0;
    [[nodiscard]] virtual bool inTransaction() const = 0;

    /// SQLite's handle, null on PostgreSQL; only where a benchmark shows that it pays.
    [[nodiscard]] virtual sqlite3 *handle() const { return nullptr; }
    /// The failure of a Qt Sql call on this connection.
    [[nodiscard]] virtual Error errorOf(const QSqlError &error) = 0;

    // What the worker that owns the connection calls.

    /// Ends reads that a job left open, and drops rows it gathered and did not flush; before the end of its transaction,
    /// which they would hold up.
    void endJob();
    /// Bounds the statement cache; outside a transaction, because PostgreSQL frees nothing inside a failed one.
    void trimStatements();
    /// After a job, and with `idle` when there is no other. True when housekeeping was done (SQLite's checkpoint).
    virtual bool tidy(bool idle);
    /// False once the server is gone for this connection; then only its destructor is of use.
    [[nodiscard]] virtual bool isUsable() const { return true; }
    /// Asks the server whether it is there.
    [[nodiscard]] virtual Result<void> ping() { return {}; }
    /// Orderly end of the last writer.
    [[nodiscard]] virtual Result<void> close() { return {}; }

protected:
    Connection(Engine engine, Role role);

    [[nodiscard]] virtual Result<std::unique_ptr<DirectStatement>> makeDirect(const QString &sql) = 0;
    [[nodiscard]] virtual std::unique_ptr<DirectStatement> makeBulk(const QString &table, const QStringList &columns);
    [[nodiscard]] const QString &name() const { return m_name; } ///< of the QSqlDatabase
    /// Derived destructors call it first: after it no statement touches the handle.
    void dropStatements();

private:
    const Role m_role;
    const QString m_name;
    const Dialect m_dialect;
    QHash<QString, Statement *> m_statements;
    QHash<QString, DirectStatement *> m_directStatements;
};

} // namespace leadline::storage
