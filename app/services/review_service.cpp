#include "services/review_service.h"

#include "cache/lead_cache.h"

namespace leadline::services {

using namespace domain;

namespace {
constexpr size_t kUndoSteps = 100;
constexpr int kReportMs = 50;
constexpr qsizetype kMostNamed = 20'000; ///< changed rows in one report; above it, "all"
} // namespace

/// One step: how to take it back and how to do it again, as edits of rows.
struct ReviewService::UndoEntry
{
    UndoStep step;
    std::vector<cache::InverseEdits> back;
    std::vector<cache::InverseEdits> forth;
    std::vector<qint64> notes; ///< outbox numbers: a note is taken back only while it was not sent
};

ReviewService::ReviewService(cache::LeadCache &cache, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_cache(cache)
    , m_clock(clock)
    , m_waiting(cache.waitingCount())
    , m_conflicts(cache.conflictCount())
{
    m_report.setSingleShot(true);
    m_report.setInterval(kReportMs);
    connect(&m_report, &QTimer::timeout, this, &ReviewService::report);
    connect(&cache, &cache::LeadCache::changed, this, &ReviewService::gather);
    connect(&cache, &cache::LeadCache::countsChanged, this, [this](int waiting, int conflicts) {
        if (std::exchange(m_waiting, waiting) != waiting)
            Q_EMIT waitingCountChanged(waiting);
        if (std::exchange(m_conflicts, conflicts) != conflicts)
            Q_EMIT conflictCountChanged(conflicts);
    });
}

/// An export reads the cache from a thread of its own, and the cache goes after us.
ReviewService::~ReviewService()
{
    for (auto &running : m_exports)
        running.cancel();
    for (auto &running : m_exports)
        running.waitForFinished();
}

void ReviewService::setOperator(const QString &name)
{
    m_cache.setOperator(name);
}

QFuture<Result<Lead>> ReviewService::lead(const LeadId &id) const
{
    return m_cache.lead(id);
}

QFuture<Result<std::vector<Lead>>> ReviewService::leads(const QList<RowId> &rows) const
{
    return m_cache.leads(rows);
}

QFuture<Result<std::vector<AuditEntry>>> ReviewService::history(const LeadId &id) const
{
    return m_cache.history(id);
}

QFuture<Result<LeadRowPage>> ReviewService::page(const LeadQuery &query) const
{
    return m_cache.page(query);
}

QFuture<Result<QList<RowId>>> ReviewService::order(const LeadQuery &query) const
{
    return m_cache.order(query);
}

QFuture<Result<std::vector<LeadRow>>> ReviewService::rows(const QList<RowId> &rows) const
{
    return m_cache.rows(rows);
}

QFuture<Result<FacetCounts>> ReviewService::facets(const LeadFilter &filter) const
{
    return m_cache.facets(filter);
}

QFuture<Result<qint64>> ReviewService::count(const LeadFilter &filter) const
{
    return m_cache.count(filter);
}

QFuture<Result<std::vector<PlacedRow>>> ReviewService::place(
    const LeadQuery &query, const QList<RowId> &order, const QList<RowId> &changed) const
{
    return m_cache.place(query, order, changed);
}

QFuture<Result<ExportReport>> ReviewService::exportLeads(const ExportSpec &spec)
{
    std::erase_if(m_exports, [](const auto &running) { return running.isFinished(); });
    return m_exports.emplace_back(services::exportLeads(m_cache, spec));
}

QFuture<Result<EditReceipt>> ReviewService::edit(const LeadId &id, const LeadEdit &edit)
{
    return this->edit(std::vector<LeadId> { id }, edit);
}

QFuture<Result<EditReceipt>> ReviewService::edit(const std::vector<LeadId> &ids, const LeadEdit &edit)
{
    return finishEdit(m_cache.edit(ids, edit), edit);
}

QFuture<Result<EditReceipt>> ReviewService::editRows(const QList<RowId> &rows, const LeadEdit &edit)
{
    return finishEdit(m_cache.edit(rows, edit), edit);
}

template<typename Outcome>
QFuture<Result<EditReceipt>> ReviewService::finishEdit(const QFuture<Result<Outcome>> &future, const LeadEdit &edit)
{
    return mapDone(future, this, [this, edit](Result<Outcome> outcome) -> Result<EditReceipt> {
        if (!outcome)
            return failure(outcome.error());
        const EditReceipt receipt { edit, outcome->changed.size(), outcome->lead, outcome->leadName };
        if (!outcome->changed.isEmpty()) {
            UndoEntry entry;
            entry.step = { edit, receipt.leads, receipt.lead, receipt.leadName };
            entry.back = std::move(outcome->inverse);
            entry.forth = { { edit, outcome->changed } };
            entry.notes = std::move(outcome->notes);
            pushUndo(std::move(entry));
        }
        return receipt;
    });
}

void ReviewService::pushUndo(UndoEntry entry)
{
    m_undo.push_back(std::move(entry));
    if (m_undo.size() > kUndoSteps)
        m_undo.erase(m_undo.begin());
    m_redo.clear();
    Q_EMIT undoChanged();
}

std::optional<UndoStep> ReviewService::undoStep() const
{
    return m_undo.empty() ? std::nullopt : std::optional(m_undo.back().step);
}

std::optional<UndoStep> ReviewService::redoStep() const
{
    return m_redo.empty() ? std::nullopt : std::optional(m_redo.back().step);
}

QFuture<Result<UndoStep>> ReviewService::undo()
{
    return replay(m_undo, m_redo, &UndoEntry::back);
}

QFuture<Result<UndoStep>> ReviewService::redo()
{
    return replay(m_redo, m_undo, &UndoEntry::forth);
}

QFuture<Result<UndoStep>> ReviewService::replay(
    std::vector<UndoEntry> &from, std::vector<UndoEntry> &to, std::vector<cache::InverseEdits> UndoEntry::*edits)
{
    if (from.empty())
        return ready<Result<UndoStep>>(failure(ErrorCode::BadState, QStringLiteral("nothing to undo or redo")));
    UndoEntry entry = std::move(from.back());
    from.pop_back();
    Q_EMIT undoChanged();
    if (!entry.notes.empty()) {
        // A note has no opposite: while it waits it can be taken out, and that ends the step.
        return mapDone(m_cache.revert(entry.notes), this, [step = entry.step](Result<int> reverted) -> Result<UndoStep> {
            if (!reverted)
                return failure(reverted.error());
            if (*reverted == 0)
                return failure(ErrorCode::BadState, QStringLiteral("the note was sent already"));
            return step;
        });
    }
    const auto future = m_cache.edit(entry.*edits);
    return mapDone(future, this, [this, &to, entry = std::move(entry)](Result<int> done) mutable -> Result<UndoStep> {
        if (!done)
            return failure(done.error());
        const UndoStep step = entry.step;
        to.push_back(std::move(entry));
        Q_EMIT undoChanged();
        return step;
    });
}

QFuture<Result<std::vector<WaitingChange>>> ReviewService::waitingChanges(int limit) const
{
    return m_cache.waiting(limit);
}

QFuture<Result<int>> ReviewService::revert(const std::vector<qint64> &changes)
{
    return m_cache.revert(changes);
}

QFuture<Result<std::vector<FieldConflict>>> ReviewService::conflicts() const
{
    return m_cache.conflicts();
}

QFuture<Result<int>> ReviewService::resolve(const std::vector<qint64> &conflicts, ConflictChoice choice)
{
    return mapDone(m_cache.resolve(conflicts, choice), this,
        [](const Result<cache::ResolvedConflicts> &resolved) { return resolved.map(&cache::ResolvedConflicts::gone); });
}

QFuture<Result<std::vector<SavedView>>> ReviewService::savedViews() const
{
    return m_cache.views();
}

QFuture<Result<SavedView>> ReviewService::saveView(const SavedView &view)
{
    return mapDone(m_cache.saveView(view), this, [this](Result<SavedView> saved) {
        if (saved)
            Q_EMIT savedViewsChanged();
        return saved;
    });
}

QFuture<Result<void>> ReviewService::removeView(qint64 n)
{
    return mapDone(m_cache.removeView(n), this, [this](Result<void> removed) {
        if (removed)
            Q_EMIT savedViewsChanged();
        return removed;
    });
}

void ReviewService::gather(const LeadChanges &changes)
{
    m_gathered.inserted += changes.inserted;
    m_gathered.updated += changes.updated;
    m_gathered.removed += changes.removed;
    m_gathered.all = m_gathered.all || changes.all;
    if (m_gathered.inserted.size() + m_gathered.updated.size() + m_gathered.removed.size() > kMostNamed) {
        m_gathered = {};
        m_gathered.all = true;
    }
    // The first change after a quiet while is an operator's key: it is shown at once, the rest is gathered.
    if (!m_report.isActive()) {
        if (!m_lastReport.isValid() || m_lastReport.hasExpired(kReportMs))
            report();
        else
            m_report.start();
    }
}

void ReviewService::report()
{
    m_lastReport.start();
    const LeadChanges changes = std::exchange(m_gathered, {});
    if (!changes.isEmpty())
        Q_EMIT leadsChanged(changes);
}

} // namespace leadline::services
