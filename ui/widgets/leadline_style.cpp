#include "ui/widgets/leadline_style.h"

#include "ui/widgets/icon.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolButton>

#include <algorithm>

namespace leadline::ui {

namespace {

bool has(const QWidget *widget, const char *property)
{
    return widget && widget->property(property).toBool();
}

QRectF inset(const QRect &rect, double by)
{
    return QRectF(rect).adjusted(by, by, -by, -by);
}

} // namespace

LeadlineStyle::LeadlineStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
    , m_tokens(Tokens::load(Scheme::Light))
{
    setObjectName(QStringLiteral("leadline"));
}

const Tokens &tokensOf(const QWidget *widget)
{
    const QStyle *style = widget ? widget->style() : QApplication::style();
    if (const auto *own = qobject_cast<const LeadlineStyle *>(style))
        return own->tokens();
    static const Tokens fallback = Tokens::load(Scheme::Light);
    return fallback;
}

void LeadlineStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QLineEdit *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QMenu *>(widget))
        widget->setContentsMargins(0, 0, 0, 0);
}

void LeadlineStyle::drawFocusRing(const QRectF &rect, QPainter *painter, double radius) const
{
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(m_tokens.accent, 2));
    painter->drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
}

void LeadlineStyle::drawButtonPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const bool enabled = option->state & State_Enabled;
    const bool down = option->state & (State_Sunken | State_On);
    const bool hover = enabled && (option->state & State_MouseOver);
    const bool primary = has(widget, "primary");
    const bool flat = has(widget, "flat");
    if (has(widget, "action"))
        return; // a line under the words says all
    QColor ground = m_tokens.raised;
    QColor edge = m_tokens.strongBorder;
    if (primary) {
        ground = enabled ? m_tokens.accent : m_tokens.border;
        edge = Qt::transparent;
    } else if (flat) {
        ground = Qt::transparent;
        edge = Qt::transparent;
    }
    if (enabled && primary && (hover || down))
        ground = blend(ground, m_tokens.isDark() ? QColor(Qt::white) : QColor(Qt::black), down ? 0.18 : 0.1);
    else if (hover || down) {
        const QColor base = flat ? m_tokens.surface : m_tokens.raised;
        ground = down ? m_tokens.pressed(base) : m_tokens.hovered(base);
    }
    if (!enabled && !primary)
        edge = flat ? QColor(Qt::transparent) : m_tokens.border;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(ground);
    painter->setPen(edge == QColor(Qt::transparent) ? QPen(Qt::NoPen) : QPen(edge, 1));
    painter->drawRoundedRect(inset(option->rect, 0.5), m_tokens.radius, m_tokens.radius);
    if (option->state & State_HasFocus && option->state & State_KeyboardFocusChange) {
        if (primary) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(m_tokens.accentText, 1.5));
            painter->drawRoundedRect(inset(option->rect, 3), m_tokens.radius - 2, m_tokens.radius - 2);
        } else {
            drawFocusRing(option->rect, painter, m_tokens.radius - 0.5);
        }
    }
    painter->restore();
}

void LeadlineStyle::drawActionLine(const QStyleOptionButton &button, QPainter *painter) const
{
    const bool focused = button.state & State_HasFocus && button.state & State_KeyboardFocusChange;
    const bool hovered = button.state & State_MouseOver && button.state & State_Enabled;
    if (!focused && !hovered)
        return;
    const int height = button.fontMetrics.height();
    const int y = button.rect.center().y() + height / 2 + 1;
    painter->fillRect(QRect(button.rect.left(), y, button.rect.width(), focused ? 2 : 1), m_tokens.accent);
}

void LeadlineStyle::drawToolButtonPanel(const QStyleOption *option, QPainter *painter) const
{
    const bool enabled = option->state & State_Enabled;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    if (enabled && option->state & State_Sunken)
        painter->setBrush(m_tokens.pressed(m_tokens.surface));
    else if (option->state & State_On)
        painter->setBrush(m_tokens.selection);
    else if (enabled && option->state & State_MouseOver)
        painter->setBrush(m_tokens.hovered(m_tokens.surface));
    else
        painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(option->rect, m_tokens.radius - 2, m_tokens.radius - 2);
    if (option->state & State_HasFocus && option->state & State_KeyboardFocusChange)
        drawFocusRing(option->rect, painter, m_tokens.radius - 2);
    painter->restore();
}

void LeadlineStyle::drawField(const QStyleOption *option, QPainter *painter, bool focused) const
{
    const bool enabled = option->state & State_Enabled;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(enabled ? option->palette.base() : option->palette.window());
    QColor edge = enabled ? m_tokens.strongBorder : m_tokens.border;
    if (enabled && !focused && option->state & State_MouseOver)
        edge = blend(edge, m_tokens.text, 0.25);
    painter->setPen(QPen(edge, 1));
    painter->drawRoundedRect(inset(option->rect, 0.5), m_tokens.radius, m_tokens.radius);
    if (focused)
        drawFocusRing(option->rect, painter, m_tokens.radius - 0.5);
    painter->restore();
}

void LeadlineStyle::drawCheck(const QStyleOption *option, QPainter *painter, bool round) const
{
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & State_On;
    const bool partly = option->state & State_NoChange;
    QRectF box(0, 0, 16, 16);
    box.moveCenter(QRectF(option->rect).center());
    box = QRectF(box.topLeft().toPoint(), box.size()).adjusted(0.75, 0.75, -0.75, -0.75);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool filled = on || partly;
    const QColor accent = enabled ? m_tokens.accent : m_tokens.disabled;
    painter->setBrush(filled ? accent : (enabled ? m_tokens.surface : m_tokens.window));
    QColor edge = filled ? accent : (enabled ? blend(m_tokens.strongBorder, m_tokens.text, 0.3) : m_tokens.border);
    if (!filled && enabled && option->state & State_MouseOver)
        edge = m_tokens.accent;
    painter->setPen(QPen(edge, 1.25));
    const double radius = round ? box.width() / 2 : 3.5;
    painter->drawRoundedRect(box, radius, radius);
    if (on && round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_tokens.accentText);
        painter->drawEllipse(box.center(), 3.0, 3.0);
    } else if (filled) {
        painter->setPen(QPen(m_tokens.accentText, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF c = box.center();
        if (partly)
            painter->drawLine(c + QPointF(-3.5, 0), c + QPointF(3.5, 0));
        else
            painter->drawPolyline(QPolygonF { c + QPointF(-3.6, 0.2), c + QPointF(-1.1, 2.7), c + QPointF(3.7, -2.9) });
    }
    painter->restore();
}

/// Buttons and item views show their focus themselves.
void LeadlineStyle::drawFocusRect(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const bool isBox = widget && (widget->inherits("QCheckBox") || widget->inherits("QRadioButton"));
    if (qobject_cast<const QAbstractItemView *>(widget) || (qobject_cast<const QAbstractButton *>(widget) && !isBox))
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    drawFocusRing(option->rect, painter, 4);
    painter->restore();
}

void LeadlineStyle::drawFrame(const QStyleOption *option, QPainter *painter, bool focused) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(m_tokens.strongBorder, 1));
    painter->drawRoundedRect(inset(option->rect, 0.5), m_tokens.radius, m_tokens.radius);
    if (focused)
        drawFocusRing(option->rect, painter, m_tokens.radius - 0.5);
    painter->restore();
}

void LeadlineStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        drawButtonPanel(option, painter, widget);
        return;
    case PE_FrameDefaultButton:
        return;
    case PE_FrameFocusRect:
        drawFocusRect(option, painter, widget);
        return;
    case PE_PanelButtonTool:
        drawToolButtonPanel(option, painter);
        return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            drawField(option, painter, option->state & State_HasFocus);
        return;
    case PE_FrameLineEdit:
        return;
    case PE_Frame:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            drawFrame(option, painter, widget && widget->hasFocus());
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheck(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawCheck(option, painter, true);
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        painter->fillRect(option->rect, m_tokens.raised);
        painter->setPen(m_tokens.strongBorder);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, m_tokens.raised);
        painter->setPen(m_tokens.strongBorder);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_IndicatorHeaderArrow:
    case PE_FrameStatusBarItem:
    case PE_FrameTabBarBase:
        return;
    case PE_PanelItemViewRow:
        if (has(widget, "rows"))
            return;
        break;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, m_tokens.border);
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void LeadlineStyle::drawControl(
    ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton label(*button);
            const bool enabled = option->state & State_Enabled;
            QColor text = enabled ? m_tokens.text : m_tokens.disabled;
            if (has(widget, "primary") && enabled)
                text = m_tokens.accentText;
            else if (has(widget, "danger") && enabled)
                text = m_tokens.danger;
            else if (has(widget, "action") && enabled)
                text = m_tokens.accent;
            if (has(widget, "action"))
                drawActionLine(*button, painter);
            label.palette.setColor(QPalette::ButtonText, text);
            label.state &= ~(State_Sunken | State_On);
            label.features &= ~QStyleOptionButton::HasMenu;
            QProxyStyle::drawControl(element, &label, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
        drawHeaderSection(option, painter);
        return;
    case CE_HeaderLabel:
        drawHeaderLabel(option, painter);
        return;
    case CE_HeaderEmptyArea:
        drawHeaderSection(option, painter);
        return;
    case CE_MenuItem:
        drawMenuItem(option, painter);
        return;
    case CE_TabBarTabShape:
        drawTab(option, painter);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, m_tokens.border);
        return;
    case CE_SizeGrip:
    case CE_FocusFrame:
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

QSize LeadlineStyle::sizeFromContents(
    ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        result.setHeight(m_tokens.controlHeight);
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            const int label = button->fontMetrics.horizontalAdvance(button->text);
            const int icon = button->icon.isNull() ? 0 : button->iconSize.width() + 4;
            if (has(widget, "action"))
                result.setWidth(label + icon + 2);
            else
                result.setWidth(std::max(label + icon + 2 * m_tokens.spacing[2] + 4, has(widget, "flat") ? 32 : 64));
        }
        break;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        result.setHeight(m_tokens.controlHeight);
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                return { result.width(), 9 };
            result.setHeight(30);
            result.rwidth() += 16;
        }
        break;
    case CT_HeaderSection:
        result.setHeight(std::max(result.height(), 30));
        break;
    case CT_TabBarTab:
        result.setHeight(32);
        result.rwidth() += 8;
        break;
    default:
        break;
    }
    return result;
}

int LeadlineStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ButtonDefaultIndicator:
        return 0;
    case PM_DefaultFrameWidth:
        // Room for the rounded frame and the focus ring around what scrolls.
        return qobject_cast<const QAbstractScrollArea *>(widget) ? 3 : QProxyStyle::pixelMetric(metric, option, widget);
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_ScrollBarExtent:
        return 12;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_DockWidgetFrameWidth:
        return widget && widget->isWindow() ? 1 : 0;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuHMargin:
    case PM_MenuPanelWidth:
        return 1;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return m_tokens.spacing[1];
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return m_tokens.spacing[2];
    case PM_HeaderMarkSize:
        return 12;
    case PM_HeaderMargin:
        return m_tokens.spacing[1];
    case PM_TabBarBaseOverlap:
        return 0;
    case PM_ToolTipLabelFrameWidth:
        return 5;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QRect LeadlineStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_LineEditContents && qobject_cast<const QLineEdit *>(widget)) {
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            return option->rect.adjusted(m_tokens.spacing[1] - 2, 1, 2 - m_tokens.spacing[1], -1);
    }
    // The label draws its sort arrow itself, beside the text.
    if (element == SE_HeaderLabel)
        return option->rect.adjusted(m_tokens.spacing[1], 0, -m_tokens.spacing[1], 0);
    if (element == SE_HeaderArrow)
        return {};
    return QProxyStyle::subElementRect(element, option, widget);
}

int LeadlineStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_UnderlineShortcut:
        return 0;
    case SH_Menu_SloppySubMenus:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace leadline::ui
