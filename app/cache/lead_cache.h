#pragma once

#include "cache/conflicts.h"
#include "cache/feed.h"
#include "cache/lead_queries.h"
#include "cache/meta.h"
#include "cache/settling.h"
#include "cache/store_file.h"
#include "domain/async.h"
#include "domain/clock.h"
#include "domain/lead.h"
#include "domain/lead_edit.h"
#include "domain/lead_row.h"
#include "domain/mutation.h"
#include "storage/database.h"

#include <QFuture>
#include <QObject>

#include <memory>
#include <vector>

namespace leadline::cache {

/// The offline store of one operator at one backend: what the server said, the operator's waiting edits, and the view of
/// both. Owned by the program, lives in its main thread, where all futures of writes and all signals
/// arrive; the work is done by the database's own threads. Reading functions may be called from any thread.
class LeadCache : public QObject
{
    Q_OBJECT

public:
    /// Brings the file at `path` to the current schema and opens it. Only one program may have it open. A damaged file is
    /// put aside and a new one is filled from the backend; its waiting edits are carried over as far as they can be read,
    /// and repair() tells of it. Fails as openStore() does. The clock must outlive the cache.
    [[nodiscard]] static Result<std::unique_ptr<LeadCache>> open(const QString &path, const domain::Clock &clock);
    ~LeadCache() override;

    /// Name shown on own notes and deletions until the server's word arrives.
    void setOperator(const QString &name) { m_operator = name; }
    [[nodiscard]] const QString &operatorName() const { return m_operator; }
    [[nodiscard]] int waitingCount() const { return m_waiting; }
    [[nodiscard]] int conflictCount() const { return m_conflicts; }
    /// A repair the operator has not confirmed; told again at every start until confirmRepair().
    [[nodiscard]] const std::optional<domain::StoreRepair> &repair() const { return m_repair; }
    QFuture<Result<void>> confirmRepair();

    // Reading the operator's view.
    [[nodiscard]] QFuture<Result<domain::Lead>> lead(const domain::LeadId &id) const;
    [[nodiscard]] QFuture<Result<std::vector<domain::Lead>>> leads(const QList<domain::RowId> &rows) const;
    [[nodiscard]] QFuture<Result<QList<domain::RowId>>> order(const domain::LeadQuery &query) const;
    [[nodiscard]] QFuture<Result<domain::LeadRowPage>> page(const domain::LeadQuery &query) const;
    [[nodiscard]] QFuture<Result<std::vector<domain::LeadRow>>> rows(const QList<domain::RowId> &rows) const;
    [[nodiscard]] QFuture<Result<std::vector<domain::PlacedRow>>> place(
        const domain::LeadQuery &query, const QList<domain::RowId> &order, const QList<domain::RowId> &changed) const;
    [[nodiscard]] QFuture<Result<qint64>> count(const domain::LeadFilter &filter) const;
    [[nodiscard]] QFuture<Result<domain::FacetCounts>> facets(const domain::LeadFilter &filter) const;
    [[nodiscard]] QFuture<Result<std::vector<domain::AuditEntry>>> history(const domain::LeadId &id) const;

    // Editing.
    [[nodiscard]] QFuture<Result<EditOutcome>> edit(const std::vector<domain::LeadId> &ids, const domain::LeadEdit &edit);
    [[nodiscard]] QFuture<Result<EditOutcome>> edit(const QList<domain::RowId> &rows, const domain::LeadEdit &edit);
    /// Several edits as one transaction: how undo takes a bulk edit back.
    [[nodiscard]] QFuture<Result<int>> edit(const std::vector<InverseEdits> &edits);
    [[nodiscard]] QFuture<Result<std::vector<domain::WaitingChange>>> waiting(int limit) const;
    [[nodiscard]] QFuture<Result<int>> revert(const std::vector<qint64> &changes);
    [[nodiscard]] QFuture<Result<std::vector<domain::FieldConflict>>> conflicts() const;
    [[nodiscard]] QFuture<Result<ResolvedConflicts>> resolve(
        const std::vector<qint64> &conflicts, domain::ConflictChoice choice);

    // Synchronisation.
    [[nodiscard]] QFuture<Result<SyncState>> state();
    [[nodiscard]] QFuture<Result<domain::PushRequest>> seal(int limit = 100);
    [[nodiscard]] QFuture<Result<Settling::Settled>> settle(
        const domain::PushRequest &request, const domain::PushAnswer &answer);
    [[nodiscard]] QFuture<Result<PageOutcome>> apply(
        const domain::ChangePage &page, qint64 since, const domain::ClientId &client);
    [[nodiscard]] QFuture<Result<SyncState>> restart(Feed::Restart why);
    /// Removes the last traces of erased leads from the full-text index and the file. Does nothing when nothing was erased.
    [[nodiscard]] QFuture<Result<bool>> scrub();
    [[nodiscard]] QFuture<Result<void>> putHistory(
        const domain::LeadId &lead, const std::vector<domain::AuditEntry> &entries);

    // The operator's own.
    [[nodiscard]] QFuture<Result<std::vector<domain::SavedView>>> views() const;
    [[nodiscard]] QFuture<Result<domain::SavedView>> saveView(const domain::SavedView &view);
    [[nodiscard]] QFuture<Result<void>> removeView(qint64 n);

    [[nodiscard]] storage::Database &database() { return *m_database; }

Q_SIGNALS:
    /// After a commit that touched leads.
    void changed(const leadline::domain::LeadChanges &changes);
    /// After a commit that changed one of the two counts.
    void countsChanged(int waiting, int conflicts);

private:
    LeadCache(OpenStore store, const domain::Clock &clock);

    [[nodiscard]] EditContext context() const { return { m_operator, m_clock.now() }; }
    template<typename F> auto write(F job);
    void report(const domain::LeadChanges &changes, int waiting, int conflicts);

    std::unique_ptr<storage::Database> m_database;
    const domain::Clock &m_clock;
    std::optional<domain::StoreRepair> m_repair;
    QString m_operator;
    int m_waiting = 0;
    int m_conflicts = 0;
};

} // namespace leadline::cache
