#include "backend/leads/decision.h"

#include "domain/lead_edit.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace leadline::backend {

using domain::ClientId;
using domain::Mutation;
using domain::MutationOp;
using domain::MutationOutcome;
using domain::MutationResult;

namespace {

const QString kDeleted = QStringLiteral("deleted");

std::optional<QString> currentValue(const DecisionRow &row, const Mutation &mutation)
{
    if (mutation.op == MutationOp::Set)
        return domain::reviewValue(row.review, mutation.field);
    return row.review.deletedAt ? QStringLiteral("true") : QStringLiteral("false");
}

std::optional<QString> wantedValue(const Mutation &mutation)
{
    if (mutation.op == MutationOp::Set)
        return mutation.value;
    return mutation.op == MutationOp::Delete ? QStringLiteral("true") : QStringLiteral("false");
}

/// The last write of `field` when someone else made it after the base.
const FieldWrite *foreignWrite(const DecisionRow &row, const QString &field, qint64 base, const ClientId &me)
{
    const auto write = row.writes.find(field);
    if (write == row.writes.end() || write->second.rev <= base)
        return nullptr;
    const bool mine = !me.isNull() && write->second.client == me;
    return mine ? nullptr : &write->second;
}

bool changesNothing(const DecisionRow &row, const Mutation &mutation)
{
    const QString text = mutation.value.value_or(QString());
    switch (mutation.op) {
    case MutationOp::TagAdd:
        return row.review.tags.contains(text);
    case MutationOp::TagRemove:
        return !row.review.tags.contains(text);
    case MutationOp::NoteAdd:
        return row.noteExists;
    case MutationOp::Void:
        return true;
    default:
        return currentValue(row, mutation) == wantedValue(mutation);
    }
}

} // namespace

QString writtenField(const Mutation &mutation)
{
    if (mutation.op == MutationOp::Set)
        return mutation.field;
    return mutation.op == MutationOp::Delete || mutation.op == MutationOp::Restore ? kDeleted : QString();
}

domain::Result<MutationOutcome> decide(const DecisionRow *row, const Mutation &mutation, const ClientId &me)
{
    MutationOutcome outcome;
    outcome.mid = mutation.mid;
    outcome.leadRev = row != nullptr ? row->rev : 0;
    if (mutation.op == MutationOp::Void) {
        outcome.result = MutationResult::Noop;
        return outcome;
    }
    if (row == nullptr) {
        outcome.result = MutationResult::Gone;
        return outcome;
    }
    auto wrong = domain::invalid({ mutation.op, mutation.field, mutation.value });
    if (!wrong && mutation.op == MutationOp::NoteAdd && mutation.note.isNull())
        wrong = domain::Error(domain::ErrorCode::InvalidArgument, QStringLiteral("a note needs an id"));
    if (wrong) {
        outcome.result = MutationResult::Rejected;
        outcome.field = mutation.field;
        outcome.detail = wrong->detail();
        return outcome;
    }
    if (mutation.baseRev > row->rev)
        return domain::failure(domain::ErrorCode::EpochChanged, QStringLiteral("the base is newer than the lead"));

    const auto conflict = [&](const QString &field, const FieldWrite &write, const std::optional<QString> &theirs) {
        outcome.result = MutationResult::Conflict;
        outcome.field = field;
        outcome.theirs = theirs;
        outcome.theirsBy = write.by;
        return outcome;
    };
    const QString field = writtenField(mutation);
    if (field != kDeleted && row->review.deletedAt) {
        if (const FieldWrite *write = foreignWrite(*row, kDeleted, mutation.baseRev, me))
            return conflict(kDeleted, *write, QStringLiteral("true"));
    }
    if (changesNothing(*row, mutation)) {
        outcome.result = MutationResult::Noop;
        return outcome;
    }
    if (!field.isEmpty()) {
        if (const FieldWrite *write = foreignWrite(*row, field, mutation.baseRev, me))
            return conflict(field, *write, currentValue(*row, mutation));
    }
    outcome.result = MutationResult::Applied;
    return outcome;
}

QByteArray toJson(const FieldWrites &writes)
{
    QJsonObject object;
    for (const auto &[field, write] : writes) {
        object.insert(field,
            QJsonArray { write.rev, write.client.isNull() ? QJsonValue() : QJsonValue(write.client.toString()), write.by });
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

FieldWrites fieldWritesFromJson(const QByteArray &json)
{
    FieldWrites writes;
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonArray parts = it.value().toArray();
        writes[it.key()] = { parts.at(0).toInteger(), ClientId::fromString(parts.at(1).toString()).value_or(ClientId()),
            parts.at(2).toString() };
    }
    return writes;
}

} // namespace leadline::backend
