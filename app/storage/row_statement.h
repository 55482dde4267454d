#pragma once

#include "storage/connection.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <vector>

struct sqlite3_stmt;

namespace leadline::storage {

/// A statement on the handle of a SQLite connection, for reads that step over very many rows: it spares the QVariant and the
/// UTF-16 text of each value. Ends with its scope, inside one job.
class RowStatement
{
public:
    [[nodiscard]] static Result<RowStatement> prepare(
        Connection &connection, const QString &sql, const std::vector<QVariant> &values = {});
    RowStatement(RowStatement &&other) noexcept;
    RowStatement &operator=(RowStatement &&) = delete;
    ~RowStatement();

    /// Positions count from 0.
    void bind(int position, qint64 value);
    /// Hands a pointer to a function of ours; `type` as sqlite3_bind_pointer() has it.
    void bind(int position, void *pointer, const char *type);
    /// Starts again with the values bound.
    void rewind();
    /// False at the end and after a failure, see error().
    [[nodiscard]] bool next();
    [[nodiscard]] Result<void> finish() const;
    [[nodiscard]] bool wasInterrupted() const; ///< by a progress handler

    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const;
    /// The same without a copy, valid until the next step.
    [[nodiscard]] QByteArrayView view(int column) const;
    /// Compares without a copy.
    [[nodiscard]] bool sameBytes(int column, const QByteArray &bytes) const;
    [[nodiscard]] bool isText(int column) const;
    [[nodiscard]] bool isNull(int column) const;

private:
    RowStatement(sqlite3_stmt *statement);

    sqlite3_stmt *m_statement = nullptr;
    int m_result = 0;
};

} // namespace leadline::storage
