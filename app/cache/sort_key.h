#pragma once

#include "cache/sql.h"
#include "domain/lead_filter.h"
#include "domain/lead_row.h"
#include "storage/row_statement.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <optional>

namespace leadline::cache {

using storage::RowStatement;

/// Value of a row in the order of a query; ties are broken by the row number in the same direction.
struct SortKey
{
    bool isText = false;
    qint64 number = 0;
    QByteArray text;
    domain::RowId row = 0;

    [[nodiscard]] static SortKey read(const RowStatement &statement, int column, domain::RowId row);
    /// As SQLite compares: numbers before text, text by bytes.
    [[nodiscard]] bool operator<(const SortKey &other) const;
    [[nodiscard]] QVariant value() const;
    /// Opaque text of a page request.
    [[nodiscard]] QString toCursor() const;
    [[nodiscard]] static std::optional<SortKey> fromCursor(const QString &cursor);
};

/// Reads sort keys of single rows.
class KeyReader
{
public:
    [[nodiscard]] static Result<KeyReader> open(Connection &connection, domain::LeadSort sort);
    /// Nothing when the row is gone.
    [[nodiscard]] std::optional<SortKey> key(domain::RowId row);

private:
    explicit KeyReader(RowStatement statement);
    RowStatement m_statement;
};

} // namespace leadline::cache
