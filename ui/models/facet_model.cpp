#include "ui/models/facet_model.h"

#include "ui/models/lead_text.h"

#include <algorithm>

namespace leadline::ui {

using namespace domain;

namespace {

constexpr int kRefreshMs = 500;

QString fieldText(FilterField field)
{
    switch (field) {
    case FilterField::Status:
        return FacetModel::tr("Status");
    case FilterField::Has:
        return FacetModel::tr("Contact");
    case FilterField::Source:
        return FacetModel::tr("Found in");
    case FilterField::Country:
        return FacetModel::tr("Country");
    case FilterField::Rating:
        return FacetModel::tr("Rating");
    case FilterField::Assignee:
        return FacetModel::tr("Assignee");
    case FilterField::Tag:
        return FacetModel::tr("Tag");
    case FilterField::Task:
        return FacetModel::tr("Task");
    default:
        return {};
    }
}

QString valueText(FilterField field, const QString &value)
{
    if (field == FilterField::Status) {
        const auto status = reviewStatusFromSlug(value);
        return status ? statusWord(*status) : value;
    }
    if (field == FilterField::Has)
        return value == u"email" ? FacetModel::tr("Has e-mail") : FacetModel::tr("Has phone");
    if (field == FilterField::Source)
        return sourceWord(value);
    if (field == FilterField::Country)
        return countryWord(value);
    return value;
}

bool isFacetTerm(const FilterTerm &term, FilterField field)
{
    return term.field == field && term.op == FilterOp::Equals && !term.negated;
}

} // namespace

FacetModel::FacetModel(services::ReviewService &review, QObject *parent)
    : QAbstractListModel(parent)
    , m_review(review)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshMs);
    connect(&m_refresh, &QTimer::timeout, this, &FacetModel::refresh);
    connect(&review, &services::ReviewService::leadsChanged, this, [this] {
        if (!m_refresh.isActive())
            m_refresh.start();
    });
}

void FacetModel::setTaskNames(const QHash<QString, QString> &names)
{
    if (names == m_taskNames)
        return;
    m_taskNames = names;
    if (!m_lines.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), { Qt::DisplayRole });
}

void FacetModel::setFilter(const LeadFilter &filter)
{
    m_filter = filter;
    if (!m_lines.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), { Qt::CheckStateRole });
    refresh();
}

/// Values of one group are alternatives, except what a lead must have: those all must hold.
LeadFilter FacetModel::toggled(const QModelIndex &index) const
{
    LeadFilter filter = m_filter;
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return filter;
    const Line &line = m_lines[size_t(index.row())];
    if (line.value.isEmpty())
        return filter;
    for (auto term = filter.terms.begin(); term != filter.terms.end(); ++term) {
        if (!isFacetTerm(*term, line.field))
            continue;
        if (term->values.removeAll(line.value) > 0) {
            if (term->values.isEmpty())
                filter.terms.erase(term);
            return filter;
        }
        if (line.field != FilterField::Has) {
            term->values.append(line.value);
            return filter;
        }
    }
    filter.terms.push_back({ line.field, FilterOp::Equals, { line.value }, false });
    return filter;
}

void FacetModel::refresh()
{
    if (m_busy) {
        m_again = true;
        return;
    }
    m_busy = true;
    m_again = false;
    whenDone(m_review.facets(m_filter), this, [this](Result<FacetCounts> counts) {
        m_busy = false;
        if (m_again)
            return refresh();
        if (counts)
            accept(*counts);
    });
}

/// Lines are replaced group by group only where they differ, so that a click lands on the line it was aimed at.
void FacetModel::accept(const FacetCounts &counts)
{
    m_counts = counts;
    std::vector<Line> lines;
    for (const Facet &facet : counts.facets) {
        if (facet.values.empty())
            continue;
        lines.push_back({ facet.field, {}, 0 });
        for (const FacetCount &value : facet.values)
            lines.push_back({ facet.field, value.value, value.count });
    }
    const auto same = [](const Line &a, const Line &b) { return a.field == b.field && a.value == b.value; };
    const auto [oldEnd, newEnd] = std::mismatch(m_lines.begin(), m_lines.end(), lines.begin(), lines.end(), same);
    const int kept = int(oldEnd - m_lines.begin());
    if (oldEnd != m_lines.end()) {
        beginRemoveRows({}, kept, rowCount() - 1);
        m_lines.erase(oldEnd, m_lines.end());
        endRemoveRows();
    }
    std::copy(lines.begin(), newEnd, m_lines.begin());
    if (kept > 0)
        Q_EMIT dataChanged(index(0), index(kept - 1), { CountRole, Qt::DisplayRole });
    if (newEnd != lines.end()) {
        beginInsertRows({}, kept, int(lines.size()) - 1);
        m_lines.insert(m_lines.end(), newEnd, lines.end());
        endInsertRows();
    }
    Q_EMIT countsChanged();
}

bool FacetModel::isChecked(const Line &line) const
{
    return std::any_of(m_filter.terms.begin(), m_filter.terms.end(),
        [&](const FilterTerm &term) { return isFacetTerm(term, line.field) && term.values.contains(line.value); });
}

int FacetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant FacetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Line &line = m_lines[size_t(index.row())];
    const bool heading = line.value.isEmpty();
    switch (role) {
    case Qt::DisplayRole:
        if (heading)
            return fieldText(line.field);
        return line.field == FilterField::Task ? m_taskNames.value(line.value, line.value)
                                               : valueText(line.field, line.value);
    case Qt::CheckStateRole:
        return heading ? QVariant() : QVariant(isChecked(line) ? Qt::Checked : Qt::Unchecked);
    case HeadingRole:
        return heading;
    case FieldRole:
        return static_cast<int>(line.field);
    case ValueRole:
        return line.value;
    case CountRole:
        return line.count;
    default:
        return {};
    }
}

Qt::ItemFlags FacetModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || m_lines[size_t(index.row())].value.isEmpty())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

} // namespace leadline::ui
