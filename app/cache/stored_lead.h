#pragma once

#include "cache/sql.h"
#include "domain/lead.h"
#include "domain/lead_edit.h"
#include "domain/lead_row.h"

#include <optional>
#include <vector>

namespace leadline::cache {

/// One waiting edit as stored. It leaves the table only when base already contains its revision, or into
/// conflict, or as gone.
struct OutboxRow
{
    qint64 n = 0;
    domain::RowId row = 0;
    domain::LeadId lead;
    domain::LeadEdit edit;
    domain::NoteId note;
    qint64 baseRev = 0;
    std::optional<QString> baseValue;
    domain::Timestamp at {};
    qint64 sealedMid = 0; ///< 0 = not sealed
    std::optional<domain::MutationResult> result;
    qint64 resultRev = 0;

    /// Edits with the same key stand for the same value: a field, a tag, being deleted. Notes have none.
    [[nodiscard]] bool sameKey(const domain::LeadEdit &other) const;
};

/// A lead in its two layers.
struct StoredLead
{
    domain::RowId row = 0;
    domain::Lead base; ///< what the server said
    std::vector<OutboxRow> pending; ///< oldest first

    /// Base with the pending edits over it.
    [[nodiscard]] domain::Lead effective(const QString &operatorName) const;
    [[nodiscard]] bool hasWaiting() const; ///< an edit without the server's word
};

[[nodiscard]] Result<std::optional<StoredLead>> loadLead(Connection &connection, domain::RowId row);
[[nodiscard]] Result<std::optional<domain::RowId>> rowOf(Connection &connection, const domain::LeadId &lead);
[[nodiscard]] Result<std::vector<OutboxRow>> pendingOf(Connection &connection, domain::RowId row);

/// Columns of a `SELECT` that outboxRow() reads.
[[nodiscard]] QString outboxColumns();
[[nodiscard]] OutboxRow outboxRow(const Statement &row);

enum class TextIndex {
    Keep, ///< the edit touched no text
    Refresh, ///< compare and write when it differs
    Insert, ///< a new lead, nothing to compare with
};
/// Writes what the operator sees: the row of `lead`, its tags and tasks, its full text.
[[nodiscard]] Result<void> writeEffective(
    Connection &connection, const StoredLead &lead, const QString &operatorName, TextIndex text);
/// Takes a lead out of every table but outbox, conflict and sent_log.
[[nodiscard]] Result<void> removeLead(Connection &connection, domain::RowId row);

} // namespace leadline::cache
