#include "ui/models/lead_table_model.h"

#include "ui/models/format.h"
#include "ui/models/lead_text.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <numeric>

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
constexpr int kMostRuns = 8; ///< signals of one kind for one change of the order
constexpr qsizetype kMostPlaced = 2'000; ///< changed rows placed one by one; above it the order is asked for again

/// Runs of rows that lie side by side, from ascending indexes: calls `run(first, last)`, last run first when `backwards`.
template<typename F> void forEachRun(const std::vector<int> &ascending, bool backwards, F run)
{
    std::vector<std::pair<int, int>> runs;
    for (const int index : ascending) {
        if (!runs.empty() && runs.back().second + 1 == index)
            runs.back().second = index;
        else
            runs.emplace_back(index, index);
    }
    if (backwards)
        std::reverse(runs.begin(), runs.end());
    for (const auto &[first, last] : runs)
        run(first, last);
}

int countRuns(const std::vector<int> &ascending)
{
    int runs = 0;
    for (size_t i = 0; i < ascending.size(); ++i)
        runs += i == 0 || ascending[i - 1] + 1 != ascending[i];
    return runs;
}

QVariant rawValue(const LeadRow &row, int column)
{
    switch (column) {
    case LeadTableModel::Status:
        return static_cast<int>(row.status);
    case LeadTableModel::Name:
        return row.name;
    case LeadTableModel::Category:
        return row.category;
    case LeadTableModel::City:
        return row.city;
    case LeadTableModel::Country:
        return row.country;
    case LeadTableModel::Email:
        return row.email;
    case LeadTableModel::Phone:
        return row.phone;
    case LeadTableModel::Website:
        return row.website;
    case LeadTableModel::Score:
        return row.score;
    case LeadTableModel::Rating:
        return row.rating;
    case LeadTableModel::Tags:
        return row.tags.join(QStringLiteral(", "));
    case LeadTableModel::Assignee:
        return row.assignee;
    case LeadTableModel::Source:
        return row.source;
    case LeadTableModel::Found:
        return toMilliseconds(row.foundAt);
    case LeadTableModel::Modified:
        return toMilliseconds(row.modifiedAt);
    default:
        return {};
    }
}

/// Field of a correction that a column edits in place; empty for columns that are only read.
QString correctedField(int column)
{
    switch (column) {
    case LeadTableModel::Name:
        return QStringLiteral("name");
    case LeadTableModel::Category:
        return QStringLiteral("category");
    case LeadTableModel::City:
        return QStringLiteral("city");
    case LeadTableModel::Email:
        return QStringLiteral("email");
    case LeadTableModel::Phone:
        return QStringLiteral("phone");
    default:
        return {};
    }
}

/// An international number as it is stored, without what people group it by. Anything else stays as it was typed.
QString plainPhone(const QString &typed)
{
    const QString trimmed = typed.trimmed();
    if (!trimmed.startsWith(u'+'))
        return trimmed;
    QString plain(u'+');
    for (const QChar c : QStringView(trimmed).mid(1)) {
        if (c.isDigit())
            plain += c;
        else if (!c.isSpace() && !QStringView(u"-./()").contains(c))
            return trimmed;
    }
    return plain;
}

QVariant displayValue(const LeadRow &row, int column)
{
    switch (column) {
    case LeadTableModel::Status:
        return statusWord(row.status);
    case LeadTableModel::Phone:
        return formatPhone(row.phone);
    case LeadTableModel::Rating:
        return row.rating ? QVariant(row.rating) : QVariant();
    case LeadTableModel::Found:
    case LeadTableModel::Modified: {
        const Timestamp at = column == LeadTableModel::Found ? row.foundAt : row.modifiedAt;
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(toMilliseconds(at)), QLocale::ShortFormat);
    }
    default:
        return rawValue(row, column);
    }
}

} // namespace

/// Membership of row numbers, one bit each: a million rows are looked through in a millisecond.
class LeadTableModel::RowSet
{
public:
    explicit RowSet(const QList<RowId> &rows)
    {
        for (const RowId row : rows) {
            if (row >= m_bits.size())
                m_bits.resize(size_t(row) + 1);
            m_bits[row] = true;
        }
    }
    [[nodiscard]] bool contains(RowId row) const { return row < m_bits.size() && m_bits[row]; }

private:
    std::vector<bool> m_bits;
};

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
            measured([&] { acceptOrder(*order); });
        else
            Q_EMIT failed(order.error());
        m_placing = false;
        if (std::exchange(m_loading, false))
            Q_EMIT loaded();
        placeNext();
    });
}

/// A whole order: the rest of a new query, or everything after too many changes.
void LeadTableModel::acceptOrder(const QList<RowId> &order)
{
    if (!m_firstShown) { // the first page is still on its way: this is the reset
        m_firstShown = true;
        beginResetModel();
        m_order = order;
        m_wanted.clear();
        endResetModel();
        Q_EMIT countChanged(rowCount());
        return;
    }
    replaceOrder(order);
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

std::optional<LeadSort> LeadTableModel::sortOf(int column)
{
    switch (column) {
    case Status:
        return LeadSort::Status;
    case Name:
        return LeadSort::Name;
    case City:
        return LeadSort::City;
    case Email:
        return LeadSort::Email;
    case Phone:
        return LeadSort::Phone;
    case Score:
        return LeadSort::Score;
    case Rating:
        return LeadSort::Rating;
    case Found:
        return LeadSort::Found;
    case Modified:
        return LeadSort::Modified;
    default:
        return std::nullopt;
    }
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
    switch (section) {
    case Status:
        return tr("Status");
    case Name:
        return tr("Name");
    case Category:
        return tr("Category");
    case City:
        return tr("City");
    case Country:
        return tr("Country");
    case Email:
        return tr("E-mail");
    case Phone:
        return tr("Phone");
    case Website:
        return tr("Website");
    case Score:
        return tr("Score");
    case Rating:
        return tr("Rating");
    case Tags:
        return tr("Tags");
    case Assignee:
        return tr("Assignee");
    case Source:
        return tr("Source");
    case Found:
        return tr("Found");
    case Modified:
        return tr("Changed");
    default:
        return {};
    }
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
    std::vector<int> indexes = indexesOf(rows);
    if (indexes.empty())
        return;
    if (countRuns(indexes) > kMostRuns) {
        Q_EMIT dataChanged(index(indexes.front(), 0), index(indexes.back(), ColumnCount - 1));
        return;
    }
    forEachRun(
        indexes, false, [this](int first, int last) { Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1)); });
}

std::vector<int> LeadTableModel::indexesOf(const QList<RowId> &rows) const
{
    std::vector<int> indexes;
    const RowSet set(rows);
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
        [this, changed, values, generation = m_generation](Result<std::vector<PlacedRow>> placed) {
            whenDone(values, this, [this, changed, placed, generation](Result<std::vector<LeadRow>> rows) {
                if (generation != m_generation)
                    return;
                for (const RowId row : changed)
                    m_rows.remove(row);
                if (rows) {
                    for (const LeadRow &row : *rows)
                        m_rows.insert(row.row, new LeadRow(row));
                }
                if (placed)
                    measured([&] { applyPlacement(changed, *placed); });
                else
                    Q_EMIT failed(placed.error());
                m_placing = false;
                if (m_unsure)
                    m_verify.start();
                placeNext();
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

void LeadTableModel::applyPlacement(const QList<RowId> &changed, const std::vector<PlacedRow> &placed)
{
    if (changed.size() == 1)
        return placeOne(changed.front(), placed.empty() ? -1 : placed.front().index);
    // The order as it should be: unchanged rows as they are, the changed ones at their places.
    const RowSet isChanged(changed);
    QList<RowId> order;
    order.reserve(m_order.size() + qsizetype(placed.size()));
    auto next = placed.begin();
    qsizetype index = 0;
    for (const RowId row : std::as_const(m_order)) {
        if (isChanged.contains(row))
            continue;
        for (; next != placed.end() && next->index <= index; ++next)
            order.append(next->row);
        order.append(row);
        ++index;
    }
    for (; next != placed.end(); ++next)
        order.append(next->row);
    replaceOrder(order);
    announce(changed);
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
        beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
        m_order.move(from, to);
        endMoveRows();
    }
    if (from < 0 || to < 0)
        Q_EMIT countChanged(rowCount());
    if (to >= 0)
        Q_EMIT dataChanged(index(to, 0), index(to, ColumnCount - 1));
}

/// Turns the order into another one without a reset: rows that leave are removed, rows that stay are moved when they must
/// be, new rows are inserted. Where that would take many signals, the rows concerned are gathered at the end by one new
/// layout and leave or come as one run: a view pays for each signal by its whole length.
void LeadTableModel::replaceOrder(const QList<RowId> &order)
{
    if (order == m_order)
        return;
    const qsizetype before = m_order.size();
    removeMissing(RowSet(order));
    const RowSet known(m_order);
    QList<RowId> staying;
    QList<RowId> arriving;
    std::vector<int> places;
    for (qsizetype i = 0; i < order.size(); ++i) {
        if (known.contains(order[i])) {
            staying.append(order[i]);
        } else {
            arriving.append(order[i]);
            places.push_back(int(i));
        }
    }
    if (countRuns(places) > kMostRuns) {
        insertAt(int(m_order.size()), arriving);
        rearrange(order);
    } else {
        rearrange(staying);
        forEachRun(places, false, [&](int first, int last) { insertAt(first, order.mid(first, last - first + 1)); });
    }
    if (m_order.size() != before)
        Q_EMIT countChanged(rowCount());
}

void LeadTableModel::removeMissing(const RowSet &wanted)
{
    std::vector<int> leaving;
    for (qsizetype i = 0; i < m_order.size(); ++i) {
        if (!wanted.contains(m_order[i]))
            leaving.push_back(int(i));
    }
    const auto remove = [this](int first, int last) {
        beginRemoveRows({}, first, last);
        m_order.remove(first, last - first + 1);
        endRemoveRows();
    };
    if (countRuns(leaving) <= kMostRuns)
        return forEachRun(leaving, true, remove);
    QList<RowId> order = m_order;
    std::stable_partition(order.begin(), order.end(), [&](RowId row) { return wanted.contains(row); });
    rearrange(order);
    remove(int(m_order.size() - qsizetype(leaving.size())), int(m_order.size()) - 1);
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

/// The same rows in another order. One row that moved is told as a move, more as a new layout; both keep selections.
void LeadTableModel::rearrange(const QList<RowId> &order)
{
    if (order == m_order)
        return;
    const auto [oldFirst, newFirst] = std::mismatch(m_order.begin(), m_order.end(), order.begin());
    const int first = int(oldFirst - m_order.begin());
    int last = int(m_order.size()) - 1;
    while (m_order[last] == order[last])
        --last;
    const bool up = std::equal(m_order.begin() + first, m_order.begin() + last, order.begin() + first + 1);
    const bool down = std::equal(m_order.begin() + first + 1, m_order.begin() + last + 1, order.begin() + first);
    if (up || down) {
        beginMoveRows({}, up ? last : first, up ? last : first, {}, up ? first : last + 1);
        m_order = order;
        endMoveRows();
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    QHash<RowId, int> places;
    for (const QModelIndex &index : from)
        places.insert(m_order[index.row()], -1);
    for (int i = 0; i < order.size() && !places.isEmpty(); ++i) {
        if (const auto place = places.find(order[i]); place != places.end())
            *place = i;
    }
    QModelIndexList to;
    for (const QModelIndex &index : from)
        to.append(this->index(places.value(m_order[index.row()]), index.column()));
    m_order = order;
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace leadline::ui
