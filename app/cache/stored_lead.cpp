#include "cache/stored_lead.h"

#include "cache/lead_blob.h"
#include "domain/folded_key.h"

#include <algorithm>

namespace leadline::cache {

using namespace domain;

namespace {

/// Everything a person may search for.
QString searchText(const Lead &lead)
{
    QStringList parts { lead.name(), lead.category(), lead.city(), lead.email(), lead.phone(), lead.found.website,
        lead.found.address.street, lead.found.address.postalCode, lead.found.address.region, lead.review.assignee };
    parts += lead.review.tags;
    for (const Note &note : lead.review.notes)
        parts << note.text;
    for (const ContactPoint &contact : lead.found.contacts) {
        if (!contact.junk)
            parts << contact.value << contact.display;
    }
    parts.removeAll(QString());
    parts.removeDuplicates();
    return parts.join(u'\n');
}

Result<void> writeText(Connection &connection, RowId row, const QString &text, TextIndex mode)
{
    if (mode == TextIndex::Keep)
        return {};
    if (mode == TextIndex::Refresh) {
        std::optional<QString> old;
        const auto read = each(
            connection, QStringLiteral("SELECT text FROM lead_fts WHERE rowid = ?"),
            [&](const Statement &found) { old = found.text(0); }, qint64(row));
        if (!read || old == text)
            return read;
        if (old) {
            if (auto ran = run(connection, QStringLiteral("DELETE FROM lead_fts WHERE rowid = ?"), qint64(row)); !ran)
                return ran;
        }
    }
    return run(connection, QStringLiteral("INSERT INTO lead_fts (rowid, text) VALUES (?, ?)"), qint64(row), text);
}

Result<void> writeSides(Connection &connection, RowId row, const Lead &lead, bool isNew)
{
    if (!isNew) {
        if (auto ran = run(connection, QStringLiteral("DELETE FROM lead_tag WHERE row = ?"), qint64(row)); !ran)
            return ran;
        if (auto ran = run(connection, QStringLiteral("DELETE FROM lead_task WHERE row = ?"), qint64(row)); !ran)
            return ran;
    }
    for (const QString &tag : lead.review.tags) {
        if (auto ran
            = run(connection, QStringLiteral("INSERT OR IGNORE INTO lead_tag (tag, row) VALUES (?, ?)"), tag, qint64(row));
            !ran)
            return ran;
    }
    for (const TaskId &task : lead.tasks) {
        if (auto ran = run(connection, QStringLiteral("INSERT OR IGNORE INTO lead_task (task_id, row) VALUES (?, ?)"), task,
                qint64(row));
            !ran)
            return ran;
    }
    return {};
}

Result<void> writeRow(Connection &connection, RowId row, const Lead &lead, bool waiting)
{
    const auto statement = connection.prepare(QStringLiteral(
        "INSERT INTO lead (row, lead_id, status, rating, score, has_email, has_phone, waiting, notes, found_at, modified_at,"
        " deleted_at, latitude, country, source, assignee, name_key, city_key, category_key, name, category, city, email,"
        " phone, website, street, tags) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (row) DO UPDATE SET status = excluded.status, rating = excluded.rating, score = excluded.score,"
        " has_email = excluded.has_email, has_phone = excluded.has_phone, waiting = excluded.waiting, notes = "
        "excluded.notes,"
        " found_at = excluded.found_at, modified_at = excluded.modified_at, deleted_at = excluded.deleted_at,"
        " latitude = excluded.latitude, country = excluded.country, source = excluded.source, assignee = excluded.assignee,"
        " name_key = excluded.name_key, city_key = excluded.city_key, category_key = excluded.category_key,"
        " name = excluded.name, category = excluded.category, city = excluded.city, email = excluded.email,"
        " phone = excluded.phone, website = excluded.website, street = excluded.street, tags = excluded.tags"));
    if (!statement)
        return failure(statement.error());
    return (*statement)
        ->bindAll(qint64(row), lead.id, int(lead.review.status), lead.review.rating, lead.found.score,
            !lead.email().isEmpty(), !lead.phone().isEmpty(), waiting, int(lead.review.notes.size()), lead.createdAt,
            lead.modifiedAt, lead.review.deletedAt, lead.found.latitude, lead.found.address.country, lead.source,
            lead.review.assignee, foldedKey(lead.name()), foldedKey(lead.city()), foldedKey(lead.category()), lead.name(),
            lead.category(), lead.city(), lead.email(), lead.phone(), lead.found.website, lead.found.address.street,
            lead.review.tags.join(u'\n'))
        .exec();
}

} // namespace

bool OutboxRow::sameKey(const LeadEdit &other) const
{
    const auto isTag = [](MutationOp op) { return op == MutationOp::TagAdd || op == MutationOp::TagRemove; };
    const auto isDeletion = [](MutationOp op) { return op == MutationOp::Delete || op == MutationOp::Restore; };
    if (edit.op == MutationOp::Set && other.op == MutationOp::Set)
        return edit.field == other.field;
    if (isTag(edit.op) && isTag(other.op))
        return edit.value == other.value;
    return isDeletion(edit.op) && isDeletion(other.op);
}

Lead StoredLead::effective(const QString &operatorName) const
{
    Lead lead = base;
    for (const OutboxRow &edit : pending) {
        apply(edit.edit, lead.review, operatorName, edit.at, edit.note);
        if (!edit.result) {
            lead.modifiedAt = std::max(lead.modifiedAt, edit.at);
            lead.modifiedBy = operatorName;
        }
    }
    return lead;
}

bool StoredLead::hasWaiting() const
{
    return std::any_of(pending.begin(), pending.end(), [](const OutboxRow &edit) { return !edit.result; });
}

QString outboxColumns()
{
    return QStringLiteral(
        "n, row, lead_id, op, field, value, note_id, base_rev, base_value, at, sealed_mid, result, result_rev");
}

OutboxRow outboxRow(const Statement &row)
{
    OutboxRow edit;
    edit.n = row.integer(0);
    edit.row = RowId(row.integer(1));
    edit.lead = row.id<LeadId>(2);
    edit.edit.op = mutationOpFromSlug(row.text(3)).value_or(MutationOp::Void);
    edit.edit.field = row.text(4);
    edit.edit.value = row.optionalText(5);
    edit.note = row.isNull(6) ? NoteId() : row.id<NoteId>(6);
    edit.baseRev = row.integer(7);
    edit.baseValue = row.optionalText(8);
    edit.at = row.time(9);
    edit.sealedMid = row.isNull(10) ? 0 : row.integer(10);
    if (!row.isNull(11))
        edit.result = mutationResultFromSlug(row.text(11));
    edit.resultRev = row.integer(12);
    return edit;
}

Result<std::vector<OutboxRow>> pendingOf(Connection &connection, RowId row)
{
    std::vector<OutboxRow> pending;
    const auto read = each(
        connection, QStringLiteral("SELECT %1 FROM outbox WHERE row = ? AND op <> 'void' ORDER BY n").arg(outboxColumns()),
        [&](const Statement &found) { pending.push_back(outboxRow(found)); }, qint64(row));
    if (!read)
        return failure(read.error());
    return pending;
}

Result<std::optional<StoredLead>> loadLead(Connection &connection, RowId row)
{
    std::optional<QByteArray> body;
    if (const auto read = each(
            connection, QStringLiteral("SELECT body FROM base WHERE row = ?"),
            [&](const Statement &found) { body = found.bytes(0); }, qint64(row));
        !read)
        return failure(read.error());
    if (!body)
        return std::optional<StoredLead>();
    auto base = decodeLead(*body);
    if (!base)
        return failure(base.error());
    auto pending = pendingOf(connection, row);
    if (!pending)
        return failure(pending.error());
    return StoredLead { row, std::move(*base), std::move(*pending) };
}

Result<std::optional<RowId>> rowOf(Connection &connection, const LeadId &lead)
{
    const auto row = integer(connection, QStringLiteral("SELECT row FROM base WHERE lead_id = ?"), 0, lead);
    if (!row)
        return failure(row.error());
    return *row ? std::optional(RowId(*row)) : std::nullopt;
}

Result<void> writeEffective(Connection &connection, const StoredLead &stored, const QString &operatorName, TextIndex text)
{
    const Lead lead = stored.effective(operatorName);
    if (auto written = writeRow(connection, stored.row, lead, stored.hasWaiting()); !written)
        return written;
    if (text == TextIndex::Keep)
        return {};
    if (auto written = writeSides(connection, stored.row, lead, text == TextIndex::Insert); !written)
        return written;
    return writeText(connection, stored.row, searchText(lead), text);
}

Result<void> removeLead(Connection &connection, RowId row)
{
    for (const char *sql : { "DELETE FROM history WHERE lead_id = (SELECT lead_id FROM base WHERE row = ?)",
             "DELETE FROM lead_fts WHERE rowid = ?", "DELETE FROM lead_tag WHERE row = ?",
             "DELETE FROM lead_task WHERE row = ?", "DELETE FROM lead WHERE row = ?", "DELETE FROM base WHERE row = ?" }) {
        if (auto ran = run(connection, QString::fromLatin1(sql), qint64(row)); !ran)
            return ran;
    }
    return {};
}

} // namespace leadline::cache
