#pragma once

#include "ui/models/tokens.h"

#include <QObject>

namespace leadline::ui {

class LeadlineStyle;
class SystemScheme;

enum class ThemeMode { System, Light, Dark };

/// Gives the application Leadline's style, palette and font, and switches them while it runs. Made once by main() after
/// QApplication; lives on the thread of the window.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    /// Everything repaints by itself. System follows the desktop's preference from now on.
    void setMode(ThemeMode mode);
    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    [[nodiscard]] Density density() const { return m_density; }
    void setDensity(Density density);

Q_SIGNALS:
    void densityChanged(leadline::ui::Density density);

private:
    void apply();

    SystemScheme *m_system = nullptr;
    LeadlineStyle *m_style = nullptr; ///< owned by QApplication
    ThemeMode m_mode = ThemeMode::System;
    Scheme m_scheme = Scheme::Light;
    Density m_density = Density::Normal;
};

} // namespace leadline::ui
