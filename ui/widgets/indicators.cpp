#include "ui/widgets/indicators.h"

#include "ui/models/format.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/leadline_style.h"

#include <QPainterPath>

#include <algorithm>

namespace leadline::ui {

namespace {

QFont capFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

QStringList keysOf(const QString &text)
{
    QStringList keys = text.split(u'+', Qt::SkipEmptyParts);
    if (text.endsWith(u'+'))
        keys << QStringLiteral("+");
    return keys;
}

int capWidth(const QFontMetrics &metrics, const QString &key)
{
    return std::max(metrics.horizontalAdvance(key) + 12, 20);
}

QColor partColor(const Tokens &tokens, Tone tone)
{
    return tone == Tone::Neutral ? tokens.strongBorder : toneColor(tokens, tone);
}

} // namespace

StatusLabel::StatusLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StatusLabel::setStatus(Tone tone, const QString &word)
{
    if (tone == m_tone && word == m_word)
        return;
    m_tone = tone;
    m_word = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize StatusLabel::sizeHint() const
{
    return { 18 + fontMetrics().horizontalAdvance(m_word), std::max(fontMetrics().height(), 16) };
}

QSize StatusLabel::minimumSizeHint() const
{
    return { std::min(48, sizeHint().width()), sizeHint().height() };
}

void StatusLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    drawStatus(&painter, rect(), tokensOf(this), m_tone, m_word, false);
    setToolTip(sizeHint().width() > width() ? m_word : QString());
}

Glyph::Glyph(const QString &iconName, QWidget *parent)
    : QWidget(parent)
    , m_icon(iconName)
{
    setFixedSize(16, 16);
}

void Glyph::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.drawPixmap(rect(), tintedPixmap(m_icon, size(), tokensOf(this).muted, devicePixelRatioF()));
}

Badge::Badge(const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_text(text)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Badge::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return { figuresWidth(capFont(font()), m_text) + 14, 20 };
}

void Badge::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.strongBorder, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0, height() / 2.0);
    painter.setFont(capFont(font()));
    painter.setPen(tokens.text);
    drawFigures(&painter, rect(), Qt::AlignHCenter, m_text);
}

KeyCap::KeyCap(const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_text(text)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

int KeyCap::widthOf(const QFont &font, const QString &text)
{
    const QFontMetrics metrics(capFont(font));
    int width = 0;
    for (const QString &key : keysOf(text))
        width += capWidth(metrics, key) + (width > 0 ? 4 : 0);
    return width;
}

void KeyCap::draw(QPainter *painter, const QRect &rect, const Tokens &tokens, const QString &text)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(capFont(painter->font()));
    int x = rect.left();
    for (const QString &key : keysOf(text)) {
        const int width = capWidth(painter->fontMetrics(), key);
        const QRectF cap = QRectF(x, rect.top() + (rect.height() - 20) / 2, width, 20).adjusted(0.5, 0.5, -0.5, -0.5);
        painter->setPen(QPen(tokens.strongBorder, 1));
        painter->setBrush(tokens.isDark() ? tokens.raised : tokens.window);
        painter->drawRoundedRect(cap, 4, 4);
        painter->drawLine(QPointF(cap.left() + 3, cap.bottom() - 1), QPointF(cap.right() - 3, cap.bottom() - 1));
        painter->setPen(tokens.text);
        painter->drawText(cap.adjusted(0, -1, 0, -1), Qt::AlignCenter, key);
        x += width + 4;
    }
    painter->restore();
}

QSize KeyCap::sizeHint() const
{
    return { widthOf(font(), m_text), 20 };
}

void KeyCap::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setFont(font());
    draw(&painter, rect(), tokensOf(this), m_text);
}

SegmentedBar::SegmentedBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SegmentedBar::setParts(std::vector<Part> parts, double total)
{
    m_parts = std::move(parts);
    m_total = total;
    QStringList words;
    for (const Part &part : m_parts)
        words << tr("%1 %2").arg(formatCount(static_cast<qint64>(part.value)), part.label);
    setToolTip(words.join(QStringLiteral(" · ")));
    setAccessibleName(words.join(QStringLiteral(", ")));
    update();
}

void SegmentedBar::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &tokens = tokensOf(this);
    std::vector<Segment> segments;
    segments.reserve(m_parts.size());
    for (const Part &part : m_parts)
        segments.push_back({ part.value, partColor(tokens, part.tone) });
    QPainter painter(this);
    drawSegments(&painter, QRectF(rect()), segments, m_total, tokens.track());
}

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void Sparkline::append(double value)
{
    if (m_values.size() == kCapacity)
        m_values.erase(m_values.begin());
    m_values.push_back(std::max(0.0, value));
    update();
}

void Sparkline::clear()
{
    m_values.clear();
    update();
}

void Sparkline::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(1, 2, -1, -2);
    painter.setPen(QPen(tokens.border, 1));
    painter.drawLine(QPointF(area.left(), area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5));
    if (m_values.size() < 2)
        return;
    const double top = std::max(*std::max_element(m_values.begin(), m_values.end()), 1.0);
    const double step = area.width() / static_cast<double>(kCapacity - 1);
    QPolygonF line;
    double x = area.right() - step * static_cast<double>(m_values.size() - 1);
    for (const double value : m_values) {
        line << QPointF(x, area.bottom() - (area.height() - 2) * value / top);
        x += step;
    }
    QPainterPath fill;
    fill.addPolygon(line);
    fill.lineTo(area.right(), area.bottom());
    fill.lineTo(line.front().x(), area.bottom());
    fill.closeSubpath();
    QColor ground = tokens.accent;
    ground.setAlphaF(0.14F);
    painter.fillPath(fill, ground);
    painter.setPen(QPen(tokens.accent, 1.25, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
}

} // namespace leadline::ui
