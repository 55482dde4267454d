#include "cache/outbox.h"

#include <algorithm>
#include <map>

namespace leadline::cache {

using namespace domain;

namespace {

TextIndex textTouchedBy(const LeadEdit &edit)
{
    const bool silent = edit.op == MutationOp::Delete || edit.op == MutationOp::Restore
        || (edit.op == MutationOp::Set && (edit.field == u"status" || edit.field == u"rating"));
    return silent ? TextIndex::Keep : TextIndex::Refresh;
}

LeadEdit inverseOf(const LeadEdit &edit, const ReviewData &before)
{
    switch (edit.op) {
    case MutationOp::Set:
        return { MutationOp::Set, edit.field, reviewValue(before, edit.field) };
    case MutationOp::TagAdd:
        return { MutationOp::TagRemove, {}, edit.value };
    case MutationOp::TagRemove:
        return { MutationOp::TagAdd, {}, edit.value };
    case MutationOp::Delete:
        return LeadEdit::restore();
    case MutationOp::Restore:
        return LeadEdit::remove();
    case MutationOp::NoteAdd:
    case MutationOp::Void:
        break;
    }
    return { MutationOp::Void, {}, std::nullopt };
}

Result<qint64> insertRow(Connection &connection, const OutboxRow &row)
{
    const std::optional<NoteId> note = row.note.isNull() ? std::nullopt : std::optional(row.note);
    if (auto ran = run(connection,
            QStringLiteral("INSERT INTO outbox (row, lead_id, op, field, value, note_id, base_rev, base_value, at)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            qint64(row.row), row.lead, mutationOpSlug(row.edit.op), row.edit.field, row.edit.value, note, row.baseRev,
            row.baseValue, row.at);
        !ran)
        return failure(ran.error());
    return integer(connection, QStringLiteral("SELECT last_insert_rowid()"), 0);
}

/// Adds one edit to a lead whose value it changes: merges unsealed rows of the same key and inherits the oldest base of all
/// unsettled ones, because the screen showed the operator's own pending value and not what arrived underneath.
Result<qint64> enqueue(Connection &connection, StoredLead &lead, const LeadEdit &edit, const EditContext &context)
{
    OutboxRow row;
    row.row = lead.row;
    row.lead = lead.base.id;
    row.edit = edit;
    row.at = context.now;
    row.baseRev = lead.base.rev;
    if (edit.op == MutationOp::Set)
        row.baseValue = reviewValue(lead.base.review, edit.field);
    if (edit.op == MutationOp::NoteAdd)
        row.note = NoteId::create();
    bool inherited = false;
    for (auto it = lead.pending.begin(); it != lead.pending.end();) {
        if (!it->sameKey(edit)) {
            ++it;
            continue;
        }
        if (!inherited) {
            row.baseRev = it->baseRev;
            row.baseValue = it->baseValue;
            inherited = true;
        }
        if (it->sealedMid) {
            ++it;
            continue;
        }
        if (auto ran = Outbox::drop(connection, it->n); !ran)
            return failure(ran.error());
        it = lead.pending.erase(it);
    }
    // Taking back an edit that was never sent leaves nothing to send.
    if (!changesAnything(edit, lead.effective(context.operatorName).review))
        return 0;
    const auto n = insertRow(connection, row);
    if (!n)
        return n;
    row.n = *n;
    lead.pending.push_back(row);
    return n;
}

} // namespace

bool changesAnything(const LeadEdit &edit, const ReviewData &review)
{
    switch (edit.op) {
    case MutationOp::Set:
        return reviewValue(review, edit.field) != edit.value;
    case MutationOp::TagAdd:
        return !review.tags.contains(*edit.value);
    case MutationOp::TagRemove:
        return review.tags.contains(*edit.value);
    case MutationOp::Delete:
        return !review.deletedAt.has_value();
    case MutationOp::Restore:
        return review.deletedAt.has_value();
    case MutationOp::NoteAdd:
        return true;
    case MutationOp::Void:
        break;
    }
    return false;
}

Result<void> rewriteLead(Connection &connection, RowId row, const EditContext &context)
{
    const auto lead = loadLead(connection, row);
    if (!lead)
        return failure(lead.error());
    if (!*lead)
        return {};
    return writeEffective(connection, **lead, context.operatorName, TextIndex::Refresh);
}

Result<EditOutcome> Outbox::edit(
    Connection &connection, const QList<RowId> &rows, const LeadEdit &edit, const EditContext &context)
{
    if (auto error = invalid(edit))
        return failure(*error);
    EditOutcome outcome;
    std::map<std::optional<QString>, qsizetype> groups;
    const TextIndex text = textTouchedBy(edit);
    for (const RowId row : rows) {
        auto lead = loadLead(connection, row);
        if (!lead)
            return failure(lead.error());
        if (!*lead)
            continue;
        const Lead before = (*lead)->effective(context.operatorName);
        if (!changesAnything(edit, before.review))
            continue;
        const auto n = enqueue(connection, **lead, edit, context);
        if (!n)
            return failure(n.error());
        if (auto written = writeEffective(connection, **lead, context.operatorName, text); !written)
            return failure(written.error());
        outcome.changed.append(row);
        outcome.lead = before.id;
        outcome.leadName = before.name();
        if (edit.op == MutationOp::NoteAdd) {
            outcome.notes.push_back(*n);
            continue;
        }
        const LeadEdit inverse = inverseOf(edit, before.review);
        const auto [group, isNew] = groups.try_emplace(inverse.value, qsizetype(outcome.inverse.size()));
        if (isNew)
            outcome.inverse.push_back({ inverse, {} });
        outcome.inverse[size_t(group->second)].rows.append(row);
    }
    if (outcome.changed.size() != 1) {
        outcome.lead = {};
        outcome.leadName.clear();
    }
    return outcome;
}

Result<PushRequest> Outbox::seal(Connection &connection, int limit)
{
    auto state = readState(connection);
    if (!state)
        return failure(state.error());
    std::vector<OutboxRow> batch;
    const auto collect = [&](const Statement &row) { batch.push_back(outboxRow(row)); };
    if (auto read = each(connection,
            QStringLiteral(
                "SELECT %1 FROM outbox WHERE sealed_mid IS NOT NULL AND result IS NULL ORDER BY sealed_mid LIMIT ?")
                .arg(outboxColumns()),
            collect, limit);
        !read)
        return failure(read.error());
    const size_t sealed = batch.size();
    if (auto read = each(connection,
            QStringLiteral("SELECT %1 FROM outbox WHERE sealed_mid IS NULL AND result IS NULL ORDER BY n LIMIT ?")
                .arg(outboxColumns()),
            collect, limit - int(sealed));
        !read)
        return failure(read.error());
    for (size_t i = sealed; i < batch.size(); ++i) {
        batch[i].sealedMid = state->nextMid++;
        if (auto ran = run(
                connection, QStringLiteral("UPDATE outbox SET sealed_mid = ? WHERE n = ?"), batch[i].sealedMid, batch[i].n);
            !ran)
            return failure(ran.error());
    }
    if (batch.size() > sealed) {
        if (auto written = writeState(connection, *state); !written)
            return failure(written.error());
    }
    PushRequest request;
    request.epoch = state->epoch;
    request.client = state->client;
    for (const QString &id : state->retired.split(u',', Qt::SkipEmptyParts)) {
        if (const auto client = ClientId::fromString(id))
            request.retiredClients.push_back(*client);
    }
    request.ackMid = batch.empty() ? state->nextMid - 1 : batch.front().sealedMid - 1;
    for (const OutboxRow &row : batch)
        request.mutations.push_back(
            { row.sealedMid, row.lead, row.edit.op, row.edit.field, row.edit.value, row.note, row.baseRev, row.at });
    return request;
}

Result<void> Outbox::unseal(Connection &connection, SyncState &state)
{
    if (!state.client.isNull()) {
        if (!state.retired.isEmpty())
            state.retired += u',';
        state.retired += state.client.toString();
    }
    state.client = ClientId::create();
    state.nextMid = 1;
    if (auto ran = run(connection, QStringLiteral("DELETE FROM outbox WHERE op = 'void'")); !ran)
        return ran;
    return run(connection, QStringLiteral("UPDATE outbox SET sealed_mid = NULL, result = NULL, result_rev = NULL"));
}

Result<std::vector<WaitingChange>> Outbox::waiting(Connection &connection, int limit)
{
    std::vector<WaitingChange> changes;
    std::vector<RowId> rows;
    if (auto read = each(
            connection,
            QStringLiteral("SELECT %1 FROM outbox WHERE result IS NULL AND op <> 'void' ORDER BY n DESC LIMIT ?")
                .arg(outboxColumns()),
            [&](const Statement &found) {
                const OutboxRow row = outboxRow(found);
                changes.push_back({ row.n, row.lead, {}, row.edit, row.baseValue, row.at, row.sealedMid != 0 });
                rows.push_back(row.row);
            },
            limit);
        !read)
        return failure(read.error());
    for (size_t i = 0; i < rows.size(); ++i) {
        if (auto read = each(
                connection, QStringLiteral("SELECT name FROM lead WHERE row = ?"),
                [&](const Statement &found) { changes[i].leadName = found.text(0); }, qint64(rows[i]));
            !read)
            return failure(read.error());
    }
    return changes;
}

Result<QList<RowId>> Outbox::revert(Connection &connection, const std::vector<qint64> &changes, const EditContext &context)
{
    QList<RowId> reverted;
    for (const qint64 n : changes) {
        const auto row
            = integer(connection, QStringLiteral("SELECT row FROM outbox WHERE n = ? AND sealed_mid IS NULL"), -1, n);
        if (!row)
            return failure(row.error());
        if (*row < 0)
            continue;
        if (auto ran = Outbox::drop(connection, n); !ran)
            return failure(ran.error());
        if (auto written = rewriteLead(connection, RowId(*row), context); !written)
            return failure(written.error());
        reverted.append(RowId(*row));
    }
    return reverted;
}

Result<std::vector<LeadId>> Outbox::orphans(Connection &connection)
{
    std::vector<LeadId> leads;
    auto read = each(connection, QStringLiteral("SELECT DISTINCT lead_id FROM outbox WHERE row = 0 AND op <> 'void'"),
        [&](const Statement &row) { leads.push_back(row.id<LeadId>(0)); });
    return read.map([&leads] { return std::move(leads); });
}

Result<void> Outbox::adopt(Connection &connection, StoredLead &lead)
{
    if (auto ran
        = run(connection, QStringLiteral("UPDATE outbox SET row = ? WHERE row = 0 AND lead_id = ? AND op <> 'void'"),
            qint64(lead.row), lead.base.id);
        !ran)
        return ran;
    auto pending = pendingOf(connection, lead.row);
    if (!pending)
        return failure(pending.error());
    lead.pending = std::move(*pending);
    return {};
}

Result<void> Outbox::drop(Connection &connection, qint64 n)
{
    return run(connection, QStringLiteral("DELETE FROM outbox WHERE n = ?"), n);
}

Result<int> Outbox::waitingCount(Connection &connection)
{
    const auto count
        = integer(connection, QStringLiteral("SELECT count(*) FROM outbox WHERE result IS NULL AND op <> 'void'"), 0);
    return count.map([](qint64 n) { return int(n); });
}

} // namespace leadline::cache
