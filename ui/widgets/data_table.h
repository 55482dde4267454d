#pragma once

#include "ui/models/tokens.h"

#include <QStyledItemDelegate>
#include <QTableView>

namespace leadline::ui {

/// The table of all pages: whole rows, one line between them, no grid, header 30 px, row height by density. The ground of
/// a row (selection, hover, line) is drawn by RowDelegate, which must be the delegate of every column.
class DataTable : public QTableView
{
    Q_OBJECT

public:
    explicit DataTable(QWidget *parent = nullptr);

    /// Selects one row alone and makes it current. That of the base class adds or takes away rows while Ctrl or Shift is
    /// held down, and they are, when a shortcut brought the keyboard here.
    void selectRow(int row);
    void setDensity(Density density);
    [[nodiscard]] Density density() const { return m_density; }
    /// Row under the pointer, −1 for none.
    [[nodiscard]] int hoveredRow() const { return m_hovered; }

Q_SIGNALS:
    /// Enter or Return on the current row.
    void rowActivated(const QModelIndex &index);

protected:
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    /// The row the keyboard marks is selected, so that keys for the selection have one.
    void focusInEvent(QFocusEvent *event) override;
    /// A row that was selected alone and leaves hands that on to the row that is current then.
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;
    /// Rows are what is moved over: Home and End go to the first and the last of them.
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    void selectCurrent();
    void setHoveredRow(int row);

    Density m_density = Density::Normal;
    int m_hovered = -1;
};

/// Draws the ground of a row and leaves the content to paintContent(); text alignment and font come from the model.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The model's tool tip, or what the cell had to cut.
    bool helpEvent(
        QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

    static constexpr int cellPadding = 8; ///< px on either side

protected:
    struct Cell
    {
        QPainter *painter = nullptr;
        const QStyleOptionViewItem &option; ///< initialised from the index
        const QModelIndex &index;
        const Tokens &tokens;
        QRect rect; ///< without the padding of 8 px left and right
        bool selected = false;
    };
    /// Default: the display text, elided; right-aligned text as figures in columns.
    virtual void paintContent(const Cell &cell) const;
};

} // namespace leadline::ui
