#pragma once

#include "domain/lead.h"
#include "domain/mutation.h"
#include "domain/result.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <optional>

namespace leadline::backend {

/// Who wrote a review field last, and at which revision.
struct FieldWrite
{
    qint64 rev = 0;
    domain::ClientId client; ///< null for writers that are no sync client
    QString by;

    [[nodiscard]] bool operator==(const FieldWrite &) const = default;
};

/// field -> last accepted write; `deleted` is the field of delete and restore.
using FieldWrites = std::map<QString, FieldWrite>;

[[nodiscard]] QByteArray toJson(const FieldWrites &writes);
[[nodiscard]] FieldWrites fieldWritesFromJson(const QByteArray &json);

/// A lead as the decision sees it.
struct DecisionRow
{
    qint64 rev = 0;
    const domain::ReviewData &review;
    const FieldWrites &writes;
    bool noteExists = false; ///< NoteAdd: a note with this id is stored already
};

/// What becomes of one mutation by `me` on `row`, pure:
/// - gone: the lead is erased or unknown (null `row`);
/// - rejected: not valid;
/// - conflict(deleted): somebody else deleted the lead since the base;
/// - conflict(field): somebody else wrote another value to the field since the base;
/// - noop: the field holds the value already;
/// - applied otherwise.
/// Checked per field and per writer. One's own last revision of the row must not count as the base: an own edit of the
/// status raises it over a colleague's unseen edit of the e-mail address. EpochChanged when the base is newer than the row.
/// A null `me` never counts as the writer of anything, so its base has to be current for every field it changes.
[[nodiscard]] domain::Result<domain::MutationOutcome> decide(
    const DecisionRow *row, const domain::Mutation &mutation, const domain::ClientId &me);

/// Key in FieldWrites of the field a mutation writes; empty for tags and notes, which never conflict.
[[nodiscard]] QString writtenField(const domain::Mutation &mutation);

} // namespace leadline::backend
