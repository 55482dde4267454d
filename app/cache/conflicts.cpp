#include "cache/conflicts.h"

namespace leadline::cache {

using namespace domain;

namespace {

struct Mine
{
    LeadId lead;
    LeadEdit edit;
};

Result<std::optional<Mine>> mineOf(Connection &connection, qint64 n)
{
    std::optional<Mine> mine;
    const auto read = each(
        connection, QStringLiteral("SELECT lead_id, op, field, mine FROM conflict WHERE n = ?"),
        [&](const Statement &row) {
            LeadEdit edit { mutationOpFromSlug(row.text(1)).value_or(MutationOp::Set), {}, row.optionalText(3) };
            if (edit.op == MutationOp::Set)
                edit.field = row.text(2);
            mine = Mine { row.id<LeadId>(0), std::move(edit) };
        },
        n);
    if (!read)
        return failure(read.error());
    return mine;
}

} // namespace

Result<void> Conflicts::put(Connection &connection, const OutboxRow &row, ConflictReason reason,
    const std::optional<QString> &theirs, const QString &theirsBy, const QString &detail, const EditContext &context)
{
    // Notes are separate even for one lead; tags and fields are one conflict each.
    QString field = row.edit.field;
    if (row.edit.op == MutationOp::NoteAdd)
        field = row.note.isNull() ? QString() : row.note.toString();
    else if (row.edit.op == MutationOp::TagAdd || row.edit.op == MutationOp::TagRemove)
        field = row.edit.value.value_or(QString());
    const std::optional<NoteId> note = row.note.isNull() ? std::nullopt : std::optional(row.note);
    return run(connection,
        QStringLiteral(
            "INSERT INTO conflict (lead_id, op, field, note_id, base, mine, theirs, theirs_by, reason, detail, at, "
            "lead_name)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((SELECT lead.name FROM base JOIN lead ON lead.row = base.row"
            " WHERE base.lead_id = ?), '')) ON CONFLICT (lead_id, op, field) DO UPDATE SET"
            " mine = excluded.mine, theirs = excluded.theirs, theirs_by = excluded.theirs_by, reason = excluded.reason,"
            " detail = excluded.detail, at = excluded.at, lead_name = iif(excluded.lead_name = '', lead_name,"
            " excluded.lead_name)"),
        row.lead, mutationOpSlug(row.edit.op), field, note, row.baseValue, row.edit.value, theirs, theirsBy, int(reason),
        detail, context.now, row.lead);
}

Result<void> Conflicts::loseLead(Connection &connection, const LeadId &lead)
{
    return run(connection, QStringLiteral("UPDATE conflict SET reason = ?, theirs = NULL, theirs_by = '' WHERE lead_id = ?"),
        int(ConflictReason::Gone), lead);
}

Result<void> Conflicts::loseMissing(Connection &connection)
{
    return run(connection,
        QStringLiteral("UPDATE conflict SET reason = ?, theirs = NULL, theirs_by = ''"
                       " WHERE lead_id NOT IN (SELECT lead_id FROM base)"),
        int(ConflictReason::Gone));
}

Result<std::vector<FieldConflict>> Conflicts::list(Connection &connection)
{
    std::vector<FieldConflict> conflicts;
    const auto read = each(connection,
        QStringLiteral("SELECT conflict.n, conflict.lead_id, coalesce(lead.name, conflict.lead_name), op, field, mine, "
                       "base, theirs, theirs_by,"
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

Result<ResolvedConflicts> Conflicts::resolve(
    Connection &connection, const std::vector<qint64> &numbers, ConflictChoice choice, const EditContext &context)
{
    ResolvedConflicts resolved;
    for (const qint64 n : numbers) {
        const auto mine = mineOf(connection, n);
        if (!mine)
            return failure(mine.error());
        if (!*mine)
            continue;
        std::optional<RowId> row;
        if (choice == ConflictChoice::KeepMine) {
            const auto found = rowOf(connection, (*mine)->lead);
            if (!found)
                return failure(found.error());
            row = *found;
            if (!row) {
                ++resolved.gone;
                continue;
            }
        }
        if (auto ran = run(connection, QStringLiteral("DELETE FROM conflict WHERE n = ?"), n); !ran)
            return failure(ran.error());
        if (!row)
            continue;
        const auto kept = Outbox::edit(connection, { *row }, (*mine)->edit, context);
        if (!kept)
            return failure(kept.error());
        resolved.changed += kept->changed;
    }
    return resolved;
}

Result<int> Conflicts::count(Connection &connection)
{
    return integer(connection, QStringLiteral("SELECT count(*) FROM conflict"), 0).map([](qint64 n) { return int(n); });
}
} // namespace leadline::cache
