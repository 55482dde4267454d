#pragma once

#include "ui/models/tone.h"

#include <QFont>
#include <QMargins>
#include <QPainter>
#include <QString>

#include <span>

namespace leadline::ui {

/// One part of a segmented bar. Values are weights; the rest up to the total stays empty track.
struct Segment
{
    double value = 0;
    QColor color;
};

/// Draws a rounded bar of `segments` over the track, left to right. A part above zero is at least one pixel wide.
void drawSegments(
    QPainter *painter, const QRectF &bar, std::span<const Segment> segments, double total, const QColor &track);

/// Dot and word on one line, the word elided. Neutral is a ring, everything else a filled dot. Returns the width used.
int drawStatus(QPainter *painter, const QRect &rect, const Tokens &tokens, Tone tone, const QString &word, bool selected);

/// Draws one line at the leading edge, read in its own direction and not in that of the window: a phone begins with its plus
/// sign in every language.
void drawLine(QPainter *painter, const QRect &rect, const QString &text);

/// Draws numbers so that digits stand in columns, also with fonts whose digits differ in width. The alignment is mirrored
/// with the painter's layout direction, as that of QPainter::drawText().
void drawFigures(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text);
[[nodiscard]] int figuresWidth(const QFont &font, const QString &text);

/// Margins by reading direction: a layout mirrors its widgets, but not its margins.
[[nodiscard]] QMargins directedMargins(int leading, int top, int trailing, int bottom);

[[nodiscard]] QFont sectionFont(const Tokens &tokens);
[[nodiscard]] QFont titleFont(const Tokens &tokens);
[[nodiscard]] QFont monoFont(const Tokens &tokens);

} // namespace leadline::ui
