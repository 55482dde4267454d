#include "ui/pages/review/review_controller.h"

#include "domain/async.h"

#include <iterator>
#include <utility>

namespace leadline::ui {

using domain::Error;
using domain::Lead;
using domain::LeadId;
using domain::Result;

namespace {

constexpr int kCountMs = 1000;

} // namespace

ReviewController::ReviewController(services::ReviewService &review, services::SyncService &sync, QObject *parent)
    : QObject(parent)
    , m_review(review)
    , m_sync(sync)
{
    connect(&m_review, &services::ReviewService::leadsChanged, this, [this] {
        if (!m_current.isNull())
            reload();
    });
    m_count.setSingleShot(true);
    m_count.setInterval(kCountMs);
    connect(&m_count, &QTimer::timeout, this, &ReviewController::countViews);
    connect(&m_review, &services::ReviewService::leadsChanged, this, [this] {
        if (!m_count.isActive())
            m_count.start();
    });
    connect(&m_review, &services::ReviewService::savedViewsChanged, this, &ReviewController::loadViews);
    setOwnViews({});
    loadViews();
}

void ReviewController::setFilterText(const QString &text)
{
    if (text == m_text) {
        Q_EMIT filterAccepted(); // after a text that could not be read
        return;
    }
    const auto filter = domain::parseLeadFilter(text);
    if (!filter) {
        Q_EMIT filterRefused(filter.error());
        return;
    }
    m_text = text;
    Q_EMIT filterAccepted();
    domain::LeadQuery query = m_query;
    query.filter = *filter;
    setQuery(std::move(query));
}

void ReviewController::setFilter(const domain::LeadFilter &filter)
{
    m_text = domain::toText(filter);
    Q_EMIT filterTextChanged(m_text);
    Q_EMIT filterAccepted();
    domain::LeadQuery query = m_query;
    query.filter = filter;
    setQuery(std::move(query));
}

void ReviewController::showView(const domain::SavedView &view)
{
    const auto filter = domain::parseLeadFilter(view.filter);
    if (!filter) {
        Q_EMIT failed(filter.error());
        return;
    }
    m_text = view.filter;
    Q_EMIT filterTextChanged(m_text);
    Q_EMIT filterAccepted();
    domain::LeadQuery query = m_query;
    query.filter = *filter;
    query.sort = view.sort;
    query.order = view.order;
    setQuery(std::move(query));
}

void ReviewController::setQuery(domain::LeadQuery query)
{
    m_query = std::move(query);
    Q_EMIT queryChanged(m_query);
}

void ReviewController::setCurrent(const LeadId &id)
{
    if (id == m_current)
        return;
    m_current = id;
    m_lead.reset();
    if (id.isNull()) {
        Q_EMIT nothingShown();
        return;
    }
    reload();
    domain::whenDone(m_sync.refreshHistory(id), this, [this, id](const Result<void> &fetched) {
        if (fetched && id == m_current)
            loadHistory(id);
    });
}

void ReviewController::reload()
{
    const LeadId id = m_current;
    domain::whenDone(m_review.lead(id), this, [this, id](Result<Lead> lead) {
        if (id != m_current)
            return;
        if (!lead) {
            m_lead.reset();
            Q_EMIT nothingShown();
            return;
        }
        m_lead = std::move(*lead);
        Q_EMIT leadShown(*m_lead);
    });
    loadHistory(id);
}

void ReviewController::loadHistory(const LeadId &id)
{
    domain::whenDone(m_review.history(id), this, [this, id](const Result<std::vector<domain::AuditEntry>> &entries) {
        if (entries && id == m_current)
            Q_EMIT historyShown(*entries);
    });
}

void ReviewController::edit(const QList<domain::RowId> &rows, const domain::LeadEdit &edit)
{
    if (rows.isEmpty())
        return;
    domain::whenDone(m_review.editRows(rows, edit), this, [this](const Result<domain::EditReceipt> &receipt) {
        if (!receipt)
            Q_EMIT failed(receipt.error());
        else if (receipt->leads > 0)
            Q_EMIT edited(*receipt);
    });
}

void ReviewController::editCurrent(const domain::LeadEdit &edit)
{
    if (m_current.isNull())
        return;
    domain::whenDone(m_review.edit(m_current, edit), this, [this](const Result<domain::EditReceipt> &receipt) {
        if (!receipt)
            Q_EMIT failed(receipt.error());
        else if (receipt->leads > 0)
            Q_EMIT edited(*receipt);
    });
}

void ReviewController::undo()
{
    if (!m_review.undoStep())
        return;
    domain::whenDone(m_review.undo(), this, [this](const Result<domain::UndoStep> &step) {
        if (step)
            Q_EMIT undone(*step);
        else
            Q_EMIT failed(step.error());
    });
}

void ReviewController::redo()
{
    if (!m_review.redoStep())
        return;
    domain::whenDone(m_review.redo(), this, [this](const Result<domain::UndoStep> &step) {
        if (!step)
            Q_EMIT failed(step.error());
    });
}

void ReviewController::saveView(const QString &name)
{
    domain::SavedView view;
    view.name = name.trimmed();
    view.filter = m_text;
    view.sort = m_query.sort;
    view.order = m_query.order;
    domain::whenDone(m_review.saveView(view), this, [this](const Result<domain::SavedView> &saved) {
        if (!saved)
            Q_EMIT failed(saved.error());
    });
}

void ReviewController::removeView(qint64 n)
{
    domain::whenDone(m_review.removeView(n), this, [this](const Result<void> &removed) {
        if (!removed)
            Q_EMIT failed(removed.error());
    });
}

void ReviewController::loadViews()
{
    domain::whenDone(m_review.savedViews(), this, [this](Result<std::vector<domain::SavedView>> views) {
        if (!views)
            return;
        setOwnViews(std::move(*views));
        countViews();
    });
}

void ReviewController::setOwnViews(std::vector<domain::SavedView> own)
{
    const auto builtIn = [](const QString &name, const QString &filter) {
        domain::SavedView view;
        view.name = name;
        view.filter = filter;
        return view;
    };
    m_views = { builtIn(tr("All leads"), {}), builtIn(tr("Everything new"), QStringLiteral("status:new")) };
    m_views.insert(m_views.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
    m_views.push_back(builtIn(tr("Trash"), QStringLiteral("is:deleted")));
    Q_EMIT viewsChanged();
}

void ReviewController::countViews()
{
    for (const domain::SavedView &view : m_views) {
        const auto filter = domain::parseLeadFilter(view.filter);
        if (!filter)
            continue;
        domain::whenDone(m_review.count(*filter), this, [this, text = view.filter](const Result<qint64> &count) {
            if (!count || m_viewCounts.value(text, -1) == *count)
                return;
            m_viewCounts.insert(text, *count);
            Q_EMIT viewCountsChanged();
        });
    }
}

} // namespace leadline::ui
