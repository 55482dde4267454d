#pragma once

#include "ui/widgets/icon.h"

#include <QPushButton>
#include <QToolButton>

class QAction;

namespace leadline::ui {

/// A square button with an icon only. `name` is its accessible name and, with the shortcut, its tool tip.
class IconButton : public QToolButton
{
    Q_OBJECT

public:
    IconButton(const QString &iconName, const QString &name, QWidget *parent = nullptr);
    /// Triggers `action` and mirrors its enabled state, text and shortcut.
    IconButton(QAction *action, QWidget *parent = nullptr);

    void setNaming(const QString &name, const QKeySequence &shortcut = {});

    [[nodiscard]] QSize sizeHint() const override { return { 28, 28 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 24, 24 }; }
};

/// An action with its icon, whose name it keeps for the palette, which draws icons in a size and colour of its own.
[[nodiscard]] QAction *makeAction(const QString &text, const QString &iconName, const QKeySequence &keys, QObject *parent);

/// The one primary button of a page or dialog.
[[nodiscard]] QPushButton *makePrimaryButton(const QString &text, QWidget *parent = nullptr);
/// A button without a frame, for the less important choice.
[[nodiscard]] QPushButton *makeFlatButton(const QString &text, QWidget *parent = nullptr);
/// A button that triggers `action` and mirrors its text, enabled state and shortcut (as tool tip).
[[nodiscard]] QPushButton *makeActionButton(QAction *action, bool primary, QWidget *parent = nullptr);

/// Tool tip text: name and shortcut.
[[nodiscard]] QString namedWithShortcut(const QString &name, const QKeySequence &shortcut);

} // namespace leadline::ui
