#pragma once

#include "cache/outbox.h"

#include <optional>

namespace leadline::cache {

/// What the server's word does to waiting edits: functions for jobs on the writer. A row leaves the outbox
/// only when base already contains it, when the server holds its value, or into conflict, in one transaction with the cause.
class Settling
{
public:
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
};

} // namespace leadline::cache
