// Headers, menus, tabs, scroll bars, combo and spin boxes of LeadlineStyle.

#include "ui/widgets/icon.h"
#include "ui/widgets/leadline_style.h"

#include <QComboBox>
#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace leadline::ui {

namespace {

void drawGlyph(QPainter *painter, const QString &name, const QRect &area, int size, const QColor &color)
{
    QRect box(0, 0, size, size);
    box.moveCenter(area.center());
    painter->drawPixmap(box, tintedPixmap(name, box.size(), color, painter->device()->devicePixelRatioF()));
}

} // namespace

void LeadlineStyle::drawHeaderSection(const QStyleOption *option, QPainter *painter) const
{
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    const bool hover = header && option->state & State_MouseOver && option->state & State_Enabled;
    painter->fillRect(option->rect, hover ? m_tokens.hovered(m_tokens.surface) : m_tokens.surface);
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), m_tokens.border);
}

void LeadlineStyle::drawHeaderLabel(const QStyleOption *option, QPainter *painter) const
{
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (!header)
        return;
    QRect rect = option->rect; // PM_HeaderMargin is taken off already
    const bool sorted = header->sortIndicator != QStyleOptionHeader::None;
    if (sorted) {
        // Fusion asks itself, not this style, for the rectangle, and takes off room for its own arrow.
        const int margin = m_tokens.spacing[1];
        const int arrow = (rect.height() + 2 * margin) / 2 + 2 * margin; // by the height of the whole section
        rect.adjust(
            option->direction == Qt::RightToLeft ? -arrow : 0, 0, option->direction == Qt::RightToLeft ? 0 : arrow, 0);
    }
    const bool right = header->textAlignment & Qt::AlignRight;
    QFont font = painter->font();
    font.setPointSizeF(m_tokens.sectionPt);
    font.setWeight(QFont::DemiBold);
    painter->save();
    painter->setFont(font);
    painter->setPen(sorted ? m_tokens.text : m_tokens.muted);
    const QFontMetrics metrics(font);
    const int mark = sorted ? 14 : 0;
    const QString shown = metrics.elidedText(header->text, Qt::ElideRight, rect.width() - mark);
    const QString text = shown.size() > 2 || shown == header->text ? shown : QString(); // "S…" says nothing
    const int width = metrics.horizontalAdvance(text);
    const QRect textRect = right ? QRect(rect.right() + 1 - width, rect.top(), width, rect.height())
                                 : QRect(rect.left(), rect.top(), width, rect.height());
    painter->drawText(visualRect(option->direction, rect, textRect), Qt::AlignVCenter | Qt::TextSingleLine, text);
    if (sorted) {
        const int x = right ? textRect.left() - mark : textRect.right() + 3;
        const QRect area = visualRect(option->direction, rect, QRect(x, rect.top(), 12, rect.height()));
        const bool descending = header->sortIndicator == QStyleOptionHeader::SortUp;
        drawGlyph(painter, descending ? QStringLiteral("sort-down") : QStringLiteral("sort-up"), area, 12, m_tokens.text);
    }
    painter->restore();
}

void LeadlineStyle::drawMenuItem(const QStyleOption *option, QPainter *painter) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    const QRect rect = option->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(rect.left(), rect.center().y(), rect.width(), 1), m_tokens.border);
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool enabled = option->state & State_Enabled;
    if (option->state & State_Selected && enabled) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_tokens.selection);
        painter->drawRoundedRect(QRectF(rect).adjusted(4, 1, -4, -1), 4, 4);
    }
    const auto place = [&](const QRect &logical) { return visualRect(option->direction, rect, logical); };
    const QRect mark(rect.left() + 12, rect.top(), 16, rect.height());
    if (item->checkType != QStyleOptionMenuItem::NotCheckable) {
        if (item->checked)
            drawGlyph(painter, QStringLiteral("check"), place(mark), 16, m_tokens.accent);
    } else if (!item->icon.isNull()) {
        QRect box(0, 0, 16, 16);
        box.moveCenter(place(mark).center());
        item->icon.paint(painter, box, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }
    painter->setFont(item->font);
    painter->setPen(enabled ? m_tokens.text : m_tokens.disabled);
    const QStringList parts = item->text.split(u'\t');
    const QRect label(rect.left() + 36, rect.top(), rect.width() - 36 - 16, rect.height());
    const int flags = Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextHideMnemonic;
    painter->drawText(place(label), flags | Qt::AlignLeft, parts.value(0));
    if (parts.size() > 1) {
        painter->setPen(enabled ? m_tokens.muted : m_tokens.disabled);
        painter->drawText(place(label), flags | Qt::AlignRight, parts.value(1));
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        drawGlyph(painter, QStringLiteral("chevron-right"), place(QRect(rect.right() - 22, rect.top(), 14, rect.height())),
            12, m_tokens.muted);
    painter->restore();
}

void LeadlineStyle::drawTab(const QStyleOption *option, QPainter *painter) const
{
    const bool selected = option->state & State_Selected;
    painter->fillRect(option->rect, selected ? m_tokens.surface : m_tokens.window);
    if (!selected && option->state & State_MouseOver)
        painter->fillRect(option->rect, m_tokens.hovered(m_tokens.window));
    if (selected)
        painter->fillRect(QRect(option->rect.left(), option->rect.top(), option->rect.width(), 2), m_tokens.accent);
    painter->fillRect(QRect(option->rect.right(), option->rect.top(), 1, option->rect.height()), m_tokens.border);
    if (option->state & State_HasFocus)
        drawFocusRing(option->rect, painter, 4);
}

void LeadlineStyle::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar)
        return;
    const bool active = option->state & State_MouseOver || option->activeSubControls & SC_ScrollBarSlider;
    const bool upright = bar->orientation == Qt::Vertical;
    const QRect thumb = proxy()->subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, nullptr);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(option->rect, option->palette.color(QPalette::Base));
    if (bar->minimum != bar->maximum) {
        const int margin = active ? 3 : 4;
        const QRectF pill
            = upright ? QRectF(thumb).adjusted(margin, 2, -margin, -2) : QRectF(thumb).adjusted(2, margin, -2, -margin);
        const double radius = (upright ? pill.width() : pill.height()) / 2;
        painter->setPen(Qt::NoPen);
        painter->setBrush(active ? blend(m_tokens.strongBorder, m_tokens.text, 0.25) : m_tokens.strongBorder);
        painter->drawRoundedRect(pill, radius, radius);
    }
    painter->restore();
}

void LeadlineStyle::drawComboBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget * /*widget*/) const
{
    QStyleOption field(*option);
    field.palette.setBrush(QPalette::Base, m_tokens.raised);
    drawField(&field, painter, option->state & State_HasFocus && option->state & State_KeyboardFocusChange);
    const QRect arrow = proxy()->subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, nullptr);
    drawGlyph(painter, QStringLiteral("chevron-down"), arrow, 14,
        option->state & State_Enabled ? m_tokens.muted : m_tokens.disabled);
}

void LeadlineStyle::drawSpinBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget * /*widget*/) const
{
    const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
    drawField(option, painter, option->state & State_HasFocus);
    if (!spin || spin->buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    for (const auto &[part, glyph] : { std::pair { SC_SpinBoxUp, QStringLiteral("chevron-up") },
             std::pair { SC_SpinBoxDown, QStringLiteral("chevron-down") } }) {
        const bool can = option->state & State_Enabled
            && spin->stepEnabled
                & (part == SC_SpinBoxUp ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled);
        const bool hover = can && spin->activeSubControls == part;
        const QRect area = proxy()->subControlRect(CC_SpinBox, option, part, nullptr);
        drawGlyph(painter, glyph, area, 12, !can ? m_tokens.disabled : (hover ? m_tokens.text : m_tokens.muted));
    }
}

void LeadlineStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    switch (control) {
    case CC_ScrollBar:
        drawScrollBar(option, painter);
        return;
    case CC_ComboBox:
        drawComboBox(option, painter, widget);
        return;
    case CC_SpinBox:
        drawSpinBox(option, painter, widget);
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect LeadlineStyle::subControlRect(
    ComplexControl control, const QStyleOptionComplex *option, SubControl sub, const QWidget *widget) const
{
    const QRect rect = option->rect;
    const auto place = [&](const QRect &logical) { return visualRect(option->direction, rect, logical); };
    if (control == CC_SpinBox) {
        const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
        const int buttons = spin && spin->buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : 24;
        const QRect column(rect.right() + 1 - buttons, rect.top() + 4, buttons, rect.height() - 8);
        switch (sub) {
        case SC_SpinBoxUp:
            return place(QRect(column.left(), column.top(), column.width(), column.height() / 2));
        case SC_SpinBoxDown:
            return place(QRect(column.left(), column.top() + column.height() / 2, column.width(), column.height() / 2));
        case SC_SpinBoxEditField:
            return place(rect.adjusted(m_tokens.spacing[1], 1, -buttons - 2, -1));
        default:
            return rect;
        }
    }
    if (control == CC_ComboBox) {
        switch (sub) {
        case SC_ComboBoxArrow:
            return place(QRect(rect.right() - 27, rect.top(), 24, rect.height()));
        case SC_ComboBoxEditField:
            return place(rect.adjusted(m_tokens.spacing[1] + 2, 1, -28, -1));
        default:
            return rect;
        }
    }
    if (control == CC_ScrollBar) {
        if (sub == SC_ScrollBarAddLine || sub == SC_ScrollBarSubLine)
            return {};
        if (sub == SC_ScrollBarGroove)
            return rect;
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            const bool upright = bar->orientation == Qt::Vertical;
            const int space = upright ? rect.height() : rect.width();
            const qint64 range = qint64(bar->maximum) - bar->minimum;
            const int wanted = range > 0 ? int(qint64(bar->pageStep) * space / (range + bar->pageStep)) : space;
            const int length = std::min(space, std::max(wanted, 32));
            const int start
                = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, space - length, bar->upsideDown);
            switch (sub) {
            case SC_ScrollBarSlider:
                return upright ? QRect(rect.left(), rect.top() + start, rect.width(), length)
                               : place(QRect(rect.left() + start, rect.top(), length, rect.height()));
            case SC_ScrollBarSubPage:
                return upright ? QRect(rect.left(), rect.top(), rect.width(), start)
                               : place(QRect(rect.left(), rect.top(), start, rect.height()));
            case SC_ScrollBarAddPage:
                return upright
                    ? QRect(rect.left(), rect.top() + start + length, rect.width(), space - start - length)
                    : place(QRect(rect.left() + start + length, rect.top(), space - start - length, rect.height()));
            default:
                break;
            }
        }
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

} // namespace leadline::ui
