#pragma once

#include "storage/direct_statement.h"

#include <QString>

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace leadline::storage {

class SqliteDirectStatement final : public DirectStatement
{
public:
    [[nodiscard]] static domain::Result<std::unique_ptr<DirectStatement>> prepare(sqlite3 *handle, const QString &sql);
    ~SqliteDirectStatement() override;

    [[nodiscard]] qint64 rowsChanged() const override;

private:
    SqliteDirectStatement(sqlite3 *handle, sqlite3_stmt *statement);
    [[nodiscard]] domain::Result<void> run(std::span<const Value> values, const char *bytes) override;

    sqlite3 *m_handle;
    sqlite3_stmt *m_statement;
};

} // namespace leadline::storage
