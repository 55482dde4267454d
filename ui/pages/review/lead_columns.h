#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>

class QPoint;

namespace leadline::ui {

class DataTable;

/// Columns of the lead table: which are shown, in which order and how wide. Until the operator drags one, the widths follow
/// the room there is, so that nothing is cut that could be read. Lives as long as the table, which must have its model.
class LeadColumns : public QObject
{
    Q_OBJECT

public:
    explicit LeadColumns(DataTable &table);

    void reset();
    /// Columns of the model that are shown, in the order they are shown.
    [[nodiscard]] QList<int> shown() const;
    /// The menu of columns, at a position in the header.
    void choose(const QPoint &at);
    [[nodiscard]] QByteArray save() const;
    void restore(const QByteArray &state);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();

    DataTable &m_table;
    bool m_fitting = false;
    bool m_dragged = false; ///< the operator's widths are kept
};

} // namespace leadline::ui
