#include "ui/models/task_table_model.h"

#include "ui/models/format.h"
#include "ui/models/remark_text.h"
#include "ui/models/task_gateway.h"

#include <algorithm>

namespace leadline::ui {

namespace {

const QString kNothing = QStringLiteral("–");

bool isActive(domain::TaskState state)
{
    return state == domain::TaskState::Running || state == domain::TaskState::Stopping;
}

} // namespace

TaskTableModel::TaskTableModel(TaskGateway &gateway, QObject *parent)
    : QAbstractTableModel(parent)
    , m_gateway(gateway)
    , m_now(domain::SystemClock().now())
{
    connect(&gateway, &TaskGateway::tasksChanged, this, &TaskTableModel::accept);
    for (const domain::Task &task : gateway.tasks())
        insert(task);
}

const domain::Task *TaskTableModel::task(int row) const
{
    return row >= 0 && row < rowCount() ? &m_rows.at(static_cast<size_t>(row)).task : nullptr;
}

int TaskTableModel::rowOf(const domain::TaskId &id) const
{
    return m_index.value(id, -1);
}

int TaskTableModel::countIn(domain::TaskState state) const
{
    return static_cast<int>(
        std::count_if(m_rows.begin(), m_rows.end(), [state](const Row &row) { return row.task.state == state; }));
}

void TaskTableModel::tick(domain::Timestamp now)
{
    m_now = now;
    for (size_t i = 0; i < m_rows.size(); ++i) {
        if (!isActive(m_rows.at(i).task.state))
            continue;
        m_rows.at(i).pace.add(m_rows.at(i).task.counters, now);
        const int row = static_cast<int>(i);
        Q_EMIT dataChanged(index(row, State), index(row, Remaining));
    }
}

void TaskTableModel::reindex(size_t from)
{
    for (size_t i = from; i < m_rows.size(); ++i)
        m_index.insert(m_rows.at(i).task.id, static_cast<int>(i));
}

void TaskTableModel::insert(const domain::Task &task)
{
    const auto at
        = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.task.createdAt <= task.createdAt; });
    const int row = static_cast<int>(at - m_rows.begin());
    beginInsertRows({}, row, row);
    Row fresh { task, {} };
    fresh.pace.add(task.counters, m_now);
    m_rows.insert(at, std::move(fresh));
    reindex(static_cast<size_t>(row));
    endInsertRows();
}

void TaskTableModel::update(Row &row, const domain::Task &task)
{
    const domain::TaskCounters counters = latest(row.task.counters, task.counters);
    row.task = task;
    row.task.counters = counters;
    if (isActive(task.state))
        row.pace.add(counters, m_now);
    else
        row.pace.clear();
}

void TaskTableModel::accept(const QList<domain::TaskId> &changed, const QList<domain::TaskId> &removed)
{
    m_now = domain::SystemClock().now();
    for (const domain::TaskId &id : removed) {
        const int row = rowOf(id);
        if (row < 0)
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        m_index.remove(id);
        reindex(static_cast<size_t>(row));
        endRemoveRows();
    }
    bool updated = false;
    for (const domain::TaskId &id : changed) {
        const auto &known = m_gateway.tasks();
        const auto found = std::find_if(known.begin(), known.end(), [&](const domain::Task &task) { return task.id == id; });
        if (found == known.end())
            continue;
        const int row = rowOf(id);
        if (row < 0) {
            insert(*found);
            continue;
        }
        update(m_rows.at(static_cast<size_t>(row)), *found);
        updated = true;
    }
    if (updated)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int TaskTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TaskTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TaskTableModel::remainingText(const Row &row) const
{
    using domain::TaskState;
    const domain::Task &task = row.task;
    switch (task.state) {
    case TaskState::Running: {
        const auto range = TaskPace::remaining(task.counters);
        return range ? formatRange(range->lowMs, range->highMs) : tr("unknown");
    }
    case TaskState::Queued:
        return tr("waiting its turn");
    case TaskState::Paused:
    case TaskState::Interrupted:
        return tr("resume with R");
    case TaskState::Stopping:
        return kNothing;
    case TaskState::Stopped:
    case TaskState::Completed:
    case TaskState::Error:
        break;
    }
    if (task.counters.failed > 0)
        return tr("%1 page(s) failed", nullptr, plural(task.counters.failed)).arg(formatCount(task.counters.failed));
    return task.counters.activeMs > 0 ? tr("took %1").arg(formatDuration(task.counters.activeMs)) : kNothing;
}

QString TaskTableModel::text(const Row &row, int column) const
{
    const domain::Task &task = row.task;
    const bool begun = task.startedAt.has_value();
    switch (column) {
    case Name:
        return task.spec.name;
    case State:
        return taskStateWords(task, m_now).word;
    case Progress:
        return tr("%1 of %2 sites")
            .arg(formatCount(task.counters.sitesDone),
                formatCount(std::max<qint64>(task.counters.sitesTotal, task.spec.seeds.size())));
    case New:
        return begun ? formatCount(task.counters.newLeads) : kNothing;
    case Pages:
        return begun ? formatCount(task.counters.pages) : kNothing;
    case Rate:
        return task.state == domain::TaskState::Running ? formatRate(row.pace.pagesPerSecond()) : kNothing;
    case Remaining:
        return remainingText(row);
    case Started:
        return begun ? formatMoment(*task.startedAt, m_now) : kNothing;
    default:
        return {};
    }
}

QVariant TaskTableModel::sortValue(const Row &row, int column) const
{
    const domain::Task &task = row.task;
    switch (column) {
    case Name:
        return task.spec.name.toCaseFolded();
    case State:
        return static_cast<int>(task.state);
    case Progress:
        return taskFraction(task);
    case New:
        return task.counters.newLeads;
    case Pages:
        return task.counters.pages;
    case Rate:
        return row.pace.pagesPerSecond();
    case Remaining: {
        const auto range = TaskPace::remaining(task.counters);
        return range ? range->highMs : qint64(-1);
    }
    case Started:
        return domain::toMilliseconds(task.startedAt.value_or(task.createdAt));
    default:
        return {};
    }
}

QVariant TaskTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(static_cast<size_t>(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == State && !row.task.stateReason.isEmpty() ? remarkText(row.task.stateReason)
                                                                          : text(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == New || index.column() == Pages || index.column() == Rate
                ? Qt::AlignRight | Qt::AlignVCenter
                : Qt::AlignLeading | Qt::AlignVCenter);
    case SortRole:
        return sortValue(row, index.column());
    case TaskIdRole:
        return QVariant::fromValue(row.task.id);
    case TaskStateRole:
        return static_cast<int>(row.task.state);
    case ToneRole:
        return static_cast<int>(taskStateWords(row.task, m_now).tone);
    case ReadShareRole:
        return pageShares(row.task).read;
    case BlockedShareRole:
        return pageShares(row.task).blocked;
    case FailedShareRole:
        return pageShares(row.task).failed;
    default:
        return {};
    }
}

QVariant TaskTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == New || section == Pages || section == Rate))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Task");
    case State:
        return tr("State");
    case Progress:
        return tr("Progress");
    case New:
        return tr("New");
    case Pages:
        return tr("Pages");
    case Rate:
        return tr("Rate");
    case Remaining:
        return tr("Remaining");
    case Started:
        return tr("Started");
    default:
        return {};
    }
}

} // namespace leadline::ui
