#pragma once

#include "domain/task.h"
#include "ui/models/task_text.h"

#include <QAbstractTableModel>
#include <QHash>

#include <vector>

namespace leadline::ui {

class TaskGateway;

/// All tasks, newest first. Changes arrive as insert, remove and dataChanged, never as a reset. Thread of the window; the
/// gateway must outlive it.
class TaskTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Progress, New, Pages, Rate, Remaining, Started, ColumnCount };
    Q_ENUM(Column)

    enum Role {
        SortRole = Qt::UserRole + 1, ///< raw value of the cell
        TaskIdRole, ///< domain::TaskId
        TaskStateRole, ///< domain::TaskState as int
        ToneRole, ///< Tone of the state as int
        ReadShareRole, ///< parts of the progress bar, 0–1
        BlockedShareRole,
        FailedShareRole,
    };
    Q_ENUM(Role)

    explicit TaskTableModel(TaskGateway &gateway, QObject *parent = nullptr);

    [[nodiscard]] const domain::Task *task(int row) const;
    [[nodiscard]] int rowOf(const domain::TaskId &id) const; ///< −1 when unknown
    [[nodiscard]] int countIn(domain::TaskState state) const;

    /// Lets ages, rates and stalled states grow old. Called once a second while anything is active.
    void tick(domain::Timestamp now);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        domain::Task task;
        TaskPace pace;
    };

    void accept(const QList<domain::TaskId> &changed, const QList<domain::TaskId> &removed);
    void insert(const domain::Task &task);
    void update(Row &row, const domain::Task &task);
    void reindex(size_t from);
    [[nodiscard]] QString text(const Row &row, int column) const;
    [[nodiscard]] QVariant sortValue(const Row &row, int column) const;
    [[nodiscard]] QString remainingText(const Row &row) const;

    TaskGateway &m_gateway;
    std::vector<Row> m_rows;
    QHash<domain::TaskId, int> m_index;
    domain::Timestamp m_now {};
};

} // namespace leadline::ui
