#include "ui/pages/review/lead_delegate.h"

#include "ui/models/lead_table_model.h"
#include "ui/models/lead_text.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/painting.h"

#include <QLineEdit>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace leadline::ui {

namespace {

/// Of a state that has been decided; what is new has the dot alone.
QString statusSign(domain::ReviewStatus status)
{
    switch (status) {
    case domain::ReviewStatus::Accepted:
        return QStringLiteral("check");
    case domain::ReviewStatus::Rejected:
        return QStringLiteral("x");
    case domain::ReviewStatus::Contacted:
        return QStringLiteral("mail");
    case domain::ReviewStatus::New:
        break;
    }
    return {};
}

} // namespace

QWidget *LeadDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *editor = new QLineEdit(parent);
    editor->setMaxLength(200);
    editor->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
    return editor;
}

void LeadDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    // Wide enough to see what is typed, also in a narrow column.
    constexpr int kLeast = 180;
    QRect place = option.rect.adjusted(0, 0, 0, -1);
    place.setWidth(std::max(place.width(), kLeast));
    if (const QWidget *viewport = editor->parentWidget(); place.right() > viewport->width())
        place.moveRight(std::max(viewport->width() - 1, place.width()));
    editor->setGeometry(place);
}

void LeadDelegate::paintContent(const Cell &cell) const
{
    if (!cell.index.data(LeadTableModel::LoadedRole).toBool()) {
        // The row's values are on their way: a quiet bar says so without making the table jump.
        if (cell.index.column() == LeadTableModel::Name)
            cell.painter->fillRect(QRect(cell.rect.left(), cell.rect.center().y() - 3, 96, 6), cell.tokens.track());
        return;
    }
    switch (cell.index.column()) {
    case LeadTableModel::Status:
        return paintStatus(cell);
    case LeadTableModel::Name:
        return paintName(cell);
    case LeadTableModel::Tags:
        return paintTags(cell);
    case LeadTableModel::Rating: {
        const int rating = cell.index.data(LeadTableModel::RatingRole).toInt();
        if (rating > 0) {
            cell.painter->setPen(cell.tokens.warning);
            cell.painter->drawText(cell.rect, Qt::AlignVCenter | Qt::AlignLeading, QString(rating, QChar(0x2605)));
        }
        return;
    }
    default:
        RowDelegate::paintContent(cell);
    }
}

void LeadDelegate::paintStatus(const Cell &cell) const
{
    const auto status = static_cast<domain::ReviewStatus>(cell.index.data(LeadTableModel::StatusRole).toInt());
    const bool deleted = cell.index.data(LeadTableModel::DeletedRole).toBool();
    const Tone tone = deleted ? Tone::Danger : statusTone(status);
    if (cell.option.rect.width() > signWidth) {
        drawStatus(cell.painter, cell.rect, cell.tokens, tone, deleted ? tr("Deleted") : statusWord(status), cell.selected);
        return;
    }
    // Without its word the state is told by the shape too, never by the colour alone.
    const QString sign = deleted ? QStringLiteral("trash") : statusSign(status);
    if (sign.isEmpty()) {
        drawStatus(cell.painter, cell.rect.adjusted(4, 0, 0, 0), cell.tokens, tone, {}, cell.selected);
        return;
    }
    constexpr int kSize = 16;
    QRect box(0, 0, kSize, kSize);
    box.moveCenter(cell.rect.center() + QPoint(1, 1));
    cell.painter->drawPixmap(
        box, tintedPixmap(sign, box.size(), toneColor(cell.tokens, tone), cell.painter->device()->devicePixelRatioF()));
}

void LeadDelegate::paintName(const Cell &cell) const
{
    QFont font = cell.option.font;
    font.setWeight(QFont::DemiBold);
    cell.painter->setFont(font);
    QRect text = cell.rect;
    if (cell.index.data(LeadTableModel::WaitingRole).toBool()) {
        constexpr int kMark = 14;
        const qreal ratio = cell.painter->device()->devicePixelRatioF();
        const QPixmap mark = tintedPixmap(QStringLiteral("sync"), { kMark, kMark }, cell.tokens.warning, ratio);
        const QRect place(text.right() - kMark, text.center().y() - kMark / 2 + 1, kMark, kMark);
        cell.painter->drawPixmap(QStyle::visualRect(cell.option.direction, text, place), mark);
        text = QStyle::visualRect(cell.option.direction, text, text.adjusted(0, 0, -kMark - 4, 0));
    }
    drawLine(cell.painter, text, QFontMetrics(font).elidedText(cell.option.text, Qt::ElideRight, text.width()));
}

void LeadDelegate::paintTags(const Cell &cell) const
{
    int x = cell.rect.left();
    const QFontMetrics metrics(cell.option.font);
    cell.painter->setRenderHint(QPainter::Antialiasing);
    for (const QString &tag : cell.index.data(LeadTableModel::TagsRole).toStringList()) {
        const int width = metrics.horizontalAdvance(tag) + 16;
        if (x + width > cell.rect.right()) {
            const QRect rest(x, cell.rect.top(), 16, cell.rect.height());
            cell.painter->drawText(QStyle::visualRect(cell.option.direction, cell.rect, rest),
                Qt::AlignVCenter | Qt::AlignLeading, QStringLiteral("…"));
            return;
        }
        const QRect place(x, cell.rect.center().y() - 9, width, 19);
        const QRectF pill
            = QRectF(QStyle::visualRect(cell.option.direction, cell.rect, place)).adjusted(0.5, 0.5, -0.5, -0.5);
        cell.painter->setPen(cell.tokens.strongBorder);
        cell.painter->setBrush(Qt::NoBrush);
        cell.painter->drawRoundedRect(pill, 9, 9);
        cell.painter->setPen(cell.tokens.text);
        cell.painter->drawText(pill, Qt::AlignCenter, tag);
        x += width + 4;
    }
}

} // namespace leadline::ui
