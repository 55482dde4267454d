#pragma once

#include "cache/meta.h"
#include "cache/stored_lead.h"
#include "domain/mutation.h"

#include <QList>

#include <vector>

namespace leadline::cache {

/// Who edits and when, for the rows an edit writes.
struct EditContext
{
    QString operatorName;
    domain::Timestamp now {};
};

/// Edits that take an edit back, grouped by what they set.
struct InverseEdits
{
    domain::LeadEdit edit;
    QList<domain::RowId> rows;
};

struct EditOutcome
{
    QList<domain::RowId> changed; ///< rows whose value really changed
    std::vector<InverseEdits> inverse; ///< empty for notes
    std::vector<qint64> notes; ///< outbox numbers of added notes
    domain::LeadId lead; ///< of a single changed row
    QString leadName;
};

/// Whether the edit makes a difference to what is there. Notes always do.
[[nodiscard]] bool changesAnything(const domain::LeadEdit &edit, const domain::ReviewData &review);
/// Writes the operator's view of a lead anew; does nothing for a lead that is not in the store.
[[nodiscard]] Result<void> rewriteLead(Connection &connection, domain::RowId row, const EditContext &context);

/// The outbox: functions for jobs on the writer. Every change of the outbox rewrites the operator's view of
/// the lead in the same transaction.
class Outbox
{
public:
    [[nodiscard]] static Result<EditOutcome> edit(
        Connection &connection, const QList<domain::RowId> &rows, const domain::LeadEdit &edit, const EditContext &context);

    /// Gives unsealed rows consecutive numbers and returns the next batch to send: sealed rows without an outcome first.
    /// Empty mutations = nothing to send.
    [[nodiscard]] static Result<domain::PushRequest> seal(Connection &connection, int limit);

    /// A fresh client id: unsettled rows are sealed anew from 1, the old id is retired.
    [[nodiscard]] static Result<void> unseal(Connection &connection, SyncState &state);

    [[nodiscard]] static Result<std::vector<domain::WaitingChange>> waiting(Connection &connection, int limit);
    /// Rows whose edits were taken back.
    [[nodiscard]] static Result<QList<domain::RowId>> revert(
        Connection &connection, const std::vector<qint64> &changes, const EditContext &context);

    /// Edits that came out of a damaged store before their leads: they belong to no row until the lead arrives.
    [[nodiscard]] static Result<std::vector<domain::LeadId>> orphans(Connection &connection);
    /// Gives the lead the edits that wait for it; fills `lead.pending`.
    [[nodiscard]] static Result<void> adopt(Connection &connection, StoredLead &lead);
    /// Takes one row out; the caller knows why it may go.
    [[nodiscard]] static Result<void> drop(Connection &connection, qint64 n);

    [[nodiscard]] static Result<int> waitingCount(Connection &connection);
};

} // namespace leadline::cache
