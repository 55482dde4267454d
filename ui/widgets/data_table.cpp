#include "ui/widgets/data_table.h"

#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QFocusEvent>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace leadline::ui {

DataTable::DataTable(QWidget *parent)
    : QTableView(parent)
{
    setProperty("rows", true);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setTextElideMode(Qt::ElideRight);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(20);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header->setMinimumSectionSize(24);
    header->setFixedHeight(30);
    header->setSectionsMovable(true);
    setItemDelegate(new RowDelegate(this));
    setDensity(Density::Normal);
}

void DataTable::selectRow(int row)
{
    const int column = currentIndex().isValid() ? currentIndex().column() : horizontalHeader()->logicalIndex(0);
    if (model() && row >= 0 && row < model()->rowCount())
        selectionModel()->setCurrentIndex(
            model()->index(row, column), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void DataTable::setDensity(Density density)
{
    m_density = density;
    verticalHeader()->setDefaultSectionSize(tokensOf(nullptr).row(density));
}

void DataTable::setHoveredRow(int row)
{
    if (row == m_hovered)
        return;
    const auto repaint = [this](int which) {
        if (which >= 0)
            viewport()->update(0, rowViewportPosition(which), viewport()->width(), rowHeight(which));
    };
    repaint(m_hovered);
    m_hovered = row;
    repaint(m_hovered);
}

bool DataTable::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::MouseMove)
        setHoveredRow(rowAt(static_cast<QMouseEvent *>(event)->position().toPoint().y()));
    else if (event->type() == QEvent::Leave)
        setHoveredRow(-1);
    return QTableView::viewportEvent(event);
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()
        && state() != QAbstractItemView::EditingState) {
        Q_EMIT rowActivated(currentIndex());
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::focusInEvent(QFocusEvent *event)
{
    // The base class makes a row current without selecting it.
    QTableView::focusInEvent(event);
    selectCurrent();
}

void DataTable::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    const int row = currentIndex().row();
    const bool leaves = row >= first && row <= last && selectionModel()->isSelected(currentIndex());
    QTableView::rowsAboutToBeRemoved(parent, first, last);
    // The selection is told after the view, and the row is gone after both.
    if (leaves)
        QMetaObject::invokeMethod(this, &DataTable::selectCurrent, Qt::QueuedConnection);
}

void DataTable::selectCurrent()
{
    if (currentIndex().isValid() && !selectionModel()->hasSelection())
        selectionModel()->select(currentIndex(), QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

QModelIndex DataTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const int rows = model() ? model()->rowCount(rootIndex()) : 0;
    if (rows > 0 && (action == MoveHome || action == MoveEnd)) {
        const int column = currentIndex().isValid() ? currentIndex().column() : horizontalHeader()->logicalIndex(0);
        return model()->index(action == MoveHome ? 0 : rows - 1, column, rootIndex());
    }
    return QTableView::moveCursor(action, modifiers);
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    const auto *table = qobject_cast<const DataTable *>(option.widget);
    const Tokens &tokens = tokensOf(option.widget);
    const bool selected = option.state & QStyle::State_Selected;
    QColor ground = tokens.surface;
    if (selected)
        ground = tokens.selection;
    else if (table && table->hoveredRow() == index.row())
        ground = tokens.hovered(tokens.surface);
    painter->save();
    painter->fillRect(option.rect, ground);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.border);
    if (table && table->hasFocus() && table->currentIndex().row() == index.row()) {
        // The current row is marked at its leading edge, so that the keyboard is visible without a box around a cell.
        const bool first = table->horizontalHeader()->visualIndex(index.column()) == 0;
        if (first) {
            const int x = option.direction == Qt::RightToLeft ? option.rect.right() - 2 : option.rect.left();
            painter->fillRect(QRect(x, option.rect.top(), 3, option.rect.height() - 1), tokens.accent);
        }
    }
    painter->setFont(item.font);
    painter->setPen(tokens.text);
    paintContent({ painter, item, index, tokens, option.rect.adjusted(cellPadding, 0, -cellPadding, -1), selected });
    painter->restore();
}

bool RowDelegate::helpEvent(
    QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || index.data(Qt::ToolTipRole).isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    const bool cut = item.fontMetrics.horizontalAdvance(item.text) > option.rect.width() - 2 * cellPadding;
    QToolTip::showText(event->globalPos(), cut ? item.text : QString(), view, option.rect);
    return true;
}

void RowDelegate::paintContent(const Cell &cell) const
{
    const QVariant color = cell.index.data(Qt::ForegroundRole);
    if (color.isValid())
        cell.painter->setPen(color.value<QColor>());
    const QString &text = cell.option.text;
    if (cell.option.displayAlignment & Qt::AlignRight) {
        drawFigures(cell.painter, cell.rect, Qt::AlignRight, text);
        return;
    }
    const QString shown = cell.option.fontMetrics.elidedText(text, cell.option.textElideMode, cell.rect.width());
    drawLine(cell.painter, cell.rect, shown);
}

} // namespace leadline::ui
