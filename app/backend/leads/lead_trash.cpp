#include "backend/leads/lead_trash.h"

#include "backend/leads/lead_rows.h"

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::LeadId;
using domain::Timestamp;
using storage::Connection;

namespace {

Result<void> refuseTooMany(std::span<const LeadId> ids)
{
    if (ids.size() > LeadTrash::kMostAtOnce)
        return failure(ErrorCode::TooLarge, QStringLiteral("at most %1 leads at once").arg(LeadTrash::kMostAtOnce));
    return {};
}

/// Counts what `change(id) -> Result<bool>` says of each.
template<typename Change> Result<TrashOutcome> each(std::span<const LeadId> ids, Change &&change)
{
    LEADLINE_TRY(refuseTooMany(ids));
    TrashOutcome outcome;
    for (const LeadId &id : ids) {
        const Result<bool> changed = change(id);
        if (changed)
            ++(*changed ? outcome.changed : outcome.unchanged);
        else if (changed.error().code() == ErrorCode::NotFound)
            outcome.missing.append(id.toString());
        else
            return failure(changed.error());
    }
    return outcome;
}

template<typename... Values> Result<void> run(Connection &connection, const QString &sql, const Values &...values)
{
    const auto statement = connection.prepare(sql);
    LEADLINE_TRY(statement);
    return (*statement)->bindAll(values...).exec();
}

Result<void> remove(Connection &connection, const rows::StoredLead &stored, qint64 seq, const Actor &actor, Timestamp now)
{
    const bool isSqlite = connection.engine() == storage::Engine::Sqlite;
    LEADLINE_TRY(run(connection,
        isSqlite ? QStringLiteral("DELETE FROM lead_fts WHERE rowid = ?")
                 : QStringLiteral("DELETE FROM lead_text WHERE lead_pk = ?"),
        stored.pk));
    // Contacts, evidence, tags, notes and the links to tasks go with it.
    LEADLINE_TRY(run(connection, QStringLiteral("DELETE FROM lead WHERE pk = ?"), stored.pk));
    LEADLINE_TRY(run(connection, QStringLiteral("INSERT INTO tombstone (ws, seq, lead_id, kind) VALUES (1, ?, ?, 0)"), seq,
        stored.lead.id));
    return writeAudit(connection,
        rows::auditRecord(actor, now, { stored.pk, QStringLiteral("purge"), {}, stored.lead.id.toString(), std::nullopt }));
}

} // namespace

Result<TrashOutcome> LeadTrash::softDelete(
    Connection &connection, std::span<const LeadId> ids, const Actor &actor, Timestamp now)
{
    return each(ids, [&](const LeadId &id) -> Result<bool> {
        const auto before = LeadRepository::get(connection, id, actor.reach);
        LEADLINE_TRY(before);
        const auto after = LeadRepository::softDelete(connection, id, actor, now);
        LEADLINE_TRY(after);
        return after->rev != before->rev;
    });
}

Result<TrashOutcome> LeadTrash::restore(
    Connection &connection, std::span<const LeadId> ids, const Actor &actor, Timestamp now)
{
    return each(ids, [&](const LeadId &id) -> Result<bool> {
        const auto before = LeadRepository::get(connection, id, actor.reach);
        LEADLINE_TRY(before);
        const auto after = LeadRepository::restore(connection, id, actor, now);
        LEADLINE_TRY(after);
        return after->rev != before->rev;
    });
}

Result<TrashOutcome> LeadTrash::purge(Connection &connection, std::span<const LeadId> ids, const Actor &actor, Timestamp now)
{
    auto numbers = rows::FeedNumbers::begin(connection);
    LEADLINE_TRY(numbers);
    const auto outcome = each(ids, [&](const LeadId &id) -> Result<bool> {
        const auto stored = rows::load(connection, id);
        LEADLINE_TRY(stored);
        if (!*stored)
            return failure(ErrorCode::NotFound, QStringLiteral("no such lead"));
        if (!(*stored)->lead.isDeleted())
            return false;
        LEADLINE_TRY(remove(connection, **stored, numbers->take(), actor, now));
        return true;
    });
    LEADLINE_TRY(outcome);
    LEADLINE_TRY(numbers->store());
    return outcome;
}

} // namespace leadline::backend
