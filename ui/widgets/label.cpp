#include "ui/widgets/label.h"

#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QPainter>

#include <algorithm>

namespace leadline::ui {

void applyRole(QWidget *widget, TextRole role)
{
    const Tokens &tokens = tokensOf(nullptr);
    switch (role) {
    case TextRole::Body:
        break;
    case TextRole::Strong: {
        QFont font = widget->font();
        font.setWeight(QFont::DemiBold);
        widget->setFont(font);
        break;
    }
    case TextRole::Muted:
        widget->setForegroundRole(QPalette::PlaceholderText);
        break;
    case TextRole::Title:
        widget->setFont(titleFont(tokens));
        break;
    case TextRole::Section:
        widget->setFont(sectionFont(tokens));
        widget->setForegroundRole(QPalette::PlaceholderText);
        break;
    case TextRole::Danger:
        widget->setForegroundRole(QPalette::BrightText);
        break;
    case TextRole::Mono:
        widget->setFont(monoFont(tokens));
        break;
    }
}

Label::Label(TextRole role, const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    // Without this the text's own direction would choose the edge, and a name would stand apart from its translated label.
    setAlignment((isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::AlignAbsolute);
    applyRole(this, role);
}

ElidedLabel::ElidedLabel(TextRole role, const QString &text, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    applyRole(this, role);
    setText(text);
}

void ElidedLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateToolTip();
    updateGeometry();
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

void ElidedLabel::setHint(const QString &hint)
{
    m_hint = hint;
    updateToolTip();
}

QSize ElidedLabel::sizeHint() const
{
    return { fontMetrics().horizontalAdvance(m_text) + 2, fontMetrics().height() };
}

QSize ElidedLabel::minimumSizeHint() const
{
    return { std::min(24, sizeHint().width()), fontMetrics().height() };
}

void ElidedLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, foregroundRole()));
    drawLine(&painter, rect(), fontMetrics().elidedText(m_text, m_mode, width()));
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    updateToolTip();
}

void ElidedLabel::updateToolTip()
{
    const bool cut = fontMetrics().horizontalAdvance(m_text) > width();
    setToolTip(!m_hint.isEmpty() ? m_hint : cut ? m_text : QString());
}

SectionLabel::SectionLabel(const QString &text, QWidget *parent)
    : Label(TextRole::Section, text.toUpper(), parent)
{
    QFont spaced = font();
    spaced.setLetterSpacing(QFont::AbsoluteSpacing, 0.4);
    setFont(spaced);
}

} // namespace leadline::ui
