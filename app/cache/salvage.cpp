#include "cache/salvage.h"

#include "cache/damaged_file.h"
#include "cache/feed.h"
#include "cache/lead_blob.h"
#include "storage/sqlite_file.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <sqlite3.h>

#include <algorithm>

namespace leadline::cache {

using namespace domain;

namespace {

using Type = CarvedRow::Type;

// How many columns the tables have, and the type of one of them, tells them apart: see the migrations.
constexpr int kOutboxColumns = 13;
constexpr int kConflictColumns = 13;
constexpr int kSentColumns = 7;
constexpr int kBaseColumns = 7;
constexpr int kViewColumns = 6;
constexpr int kMetaColumns = 2;
constexpr qsizetype kIdBytes = 16;

const QString kRepairKey = QStringLiteral("repair");

/// Types of a row by letters: n null, i integer, t text, b blob, T null or text, I null or integer, B null or blob, * any.
bool hasShape(const CarvedRow &row, QStringView shape)
{
    for (int i = 0; i < row.size(); ++i) {
        const Type type = row.type(i);
        const char16_t letter = shape[i].unicode();
        const bool fits = letter == u'*' || (type == Type::Null && QStringView(u"nTIB").contains(QChar(letter)))
            || (type == Type::Integer && (letter == u'i' || letter == u'I'))
            || (type == Type::Text && (letter == u't' || letter == u'T'))
            || (type == Type::Blob && (letter == u'b' || letter == u'B'));
        if (!fits)
            return false;
    }
    return true;
}

QVariant valueOf(const CarvedRow &row, int column)
{
    switch (row.type(column)) {
    case Type::Integer:
        return row.integer(column);
    case Type::Text:
        return row.text(column);
    case Type::Blob:
        return row.bytes(column);
    case Type::Null:
    case Type::Real:
        break;
    }
    return {};
}

std::vector<QVariant> valuesOf(const CarvedRow &row)
{
    std::vector<QVariant> values { row.rowId() }; // the first column of every table here stands for the row number
    for (int i = 1; i < row.size(); ++i)
        values.push_back(valueOf(row, i));
    return values;
}

/// Whether every text of the row is there and is text.
bool isReadable(const CarvedRow &row)
{
    if (!row.isWhole())
        return false;
    for (int i = 0; i < row.size(); ++i) {
        if (row.type(i) == Type::Text && row.text(i).isNull())
            return false;
    }
    return true;
}

std::optional<LeadId> leadIdOf(const CarvedRow &row, int column)
{
    const QByteArray bytes = row.bytes(column);
    const auto id = idFromBytes<LeadId>(bytes);
    return bytes.size() == kIdBytes && !id.isNull() ? std::optional(id) : std::nullopt;
}

std::optional<QString> optionalText(const CarvedRow &row, int column)
{
    return row.type(column) == Type::Null ? std::nullopt : std::optional(row.text(column));
}

Result<void> insertAll(
    Connection &connection, const QString &table, int columns, const std::map<qint64, std::vector<QVariant>> &rows)
{
    QStringList marks;
    marks.fill(QStringLiteral("?"), columns);
    const auto statement = connection.prepare(
        QStringLiteral("INSERT OR REPLACE INTO %1 VALUES (%2)").arg(table, marks.join(QStringLiteral(", "))));
    if (!statement)
        return failure(statement.error());
    for (const auto &[n, values] : rows) {
        for (int i = 0; i < columns; ++i)
            (*statement)->bind(i, values[size_t(i)]);
        if (auto ran = (*statement)->exec(); !ran)
            return ran;
    }
    return {};
}

/// How many rows SQLite itself still counts; −1 when it cannot.
qint64 countedBySqlite(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr) != SQLITE_OK)
        return -1;
    const qint64 count = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return count;
}

} // namespace

Salvage Salvage::read(const QString &path)
{
    Salvage salvage;
    const DamagedFile file(path);
    file.forEachRow([&](const CarvedRow &row) { salvage.take(row); });
    if (!salvage.m_wanted.empty()) {
        file.forEachRow([&](const CarvedRow &row) { salvage.takeLead(row); });
    }
    salvage.compare(path);
    return salvage;
}

void Salvage::take(const CarvedRow &row)
{
    if (!row.ofTable()) {
        if (row.size() == kMetaColumns && row.type(0) == Type::Text)
            takeMeta(row);
        return;
    }
    bool taken = true;
    if (row.size() == kOutboxColumns && row.type(1) != Type::Blob)
        taken = takeOutbox(row);
    else if (row.size() == kConflictColumns)
        taken = takeConflict(row);
    else if (row.size() == kSentColumns && row.type(4) == Type::Text)
        taken = takeSent(row);
    else if (row.size() == kViewColumns)
        taken = takeView(row);
    m_unreadable += !taken;
}

bool Salvage::takeOutbox(const CarvedRow &row)
{
    if (!hasShape(row, u"nibttTBiTiITI") || !isReadable(row))
        return false;
    const auto op = mutationOpFromSlug(row.text(3));
    const auto lead = leadIdOf(row, 2);
    if (op == MutationOp::Void || row.type(11) != Type::Null)
        return true; // without content, or known to the server: it comes back with the lead
    if (!op || !lead)
        return false;
    OutboxRow edit;
    edit.n = row.rowId();
    edit.lead = *lead;
    edit.edit = { *op, row.text(4), optionalText(row, 5) };
    if (row.type(6) != Type::Null)
        edit.note = idFromBytes<NoteId>(row.bytes(6));
    edit.baseRev = row.integer(7);
    edit.baseValue = optionalText(row, 8);
    edit.at = fromMilliseconds(row.integer(9));
    if (invalid(edit.edit) || (*op == MutationOp::NoteAdd && edit.note.isNull()) || edit.n < 1 || edit.baseRev < 0)
        return false;
    m_wanted.insert(edit.lead);
    m_outbox[edit.n] = std::move(edit);
    return true;
}

bool Salvage::takeConflict(const CarvedRow &row)
{
    const auto lead = hasShape(row, u"nbttBTTTtitit") && isReadable(row) ? leadIdOf(row, 1) : std::nullopt;
    if (!lead || !mutationOpFromSlug(row.text(2)) || row.integer(9) < 0 || row.integer(9) > qint64(ConflictReason::Lost))
        return false;
    m_wanted.insert(*lead);
    m_conflicts[row.rowId()] = valuesOf(row);
    return true;
}

bool Salvage::takeSent(const CarvedRow &row)
{
    if (!hasShape(row, u"nibttTi") || !isReadable(row) || !leadIdOf(row, 2) || !mutationOpFromSlug(row.text(3)))
        return false;
    m_sent[row.rowId()] = valuesOf(row);
    return true;
}

bool Salvage::takeView(const CarvedRow &row)
{
    if (!hasShape(row, u"ntttib") || !isReadable(row) || !leadSortFromSlug(row.text(3)))
        return false;
    m_views[row.rowId()] = valuesOf(row);
    return true;
}

void Salvage::takeMeta(const CarvedRow &row)
{
    const QString key = row.text(0);
    if (key == u"client_id")
        m_state.client = ClientId::fromString(row.text(1)).value_or(ClientId());
    else if (key == u"retired_ids")
        m_state.retired = row.text(1);
    else if (key == u"epoch")
        m_state.epoch = row.text(1);
}

void Salvage::takeLead(const CarvedRow &row)
{
    if (!row.ofTable() || row.size() != kBaseColumns || !hasShape(row, u"nbiiiib"))
        return;
    const auto id = leadIdOf(row, 1);
    if (!id || !m_wanted.contains(*id))
        return;
    auto lead = decodeLead(row.bytes(6));
    if (lead && lead->id == *id)
        m_leads[*id] = std::move(*lead);
}

/// What was found is complete for certain when SQLite can still count as much.
void Salvage::compare(const QString &path)
{
    if (QFileInfo(path).size() == 0)
        return; // SQLite would take it for a new file and throw its log away
    const auto handle = storage::openSqliteFile(path, SQLITE_OPEN_READWRITE);
    if (!handle)
        return;
    m_complete = m_unreadable == 0
        && countedBySqlite(handle->get(), "SELECT count(*) FROM outbox NOT INDEXED WHERE result IS NULL AND op <> 'void'")
            == qint64(m_outbox.size())
        && countedBySqlite(handle->get(), "SELECT count(*) FROM conflict NOT INDEXED") == qint64(m_conflicts.size());
}

Result<void> Salvage::write(Connection &connection, StoreRepair report) const
{
    if (auto written = writeState(connection, m_state); !written)
        return written;
    for (const auto &[n, row] : m_outbox) {
        const std::optional<NoteId> note = row.note.isNull() ? std::nullopt : std::optional(row.note);
        if (auto ran = run(connection,
                QStringLiteral("INSERT INTO outbox (n, row, lead_id, op, field, value, note_id, base_rev, base_value, at)"
                               " VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?)"),
                n, row.lead, mutationOpSlug(row.edit.op), row.edit.field, row.edit.value, note, row.baseRev, row.baseValue,
                row.at);
            !ran)
            return ran;
    }
    for (const auto &[table, columns, rows] : { std::tuple(QStringLiteral("conflict"), kConflictColumns, &m_conflicts),
             std::tuple(QStringLiteral("sent_log"), kSentColumns, &m_sent),
             std::tuple(QStringLiteral("saved_view"), kViewColumns, &m_views) }) {
        if (auto inserted = insertAll(connection, table, columns, *rows); !inserted)
            return inserted;
    }
    if (auto written = writeLeads(connection); !written)
        return written;
    if (auto restarted = Feed::restart(connection, Feed::Restart::ClientLost); !restarted)
        return failure(restarted.error());
    report.waiting = int(m_outbox.size());
    report.conflicts = int(m_conflicts.size());
    report.views = int(m_views.size());
    report.unreadable = m_unreadable;
    report.complete = report.complete && m_complete;
    return writeRepair(connection, report);
}

/// The leads of the edits, so that they can be looked at offline too. The resync brings them again or takes them away.
Result<void> Salvage::writeLeads(Connection &connection) const
{
    if (m_state.epoch.isEmpty())
        return {}; // their numbers mean nothing then
    const auto epoch = epochNumber(connection, m_state.epoch);
    if (!epoch)
        return failure(epoch.error());
    for (const auto &[id, lead] : m_leads) {
        if (auto ran = run(connection,
                QStringLiteral("INSERT INTO base (lead_id, epoch_n, seq, rev, generation, body) VALUES (?, ?, 0, ?, ?, ?)"),
                id, *epoch, lead.rev, m_state.generation, encodeLead(lead));
            !ran)
            return ran;
        const auto row = integer(connection, QStringLiteral("SELECT last_insert_rowid()"), 0);
        if (!row)
            return failure(row.error());
        StoredLead stored { RowId(*row), lead, {} };
        if (auto adopted = Outbox::adopt(connection, stored); !adopted)
            return adopted;
        if (auto written = writeEffective(connection, stored, {}, TextIndex::Insert); !written)
            return written;
    }
    return {};
}

Result<std::optional<StoreRepair>> readRepair(Connection &connection)
{
    QByteArray text;
    if (auto read = each(
            connection, QStringLiteral("SELECT value FROM meta WHERE key = ?"),
            [&](const Statement &row) { text = row.text(0).toUtf8(); }, kRepairKey);
        !read)
        return failure(read.error());
    if (text.isEmpty())
        return std::optional<StoreRepair>();
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    StoreRepair repair;
    repair.cause = object.value(u"log_missing").toBool() ? StoreRepair::Cause::LogMissing : StoreRepair::Cause::Damaged;
    repair.at = fromMilliseconds(object.value(u"at").toInteger());
    repair.keptAs = object.value(u"kept_as").toString();
    repair.waiting = object.value(u"waiting").toInt();
    repair.conflicts = object.value(u"conflicts").toInt();
    repair.views = object.value(u"views").toInt();
    repair.unreadable = object.value(u"unreadable").toInt();
    repair.complete = object.value(u"complete").toBool();
    return std::optional(repair);
}

Result<void> writeRepair(Connection &connection, const StoreRepair &repair)
{
    const QJsonObject object { { QStringLiteral("log_missing"), repair.cause == StoreRepair::Cause::LogMissing },
        { QStringLiteral("at"), toMilliseconds(repair.at) }, { QStringLiteral("kept_as"), repair.keptAs },
        { QStringLiteral("waiting"), repair.waiting }, { QStringLiteral("conflicts"), repair.conflicts },
        { QStringLiteral("views"), repair.views }, { QStringLiteral("unreadable"), repair.unreadable },
        { QStringLiteral("complete"), repair.complete } };
    return run(connection,
        QStringLiteral("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
        kRepairKey, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

Result<void> removeRepair(Connection &connection)
{
    return run(connection, QStringLiteral("DELETE FROM meta WHERE key = ?"), kRepairKey);
}

} // namespace leadline::cache
