#pragma once

#include "storage/direct_statement.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <string>

struct pg_conn;

namespace leadline::storage {

/// Values travel in binary form where libpq needs no type for that (text, bytes, uuid) and as decimal text otherwise.
class PostgresDirectStatement final : public DirectStatement
{
public:
    [[nodiscard]] static domain::Result<std::unique_ptr<DirectStatement>> prepare(pg_conn *handle, const QString &sql);

    [[nodiscard]] qint64 rowsChanged() const override { return m_rowsChanged; }

private:
    PostgresDirectStatement(pg_conn *handle, QByteArray name);
    [[nodiscard]] domain::Result<void> run(std::span<const Value> values, const char *bytes) override;

    pg_conn *m_handle;
    QByteArray m_name; ///< in the session, which frees it when it ends
    qint64 m_rowsChanged = 0;
    std::vector<std::string> m_numbers;
    std::vector<const char *> m_data;
    std::vector<int> m_sizes;
    std::vector<int> m_formats;
};

/// `?` outside quotes as `$1`, `$2` …
[[nodiscard]] QByteArray numberedPlaceholders(const QString &sql);

} // namespace leadline::storage
