#pragma once

#include "domain/lead_filter.h"
#include "domain/lead_row.h"
#include "services/review_service.h"

#include <QAbstractListModel>
#include <QHash>
#include <QTimer>

#include <vector>

namespace leadline::ui {

/// Facets of the review page as one flat list: a heading for each group, then its values with their counts. A value is
/// checked when the filter names it; toggled() gives the filter with the value added or taken out. Counts follow live
/// changes at most twice a second. Lives in the window's thread; the service must outlive it.
class FacetModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        HeadingRole = Qt::UserRole + 1, ///< bool
        FieldRole, ///< domain::FilterField as int
        ValueRole, ///< QString as in filter text
        CountRole, ///< qint64
    };
    Q_ENUM(Role)

    explicit FacetModel(services::ReviewService &review, QObject *parent = nullptr);

    /// The filter whose leads are counted and whose values are checked.
    void setFilter(const domain::LeadFilter &filter);
    /// Names shown for values of the Task facet, by id.
    void setTaskNames(const QHash<QString, QString> &names);
    /// The filter after a click on the value at `index`.
    [[nodiscard]] domain::LeadFilter toggled(const QModelIndex &index) const;
    [[nodiscard]] const domain::FacetCounts &counts() const { return m_counts; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void countsChanged();

private:
    struct Line
    {
        domain::FilterField field;
        QString value; ///< empty for a heading
        qint64 count = 0;
    };

    void refresh();
    void accept(const domain::FacetCounts &counts);
    [[nodiscard]] bool isChecked(const Line &line) const;

    services::ReviewService &m_review;
    domain::LeadFilter m_filter;
    domain::FacetCounts m_counts;
    QHash<QString, QString> m_taskNames;
    std::vector<Line> m_lines;
    QTimer m_refresh;
    bool m_busy = false;
    bool m_again = false;
};

} // namespace leadline::ui
