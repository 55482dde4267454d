#include "ui/models/found_lead_model.h"

#include <QHash>

namespace leadline::ui {

void FoundLeadModel::add(const std::vector<domain::Lead> &leads)
{
    QHash<domain::LeadId, int> known;
    for (int row = 0; row < rowCount(); ++row)
        known.insert(m_leads.at(static_cast<size_t>(row)).id, row);
    std::vector<domain::Lead> fresh;
    for (const domain::Lead &lead : leads) {
        const auto found = known.constFind(lead.id);
        if (found == known.cend()) {
            known.insert(lead.id, -1);
            fresh.push_back(lead);
        } else if (*found >= 0) {
            m_leads.at(static_cast<size_t>(*found)) = lead;
            Q_EMIT dataChanged(index(*found, 0), index(*found, ColumnCount - 1));
        }
    }
    if (fresh.size() > static_cast<size_t>(kCapacity))
        fresh.erase(fresh.begin(), fresh.end() - kCapacity);
    if (fresh.empty())
        return;
    const int overflow = rowCount() + static_cast<int>(fresh.size()) - kCapacity;
    if (overflow > 0) {
        beginRemoveRows({}, rowCount() - overflow, rowCount() - 1);
        m_leads.erase(m_leads.end() - overflow, m_leads.end());
        endRemoveRows();
    }
    beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
    for (domain::Lead &lead : fresh)
        m_leads.push_front(std::move(lead));
    endInsertRows();
}

void FoundLeadModel::clear()
{
    beginResetModel();
    m_leads.clear();
    endResetModel();
}

int FoundLeadModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_leads.size());
}

int FoundLeadModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FoundLeadModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const domain::Lead &lead = m_leads.at(static_cast<size_t>(index.row()));
    if (role == LeadIdRole)
        return QVariant::fromValue(lead.id);
    if (role == Qt::TextAlignmentRole)
        return QVariant((index.column() == Score ? Qt::AlignRight : Qt::AlignLeading) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != SortRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Name:
        return lead.name();
    case City:
        return lead.city();
    case Email:
        return lead.email();
    case Phone:
        return lead.phone();
    case Score:
        return lead.found.score;
    default:
        return {};
    }
}

QVariant FoundLeadModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == Score)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case City:
        return tr("City");
    case Email:
        return tr("E-mail");
    case Phone:
        return tr("Phone");
    case Score:
        return tr("Score");
    default:
        return {};
    }
}

} // namespace leadline::ui
