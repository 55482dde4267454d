#pragma once

#include "ui/models/tone.h"
#include "ui/widgets/painting.h"

#include <QWidget>

#include <vector>

namespace leadline::ui {

/// State as dot and word.
class StatusLabel : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLabel(QWidget *parent = nullptr);

    void setStatus(Tone tone, const QString &word);
    [[nodiscard]] QString word() const { return m_word; }
    [[nodiscard]] Tone tone() const { return m_tone; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Neutral;
    QString m_word;
};

/// An icon of 16 px beside words, muted; follows a live switch of the scheme.
class Glyph : public QWidget
{
    Q_OBJECT

public:
    explicit Glyph(const QString &iconName, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
};

/// A small pill with a count or a word.
class Badge : public QWidget
{
    Q_OBJECT

public:
    explicit Badge(const QString &text = {}, QWidget *parent = nullptr);

    void setText(const QString &text);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
};

/// A key as printed on a keyboard. `text` as QKeySequence::NativeText gives it; several keys become several caps.
class KeyCap : public QWidget
{
    Q_OBJECT

public:
    explicit KeyCap(const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    /// Width and drawing for delegates. Draws from the left edge of `rect`, vertically centred.
    [[nodiscard]] static int widthOf(const QFont &font, const QString &text);
    static void draw(QPainter *painter, const QRect &rect, const Tokens &tokens, const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
};

/// Bar of coloured parts over a total.
class SegmentedBar : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentedBar(QWidget *parent = nullptr);

    struct Part
    {
        double value = 0;
        Tone tone = Tone::Active;
        QString label; ///< what the part counts, for tool tip and accessibility
    };
    void setParts(std::vector<Part> parts, double total);

    [[nodiscard]] QSize sizeHint() const override { return { 160, 8 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<Part> m_parts;
    double m_total = 0;
};

/// The last values of a rate as a line, newest at the right end. Scales to its highest value.
class Sparkline : public QWidget
{
    Q_OBJECT

public:
    explicit Sparkline(QWidget *parent = nullptr);

    void append(double value);
    void clear();
    [[nodiscard]] qsizetype count() const { return static_cast<qsizetype>(m_values.size()); }
    static constexpr size_t kCapacity = 120;

    [[nodiscard]] QSize sizeHint() const override { return { 96, 28 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 32, 20 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<double> m_values;
};

} // namespace leadline::ui
