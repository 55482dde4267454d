#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/lead.h"
#include "domain/lead_filter.h"
#include "domain/mutation.h"

#include <QByteArray>
#include <QMetaType>
#include <QString>

#include <optional>
#include <vector>

namespace leadline::domain {

/// One thing a person does to one or many leads. Build it with the functions below.
struct LeadEdit
{
    MutationOp op = MutationOp::Set;
    QString field; ///< Set only, see MutationOp
    std::optional<QString> value; ///< Set: new value, absent = as found; tags: the tag; notes: the text

    [[nodiscard]] bool operator==(const LeadEdit &) const = default;

    [[nodiscard]] static LeadEdit setStatus(ReviewStatus status);
    [[nodiscard]] static LeadEdit setRating(int rating); ///< 0–5
    [[nodiscard]] static LeadEdit setAssignee(const QString &assignee);
    /// `field` is name, email, phone, city or category; absent = as found again.
    [[nodiscard]] static LeadEdit correct(const QString &field, std::optional<QString> value);
    [[nodiscard]] static LeadEdit addTag(const QString &tag); ///< lower-cased and trimmed
    [[nodiscard]] static LeadEdit removeTag(const QString &tag);
    [[nodiscard]] static LeadEdit addNote(const QString &text);
    [[nodiscard]] static LeadEdit remove(); ///< soft delete
    [[nodiscard]] static LeadEdit restore();
};

/// Why an edit cannot be made on any lead, or nothing: unknown field, value out of range, empty tag or note, NUL in text.
[[nodiscard]] std::optional<Error> invalid(const LeadEdit &edit);
/// The value a Set of `field` finds on a lead; absent for a correction that is not set.
[[nodiscard]] std::optional<QString> reviewValue(const ReviewData &review, QStringView field);
/// Does what the edit says to the review part. `by` and `at` are used by notes and deletion.
void apply(const LeadEdit &edit, ReviewData &review, const QString &by, Timestamp at, NoteId note = {});

/// What an edit did. Leads that already had the value are not counted.
struct EditReceipt
{
    LeadEdit edit;
    qint64 leads = 0;
    LeadId lead; ///< the only one, null for several
    QString leadName;
};

/// One entry of the undo stack, as facts a label is made of: "Rejected “Studio Ombre”", "Tagged 120 leads".
struct UndoStep
{
    LeadEdit edit;
    qint64 leads = 0;
    LeadId lead; ///< the only one, null for several
    QString leadName;
};

/// An edit the server has not settled yet.
struct WaitingChange
{
    qint64 n = 0; ///< handle for reverting
    LeadId lead;
    QString leadName;
    LeadEdit edit;
    std::optional<QString> before; ///< Set: what the field held
    Timestamp at {};
    bool sealed = false; ///< may be under way, can no longer be reverted
};

enum class ConflictReason {
    Changed, ///< someone else changed the field
    Deleted, ///< someone else deleted the lead
    Gone, ///< the lead no longer exists at the server
    Rejected, ///< the server refused the value
    Lost, ///< the server was put back and no longer has this edit
};

/// An edit that needs a person. One per (lead, field).
struct FieldConflict
{
    qint64 n = 0; ///< handle for resolving
    LeadId lead;
    QString leadName;
    LeadEdit mine;
    std::optional<QString> base;
    std::optional<QString> theirs;
    QString theirsBy;
    QString detail; ///< Rejected: why, in English
    ConflictReason reason = ConflictReason::Changed;
    Timestamp at {};
};

enum class ConflictChoice { KeepTheirs, KeepMine };

/// A filter with a name, kept in the profile.
struct SavedView
{
    qint64 n = 0; ///< 0 = not stored yet
    QString name;
    QString filter; ///< filter text
    LeadSort sort = LeadSort::Score;
    SortOrder order = SortOrder::Descending;
    QByteArray columns; ///< the window's column layout, opaque here
};

} // namespace leadline::domain
