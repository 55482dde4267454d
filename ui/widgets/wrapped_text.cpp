#include "ui/widgets/wrapped_text.h"

#include "ui/widgets/leadline_style.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace leadline::ui {

namespace {

constexpr int kUsualWidth = 200;

} // namespace

WrappedText::WrappedText(TextRole role, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_text(text)
{
    applyRole(this, role);
    setAccessibleName(text);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void WrappedText::setMark(qsizetype start, qsizetype length)
{
    m_markStart = static_cast<int>(start);
    m_markLength = static_cast<int>(length);
    update();
}

void WrappedText::setMaxLines(int lines)
{
    m_maxLines = lines;
    updateGeometry();
}

int WrappedText::heightForWidth(int width) const
{
    QTextLayout layout(m_text, font());
    return static_cast<int>(std::ceil(lay(layout, width)));
}

QSize WrappedText::sizeHint() const
{
    const int wanted = std::max(width(), kUsualWidth);
    return { kUsualWidth, heightForWidth(wanted) };
}

QSize WrappedText::minimumSizeHint() const
{
    return { 24, fontMetrics().height() };
}

void WrappedText::paintEvent(QPaintEvent * /*event*/)
{
    QTextLayout layout(m_text, font());
    if (m_markStart >= 0) {
        QTextCharFormat mark;
        mark.setBackground(tokensOf(this).mark);
        layout.setFormats({ { m_markStart, m_markLength, mark } });
    }
    lay(layout, width());
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    layout.draw(&painter, {});
}

qreal WrappedText::lay(QTextLayout &layout, int width) const
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(m_text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight); // what a page said, as it said it
    option.setAlignment(Qt::AlignLeading);
    layout.setTextOption(option);
    qreal y = 0;
    layout.beginLayout();
    for (int i = 0; m_maxLines == 0 || i < m_maxLines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        line.setPosition({ 0, y });
        y += line.height();
    }
    layout.endLayout();
    return y;
}

} // namespace leadline::ui
