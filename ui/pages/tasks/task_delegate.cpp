#include "ui/pages/tasks/task_delegate.h"

#include "ui/models/task_table_model.h"
#include "ui/widgets/painting.h"

namespace leadline::ui {

void TaskNameDelegate::paintContent(const Cell &cell) const
{
    QFont strong = cell.option.font;
    strong.setWeight(QFont::DemiBold);
    cell.painter->setFont(strong);
    const QString shown = QFontMetrics(strong).elidedText(cell.option.text, Qt::ElideRight, cell.rect.width());
    drawLine(cell.painter, cell.rect, shown);
}

void TaskProgressDelegate::paintContent(const Cell &cell) const
{
    const Tokens &t = cell.tokens;
    const Segment segments[] = {
        { cell.index.data(TaskTableModel::ReadShareRole).toDouble(), t.accent },
        { cell.index.data(TaskTableModel::BlockedShareRole).toDouble(), cell.selected ? t.muted : t.strongBorder },
        { cell.index.data(TaskTableModel::FailedShareRole).toDouble(), t.danger },
    };
    const QRectF bar(cell.rect.left(), cell.rect.center().y() - 3, cell.rect.width(), 8);
    drawSegments(cell.painter, bar, segments, 1.0, cell.selected ? blend(t.selection, t.text, 0.14) : t.track());
}

void MutedDelegate::paintContent(const Cell &cell) const
{
    cell.painter->setPen(cell.tokens.muted);
    const QString shown = cell.option.fontMetrics.elidedText(cell.option.text, Qt::ElideRight, cell.rect.width());
    drawFigures(cell.painter, cell.rect, Qt::AlignLeft, shown);
}

} // namespace leadline::ui
