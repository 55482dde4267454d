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

/// The outbox (protocols 1.5): functions for jobs on the writer. Every change of the outbox rewrites the operator's view of
/// the lead in the same transaction.
class Outbox
{
public:
    [[nodiscard]] static Result<EditOutcome> edit(
        Connection &connection, const QList<domain::RowId> &rows, const domain::LeadEdit &edit, const EditContext &context);

    /// Gives unsealed rows consecutive numbers and returns the next batch to send: sealed rows without an outcome first.
    /// Empty mutations = nothing to send.
    [[nodiscard]] static Result<domain::PushRequest> seal(Connection &connection, int limit);

    struct Settled
    {
        int count = 0;
        int conflicts = 0; ///< of them in conflict, gone or rejected
        QList<domain::RowId> changed;
    };
    /// Stores what the server said about a sent batch.
    [[nodiscard]] static Result<Settled> settle(Connection &connection, const domain::PushRequest &request,
        const domain::PushAnswer &answer, const EditContext &context);

    /// Drops rows whose revision base now contains; changes `lead.pending`.
    [[nodiscard]] static Result<void> dropContained(Connection &connection, StoredLead &lead);
    /// After an epoch change: decides each pending edit by comparing values; changes `lead.pending`. `before` is the base
    /// the store had, for edits the server lost.
    [[nodiscard]] static Result<void> judgeByValue(
        Connection &connection, StoredLead &lead, const std::optional<domain::Lead> &before, const EditContext &context);
    /// The lead is gone at the server. Sealed rows become void with the same number. With `erase` no content stays behind;
    /// otherwise unsettled edits are told to the operator.
    [[nodiscard]] static Result<void> forgetLead(
        Connection &connection, const domain::LeadId &lead, bool erase, const EditContext &context);
    /// A fresh client id: unsettled rows are sealed anew from 1, the old id is retired.
    [[nodiscard]] static Result<void> unseal(Connection &connection, SyncState &state);

    [[nodiscard]] static Result<std::vector<domain::WaitingChange>> waiting(Connection &connection, int limit);
    /// Rows whose edits were taken back.
    [[nodiscard]] static Result<QList<domain::RowId>> revert(
        Connection &connection, const std::vector<qint64> &changes, const EditContext &context);

    [[nodiscard]] static Result<std::vector<domain::FieldConflict>> conflicts(Connection &connection);
    [[nodiscard]] static Result<QList<domain::RowId>> resolve(Connection &connection, const std::vector<qint64> &conflicts,
        domain::ConflictChoice choice, const EditContext &context);

    [[nodiscard]] static Result<int> waitingCount(Connection &connection);
    [[nodiscard]] static Result<int> conflictCount(Connection &connection);
};

} // namespace leadline::cache
