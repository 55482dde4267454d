#pragma once

#include <QLabel>

namespace leadline::ui {

/// Text in one of the roles of the type scale. Colours come through palette roles, so a live switch needs no work.
enum class TextRole { Body, Strong, Muted, Title, Section, Danger, Mono };

/// Font and foreground of a role, for widgets that draw their own words.
void applyRole(QWidget *widget, TextRole role);

/// Plain text that wraps only when asked to.
class Label : public QLabel
{
    Q_OBJECT

public:
    explicit Label(TextRole role, const QString &text = {}, QWidget *parent = nullptr);
};

/// One line that is elided instead of cut; the whole text is its tool tip then. May become as narrow as 24 px.
class ElidedLabel : public QWidget
{
    Q_OBJECT

public:
    explicit ElidedLabel(TextRole role, const QString &text = {}, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    void setElideMode(Qt::TextElideMode mode);
    /// A tool tip of its own, in place of the text that was cut.
    void setHint(const QString &hint);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateToolTip();

    QString m_text;
    QString m_hint;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

/// Heading of a group of fields: small, semibold, muted, capitals.
class SectionLabel : public Label
{
    Q_OBJECT

public:
    explicit SectionLabel(const QString &text, QWidget *parent = nullptr);
};

} // namespace leadline::ui
