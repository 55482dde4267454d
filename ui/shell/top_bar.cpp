#include "ui/shell/top_bar.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QPainter>
#include <QPointer>

namespace leadline::ui {

namespace {

QString paletteKeys()
{
    return QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText);
}

} // namespace

PaletteEntry::PaletteEntry(QWidget *parent)
    : QAbstractButton(parent)
{
    setText(tr("Search tasks, leads, actions…"));
    setAccessibleName(tr("Open the command palette"));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::IBeamCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMaximumWidth(420);
}

void PaletteEntry::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &t = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(underMouse() ? blend(t.strongBorder, t.text, 0.25) : t.strongBorder, 1));
    painter.setBrush(t.window);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), t.radius, t.radius);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), t.radius - 0.5, t.radius - 0.5);
    }
    const QString keys = paletteKeys();
    const int capWidth = KeyCap::widthOf(font(), keys);
    const auto place = [&](const QRect &logical) { return style()->visualRect(layoutDirection(), rect(), logical); };
    painter.drawPixmap(
        place(QRect(10, 8, 16, 16)), tintedPixmap(QStringLiteral("search"), { 16, 16 }, t.muted, devicePixelRatioF()));
    painter.setPen(t.muted);
    const QRect textRect(34, 0, width() - 34 - capWidth - 16, height());
    painter.drawText(place(textRect), Qt::AlignVCenter | Qt::AlignLeading,
        painter.fontMetrics().elidedText(text(), Qt::ElideRight, textRect.width()));
    painter.setFont(font());
    KeyCap::draw(&painter, place(QRect(width() - capWidth - 8, 0, capWidth, height())), t, keys);
}

TopBar::TopBar(QWidget *parent)
    : Panel(Ground::Surface, parent)
    , m_row(new QHBoxLayout(this))
    , m_middle(new QHBoxLayout)
    , m_buttons(new QHBoxLayout)
    , m_entry(new PaletteEntry(this))
{
    setBorders(Qt::BottomEdge);
    setFixedHeight(48);
    m_row->setSpacing(8);
    m_middle->setSpacing(8);
    m_buttons->setSpacing(8);
    m_middle->addWidget(m_entry, 1);
    m_middle->addStretch(0);
    m_row->addLayout(m_middle, 1);
    m_row->addLayout(m_buttons);
    setNarrow(false);
    connect(m_entry, &QAbstractButton::clicked, this, &TopBar::paletteRequested);
}

void TopBar::setNarrow(bool narrow)
{
    m_narrow = narrow;
    const Tokens &t = tokensOf(this);
    m_row->setContentsMargins(directedMargins((narrow ? t.railNarrow : t.railWide) + 12, 0, 16, 1));
    update();
}

void TopBar::setPageWidget(QWidget *widget)
{
    if (widget == m_pageWidget)
        return;
    if (m_pageWidget) {
        m_middle->removeWidget(m_pageWidget);
        m_pageWidget->hide();
    }
    m_pageWidget = widget;
    m_entry->setVisible(!widget);
    m_middle->setStretch(1, widget ? 0 : 1);
    if (widget) {
        m_middle->insertWidget(0, widget, 1);
        widget->show();
    }
}

void TopBar::setActions(const QList<QAction *> &secondary, QAction *primary)
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (QAction *action : secondary)
        m_buttons->addWidget(makeActionButton(action, false, this));
    if (primary)
        m_buttons->addWidget(makeActionButton(primary, true, this));
}

void TopBar::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    const Tokens &t = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const auto place = [&](const QRect &logical) { return style()->visualRect(layoutDirection(), rect(), logical); };
    applicationIcon().paint(&painter, place(m_narrow ? QRect(16, 12, 24, 24) : QRect(14, 12, 24, 24)));
    if (m_narrow)
        return;
    QFont name = font();
    name.setPointSizeF(t.bodyPt * 1.15);
    name.setWeight(QFont::Bold);
    painter.setFont(name);
    painter.setPen(t.text);
    painter.drawText(
        place(QRect(46, 0, t.railWide - 56, height() - 1)), Qt::AlignVCenter | Qt::AlignLeading, QStringLiteral("Leadline"));
}

} // namespace leadline::ui
