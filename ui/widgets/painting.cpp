#include "ui/widgets/painting.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace leadline::ui {

namespace {

double widestDigit(const QFontMetricsF &metrics)
{
    double widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

double advanceOf(const QFontMetricsF &metrics, QChar c, double cell)
{
    return c.isDigit() ? cell : metrics.horizontalAdvance(c);
}

} // namespace

void drawSegments(QPainter *painter, const QRectF &bar, std::span<const Segment> segments, double total, const QColor &track)
{
    painter->save();
    const bool mirrored = painter->layoutDirection() == Qt::RightToLeft;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    QPainterPath outline;
    outline.addRoundedRect(bar, bar.height() / 2, bar.height() / 2);
    painter->fillPath(outline, track);
    painter->setClipPath(outline, Qt::IntersectClip);
    double left = bar.left();
    for (const Segment &segment : segments) {
        if (!(segment.value > 0) || !(total > 0))
            continue;
        const double width = std::min(std::max(bar.width() * segment.value / total, 1.5), bar.right() - left);
        const double x = mirrored ? bar.left() + bar.right() - left - width : left;
        painter->fillRect(QRectF(x, bar.top(), width, bar.height()), segment.color);
        left += width;
    }
    painter->restore();
}

int drawStatus(QPainter *painter, const QRect &rect, const Tokens &tokens, Tone tone, const QString &word, bool selected)
{
    const bool rtl = painter->layoutDirection() == Qt::RightToLeft;
    const QColor color = toneColor(tokens, tone);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const double x = rtl ? rect.right() - 3.5 : rect.left() + 4.5;
    const QPointF center(x, rect.center().y() + 0.5);
    if (tone == Tone::Neutral) {
        painter->setPen(QPen(color, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(center, 3.25, 3.25);
    } else {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        painter->drawEllipse(center, 4.0, 4.0);
    }
    const QRect text = rtl ? rect.adjusted(0, 0, -16, 0) : rect.adjusted(16, 0, 0, 0);
    painter->setPen(selected && tone != Tone::Success && tone != Tone::Active ? tokens.text : color);
    const QString shown = painter->fontMetrics().elidedText(word, Qt::ElideRight, text.width());
    drawLine(painter, text, shown);
    const int used = 16 + painter->fontMetrics().horizontalAdvance(shown);
    painter->restore();
    return used;
}

void drawLine(QPainter *painter, const QRect &rect, const QString &text)
{
    const Qt::LayoutDirection window = painter->layoutDirection();
    const Qt::Alignment edge = window == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    painter->setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter->drawText(rect, int(Qt::AlignVCenter | Qt::AlignAbsolute | edge) | Qt::TextSingleLine, text);
    painter->setLayoutDirection(window);
}

int figuresWidth(const QFont &font, const QString &text)
{
    const QFontMetricsF metrics(font);
    const double cell = widestDigit(metrics);
    double width = 0;
    for (const QChar c : text)
        width += advanceOf(metrics, c, cell);
    return static_cast<int>(std::ceil(width));
}

void drawFigures(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text)
{
    if (text.isRightToLeft()) { // words in the order of their letters matter more than columns of digits
        painter->drawText(rect, int(Qt::AlignVCenter | alignment) | Qt::TextSingleLine, text);
        return;
    }
    const QFontMetricsF metrics(painter->font());
    const double cell = widestDigit(metrics);
    double width = 0;
    for (const QChar c : text)
        width += advanceOf(metrics, c, cell);
    double x = rect.left();
    const bool mirrored = painter->layoutDirection() == Qt::RightToLeft && !(alignment & Qt::AlignHCenter);
    if (static_cast<bool>(alignment & Qt::AlignRight) != mirrored)
        x = rect.right() + 1 - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.left() + (rect.width() - width) / 2;
    const double y = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    // The parts follow each other from the left, so each is read that way, with its spaces where they are.
    const Qt::LayoutDirection window = painter->layoutDirection();
    painter->setLayoutDirection(Qt::LeftToRight);
    QString run;
    const auto flush = [&] {
        if (run.isEmpty())
            return;
        painter->drawText(QPointF(x, y), run);
        x += metrics.horizontalAdvance(run);
        run.clear();
    };
    for (const QChar c : text) {
        if (!c.isDigit()) {
            run += c;
            continue;
        }
        flush();
        painter->drawText(QPointF(x + (cell - metrics.horizontalAdvance(c)) / 2, y), QString(c));
        x += cell;
    }
    flush();
    painter->setLayoutDirection(window);
}

QMargins directedMargins(int leading, int top, int trailing, int bottom)
{
    return QGuiApplication::isRightToLeft() ? QMargins(trailing, top, leading, bottom)
                                            : QMargins(leading, top, trailing, bottom);
}

QFont sectionFont(const Tokens &tokens)
{
    QFont font = QApplication::font();
    font.setPointSizeF(tokens.sectionPt);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont titleFont(const Tokens &tokens)
{
    QFont font = QApplication::font();
    font.setPointSizeF(tokens.titlePt);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont monoFont(const Tokens &tokens)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(tokens.sectionPt);
    return font;
}

} // namespace leadline::ui
