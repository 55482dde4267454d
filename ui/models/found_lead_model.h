#pragma once

#include "domain/lead.h"

#include <QAbstractTableModel>

#include <deque>

namespace leadline::ui {

/// The leads a task found last, newest first, at most kCapacity.
class FoundLeadModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, City, Email, Phone, Score, ColumnCount };
    Q_ENUM(Column)

    enum Role { SortRole = Qt::UserRole + 1, LeadIdRole };
    Q_ENUM(Role)

    static constexpr int kCapacity = 200;

    using QAbstractTableModel::QAbstractTableModel;

    /// In the order they were found. A lead that is shown already moves its new values in place.
    void add(const std::vector<domain::Lead> &leads);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::deque<domain::Lead> m_leads;
};

} // namespace leadline::ui
