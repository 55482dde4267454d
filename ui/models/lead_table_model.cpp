#include "ui/models/lead_table_model.h"

#include "domain/async.h"
#include "ui/models/lead_cells.h"

#include <QThreadPool>

#include <algorithm>

namespace leadline::ui {

using namespace domain;

namespace {

constexpr int kFirstPage = 100; ///< rows shown before the whole order is known
constexpr int kCachedRows = 4'000;
constexpr qint64 kLeastPauseMs = 50; ///< between two changes of many leads
constexpr qint64 kPauseFactor = 8; ///< or this many times what the last one took
constexpr qint64 kUnreportedMs = 300; ///< longest between a commit and the word of it
constexpr int kVerifyMs = 500; ///< quiet before a doubtful order is compared with the store
constexpr qsizetype kPageRows = 64; ///< neighbours fetched together
constexpr qsizetype kMostPlaced = 2'000; ///< changed rows placed one by one; above it the order is asked for again

} // namespace

LeadTableModel::LeadTableModel(services::ReviewService &review, QObject *parent)
    : QAbstractTableModel(parent)
    , m_review(review)
    , m_rows(kCachedRows)
{
    m_fetch.setSingleShot(true);
    m_fetch.setInterval(0);
    connect(&m_fetch, &QTimer::timeout, this, &LeadTableModel::fetchRequested);
    m_placeLater.setSingleShot(true);
    connect(&m_placeLater, &QTimer::timeout, this, &LeadTableModel::placeNext);
    m_verify.setSingleShot(true);
    m_verify.setInterval(kVerifyMs);
    connect(&m_verify, &QTimer::timeout, this, &LeadTableModel::verifyOrder);
    connect(&review, &services::ReviewService::leadsChanged, this, &LeadTableModel::acceptChanges);
}

LeadTableModel::~LeadTableModel() = default;

void LeadTableModel::setQuery(const LeadQuery &query)
{
    m_query = query;
    m_query.after.clear();
    m_query.limit = kFirstPage;
    // Changes not placed yet are forgotten with the old order, so no value read before them may stay.
    m_rows.clear();
    m_asked.clear();
    m_changed.clear();
    m_changedAll = false;
    m_unsure = false;
    m_verify.stop();
    m_placing = false;
    m_loading = true;
    const quint64 generation = ++m_generation;
    m_firstShown = false;
    whenDone(m_review.page(m_query), this, [this, generation](Result<LeadRowPage> page) {
        if (generation != m_generation || m_firstShown)
            return;
        if (!page) {
            m_loading = false;
            Q_EMIT failed(page.error());
            return;
        }
        showFirst(page->rows);
    });
    requestOrder();
}

void LeadTableModel::showFirst(const std::vector<LeadRow> &rows)
{
    m_firstShown = true;
    beginResetModel();
    m_order.clear();
    m_wanted.clear();
    for (const LeadRow &row : rows) {
        m_order.append(row.row);
        m_rows.insert(row.row, new LeadRow(row));
    }
    endResetModel();
    Q_EMIT countChanged(rowCount());
}

void LeadTableModel::requestOrder()
{
    m_placing = true;
    m_changed.clear();
    m_changedAll = false;
    whenDone(m_review.order(m_query), this, [this, generation = m_generation](Result<QList<RowId>> order) {
        if (generation != m_generation)
            return;
        if (order)
            return acceptOrder(*order);
        Q_EMIT failed(order.error());
        placed();
    });
}

/// A whole order: the rest of a new query, or everything after too many changes.
void LeadTableModel::acceptOrder(const QList<RowId> &order)
{
    if (m_firstShown)
        return changeOrder([order](const QList<RowId> &) { return order; }, {});
    m_firstShown = true; // the first page is still on its way: this is the reset
    beginResetModel();
    m_order = order;
    m_wanted.clear();
    endResetModel();
    Q_EMIT countChanged(rowCount());
    placed();
}

/// Takes the steps to another order; they are worked out on a thread of the pool, because passes over a long list take
/// longer than a frame. `changed` rows are announced afterwards.
void LeadTableModel::changeOrder(std::function<QList<RowId>(const QList<RowId> &)> target, const QList<RowId> &changed)
{
    using Steps = Result<std::vector<OrderStep>>;
    auto promise = std::make_shared<QPromise<Steps>>();
    promise->start();
    whenDone(promise->future(), this, [this, changed, generation = m_generation](Steps steps) {
        if (generation != m_generation)
            return;
        if (steps)
            measured([&] { takeSteps(*steps); });
        announce(changed);
        placed();
    });
    QThreadPool::globalInstance()->start([promise, order = m_order, target = std::move(target)] {
        promise->addResult(stepsBetween(order, target(order)));
        promise->finish();
    });
}

/// The order is as it should be, until the next change.
void LeadTableModel::placed()
{
    m_placing = false;
    if (std::exchange(m_loading, false))
        Q_EMIT loaded();
    if (m_unsure)
        m_verify.start();
    placeNext();
}

std::optional<LeadRow> LeadTableModel::leadRow(int row) const
{
    if (row < 0 || row >= m_order.size())
        return std::nullopt;
    if (const LeadRow *known = m_rows.object(m_order[row]))
        return *known;
    requestRow(row);
    return std::nullopt;
}

QList<RowId> LeadTableModel::rowIds(const QModelIndexList &indexes) const
{
    std::vector<int> rows;
    for (const QModelIndex &index : indexes)
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    QList<RowId> ids;
    for (const int row : rows)
        ids.append(m_order.at(row));
    return ids;
}

int LeadTableModel::rowOf(RowId row) const
{
    return int(m_order.indexOf(row));
}

int LeadTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

int LeadTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant LeadTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RowId id = m_order[index.row()];
    if (role == RowIdRole)
        return id;
    if (role == Qt::TextAlignmentRole)
        return index.column() == Score || index.column() == Rating ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                                   : int(Qt::AlignLeft | Qt::AlignVCenter);
    const LeadRow *row = m_rows.object(id);
    if (role == LoadedRole)
        return row != nullptr;
    if (!row) {
        requestRow(index.row());
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return displayValue(*row, index.column());
    case Qt::EditRole:
    case SortRole:
        return rawValue(*row, index.column());
    case LeadIdRole:
        return QVariant::fromValue(row->id);
    case StatusRole:
        return static_cast<int>(row->status);
    case ScoreRole:
        return row->score;
    case RatingRole:
        return row->rating;
    case TagsRole:
        return row->tags;
    case WaitingRole:
        return row->waiting;
    case DeletedRole:
        return row->deleted;
    default:
        return {};
    }
}

QVariant LeadTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Score || section == Rating ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                     : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return columnTitle(section);
}

Qt::ItemFlags LeadTableModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    if (!correctedField(index.column()).isEmpty() && m_rows.contains(m_order[index.row()]))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool LeadTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    const QString text = index.column() == Phone ? plainPhone(value.toString()) : value.toString().trimmed();
    if (text == index.data(Qt::EditRole).toString())
        return false;
    Q_EMIT correctionRequested(m_order[index.row()], LeadEdit::correct(correctedField(index.column()), text));
    return true;
}

void LeadTableModel::sort(int column, Qt::SortOrder order)
{
    const auto sort = sortOf(column);
    if (!sort)
        return;
    LeadQuery query = m_query;
    query.sort = *sort;
    query.order = order == Qt::DescendingOrder ? SortOrder::Descending : SortOrder::Ascending;
    setQuery(query);
}

/// Asks for the page around a row; called from data(), so everything happens later.
void LeadTableModel::requestRow(int row) const
{
    const qsizetype first = row / kPageRows * kPageRows;
    if (std::exchange(m_lastPage, first) == first && m_fetch.isActive())
        return;
    const qsizetype last = std::min(first + kPageRows, m_order.size());
    for (qsizetype i = first; i < last; ++i)
        m_wanted.append(m_order[i]);
    m_fetch.start();
}

void LeadTableModel::fetchRequested()
{
    m_lastPage = -1;
    QList<RowId> wanted;
    for (const RowId row : std::exchange(m_wanted, {})) {
        if (!m_rows.contains(row) && !m_asked.contains(row) && wanted.size() < kCachedRows / 2) {
            wanted.append(row);
            m_asked.insert(row);
        }
    }
    if (wanted.isEmpty())
        return;
    whenDone(m_review.rows(wanted), this, [this, wanted](Result<std::vector<LeadRow>> rows) {
        if (!rows) {
            for (const RowId row : wanted)
                m_asked.remove(row);
            Q_EMIT failed(rows.error());
            return;
        }
        // A row that changed while it was on its way is no longer in m_asked: its answer may be the old one.
        std::erase_if(*rows, [this](const LeadRow &row) { return !m_asked.contains(row.row); });
        for (const RowId row : wanted)
            m_asked.remove(row);
        acceptRows(*rows);
    });
}

void LeadTableModel::acceptRows(const std::vector<LeadRow> &rows)
{
    QList<RowId> ids;
    for (const LeadRow &row : rows) {
        m_rows.insert(row.row, new LeadRow(row));
        ids.append(row.row);
    }
    announce(ids);
}

/// dataChanged for rows of the list: one signal for each run, or one over all of them when they lie far apart.
void LeadTableModel::announce(const QList<RowId> &rows)
{
    const std::vector<int> indexes = indexesOf(rows);
    if (indexes.empty())
        return;
    if (countRuns(indexes) > kMostRuns) {
        Q_EMIT dataChanged(index(indexes.front(), 0), index(indexes.back(), ColumnCount - 1));
        return;
    }
    forEachRun(indexes, [this](int first, int last) { Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1)); });
}

std::vector<int> LeadTableModel::indexesOf(const QList<RowId> &rows) const
{
    std::vector<int> indexes;
    const domain::RowSet set(rows);
    qsizetype left = rows.size();
    for (qsizetype i = 0; i < m_order.size() && left > 0; ++i) {
        if (set.contains(m_order[i])) {
            indexes.push_back(int(i));
            --left;
        }
    }
    return indexes;
}

void LeadTableModel::acceptChanges(const LeadChanges &changes)
{
    // A search for a place that ran while other rows had changed unreported may have been led astray by them.
    m_unsure = m_unsure || (m_issued.isValid() && !m_issued.hasExpired(kUnreportedMs));
    m_changedAll = m_changedAll || changes.all;
    m_changed += changes.inserted;
    m_changed += changes.updated;
    m_changed += changes.removed;
    for (const RowId row : changes.updated)
        m_asked.remove(row);
    if (changes.all)
        m_asked.clear();
    placeNext();
}

/// One answer is worked in at a time, so that positions always speak of the order that is there.
void LeadTableModel::placeNext()
{
    if (m_placing || m_generation == 0 || (!m_changedAll && m_changed.isEmpty()))
        return;
    // A change of many leads costs the window a pass over the list; it gets the rest of the time.
    const bool isSingle = !m_changedAll && m_changed.size() == 1;
    if (!isSingle && m_lastPlaced.isValid() && !m_lastPlaced.hasExpired(m_pause)) {
        if (!m_placeLater.isActive())
            m_placeLater.start(int(m_pause - m_lastPlaced.elapsed()) + 1);
        return;
    }
    if (m_changedAll || m_changed.size() > kMostPlaced) {
        m_rows.clear();
        m_asked.clear();
        if (!m_order.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return requestOrder();
    }
    m_placing = true;
    m_issued.start();
    QList<RowId> changed = std::exchange(m_changed, {});
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    auto values = m_review.rows(loadedOf(changed));
    whenDone(m_review.place(m_query, m_order, changed), this,
        [this, changed, values, generation = m_generation](Result<std::vector<PlacedRow>> places) {
            whenDone(values, this, [this, changed, places, generation](Result<std::vector<LeadRow>> rows) {
                if (generation != m_generation)
                    return;
                for (const RowId row : changed)
                    m_rows.remove(row);
                if (rows) {
                    for (const LeadRow &row : *rows)
                        m_rows.insert(row.row, new LeadRow(row));
                }
                if (!places) {
                    Q_EMIT failed(places.error());
                    return placed();
                }
                if (changed.size() > 1)
                    return changeOrder(
                        [changed, places = *places](const QList<RowId> &order) { return orderWith(order, changed, places); },
                        changed);
                measured([&] { placeOne(changed.front(), places->empty() ? -1 : places->front().index); });
                placed();
            });
        });
}

/// After doubtful placements and a quiet moment the whole order is asked for once; usually nothing is to be changed.
void LeadTableModel::verifyOrder()
{
    if (m_placing || m_changedAll || !m_changed.isEmpty()) {
        m_verify.start();
        return;
    }
    m_unsure = false;
    requestOrder();
}

/// Notes how long a change of the order took, views included, so that the next one waits in proportion.
void LeadTableModel::measured(const std::function<void()> &change)
{
    m_lastPlaced.start();
    change();
    m_pause = std::max(kLeastPauseMs, m_lastPlaced.elapsed() * kPauseFactor);
    m_lastPlaced.start();
}

QList<RowId> LeadTableModel::loadedOf(const QList<RowId> &rows) const
{
    QList<RowId> loaded;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(loaded), [this](RowId row) { return m_rows.contains(row); });
    return loaded;
}

/// One lead changed, as after a key: no pass over the whole order but the search for the row.
void LeadTableModel::placeOne(RowId row, qsizetype place)
{
    const int from = rowOf(row);
    const int to = int(place);
    if (from < 0 && to < 0)
        return;
    if (to < 0) {
        beginRemoveRows({}, from, from);
        m_order.remove(from);
        endRemoveRows();
    } else if (from < 0) {
        insertAt(to, { row });
    } else if (from != to) {
        move(from, to);
    }
    if (from < 0 || to < 0)
        Q_EMIT countChanged(rowCount());
    if (to >= 0)
        Q_EMIT dataChanged(index(to, 0), index(to, ColumnCount - 1));
}

void LeadTableModel::takeSteps(const std::vector<OrderStep> &steps)
{
    const qsizetype before = m_order.size();
    for (const OrderStep &step : steps) {
        switch (step.kind) {
        case OrderStep::Kind::Remove:
            beginRemoveRows({}, step.first, step.last);
            m_order.remove(step.first, step.last - step.first + 1);
            endRemoveRows();
            break;
        case OrderStep::Kind::Insert:
            insertAt(step.first, step.rows);
            break;
        case OrderStep::Kind::Move:
            move(step.first, step.last);
            break;
        case OrderStep::Kind::Layout:
            arrange(step.rows);
            break;
        }
    }
    if (m_order.size() != before)
        Q_EMIT countChanged(rowCount());
}

void LeadTableModel::insertAt(int first, const QList<RowId> &rows)
{
    if (rows.isEmpty())
        return;
    beginInsertRows({}, first, first + int(rows.size()) - 1);
    m_order.insert(first, rows.size(), RowId());
    std::copy(rows.begin(), rows.end(), m_order.begin() + first);
    endInsertRows();
}

void LeadTableModel::move(int from, int to)
{
    beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
    m_order.move(from, to);
    endMoveRows();
}

/// The same rows in another order; selections and the current row go with their leads.
void LeadTableModel::arrange(const QList<RowId> &order)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    QHash<RowId, int> places;
    QList<RowId> held;
    for (const QModelIndex &index : from) {
        held.append(m_order[index.row()]);
        places.insert(held.back(), -1);
    }
    const domain::RowSet isHeld(held);
    qsizetype left = places.size();
    for (qsizetype i = 0; i < order.size() && left > 0; ++i) {
        if (!isHeld.contains(order[i]))
            continue;
        places[order[i]] = int(i);
        --left;
    }
    QModelIndexList to;
    for (const QModelIndex &index : from)
        to.append(this->index(places.value(m_order[index.row()]), index.column()));
    m_order = order;
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace leadline::ui
