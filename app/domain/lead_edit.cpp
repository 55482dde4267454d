#include "domain/lead_edit.h"

#include <algorithm>

namespace leadline::domain {

namespace {

constexpr qsizetype kMaxText = 10'000; ///< of a note
constexpr qsizetype kMaxValue = 1'000; ///< of a field
constexpr qsizetype kMaxTag = 60;

std::optional<QString> Corrections::*correction(QStringView field)
{
    if (field == u"name")
        return &Corrections::name;
    if (field == u"email")
        return &Corrections::email;
    if (field == u"phone")
        return &Corrections::phone;
    if (field == u"city")
        return &Corrections::city;
    if (field == u"category")
        return &Corrections::category;
    return nullptr;
}

Error invalidField(const QString &field, const Remark &why)
{
    Error error(ErrorCode::InvalidArgument, why);
    error.field = field;
    return error;
}

std::optional<Error> invalidSet(const LeadEdit &edit)
{
    if (edit.field == u"status") {
        if (!edit.value || !reviewStatusFromSlug(*edit.value))
            return invalidField(edit.field, QStringLiteral("unknown status"));
    } else if (edit.field == u"rating") {
        bool number = false;
        const int rating = edit.value ? edit.value->toInt(&number) : -1;
        if (!number || rating < 0 || rating > 5)
            return invalidField(edit.field, QStringLiteral("a rating is 0 to 5"));
    } else if (edit.field == u"assignee") {
        if (!edit.value)
            return invalidField(edit.field, QStringLiteral("an assignee is text, empty for nobody"));
    } else if (!correction(edit.field)) {
        return invalidField(edit.field, QStringLiteral("no such field"));
    }
    if (edit.value && edit.value->size() > kMaxValue)
        return invalidField(edit.field, { RemarkCode::ValueTooLong, { QString::number(kMaxValue) } });
    return std::nullopt;
}

} // namespace

LeadEdit LeadEdit::setStatus(ReviewStatus status)
{
    return { MutationOp::Set, QStringLiteral("status"), reviewStatusSlug(status).toString() };
}

LeadEdit LeadEdit::setRating(int rating)
{
    return { MutationOp::Set, QStringLiteral("rating"), QString::number(rating) };
}

LeadEdit LeadEdit::setAssignee(const QString &assignee)
{
    return { MutationOp::Set, QStringLiteral("assignee"), assignee.trimmed() };
}

LeadEdit LeadEdit::correct(const QString &field, std::optional<QString> value)
{
    return { MutationOp::Set, field, std::move(value) };
}

LeadEdit LeadEdit::addTag(const QString &tag)
{
    return { MutationOp::TagAdd, {}, tag.simplified().toLower() };
}

LeadEdit LeadEdit::removeTag(const QString &tag)
{
    return { MutationOp::TagRemove, {}, tag.simplified().toLower() };
}

LeadEdit LeadEdit::addNote(const QString &text)
{
    return { MutationOp::NoteAdd, {}, text.trimmed() };
}

LeadEdit LeadEdit::remove()
{
    return { MutationOp::Delete, {}, std::nullopt };
}

LeadEdit LeadEdit::restore()
{
    return { MutationOp::Restore, {}, std::nullopt };
}

std::optional<Error> invalid(const LeadEdit &edit)
{
    if (edit.value && edit.value->contains(QChar(u'\0')))
        return invalidField(edit.field, QStringLiteral("NUL is not text"));
    const QString text = edit.value.value_or(QString());
    switch (edit.op) {
    case MutationOp::Set:
        return invalidSet(edit);
    case MutationOp::TagAdd:
    case MutationOp::TagRemove:
        if (text.isEmpty() || text.size() > kMaxTag)
            return invalidField(QStringLiteral("tag"), { RemarkCode::TagLength, { QString::number(kMaxTag) } });
        return std::nullopt;
    case MutationOp::NoteAdd:
        if (text.isEmpty() || text.size() > kMaxText)
            return invalidField(QStringLiteral("note"), { RemarkCode::NoteLength, { QString::number(kMaxText) } });
        return std::nullopt;
    case MutationOp::Delete:
    case MutationOp::Restore:
        return std::nullopt;
    case MutationOp::Void:
        break;
    }
    return Error(ErrorCode::InvalidArgument, QStringLiteral("not an edit"));
}

std::optional<QString> reviewValue(const ReviewData &review, QStringView field)
{
    if (field == u"status")
        return reviewStatusSlug(review.status).toString();
    if (field == u"rating")
        return QString::number(review.rating);
    if (field == u"assignee")
        return review.assignee;
    if (const auto member = correction(field))
        return review.corrections.*member;
    return std::nullopt;
}

void apply(const LeadEdit &edit, ReviewData &review, const QString &by, Timestamp at, NoteId note)
{
    switch (edit.op) {
    case MutationOp::Set:
        if (edit.field == u"status")
            review.status = reviewStatusFromSlug(edit.value.value_or(QString())).value_or(review.status);
        else if (edit.field == u"rating")
            review.rating = edit.value.value_or(QString()).toInt();
        else if (edit.field == u"assignee")
            review.assignee = edit.value.value_or(QString());
        else if (const auto member = correction(edit.field))
            review.corrections.*member = edit.value;
        break;
    case MutationOp::TagAdd: {
        const auto place = std::lower_bound(review.tags.begin(), review.tags.end(), *edit.value);
        if (place == review.tags.end() || *place != *edit.value)
            review.tags.insert(place, *edit.value);
        break;
    }
    case MutationOp::TagRemove:
        review.tags.removeAll(*edit.value);
        break;
    case MutationOp::NoteAdd:
        if (std::none_of(review.notes.begin(), review.notes.end(), [&](const Note &known) { return known.id == note; }))
            review.notes.push_back({ note, by, edit.value.value_or(QString()), at });
        break;
    case MutationOp::Delete:
        if (!review.deletedAt) {
            review.deletedAt = at;
            review.deletedBy = by;
        }
        break;
    case MutationOp::Restore:
        review.deletedAt.reset();
        review.deletedBy.clear();
        break;
    case MutationOp::Void:
        break;
    }
}

} // namespace leadline::domain
