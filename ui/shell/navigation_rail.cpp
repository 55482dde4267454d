#include "ui/shell/navigation_rail.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace leadline::ui {

RailButton::RailButton(const QString &iconName, const QString &title, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
{
    setText(title);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    updateNaming();
}

void RailButton::setNote(const QString &note)
{
    if (note == m_note)
        return;
    m_note = note;
    updateNaming();
    update();
}

void RailButton::setNarrow(bool narrow)
{
    m_narrow = narrow;
    updateNaming();
    update();
}

void RailButton::updateNaming()
{
    setAccessibleName(m_note.isEmpty() ? text() : QStringLiteral("%1, %2").arg(text(), m_note));
    setToolTip(m_narrow ? (m_note.isEmpty() ? text() : QStringLiteral("%1 · %2").arg(text(), m_note)) : QString());
}

QSize RailButton::sizeHint() const
{
    return { m_narrow ? 40 : 184, 34 };
}

bool RailButton::event(QEvent *event)
{
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave)
        update();
    return QAbstractButton::event(event);
}

void RailButton::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &t = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (isChecked())
        painter.setBrush(t.selection);
    else if (isDown())
        painter.setBrush(t.pressed(t.surface));
    else if (underMouse())
        painter.setBrush(t.hovered(t.surface));
    else
        painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect(), t.radius, t.radius);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), t.radius - 0.5, t.radius - 0.5);
    }
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const auto place = [&](const QRect &logical) {
        return style()->visualRect(rtl ? Qt::RightToLeft : Qt::LeftToRight, rect(), logical);
    };
    const QRect glyph
        = place(m_narrow ? QRect((width() - 20) / 2, (height() - 20) / 2, 20, 20) : QRect(8, (height() - 20) / 2, 20, 20));
    painter.drawPixmap(glyph, tintedPixmap(m_icon, { 20, 20 }, isChecked() ? t.accent : t.muted, devicePixelRatioF()));
    if (m_narrow) {
        if (!m_note.isEmpty()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.accent);
            painter.drawEllipse(QPointF(glyph.right() + 2, glyph.top() + 1), 3.0, 3.0);
        }
        return;
    }
    QFont word = font();
    word.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    QFont small = font();
    small.setPointSizeF(t.sectionPt);
    const int noteWidth = m_note.isEmpty() ? 0 : std::min(figuresWidth(small, m_note), width() - 96);
    painter.setFont(word);
    painter.setPen(t.text);
    const QRect wordRect(38, 0, width() - 38 - noteWidth - 18, height());
    painter.drawText(place(wordRect), Qt::AlignVCenter | Qt::AlignLeading,
        painter.fontMetrics().elidedText(text(), Qt::ElideRight, wordRect.width()));
    if (noteWidth > 0) {
        painter.setFont(small);
        painter.setPen(isChecked() ? t.text : t.muted);
        drawFigures(&painter, place(QRect(width() - noteWidth - 10, 0, noteWidth, height())), Qt::AlignRight, m_note);
    }
}

NavigationRail::NavigationRail(QWidget *parent)
    : Panel(Ground::Surface, parent)
    , m_top(new QVBoxLayout)
    , m_foot(new QVBoxLayout)
    , m_fold(new RailButton(QStringLiteral("sidebar"), tr("Fold"), this))
{
    setBorders(Qt::RightEdge);
    setAccessibleName(tr("Navigation"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(0);
    m_top->setSpacing(2);
    m_foot->setSpacing(2);
    column->addLayout(m_top);
    column->addStretch();
    column->addLayout(m_foot);
    m_fold->setCheckable(false);
    m_foot->addWidget(m_fold);
    connect(m_fold, &QAbstractButton::clicked, this, &NavigationRail::foldRequested);
    setNarrow(false);
}

void NavigationRail::addEntry(const QString &key, const QString &iconName, const QString &title, bool atFoot)
{
    auto *button = new RailButton(iconName, title, this);
    button->setObjectName(QStringLiteral("rail-") + key);
    button->setNarrow(m_narrow);
    if (atFoot)
        m_foot->insertWidget(m_foot->count() - 1, button);
    else
        m_top->addWidget(button);
    m_entries.append({ key, button });
    connect(button, &QAbstractButton::clicked, this, [this, key, button] {
        button->setChecked(true);
        Q_EMIT chosen(key);
    });
}

void NavigationRail::clear()
{
    for (const Entry &entry : std::as_const(m_entries))
        delete entry.button;
    m_entries.clear();
}

void NavigationRail::setCurrent(const QString &key)
{
    for (const Entry &entry : std::as_const(m_entries))
        entry.button->setChecked(entry.key == key);
}

void NavigationRail::setNote(const QString &key, const QString &note)
{
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.key == key)
            entry.button->setNote(note);
    }
}

void NavigationRail::setNarrow(bool narrow)
{
    m_narrow = narrow;
    const Tokens &t = tokensOf(this);
    setFixedWidth(narrow ? t.railNarrow : t.railWide);
    for (const Entry &entry : std::as_const(m_entries))
        entry.button->setNarrow(narrow);
    m_fold->setNarrow(narrow);
    m_fold->setText(narrow ? tr("Unfold") : tr("Fold"));
    m_fold->setNarrow(narrow);
}

QList<QString> NavigationRail::keys() const
{
    QList<QString> keys;
    for (const Entry &entry : m_entries)
        keys << entry.key;
    return keys;
}

} // namespace leadline::ui
