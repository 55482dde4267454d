#include "cache/conflicts.h"

namespace leadline::cache {

using namespace domain;

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
            "INSERT INTO conflict (lead_id, op, field, note_id, base, mine, theirs, theirs_by, reason, detail, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (lead_id, op, field) DO UPDATE SET"
            " mine = excluded.mine, theirs = excluded.theirs, theirs_by = excluded.theirs_by,"
            " reason = excluded.reason, detail = excluded.detail, at = excluded.at"),
        row.lead, mutationOpSlug(row.edit.op), field, note, row.baseValue, row.edit.value, theirs, theirsBy, int(reason),
        detail, context.now);
}

Result<std::vector<FieldConflict>> Conflicts::list(Connection &connection)
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

Result<QList<RowId>> Conflicts::resolve(
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
        const auto kept = Outbox::edit(connection, { **row }, conflict->second, context);
        if (!kept)
            return failure(kept.error());
        touched += kept->changed;
    }
    return touched;
}

Result<int> Conflicts::count(Connection &connection)
{
    return integer(connection, QStringLiteral("SELECT count(*) FROM conflict"), 0).map([](qint64 n) { return int(n); });
}
} // namespace leadline::cache
