#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QSize>
#include <QString>

namespace leadline::ui {

/// Which token an icon is drawn in. The colour is read when it is painted, so icons follow a live switch of the scheme.
enum class IconTint { Muted, Text, Accent, OnAccent, Success, Warning, Danger, Info };

/// Icon of resources/icons by file name without suffix. Sharp at every scale factor; greyed when disabled. An unknown name
/// gives an empty icon and a warning in the log.
[[nodiscard]] QIcon themedIcon(const QString &name, IconTint tint = IconTint::Muted);

/// One rendering for painters that bring their own colour. `size` in device independent pixels.
[[nodiscard]] QPixmap tintedPixmap(const QString &name, const QSize &size, const QColor &color, qreal devicePixelRatio);

/// The program's own sign, in its own colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace leadline::ui
