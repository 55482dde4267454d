#include "cache/lead_cache.h"

#include "cache/facets.h"
#include "cache/salvage.h"
#include "cache/side_store.h"

namespace leadline::cache {

using namespace domain;

namespace {

/// What a write job hands over to the main thread beside its own value.
template<typename T> struct Written
{
    T value;
    LeadChanges changes;
    int waiting = 0;
    int conflicts = 0;
};

} // namespace

/// `job(Connection &, LeadChanges &) -> Result<T>` on the writer; reports what it touched after the commit, before the
/// caller hears of it.
template<typename F> auto LeadCache::write(F job)
{
    using T = typename std::invoke_result_t<F &, Connection &, LeadChanges &>::value_type;
    auto future = m_database->write([job = std::move(job)](Connection &connection) mutable -> Result<Written<T>> {
        LeadChanges changes;
        auto value = job(connection, changes);
        if (!value)
            return failure(value.error());
        const auto waiting = Outbox::waitingCount(connection);
        const auto conflicts = Conflicts::count(connection);
        if (!waiting || !conflicts)
            return failure(waiting ? conflicts.error() : waiting.error());
        return Written<T> { std::move(*value), std::move(changes), *waiting, *conflicts };
    });
    return mapDone(future, this, [this](Result<Written<T>> written) -> Result<T> {
        if (!written)
            return failure(written.error());
        report(written->changes, written->waiting, written->conflicts);
        return std::move(written->value);
    });
}

Result<std::unique_ptr<LeadCache>> LeadCache::open(const QString &path, const Clock &clock)
{
    auto store = openStore(path, clock);
    if (!store)
        return failure(store.error());
    return std::unique_ptr<LeadCache>(new LeadCache(std::move(*store), clock));
}

LeadCache::LeadCache(OpenStore store, const Clock &clock)
    : m_database(std::move(store.database))
    , m_clock(clock)
    , m_repair(std::move(store.repair))
    , m_waiting(store.waiting)
    , m_conflicts(store.conflicts)
{
    qRegisterMetaType<LeadChanges>();
}

LeadCache::~LeadCache()
{
    (void)m_database->close();
    if (m_database->statistics().damaged > 0)
        noteDamage(m_database->address().path());
}

QFuture<Result<void>> LeadCache::confirmRepair()
{
    m_repair.reset();
    return m_database->write(removeRepair);
}

void LeadCache::report(const LeadChanges &changes, int waiting, int conflicts)
{
    const bool counts = waiting != m_waiting || conflicts != m_conflicts;
    m_waiting = waiting;
    m_conflicts = conflicts;
    if (!changes.isEmpty())
        Q_EMIT changed(changes);
    if (counts)
        Q_EMIT countsChanged(waiting, conflicts);
}

QFuture<Result<Lead>> LeadCache::lead(const LeadId &id) const
{
    return m_database->read([id, name = m_operator](Connection &connection) -> Result<Lead> {
        const auto row = rowOf(connection, id);
        if (!row)
            return failure(row.error());
        if (!*row)
            return failure(ErrorCode::NotFound, QStringLiteral("no such lead in the local store"));
        const auto stored = loadLead(connection, **row);
        if (!stored)
            return failure(stored.error());
        return (*stored)->effective(name);
    });
}

QFuture<Result<std::vector<Lead>>> LeadCache::leads(const QList<RowId> &rows) const
{
    return m_database->read([rows, name = m_operator](Connection &connection) -> Result<std::vector<Lead>> {
        std::vector<Lead> leads;
        for (const RowId row : rows) {
            const auto stored = loadLead(connection, row);
            if (!stored)
                return failure(stored.error());
            if (*stored)
                leads.push_back((*stored)->effective(name));
        }
        return leads;
    });
}

QFuture<Result<QList<RowId>>> LeadCache::order(const LeadQuery &query) const
{
    return m_database->read([query](Connection &connection) { return LeadQueries::order(connection, query); });
}

QFuture<Result<LeadRowPage>> LeadCache::page(const LeadQuery &query) const
{
    return m_database->read([query](Connection &connection) { return LeadQueries::page(connection, query); });
}

QFuture<Result<std::vector<LeadRow>>> LeadCache::rows(const QList<RowId> &rows) const
{
    return m_database->read([rows](Connection &connection) { return LeadQueries::rows(connection, rows); });
}

QFuture<Result<std::vector<PlacedRow>>> LeadCache::place(
    const LeadQuery &query, const QList<RowId> &order, const QList<RowId> &changed) const
{
    return m_database->read([=](Connection &connection) { return LeadQueries::place(connection, query, order, changed); });
}

QFuture<Result<qint64>> LeadCache::count(const LeadFilter &filter) const
{
    return m_database->read([filter](Connection &connection) { return LeadQueries::count(connection, filter); });
}

QFuture<Result<FacetCounts>> LeadCache::facets(const LeadFilter &filter) const
{
    return m_database->read([filter](Connection &connection) { return countFacets(connection, filter); });
}

QFuture<Result<std::vector<AuditEntry>>> LeadCache::history(const LeadId &id) const
{
    return m_database->read(
        [id, name = m_operator](Connection &connection) { return SideStore::history(connection, id, name); });
}

QFuture<Result<EditOutcome>> LeadCache::edit(const std::vector<LeadId> &ids, const LeadEdit &edit)
{
    return write([ids, edit, context = context()](Connection &connection, LeadChanges &changes) -> Result<EditOutcome> {
        QList<RowId> rows;
        for (const LeadId &id : ids) {
            const auto row = rowOf(connection, id);
            if (!row)
                return failure(row.error());
            if (*row)
                rows.append(**row);
        }
        if (rows.isEmpty() && !ids.empty())
            return failure(ErrorCode::NotFound, QStringLiteral("no such lead in the local store"));
        auto outcome = Outbox::edit(connection, rows, edit, context);
        if (outcome)
            changes.updated = outcome->changed;
        return outcome;
    });
}

QFuture<Result<EditOutcome>> LeadCache::edit(const QList<RowId> &rows, const LeadEdit &edit)
{
    return write([rows, edit, context = context()](Connection &connection, LeadChanges &changes) {
        auto outcome = Outbox::edit(connection, rows, edit, context);
        if (outcome)
            changes.updated = outcome->changed;
        return outcome;
    });
}

QFuture<Result<int>> LeadCache::edit(const std::vector<InverseEdits> &edits)
{
    return write([edits, context = context()](Connection &connection, LeadChanges &changes) -> Result<int> {
        for (const InverseEdits &group : edits) {
            const auto outcome = Outbox::edit(connection, group.rows, group.edit, context);
            if (!outcome)
                return failure(outcome.error());
            changes.updated += outcome->changed;
        }
        return int(changes.updated.size());
    });
}

QFuture<Result<std::vector<WaitingChange>>> LeadCache::waiting(int limit) const
{
    return m_database->read([limit](Connection &connection) { return Outbox::waiting(connection, limit); });
}

QFuture<Result<int>> LeadCache::revert(const std::vector<qint64> &numbers)
{
    return write([numbers, context = context()](Connection &connection, LeadChanges &changes) -> Result<int> {
        auto rows = Outbox::revert(connection, numbers, context);
        if (!rows)
            return failure(rows.error());
        changes.updated = *rows;
        return int(rows->size());
    });
}

QFuture<Result<std::vector<FieldConflict>>> LeadCache::conflicts() const
{
    return m_database->read([](Connection &connection) { return Conflicts::list(connection); });
}

QFuture<Result<ResolvedConflicts>> LeadCache::resolve(const std::vector<qint64> &numbers, ConflictChoice choice)
{
    return write([numbers, choice, context = context()](Connection &connection, LeadChanges &changes) {
        auto resolved = Conflicts::resolve(connection, numbers, choice, context);
        if (resolved)
            changes.updated = resolved->changed;
        return resolved;
    });
}

QFuture<Result<SyncState>> LeadCache::state()
{
    return m_database->read([](Connection &connection) { return readState(connection); });
}

QFuture<Result<PushRequest>> LeadCache::seal(int limit)
{
    return write([limit](Connection &connection, LeadChanges &) { return Outbox::seal(connection, limit); });
}

QFuture<Result<Settling::Settled>> LeadCache::settle(const PushRequest &request, const PushAnswer &answer)
{
    return write([=, context = context()](Connection &connection, LeadChanges &changes) {
        auto settled = Settling::settle(connection, request, answer, context);
        if (settled)
            changes.updated = settled->changed;
        return settled;
    });
}

QFuture<Result<PageOutcome>> LeadCache::apply(const ChangePage &page, qint64 since, const ClientId &client)
{
    return write([=, context = context()](Connection &connection, LeadChanges &changes) {
        auto outcome = Feed::apply(connection, page, since, client, context);
        if (outcome)
            changes = outcome->changes;
        return outcome;
    });
}

QFuture<Result<SyncState>> LeadCache::restart(Feed::Restart why)
{
    return write([why](Connection &connection, LeadChanges &) { return Feed::restart(connection, why); });
}

QFuture<Result<bool>> LeadCache::scrub()
{
    return m_database->session([path = m_database->address().path()](Connection &connection) -> Result<bool> {
        auto state = readState(connection);
        if (!state)
            return failure(state.error());
        if (!state->scrub)
            return false;
        removeOldCopies(path);
        // Deleted words stay in the index until it is rebuilt, and in the log until it is cut.
        if (auto ran = connection.exec(u"INSERT INTO lead_fts (lead_fts) VALUES ('rebuild')"); !ran)
            return failure(ran.error());
        state->scrub = false;
        if (auto written = writeState(connection, *state); !written)
            return failure(written.error());
        return each(connection, QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"), [](const Statement &) {}).map([] {
            return true;
        });
    });
}

QFuture<Result<void>> LeadCache::putHistory(const LeadId &lead, const std::vector<AuditEntry> &entries)
{
    return m_database->write([=](Connection &connection) { return SideStore::putHistory(connection, lead, entries); });
}

QFuture<Result<std::vector<SavedView>>> LeadCache::views() const
{
    return m_database->read([](Connection &connection) { return SideStore::views(connection); });
}

QFuture<Result<SavedView>> LeadCache::saveView(const SavedView &view)
{
    return m_database->write([view](Connection &connection) { return SideStore::saveView(connection, view); });
}

QFuture<Result<void>> LeadCache::removeView(qint64 n)
{
    return m_database->write([n](Connection &connection) { return SideStore::removeView(connection, n); });
}

} // namespace leadline::cache
