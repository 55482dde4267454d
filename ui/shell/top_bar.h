#pragma once

#include "ui/widgets/panels.h"

#include <QAbstractButton>

class QAction;
class QHBoxLayout;

namespace leadline::ui {

/// Looks like a search field and opens the command palette.
class PaletteEntry : public QAbstractButton
{
    Q_OBJECT

public:
    explicit PaletteEntry(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return { 420, 32 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 180, 32 }; }

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// Name of the program, the palette entry or what the page puts in its place, and the buttons of the page.
class TopBar : public Panel
{
    Q_OBJECT

public:
    explicit TopBar(QWidget *parent = nullptr);

    /// `widget` belongs to the page and goes back to it when another page is shown; null = palette entry.
    void setPageWidget(QWidget *widget);
    void setActions(const QList<QAction *> &secondary, QAction *primary);
    void setNarrow(bool narrow);

Q_SIGNALS:
    void paletteRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_row = nullptr;
    QHBoxLayout *m_middle = nullptr;
    QHBoxLayout *m_buttons = nullptr;
    PaletteEntry *m_entry = nullptr;
    QWidget *m_pageWidget = nullptr;
    bool m_narrow = false;
};

} // namespace leadline::ui
