#pragma once

#include "domain/lead_edit.h"
#include "ui/widgets/panels.h"

#include <QHash>
#include <QList>

#include <vector>

class QListView;
class QModelIndex;
class QVBoxLayout;

namespace leadline::ui {

class FacetModel;
class ViewEntry;

/// Left column of the review page: saved views, then the facets of the filter with their counts.
class FacetPanel : public Panel
{
    Q_OBJECT

public:
    explicit FacetPanel(FacetModel &facets, QWidget *parent = nullptr);

    void setViews(const std::vector<domain::SavedView> &views);
    /// Marks the view whose filter is shown.
    void setCurrentFilter(const QString &filter);
    /// By filter text.
    void setViewCounts(const QHash<QString, qint64> &counts);

    [[nodiscard]] QSize sizeHint() const override { return { 200, 400 }; }

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void filterChosen(const leadline::domain::LeadFilter &filter);
    void viewChosen(const leadline::domain::SavedView &view);
    void viewRemovalRequested(qint64 n);

private:
    void toggle(const QModelIndex &index);

    FacetModel &m_facets;
    QVBoxLayout *m_views = nullptr;
    QList<ViewEntry *> m_entries;
    QString m_currentFilter;
    QHash<QString, qint64> m_counts;
    QListView *m_list = nullptr;
};

} // namespace leadline::ui
