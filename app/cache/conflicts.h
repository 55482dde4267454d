#pragma once

#include "cache/outbox.h"
#include "domain/lead_edit.h"

#include <vector>

namespace leadline::cache {

/// Edits that need a person, one per (lead, field): functions for jobs on the writer, list() and count() also for readers.
/// Nothing leaves by itself; both values are kept until the operator decides.
class Conflicts
{
public:
    /// Takes the edit of an outbox row in; replaces what is known of the same (lead, field). The caller drops the row.
    [[nodiscard]] static Result<void> put(Connection &connection, const OutboxRow &row, domain::ConflictReason reason,
        const std::optional<QString> &theirs, const QString &theirsBy, const QString &detail, const EditContext &context);
    /// Newest first, at most 2000.
    [[nodiscard]] static Result<std::vector<domain::FieldConflict>> list(Connection &connection);
    /// Keeping mine makes a new edit on what the lead is now. Rows whose values changed.
    [[nodiscard]] static Result<QList<domain::RowId>> resolve(Connection &connection, const std::vector<qint64> &conflicts,
        domain::ConflictChoice choice, const EditContext &context);
    [[nodiscard]] static Result<int> count(Connection &connection);
};

} // namespace leadline::cache
