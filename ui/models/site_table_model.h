#pragma once

#include "domain/task.h"

#include <QAbstractTableModel>

#include <vector>

namespace leadline::ui {

/// The start addresses of one task with their outcome, in their order, as far as they have been fetched. Figures only grow.
class SiteTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Site, Outcome, New, Pages, Failed, ColumnCount };
    Q_ENUM(Column)

    enum Role { SortRole = Qt::UserRole + 1, ToneRole };
    Q_ENUM(Role)

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes reports that are new or newer; they must ascend and leave no gap after what is known.
    void merge(const std::vector<domain::SiteReport> &sites);
    void clear();
    /// Index of the first site whose outcome is still open, or the number of sites known.
    [[nodiscard]] int firstOpen() const;
    [[nodiscard]] const domain::SiteReport *site(int row) const;
    /// True while the backend has more sites than were fetched; fetchMore() then asks through fetchRequested().
    void setMore(bool more) { m_more = more; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    /// The view reached the end: sites after index `after` are wanted.
    void fetchRequested(int after);

private:
    std::vector<domain::SiteReport> m_sites;
    bool m_more = false;
};

} // namespace leadline::ui
