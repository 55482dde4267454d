#pragma once

#include "domain/lead_edit.h"
#include "domain/lead_filter.h"
#include "domain/lead_row.h"
#include "domain/result.h"
#include "services/review_service.h"
#include "ui/models/order_change.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QElapsedTimer>
#include <QSet>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace leadline::ui {

/// The leads of one query as a table. Holds the order as a vector of row numbers (4 bytes a lead) and the values of the
/// rows that were looked at lately; data() never waits: a row that is not there yet answers empty and is announced with
/// dataChanged when it came. setQuery() is the only reset; live changes arrive as insert, remove, move and dataChanged,
/// so selection and scroll position stay with their leads. Lives in the window's thread; the service must outlive it.
class LeadTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Status,
        Name,
        Category,
        City,
        Country,
        Email,
        Phone,
        Website,
        Score,
        Rating,
        Tags,
        Assignee,
        Source,
        Found,
        Modified,
        ColumnCount
    };
    Q_ENUM(Column)

    enum Role {
        SortRole = Qt::UserRole + 1, ///< raw value of the cell: number, text or milliseconds
        LeadIdRole, ///< domain::LeadId, null until the row is loaded
        RowIdRole, ///< domain::RowId, always known
        StatusRole, ///< domain::ReviewStatus as int
        ScoreRole, ///< int
        RatingRole, ///< int
        TagsRole, ///< QStringList
        WaitingRole, ///< bool: has a change the backend does not know
        DeletedRole, ///< bool
        LoadedRole, ///< bool: false while the values are on their way
    };
    Q_ENUM(Role)

    explicit LeadTableModel(services::ReviewService &review, QObject *parent = nullptr);
    ~LeadTableModel() override;

    /// Shows another query: the first page appears at once, the rest follows. `after` and `limit` are ignored.
    void setQuery(const domain::LeadQuery &query);
    [[nodiscard]] const domain::LeadQuery &query() const { return m_query; }
    /// True from setQuery() until the whole order is known.
    [[nodiscard]] bool isLoading() const { return m_loading; }

    /// The row's values when they are loaded; asks for them when not.
    [[nodiscard]] std::optional<domain::LeadRow> leadRow(int row) const;
    [[nodiscard]] domain::RowId rowId(int row) const { return m_order.at(row); }
    [[nodiscard]] QList<domain::RowId> rowIds(const QModelIndexList &indexes) const; ///< unique, in table order
    [[nodiscard]] int rowOf(domain::RowId row) const; ///< −1 when it is not in the list
    /// Sort a column stands for; empty for columns that cannot be sorted by.
    [[nodiscard]] static std::optional<domain::LeadSort> sortOf(int column);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Asks for a correction with correctionRequested(); the cell shows it when it is on disk.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void correctionRequested(leadline::domain::RowId row, const leadline::domain::LeadEdit &edit);
    /// The whole order of the query is known, or could not be read.
    void loaded();
    void failed(const leadline::domain::Error &error);
    void countChanged(int count);

private:
    void showFirst(const std::vector<domain::LeadRow> &rows);
    void requestOrder();
    void acceptOrder(const QList<domain::RowId> &order);
    void requestRow(int row) const;
    void fetchRequested();
    void acceptRows(const std::vector<domain::LeadRow> &rows);
    void announce(const QList<domain::RowId> &rows);
    [[nodiscard]] std::vector<int> indexesOf(const QList<domain::RowId> &rows) const; ///< ascending
    [[nodiscard]] QList<domain::RowId> loadedOf(const QList<domain::RowId> &rows) const;
    void acceptChanges(const domain::LeadChanges &changes);
    void placeNext();
    void verifyOrder();
    void placeOne(domain::RowId row, qsizetype place);
    void measured(const std::function<void()> &change);
    void changeOrder(
        std::function<QList<domain::RowId>(const QList<domain::RowId> &)> target, const QList<domain::RowId> &changed);
    void placed();
    void takeSteps(const std::vector<OrderStep> &steps);
    void insertAt(int first, const QList<domain::RowId> &rows);
    void move(int from, int to);
    void arrange(const QList<domain::RowId> &order);

    services::ReviewService &m_review;
    domain::LeadQuery m_query;
    QList<domain::RowId> m_order;
    mutable QCache<domain::RowId, domain::LeadRow> m_rows;
    mutable QList<domain::RowId> m_wanted; ///< looked at and not loaded
    mutable qsizetype m_lastPage = -1; ///< of m_wanted, so that the cells of a row ask once
    mutable QTimer m_fetch;
    QSet<domain::RowId> m_asked; ///< on their way
    QList<domain::RowId> m_changed; ///< reported and not placed yet
    QElapsedTimer m_lastPlaced;
    qint64 m_pause = 0; ///< ms until many changes are placed again
    QTimer m_placeLater;
    QElapsedTimer m_issued; ///< the last search for places
    QTimer m_verify;
    bool m_unsure = false;
    bool m_changedAll = false;
    bool m_placing = false;
    bool m_loading = false;
    bool m_firstShown = false;
    quint64 m_generation = 0; ///< of the query; answers to older ones are dropped
};

} // namespace leadline::ui
