#pragma once

#include "ui/models/lead_table_model.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPoint>

#include <array>

namespace leadline::ui {

class DataTable;

/// Columns of the lead table: which are shown, in which order and how wide. Until the operator drags one, the widths follow
/// what the values need and the room there is, so that nothing is cut that could be read. Lives as long as the table, which
/// must have its model.
class LeadColumns : public QObject
{
    Q_OBJECT

public:
    explicit LeadColumns(DataTable &table);

    void reset();
    /// Columns of the model that are shown, in the order they are shown.
    [[nodiscard]] QList<int> shown() const;
    /// Looks at what the first rows need. Called when another list is shown.
    void measure();
    /// The same while rows come in, until there are enough of them to know.
    void measureMore();
    /// The menu of columns, at a position in the header; at its beginning when there is none.
    void choose(const QPoint &at = {});
    [[nodiscard]] QByteArray save() const;
    void restore(const QByteArray &state);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] int neededBy(int column) const;
    void fit();

    DataTable &m_table;
    std::array<int, LeadTableModel::ColumnCount> m_needed {};
    int m_measured = 0; ///< rows that were there to be looked at
    bool m_fitting = false;
    bool m_dragged = false; ///< the operator's widths are kept
};

} // namespace leadline::ui
