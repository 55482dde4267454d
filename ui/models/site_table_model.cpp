#include "ui/models/site_table_model.h"

#include "ui/models/format.h"
#include "ui/models/task_text.h"

#include <algorithm>

namespace leadline::ui {

namespace {

domain::SiteReport newest(const domain::SiteReport &before, domain::SiteReport after)
{
    after.pages = std::max(after.pages, before.pages);
    after.failed = std::max(after.failed, before.failed);
    after.blocked = std::max(after.blocked, before.blocked);
    after.newLeads = std::max(after.newLeads, before.newLeads);
    after.duplicates = std::max(after.duplicates, before.duplicates);
    after.bytes = std::max(after.bytes, before.bytes);
    return after;
}

} // namespace

void SiteTableModel::merge(const std::vector<domain::SiteReport> &sites)
{
    int first = rowCount();
    int last = -1;
    std::vector<domain::SiteReport> fresh;
    for (const domain::SiteReport &site : sites) {
        if (site.index < rowCount()) {
            domain::SiteReport merged = newest(m_sites.at(static_cast<size_t>(site.index)), site);
            if (merged == m_sites.at(static_cast<size_t>(site.index)))
                continue;
            m_sites.at(static_cast<size_t>(site.index)) = std::move(merged);
            first = std::min(first, site.index);
            last = std::max(last, site.index);
        } else if (site.index == rowCount() + static_cast<int>(fresh.size())) {
            fresh.push_back(site);
        }
    }
    if (last >= 0)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    if (fresh.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
    m_sites.insert(m_sites.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

void SiteTableModel::clear()
{
    if (m_sites.empty())
        return;
    beginRemoveRows({}, 0, rowCount() - 1);
    m_sites.clear();
    endRemoveRows();
}

int SiteTableModel::firstOpen() const
{
    const auto open = std::find_if(m_sites.begin(), m_sites.end(),
        [](const domain::SiteReport &site) { return site.outcome == domain::SourceOutcome::Pending; });
    return static_cast<int>(open - m_sites.begin());
}

const domain::SiteReport *SiteTableModel::site(int row) const
{
    return row >= 0 && row < rowCount() ? &m_sites.at(static_cast<size_t>(row)) : nullptr;
}

int SiteTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sites.size());
}

int SiteTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool SiteTableModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_more;
}

void SiteTableModel::fetchMore(const QModelIndex & /*parent*/)
{
    Q_EMIT fetchRequested(rowCount() - 1);
}

QVariant SiteTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const domain::SiteReport &site = m_sites.at(static_cast<size_t>(index.row()));
    const bool figure = index.column() >= New;
    if (role == Qt::TextAlignmentRole)
        return QVariant((figure ? Qt::AlignRight : Qt::AlignLeading) | Qt::AlignVCenter);
    if (role == ToneRole)
        return static_cast<int>(outcomeWords(site).tone);
    if (role == Qt::ToolTipRole && index.column() == Site)
        return site.seed;
    if (role != Qt::DisplayRole && role != SortRole && role != Qt::ToolTipRole)
        return {};
    const auto number = [role](qint64 value) { return role == SortRole ? QVariant(value) : QVariant(formatCount(value)); };
    switch (index.column()) {
    case Site:
        return site.host.isEmpty() ? site.seed : site.host;
    case Outcome:
        return outcomeWords(site).word;
    case New:
        return number(site.newLeads);
    case Pages:
        return number(site.pages);
    case Failed:
        return number(site.failed);
    default:
        return {};
    }
}

QVariant SiteTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= New)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Site:
        return tr("Source");
    case Outcome:
        return tr("Outcome so far");
    case New:
        return tr("New");
    case Pages:
        return tr("Pages");
    case Failed:
        return tr("Failed");
    default:
        return {};
    }
}

} // namespace leadline::ui
