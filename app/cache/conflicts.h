#pragma once

#include "cache/outbox.h"
#include "domain/lead_edit.h"

#include <vector>

namespace leadline::cache {

/// What came of the operator's choice.
struct ResolvedConflicts
{
    QList<domain::RowId> changed; ///< rows whose values changed
    int gone = 0; ///< mine was to be kept and stays in conflict: there is no lead to write it to
};

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
    /// Keeping mine makes a new edit on what the lead is now. Where the lead is gone the conflict stays, as one that can
    /// only be copied or discarded.
    [[nodiscard]] static Result<ResolvedConflicts> resolve(Connection &connection, const std::vector<qint64> &conflicts,
        domain::ConflictChoice choice, const EditContext &context);
    /// The lead is gone: its conflicts keep the operator's values and offer no other any more.
    [[nodiscard]] static Result<void> loseLead(Connection &connection, const domain::LeadId &lead);
    /// The same for every lead that is not in the store, which is complete now.
    [[nodiscard]] static Result<void> loseMissing(Connection &connection);
    [[nodiscard]] static Result<int> count(Connection &connection);
};

} // namespace leadline::cache
