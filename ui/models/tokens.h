#pragma once

#include <QColor>
#include <QString>

#include <array>

namespace leadline::ui {

enum class Scheme { Light, Dark };

enum class Density { Compact, Normal, Comfortable };

/// The design tokens of resources/styles/tokens.json for one scheme: the only place colours, spacing and sizes come from.
/// Plain value; palette, style, delegates, icons and charts all read the same one. Sizes are in device independent pixels.
struct Tokens
{
    Scheme scheme = Scheme::Light;

    QColor window;
    QColor surface;
    QColor raised;
    QColor border;
    QColor strongBorder;
    QColor text;
    QColor muted;
    QColor disabled;
    QColor accent;
    QColor accentText; ///< text on accent
    QColor selection;
    QColor success;
    QColor warning;
    QColor danger;
    QColor info;
    QColor mark; ///< ground of words that were searched for or found

    std::array<int, 5> spacing {}; ///< 4, 8, 12, 16, 24
    int radius = 0;
    std::array<int, 3> rowHeight {}; ///< by Density
    int controlHeight = 0;
    int railWide = 0;
    int railNarrow = 0;
    double bodyPt = 0;
    double titlePt = 0;
    double sectionPt = 0;

    [[nodiscard]] bool isDark() const { return scheme == Scheme::Dark; }
    [[nodiscard]] int row(Density density) const { return rowHeight.at(static_cast<size_t>(density)); }
    /// Ground of a hovered control or row: `ground` moved a little towards the text.
    [[nodiscard]] QColor hovered(const QColor &ground) const;
    [[nodiscard]] QColor pressed(const QColor &ground) const;
    /// The empty part of bars and tracks.
    [[nodiscard]] QColor track() const;

    /// Reads the table compiled into the program. Colours that are missing there stop the program: a build fault.
    [[nodiscard]] static Tokens load(Scheme scheme);
};

/// `amount` 0 gives `from`, 1 gives `to`.
[[nodiscard]] QColor blend(const QColor &from, const QColor &to, double amount);

/// Contrast ratio by WCAG 2.1 (1–21), from relative luminance.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

} // namespace leadline::ui
