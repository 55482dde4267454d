#pragma once

#include "domain/async.h"
#include "domain/lead_edit.h"
#include "domain/lead_row.h"
#include "domain/result.h"
#include "services/lead_export.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QObject>
#include <QTimer>

#include <optional>
#include <vector>

namespace leadline::cache {
class LeadCache;
struct InverseEdits;
} // namespace leadline::cache

namespace leadline::services {

/// Review of leads on the local store: works the same with and without a backend. Every call returns at once; the work is
/// done by the store's own threads. Lives in the thread that made it (the window's), which also receives the signals.
/// The cache must outlive the service.
///
/// An edit is on disk when its future succeeds; only then may the word "saved" be shown. SyncService carries it to the
/// backend later.
class ReviewService : public QObject
{
    Q_OBJECT

public:
    ReviewService(cache::LeadCache &cache, const domain::Clock &clock, QObject *parent = nullptr);
    ~ReviewService() override;

    /// Name that new notes and deletions carry until the server's word arrives.
    void setOperator(const QString &name);

    // Reading. Leads are shown with the operator's own waiting changes applied.
    [[nodiscard]] QFuture<domain::Result<domain::Lead>> lead(const domain::LeadId &id) const;
    [[nodiscard]] QFuture<domain::Result<std::vector<domain::Lead>>> leads(const QList<domain::RowId> &rows) const;
    /// What is known of the lead's history: entries fetched from the server earlier plus own waiting changes, newest first.
    [[nodiscard]] QFuture<domain::Result<std::vector<domain::AuditEntry>>> history(const domain::LeadId &id) const;
    [[nodiscard]] QFuture<domain::Result<domain::LeadRowPage>> page(const domain::LeadQuery &query) const;
    /// All rows of a query in its order; `after` and `limit` are ignored. 4 bytes a lead.
    [[nodiscard]] QFuture<domain::Result<QList<domain::RowId>>> order(const domain::LeadQuery &query) const;
    /// In the order asked for; rows that are gone are left out. At most a few hundred at a time.
    [[nodiscard]] QFuture<domain::Result<std::vector<domain::LeadRow>>> rows(const QList<domain::RowId> &rows) const;
    [[nodiscard]] QFuture<domain::Result<domain::FacetCounts>> facets(const domain::LeadFilter &filter) const;
    [[nodiscard]] QFuture<domain::Result<qint64>> count(const domain::LeadFilter &filter) const;

    /// Which of the changed rows belong to the query, and where in an `order` taken earlier, without asking for the whole
    /// order again. Indexes count in `order` without any of the changed rows and ascend.
    [[nodiscard]] QFuture<domain::Result<std::vector<domain::PlacedRow>>> place(
        const domain::LeadQuery &query, const QList<domain::RowId> &order, const QList<domain::RowId> &changed) const;

    /// Writes the leads of a query to a file; see services::exportLeads(). Cancelled when the service is destroyed first.
    [[nodiscard]] QFuture<domain::Result<ExportReport>> exportLeads(const ExportSpec &spec);

    // Editing. One call is one undo step and one transaction, however many leads it names.
    QFuture<domain::Result<domain::EditReceipt>> edit(const domain::LeadId &id, const domain::LeadEdit &edit);
    QFuture<domain::Result<domain::EditReceipt>> edit(const std::vector<domain::LeadId> &ids, const domain::LeadEdit &edit);
    /// The same for rows of a table, also rows that were never loaded.
    QFuture<domain::Result<domain::EditReceipt>> editRows(const QList<domain::RowId> &rows, const domain::LeadEdit &edit);

    // Undo. Steps live as long as the program, newest 100.
    [[nodiscard]] std::optional<domain::UndoStep> undoStep() const; ///< what undo() would take back
    [[nodiscard]] std::optional<domain::UndoStep> redoStep() const;
    QFuture<domain::Result<domain::UndoStep>> undo();
    QFuture<domain::Result<domain::UndoStep>> redo();

    // Changes the backend does not know yet.
    [[nodiscard]] QFuture<domain::Result<std::vector<domain::WaitingChange>>> waitingChanges(int limit = 500) const;
    /// Takes waiting changes back. Those already under way stay; the answer is how many were reverted.
    QFuture<domain::Result<int>> revert(const std::vector<qint64> &changes);
    [[nodiscard]] int waitingCount() const { return m_waiting; }

    [[nodiscard]] QFuture<domain::Result<std::vector<domain::FieldConflict>>> conflicts() const;
    /// The answer is how many are still in conflict, because mine was to be kept and the lead no longer exists.
    QFuture<domain::Result<int>> resolve(const std::vector<qint64> &conflicts, domain::ConflictChoice choice);
    [[nodiscard]] int conflictCount() const { return m_conflicts; }

    [[nodiscard]] QFuture<domain::Result<std::vector<domain::SavedView>>> savedViews() const;
    QFuture<domain::Result<domain::SavedView>> saveView(const domain::SavedView &view);
    QFuture<domain::Result<void>> removeView(qint64 n);

Q_SIGNALS:
    /// Rows touched by edits or by synchronisation, gathered over at most 50 ms.
    void leadsChanged(const leadline::domain::LeadChanges &changes);
    void waitingCountChanged(int waiting);
    void conflictCountChanged(int conflicts);
    void undoChanged();
    void savedViewsChanged();

private:
    struct UndoEntry;

    template<typename Outcome>
    QFuture<domain::Result<domain::EditReceipt>> finishEdit(
        const QFuture<domain::Result<Outcome>> &future, const domain::LeadEdit &edit);
    QFuture<domain::Result<domain::UndoStep>> replay(
        std::vector<UndoEntry> &from, std::vector<UndoEntry> &to, std::vector<cache::InverseEdits> UndoEntry::*edits);
    void pushUndo(UndoEntry entry);
    void gather(const domain::LeadChanges &changes);
    void report();

    cache::LeadCache &m_cache;
    const domain::Clock &m_clock;
    std::vector<UndoEntry> m_undo;
    std::vector<UndoEntry> m_redo;
    std::vector<QFuture<domain::Result<ExportReport>>> m_exports; ///< those that may still read the cache
    domain::LeadChanges m_gathered;
    QTimer m_report;
    QElapsedTimer m_lastReport;
    int m_waiting = 0;
    int m_conflicts = 0;
};

} // namespace leadline::services
