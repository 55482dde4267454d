#pragma once

#include "storage/connection.h"

namespace leadline::storage {

/// A connection to a SQLite file. Its pragmas are the rules of every store here: WAL with synchronous=FULL, because
/// NORMAL may lose the last commits at power loss; foreign keys; secure_delete, because erased means erased; no trust
/// in the schema or cell sizes of a file from elsewhere; no memory mapping, where an I/O error kills. Only the writer
/// checkpoints (wal_autocheckpoint=0), and seldom: a checkpoint rewrites every page once, however often the log holds
/// it, and one at the same time as another connection's commit may reset the WAL under it (SQLite before 3.51.3).
/// Beside an open store lies `<path>.open`; left over, it means that the last run did not close it, and the next writer
/// checks the file first.
class SqliteConnection final : public Connection
{
public:
    /// Corrupt when a check after an unclean exit finds damage.
    [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>> open(const QString &path, Role role, bool create);
    ~SqliteConnection() override;
    /// Whether the last writer on the file did not close it.
    [[nodiscard]] static bool wasLeftOpen(const QString &path);

    [[nodiscard]] Result<void> exec(QStringView sql) override;
    [[nodiscard]] Result<int> schemaVersion() override;
    [[nodiscard]] Result<void> begin() override; ///< BEGIN IMMEDIATE on the writer
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;
    [[nodiscard]] bool inTransaction() const override;
    [[nodiscard]] sqlite3 *handle() const override { return m_handle; }
    [[nodiscard]] Error errorOf(const QSqlError &error) override;

    bool tidy(bool idle) override;
    [[nodiscard]] Result<void> close() override;

private:
    SqliteConnection(QString path, Role role);

    [[nodiscard]] Result<std::unique_ptr<DirectStatement>> makeDirect(const QString &sql) override;
    [[nodiscard]] Result<void> setUp();
    [[nodiscard]] Result<void> becomeWriter();
    void checkpoint();

    const QString m_path;
    sqlite3 *m_handle = nullptr;
    int m_logPages = 0; ///< in the write-ahead log since the last checkpoint; writer only
};

} // namespace leadline::storage
