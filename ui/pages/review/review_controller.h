#pragma once

#include "domain/lead_edit.h"
#include "domain/lead_filter.h"
#include "domain/lead_row.h"
#include "services/review_service.h"
#include "services/sync_service.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>
#include <vector>

namespace leadline::ui {

/// What the review page does, without widgets: the filter, the lead that is looked at, and the verdicts. Lives in the
/// window's thread; the services must outlive it.
class ReviewController : public QObject
{
    Q_OBJECT

public:
    ReviewController(services::ReviewService &review, services::SyncService &sync, QObject *parent = nullptr);

    /// Reads filter text as the operator types. Text that is no filter leaves the query as it was and is reported.
    void setFilterText(const QString &text);
    void setFilter(const domain::LeadFilter &filter);
    void showView(const domain::SavedView &view);
    [[nodiscard]] const domain::LeadQuery &query() const { return m_query; }
    [[nodiscard]] QString filterText() const { return m_text; }

    /// Shows a lead; a null id shows nothing. Asks the backend for newer history when there is one.
    void setCurrent(const domain::LeadId &id);
    [[nodiscard]] const std::optional<domain::Lead> &current() const { return m_lead; }

    /// One verdict for the given rows of the table. Reported with edited() once it is on disk.
    void edit(const QList<domain::RowId> &rows, const domain::LeadEdit &edit);
    /// For the lead that is shown.
    void editCurrent(const domain::LeadEdit &edit);
    void undo();
    void redo();

    void saveView(const QString &name);
    void removeView(qint64 n);
    /// All leads, the new ones, the operator's own views, and the trash. Those of the program have n = 0.
    [[nodiscard]] const std::vector<domain::SavedView> &views() const { return m_views; }
    /// Leads of each view by its filter text, as far as they are counted.
    [[nodiscard]] const QHash<QString, qint64> &viewCounts() const { return m_viewCounts; }

Q_SIGNALS:
    void queryChanged(const leadline::domain::LeadQuery &query);
    /// The text in the filter field says this now (a facet or a view changed it).
    void filterTextChanged(const QString &text);
    void filterRefused(const leadline::domain::Error &error);
    void filterAccepted();
    void leadShown(const leadline::domain::Lead &lead);
    void nothingShown();
    void historyShown(const std::vector<leadline::domain::AuditEntry> &entries);
    void edited(const leadline::domain::EditReceipt &receipt);
    void undone(const leadline::domain::UndoStep &step);
    void failed(const leadline::domain::Error &error);
    void viewsChanged();
    void viewCountsChanged();

private:
    void reload();
    void loadHistory(const domain::LeadId &id);
    void loadViews();
    void setOwnViews(std::vector<domain::SavedView> own);
    void countViews();
    void setQuery(domain::LeadQuery query);

    services::ReviewService &m_review;
    services::SyncService &m_sync;
    domain::LeadQuery m_query;
    QString m_text;
    domain::LeadId m_current;
    std::optional<domain::Lead> m_lead;
    std::vector<domain::SavedView> m_views;
    QHash<QString, qint64> m_viewCounts;
    QTimer m_count; ///< live changes are counted at most once in its interval
};

} // namespace leadline::ui
