#pragma once

#include "storage/direct_statement.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

struct pg_conn;

namespace leadline::storage {

/// Gathers rows in COPY's text format and sends them with flush(): one round trip for all of them.
class PostgresCopyIn final : public DirectStatement
{
public:
    PostgresCopyIn(pg_conn *handle, const QString &table, const QStringList &columns);

    [[nodiscard]] qint64 rowsChanged() const override { return 1; } ///< a row that cannot be stored fails flush()
    [[nodiscard]] domain::Result<void> flush() override;
    void discard() override { m_rows.clear(); }

private:
    [[nodiscard]] domain::Result<void> run(std::span<const Value> values, const char *bytes) override;

    pg_conn *m_handle;
    QByteArray m_command;
    QByteArray m_rows;
};

/// The values of one line of `COPY … TO STDOUT`, its line end included.
void splitCopyRow(QByteArrayView line, std::vector<std::optional<QByteArray>> &values);

} // namespace leadline::storage
