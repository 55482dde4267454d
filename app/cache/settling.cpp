#include "cache/settling.h"

#include "cache/conflicts.h"

#include <algorithm>
#include <map>

namespace leadline::cache {

using namespace domain;

namespace {

Result<void> logSent(Connection &connection, const OutboxRow &row)
{
    return run(connection,
        QStringLiteral("INSERT INTO sent_log (mid, lead_id, op, field, value, at) VALUES (?, ?, ?, ?, ?, ?)"), row.sealedMid,
        row.lead, mutationOpSlug(row.edit.op), row.edit.field, row.edit.value, row.at);
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
            return Outbox::drop(connection, row.n);
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
    if (auto put = Conflicts::put(connection, row, reason, outcome.theirs, outcome.theirsBy, outcome.detail, context); !put)
        return put;
    return Outbox::drop(connection, row.n);
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
            if (auto ran = Outbox::drop(connection, pending[j].n); !ran)
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
        if (auto put = Conflicts::put(connection, sent, ConflictReason::Lost, theirs, lead.base.modifiedBy, {}, context);
            !put)
            return put;
    }
    return {};
}

} // namespace

Result<Settling::Settled> Settling::settle(
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
            if (auto ran = Outbox::drop(connection, row->n); !ran)
                return failure(ran.error());
            continue;
        }
        const auto baseRev = integer(connection, QStringLiteral("SELECT rev FROM base WHERE row = ?"), 0, qint64(row->row));
        if (!baseRev)
            return failure(baseRev.error());
        if (auto done = settleRow(connection, *row, outcome, *baseRev, context); !done)
            return failure(done.error());
        if (auto written = rewriteLead(connection, row->row, context); !written)
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

Result<void> Settling::dropContained(Connection &connection, StoredLead &lead)
{
    for (auto it = lead.pending.begin(); it != lead.pending.end();) {
        if (!it->result || it->resultRev > lead.base.rev) {
            ++it;
            continue;
        }
        if (auto ran = Outbox::drop(connection, it->n); !ran)
            return ran;
        it = lead.pending.erase(it);
    }
    return {};
}

Result<void> Settling::judgeByValue(
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
        } else if (auto put = Conflicts::put(connection, *it, ConflictReason::Changed, reviewValue(theirs, it->edit.field),
                       lead.base.modifiedBy, {}, context);
                   !put) {
            return put;
        }
        if (auto ran = Outbox::drop(connection, it->n); !ran)
            return ran;
        it = lead.pending.erase(it);
    }
    return before ? reportLost(connection, lead, before->review, context) : Result<void>();
}

Result<void> Settling::forgetLead(Connection &connection, const LeadId &lead, bool erase, const EditContext &context)
{
    std::vector<OutboxRow> rows;
    if (auto read = each(
            connection, QStringLiteral("SELECT %1 FROM outbox WHERE lead_id = ?").arg(outboxColumns()),
            [&](const Statement &row) { rows.push_back(outboxRow(row)); }, lead);
        !read)
        return read;
    for (const OutboxRow &row : rows) {
        if (!erase && !row.result && row.edit.op != MutationOp::Void) {
            if (auto put = Conflicts::put(connection, row, ConflictReason::Gone, std::nullopt, {}, {}, context); !put)
                return put;
        }
        // A number that was given must arrive, or the server waits for it for ever.
        const bool mustArrive = row.sealedMid && !row.result;
        auto ran = mustArrive ? run(connection,
                       QStringLiteral("UPDATE outbox SET op = 'void', field = '', value = NULL, note_id = NULL,"
                                      " base_value = NULL, row = 0 WHERE n = ?"),
                       row.n)
                              : Outbox::drop(connection, row.n);
        if (!ran)
            return ran;
    }
    if (!erase)
        return Conflicts::loseLead(connection, lead);
    for (const char *sql : { "DELETE FROM conflict WHERE lead_id = ?", "DELETE FROM sent_log WHERE lead_id = ?",
             "DELETE FROM history WHERE lead_id = ?" }) {
        if (auto ran = run(connection, QString::fromLatin1(sql), lead); !ran)
            return ran;
    }
    return {};
}

} // namespace leadline::cache
