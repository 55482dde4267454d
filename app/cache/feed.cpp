#include "cache/feed.h"

#include "cache/conflicts.h"
#include "cache/lead_blob.h"
#include "cache/settling.h"

#include <algorithm>
#include <set>

namespace leadline::cache {

using namespace domain;

namespace {

struct BaseRow
{
    RowId row = 0;
    qint64 epoch = 0;
    qint64 seq = 0;
    qint64 rev = 0;
};

Result<std::optional<BaseRow>> findBase(Connection &connection, const LeadId &lead)
{
    std::optional<BaseRow> base;
    if (auto read = each(
            connection, QStringLiteral("SELECT row, epoch_n, seq, rev FROM base WHERE lead_id = ?"),
            [&](const Statement &row) {
                base = BaseRow { RowId(row.integer(0)), row.integer(1), row.integer(2), row.integer(3) };
            },
            lead);
        !read)
        return failure(read.error());
    return base;
}

/// Applies pages lead by lead, with what is the same for the whole page.
class PageWriter
{
public:
    PageWriter(
        Connection &connection, const SyncState &state, qint64 epoch, const EditContext &context, PageOutcome &outcome)
        : m_connection(connection)
        , m_state(state)
        , m_epoch(epoch)
        , m_context(context)
        , m_outcome(outcome)
    { }

    /// Looks once for edits that wait for their lead.
    Result<void> begin()
    {
        auto orphans = Outbox::orphans(m_connection);
        if (!orphans)
            return failure(orphans.error());
        m_orphans.insert(orphans->begin(), orphans->end());
        return {};
    }

    Result<void> write(const Lead &lead)
    {
        const auto known = findBase(m_connection, lead.id);
        if (!known)
            return failure(known.error());
        if (!*known)
            return insert(lead);
        // A page may be older than what is here; a row never goes back within an epoch.
        if ((*known)->epoch == m_epoch && ((*known)->seq >= lead.seq || (*known)->rev > lead.rev))
            return mark(**known);
        return update(lead, **known);
    }

    Result<void> bury(const Tombstone &tombstone)
    {
        const bool erase = tombstone.kind == TombstoneKind::Erase;
        const auto known = findBase(m_connection, tombstone.lead);
        if (!known)
            return failure(known.error());
        if (*known && (*known)->epoch == m_epoch && (*known)->seq > tombstone.seq)
            return {};
        if (auto forgotten = Settling::forgetLead(m_connection, tombstone.lead, erase, m_context); !forgotten)
            return forgotten;
        if (!*known)
            return {};
        m_outcome.changes.removed.append((*known)->row);
        return removeLead(m_connection, (*known)->row);
    }

private:
    Result<void> insert(const Lead &lead)
    {
        if (auto ran = run(m_connection,
                QStringLiteral("INSERT INTO base (lead_id, epoch_n, seq, rev, generation, body) VALUES (?, ?, ?, ?, ?, ?)"),
                lead.id, m_epoch, lead.seq, lead.rev, m_state.generation, encodeLead(lead));
            !ran)
            return ran;
        const auto row = integer(m_connection, QStringLiteral("SELECT last_insert_rowid()"), 0);
        if (!row)
            return failure(row.error());
        StoredLead stored;
        stored.row = RowId(*row);
        stored.base = lead;
        if (m_orphans.contains(lead.id)) {
            if (auto adopted = Outbox::adopt(m_connection, stored); !adopted)
                return adopted;
            if (auto settled = settle(stored, std::nullopt); !settled)
                return settled;
        }
        m_outcome.changes.inserted.append(stored.row);
        ++m_outcome.applied;
        return writeEffective(m_connection, stored, m_context.operatorName, TextIndex::Insert);
    }

    Result<void> update(const Lead &lead, const BaseRow &known)
    {
        std::optional<Lead> before;
        if (m_state.judge && known.epoch != m_epoch) {
            const auto stored = loadLead(m_connection, known.row);
            if (!stored)
                return failure(stored.error());
            if (*stored)
                before = (*stored)->base;
        }
        if (auto ran = run(m_connection,
                QStringLiteral("UPDATE base SET epoch_n = ?, seq = ?, rev = ?, generation = ?, body = ? WHERE row = ?"),
                m_epoch, lead.seq, lead.rev, m_state.generation, encodeLead(lead), qint64(known.row));
            !ran)
            return ran;
        StoredLead stored;
        stored.row = known.row;
        stored.base = lead;
        auto pending = pendingOf(m_connection, known.row);
        if (!pending)
            return failure(pending.error());
        stored.pending = std::move(*pending);
        if (auto settled = settle(stored, before); !settled)
            return settled;
        m_outcome.changes.updated.append(known.row);
        ++m_outcome.applied;
        return writeEffective(m_connection, stored, m_context.operatorName, TextIndex::Refresh);
    }

    /// What the arrived lead means for its pending edits.
    Result<void> settle(StoredLead &stored, const std::optional<Lead> &before)
    {
        return m_state.judge ? Settling::judgeByValue(m_connection, stored, before, m_context)
                             : Settling::dropContained(m_connection, stored);
    }

    /// Nothing newer, but a resync saw it. Edits judged by value are judged here too: the row may be unchanged.
    Result<void> mark(const BaseRow &known)
    {
        if (!m_state.resync)
            return {};
        if (auto ran = run(m_connection, QStringLiteral("UPDATE base SET generation = ? WHERE row = ?"), m_state.generation,
                qint64(known.row));
            !ran)
            return ran;
        if (!m_state.judge)
            return {};
        auto stored = loadLead(m_connection, known.row);
        if (!stored)
            return failure(stored.error());
        if (!*stored || (*stored)->pending.empty())
            return {};
        if (auto judged = Settling::judgeByValue(m_connection, **stored, std::nullopt, m_context); !judged)
            return judged;
        m_outcome.changes.updated.append(known.row);
        return writeEffective(m_connection, **stored, m_context.operatorName, TextIndex::Refresh);
    }

    Connection &m_connection;
    const SyncState &m_state;
    qint64 m_epoch;
    const EditContext &m_context;
    PageOutcome &m_outcome;
    std::set<LeadId> m_orphans;
};

/// Removes what the finished resync did not see.
Result<void> sweep(Connection &connection, const SyncState &state, const EditContext &context, PageOutcome &outcome)
{
    std::vector<std::pair<RowId, LeadId>> unseen;
    if (auto read = each(
            connection, QStringLiteral("SELECT row, lead_id FROM base WHERE generation < ?"),
            [&](const Statement &row) { unseen.emplace_back(RowId(row.integer(0)), row.id<LeadId>(1)); }, state.generation);
        !read)
        return read;
    for (const auto &[row, lead] : unseen) {
        if (auto forgotten = Settling::forgetLead(connection, lead, false, context); !forgotten)
            return forgotten;
        if (auto removed = removeLead(connection, row); !removed)
            return removed;
        outcome.changes.removed.append(row);
    }
    const auto orphans = Outbox::orphans(connection);
    if (!orphans)
        return failure(orphans.error());
    for (const LeadId &lead : *orphans) {
        if (auto forgotten = Settling::forgetLead(connection, lead, false, context); !forgotten)
            return forgotten;
    }
    return Conflicts::loseMissing(connection);
}

} // namespace

Result<PageOutcome> Feed::apply(
    Connection &connection, const ChangePage &page, qint64 since, const ClientId &client, const EditContext &context)
{
    auto state = readState(connection);
    if (!state)
        return failure(state.error());
    PageOutcome outcome;
    if (state->cursor != since || state->client != client || (!state->epoch.isEmpty() && state->epoch != page.epoch)) {
        outcome.ignored = true;
        return outcome;
    }
    if (page.lastMid >= state->nextMid) {
        outcome.clientLost = true;
        return outcome;
    }
    const auto epoch = epochNumber(connection, page.epoch);
    if (!epoch)
        return failure(epoch.error());
    state->epoch = page.epoch;
    PageWriter writer(connection, *state, *epoch, context, outcome);
    if (auto begun = writer.begin(); !begun)
        return failure(begun.error());
    for (const Lead &lead : page.changes) {
        if (auto written = writer.write(lead); !written)
            return failure(written.error());
    }
    for (const Tombstone &tombstone : page.tombstones) {
        if (auto buried = writer.bury(tombstone); !buried)
            return failure(buried.error());
        state->scrub = state->scrub || tombstone.kind == TombstoneKind::Erase;
    }
    state->cursor = std::max(state->cursor, page.to);
    outcome.more = page.more;
    if (!page.more) {
        if (state->resync) {
            if (auto swept = sweep(connection, *state, context, outcome); !swept)
                return failure(swept.error());
            state->resync = false;
            state->judge = false;
            outcome.resynced = true;
        }
        state->lastSync = toMilliseconds(context.now);
    }
    if (auto written = writeState(connection, *state); !written)
        return failure(written.error());
    return outcome;
}

Result<SyncState> Feed::restart(Connection &connection, Restart why)
{
    auto state = readState(connection);
    if (!state)
        return state;
    state->cursor = 0;
    state->resync = true;
    ++state->generation;
    if (why == Restart::EpochChanged)
        state->epoch.clear();
    if (why != Restart::CursorTooOld) {
        state->judge = true;
        if (auto unsealed = Outbox::unseal(connection, *state); !unsealed)
            return failure(unsealed.error());
    }
    if (auto written = writeState(connection, *state); !written)
        return failure(written.error());
    return state;
}

} // namespace leadline::cache
