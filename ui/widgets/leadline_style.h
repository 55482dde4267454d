#pragma once

#include "ui/models/tokens.h"

#include <QProxyStyle>

class QStyleOptionButton;

namespace leadline::ui {

/// Fusion with Leadline's tokens: flat controls, one accent, visible focus. Owned by the application; widgets and
/// delegates read the tokens of the moment through tokensOf().
///
/// Dynamic properties it understands: "primary" (the one primary button of a page), "danger" (destructive button),
/// "flat" (button without a ground until hovered), "action" (words in a line of text that do something, like a link), "rows"
/// (item view draws its own row ground).
class LeadlineStyle : public QProxyStyle
{
    Q_OBJECT

public:
    LeadlineStyle();

    [[nodiscard]] const Tokens &tokens() const { return m_tokens; }
    void setTokens(const Tokens &tokens) { m_tokens = tokens; }

    void drawPrimitive(
        PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawControl(
        ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawComplexControl(
        ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const override;
    [[nodiscard]] QSize sizeFromContents(
        ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(
        ComplexControl control, const QStyleOptionComplex *option, SubControl sub, const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] int styleHint(
        StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override;
    using QProxyStyle::polish;
    void polish(QWidget *widget) override;

private:
    void drawButtonPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawActionLine(const QStyleOptionButton &button, QPainter *painter) const;
    void drawToolButtonPanel(const QStyleOption *option, QPainter *painter) const;
    void drawField(const QStyleOption *option, QPainter *painter, bool focused) const;
    void drawCheck(const QStyleOption *option, QPainter *painter, bool round) const;
    void drawFocusRect(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawFrame(const QStyleOption *option, QPainter *painter, bool focused) const;
    void drawFocusRing(const QRectF &rect, QPainter *painter, double radius) const;
    void drawHeaderSection(const QStyleOption *option, QPainter *painter) const;
    void drawHeaderLabel(const QStyleOption *option, QPainter *painter) const;
    void drawMenuItem(const QStyleOption *option, QPainter *painter) const;
    void drawTab(const QStyleOption *option, QPainter *painter) const;
    void drawScrollBar(const QStyleOptionComplex *option, QPainter *painter) const;
    void drawComboBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;
    void drawSpinBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;

    Tokens m_tokens;
};

/// Tokens of the style `widget` is drawn with; the light ones under a foreign style.
[[nodiscard]] const Tokens &tokensOf(const QWidget *widget);

} // namespace leadline::ui
