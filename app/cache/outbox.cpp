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

std::optional<QString> noteBytesKey(const NoteId &note)
{
    return note.isNull() ? std::nullopt : std::optional(note.toString());
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

Result<void> deleteRow(Connection &connection, qint64 n)
{
    return run(connection, QStringLiteral("DELETE FROM outbox WHERE n = ?"), n);
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
        if (auto ran = deleteRow(connection, it->n); !ran)
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

Result<void> putConflict(Connection &connection, const OutboxRow &row, ConflictReason reason,
    const std::optional<QString> &theirs, const QString &theirsBy, const QString &detail, const EditContext &context)
{
    // Notes are separate even for one lead; tags and fields are one conflict each.
    QString field = row.edit.field;
    if (row.edit.op == MutationOp::NoteAdd)
        field = noteBytesKey(row.note).value_or(QString());
    else if (row.edit.op == MutationOp::TagAdd || row.edit.op == MutationOp::TagRemove)
        field = row.edit.value.value_or(QString());
    const std::optional<NoteId> note = row.note.isNull() ? std::nullopt : std::optional(row.note);
    return run(connection,
        QStringLiteral(
            "INSERT INTO conflict (lead_id, op, field, note_id, base, mine, theirs, theirs_by, reason, detail, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (lead_id, op, field) DO UPDATE SET"
            " mine = excluded.mine, theirs = excluded.theirs, theirs_by = excluded.theirs_by,"
            " reason = excluded.reason, detail = excluded.detail, at = excluded.at"),
        row.lead, mutationOpSlug(row.edit.op), field, note, row.baseValue, row.edit.value, theirs, theirsBy, int(reason),
        detail, context.now);
}

Result<void> logSent(Connection &connection, const OutboxRow &row)
{
    return run(connection,
        QStringLiteral("INSERT INTO sent_log (mid, lead_id, op, field, value, at) VALUES (?, ?, ?, ?, ?, ?)"), row.sealedMid,
        row.lead, mutationOpSlug(row.edit.op), row.edit.field, row.edit.value, row.at);
}

/// Rewrites the operator's view of a lead; does nothing for a lead that is not in the store.
Result<void> rewrite(Connection &connection, RowId row, const EditContext &context, TextIndex text = TextIndex::Refresh)
{
    const auto lead = loadLead(connection, row);
    if (!lead)
        return failure(lead.error());
    if (!*lead)
        return {};
    return writeEffective(connection, **lead, context.operatorName, text);
}

/// One outcome of a sent row: settled with its revision, or out of the outbox with a conflict.
Result<void> settleRow(
    Connection &connection, const OutboxRow &row, const MutationOutcome &outcome, qint64 baseRev, const EditContext &context)
{
    switch (outcome.result) {
    case MutationResult::Applied:
    case MutationResult::Noop:
        if (auto ran = logSent(connection, row); !ran)
            return ran;
        if (outcome.leadRev <= baseRev)
            return deleteRow(connection, row.n);
        return run(connection, QStringLiteral("UPDATE outbox SET result = ?, result_rev = ? WHERE n = ?"),
            mutationResultSlug(outcome.result), outcome.leadRev, row.n);
    case MutationResult::Conflict:
    case MutationResult::Gone:
    case MutationResult::Rejected:
        break;
    }
    ConflictReason reason = ConflictReason::Rejected;
    if (outcome.result == MutationResult::Gone)
        reason = ConflictReason::Gone;
    else if (outcome.result == MutationResult::Conflict)
        reason = outcome.field == u"deleted" ? ConflictReason::Deleted : ConflictReason::Changed;
    if (auto put = putConflict(connection, row, reason, outcome.theirs, outcome.theirsBy, outcome.detail, context); !put)
        return put;
    return deleteRow(connection, row.n);
}

bool holdsValue(const LeadEdit &edit, const NoteId &note, const ReviewData &review)
{
    if (edit.op == MutationOp::NoteAdd)
        return std::any_of(review.notes.begin(), review.notes.end(), [&](const Note &known) { return known.id == note; });
    return !changesAnything(edit, review);
}

/// After an epoch change the numbers are gone, so several rows of one key are one edit: the newest value on the oldest base.
Result<void> mergeSameKeys(Connection &connection, std::vector<OutboxRow> &pending)
{
    for (size_t i = 0; i < pending.size(); ++i) {
        for (size_t j = i + 1; j < pending.size();) {
            if (!pending[i].sameKey(pending[j].edit)) {
                ++j;
                continue;
            }
            if (auto ran = deleteRow(connection, pending[j].n); !ran)
                return ran;
            pending[i].edit = pending[j].edit;
            pending[i].at = pending[j].at;
            if (auto ran = run(connection, QStringLiteral("UPDATE outbox SET op = ?, value = ?, at = ? WHERE n = ?"),
                    mutationOpSlug(pending[i].edit.op), pending[i].edit.value, pending[i].at, pending[i].n);
                !ran)
                return ran;
            pending.erase(pending.begin() + qsizetype(j));
        }
    }
    return {};
}

/// Edits the server had accepted and, put back from a backup, no longer holds: base held my value, the new row does not.
Result<void> reportLost(Connection &connection, const StoredLead &lead, const ReviewData &before, const EditContext &context)
{
    std::map<QString, OutboxRow> newest;
    const auto read = each(
        connection, QStringLiteral("SELECT field, value, at FROM sent_log WHERE lead_id = ? AND op = 'set' ORDER BY n"),
        [&](const Statement &row) {
            OutboxRow sent;
            sent.lead = lead.base.id;
            sent.edit = { MutationOp::Set, row.text(0), row.optionalText(1) };
            sent.at = row.time(2);
            newest[row.text(0)] = sent;
        },
        lead.base.id);
    if (!read)
        return read;
    for (const auto &[field, sent] : newest) {
        const auto theirs = reviewValue(lead.base.review, field);
        const bool pending = std::any_of(lead.pending.begin(), lead.pending.end(),
            [&sent = sent](const OutboxRow &row) { return row.sameKey(sent.edit); });
        if (pending || reviewValue(before, field) != sent.edit.value || theirs == sent.edit.value)
            continue;
        if (auto put = putConflict(connection, sent, ConflictReason::Lost, theirs, lead.base.modifiedBy, {}, context); !put)
            return put;
    }
    return {};
}

} // namespace

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

Result<Outbox::Settled> Outbox::settle(
    Connection &connection, const PushRequest &request, const PushAnswer &answer, const EditContext &context)
{
    auto state = readState(connection);
    if (!state)
        return failure(state.error());
    Settled settled;
    if (state->client != request.client || state->epoch != request.epoch)
        return settled; // an answer to a client id given up meanwhile
    for (const MutationOutcome &outcome : answer.outcomes) {
        std::optional<OutboxRow> row;
        if (auto read = each(
                connection,
                QStringLiteral("SELECT %1 FROM outbox WHERE sealed_mid = ? AND result IS NULL").arg(outboxColumns()),
                [&](const Statement &found) { row = outboxRow(found); }, outcome.mid);
            !read)
            return failure(read.error());
        if (!row)
            continue; // a repeated answer
        if (row->edit.op == MutationOp::Void) {
            if (auto ran = deleteRow(connection, row->n); !ran)
                return failure(ran.error());
            continue;
        }
        const auto baseRev = integer(connection, QStringLiteral("SELECT rev FROM base WHERE row = ?"), 0, qint64(row->row));
        if (!baseRev)
            return failure(baseRev.error());
        if (auto done = settleRow(connection, *row, outcome, *baseRev, context); !done)
            return failure(done.error());
        if (auto written = rewrite(connection, row->row, context); !written)
            return failure(written.error());
        ++settled.count;
        settled.conflicts += outcome.result != MutationResult::Applied && outcome.result != MutationResult::Noop;
        settled.changed.append(row->row);
    }
    if (!request.retiredClients.empty() && !state->retired.isEmpty()) {
        state->retired.clear();
        if (auto written = writeState(connection, *state); !written)
            return failure(written.error());
    }
    // 30 days cover a server put back from a backup.
    if (auto ran
        = run(connection, QStringLiteral("DELETE FROM sent_log WHERE at < ?"), context.now - std::chrono::hours(24 * 30));
        !ran)
        return failure(ran.error());
    return settled;
}

Result<void> Outbox::dropContained(Connection &connection, StoredLead &lead)
{
    for (auto it = lead.pending.begin(); it != lead.pending.end();) {
        if (!it->result || it->resultRev > lead.base.rev) {
            ++it;
            continue;
        }
        if (auto ran = deleteRow(connection, it->n); !ran)
            return ran;
        it = lead.pending.erase(it);
    }
    return {};
}

Result<void> Outbox::judgeByValue(
    Connection &connection, StoredLead &lead, const std::optional<Lead> &before, const EditContext &context)
{
    if (auto merged = mergeSameKeys(connection, lead.pending); !merged)
        return merged;
    for (auto it = lead.pending.begin(); it != lead.pending.end();) {
        const ReviewData &theirs = lead.base.review;
        if (holdsValue(it->edit, it->note, theirs)) {
            if (auto ran = logSent(connection, *it); !ran)
                return ran;
        } else if (it->edit.op != MutationOp::Set || reviewValue(theirs, it->edit.field) == it->baseValue) {
            it->baseRev = lead.base.rev;
            if (auto ran = run(connection, QStringLiteral("UPDATE outbox SET base_rev = ? WHERE n = ?"), it->baseRev, it->n);
                !ran)
                return ran;
            ++it;
            continue;
        } else if (auto put = putConflict(connection, *it, ConflictReason::Changed, reviewValue(theirs, it->edit.field),
                       lead.base.modifiedBy, {}, context);
                   !put) {
            return put;
        }
        if (auto ran = deleteRow(connection, it->n); !ran)
            return ran;
        it = lead.pending.erase(it);
    }
    return before ? reportLost(connection, lead, before->review, context) : Result<void>();
}

Result<void> Outbox::forgetLead(Connection &connection, const LeadId &lead, bool erase, const EditContext &context)
{
    std::vector<OutboxRow> rows;
    if (auto read = each(
            connection, QStringLiteral("SELECT %1 FROM outbox WHERE lead_id = ?").arg(outboxColumns()),
            [&](const Statement &row) { rows.push_back(outboxRow(row)); }, lead);
        !read)
        return read;
    for (const OutboxRow &row : rows) {
        if (!erase && !row.result && row.edit.op != MutationOp::Void) {
            if (auto put = putConflict(connection, row, ConflictReason::Gone, std::nullopt, {}, {}, context); !put)
                return put;
        }
        // A number that was given must arrive, or the server waits for it for ever.
        const bool mustArrive = row.sealedMid && !row.result;
        auto ran = mustArrive ? run(connection,
                       QStringLiteral("UPDATE outbox SET op = 'void', field = '', value = NULL, note_id = NULL,"
                                      " base_value = NULL, row = 0 WHERE n = ?"),
                       row.n)
                              : deleteRow(connection, row.n);
        if (!ran)
            return ran;
    }
    if (!erase)
        return {};
    for (const char *sql : { "DELETE FROM conflict WHERE lead_id = ?", "DELETE FROM sent_log WHERE lead_id = ?",
             "DELETE FROM history WHERE lead_id = ?" }) {
        if (auto ran = run(connection, QString::fromLatin1(sql), lead); !ran)
            return ran;
    }
    return {};
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
            = integer(connection, QStringLiteral("SELECT row FROM outbox WHERE n = ? AND sealed_mid IS NULL"), 0, n);
        if (!row)
            return failure(row.error());
        if (!*row)
            continue;
        if (auto ran = deleteRow(connection, n); !ran)
            return failure(ran.error());
        if (auto written = rewrite(connection, RowId(*row), context); !written)
            return failure(written.error());
        reverted.append(RowId(*row));
    }
    return reverted;
}

Result<std::vector<FieldConflict>> Outbox::conflicts(Connection &connection)
{
    std::vector<FieldConflict> conflicts;
    const auto read = each(connection,
        QStringLiteral(
            "SELECT conflict.n, conflict.lead_id, coalesce(lead.name, ''), op, field, mine, base, theirs, theirs_by,"
            " detail, reason, at FROM conflict LEFT JOIN base ON base.lead_id = conflict.lead_id"
            " LEFT JOIN lead ON lead.row = base.row ORDER BY conflict.n DESC LIMIT 2000"),
        [&](const Statement &row) {
            FieldConflict conflict;
            conflict.n = row.integer(0);
            conflict.lead = row.id<LeadId>(1);
            conflict.leadName = row.text(2);
            conflict.mine.op = mutationOpFromSlug(row.text(3)).value_or(MutationOp::Set);
            if (conflict.mine.op == MutationOp::Set)
                conflict.mine.field = row.text(4);
            conflict.mine.value = row.optionalText(5);
            conflict.base = row.optionalText(6);
            conflict.theirs = row.optionalText(7);
            conflict.theirsBy = row.text(8);
            conflict.detail = row.text(9);
            conflict.reason = ConflictReason(row.integer(10));
            conflict.at = row.time(11);
            conflicts.push_back(std::move(conflict));
        });
    if (!read)
        return failure(read.error());
    return conflicts;
}

Result<QList<RowId>> Outbox::resolve(
    Connection &connection, const std::vector<qint64> &numbers, ConflictChoice choice, const EditContext &context)
{
    QList<RowId> touched;
    for (const qint64 n : numbers) {
        std::optional<std::pair<LeadId, LeadEdit>> conflict;
        if (auto read = each(
                connection, QStringLiteral("SELECT lead_id, op, field, mine FROM conflict WHERE n = ?"),
                [&](const Statement &row) {
                    LeadEdit mine { mutationOpFromSlug(row.text(1)).value_or(MutationOp::Set), {}, row.optionalText(3) };
                    if (mine.op == MutationOp::Set)
                        mine.field = row.text(2);
                    conflict = { row.id<LeadId>(0), mine };
                },
                n);
            !read)
            return failure(read.error());
        if (!conflict)
            continue;
        if (auto ran = run(connection, QStringLiteral("DELETE FROM conflict WHERE n = ?"), n); !ran)
            return failure(ran.error());
        if (choice == ConflictChoice::KeepTheirs)
            continue;
        const auto row = rowOf(connection, conflict->first);
        if (!row)
            return failure(row.error());
        if (!*row)
            continue;
        const auto kept = edit(connection, { **row }, conflict->second, context);
        if (!kept)
            return failure(kept.error());
        touched += kept->changed;
    }
    return touched;
}

Result<int> Outbox::waitingCount(Connection &connection)
{
    const auto count
        = integer(connection, QStringLiteral("SELECT count(*) FROM outbox WHERE result IS NULL AND op <> 'void'"), 0);
    return count.map([](qint64 n) { return int(n); });
}

Result<int> Outbox::conflictCount(Connection &connection)
{
    return integer(connection, QStringLiteral("SELECT count(*) FROM conflict"), 0).map([](qint64 n) { return int(n); });
}

} // namespace leadline::cache
