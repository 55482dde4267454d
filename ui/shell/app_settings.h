#pragma once

#include "ui/models/tokens.h"
#include "ui/widgets/theme.h"

#include <QSettings>
#include <QString>

namespace leadline::ui {

/// Which workspace the window opens.
enum class Workspace { None, ThisComputer, Demo };

/// What the operator chose, in one INI file of the profile. Unknown or damaged values read as the default. Thread of the
/// window.
class AppSettings
{
public:
    explicit AppSettings(const QString &path);

    [[nodiscard]] Workspace workspace() const;
    void setWorkspace(Workspace workspace);
    /// For this run only: what the command line asked for.
    void openWorkspace(Workspace workspace) { m_opened = workspace; }
    [[nodiscard]] ThemeMode themeMode() const;
    void setThemeMode(ThemeMode mode);
    [[nodiscard]] Density density() const;
    void setDensity(Density density);
    /// Politeness preset of new tasks: "gentle", "normal" or "fast".
    [[nodiscard]] QString politeness() const;
    void setPoliteness(const QString &preset);

    [[nodiscard]] QSettings &store() { return m_store; }

private:
    QSettings m_store;
    Workspace m_opened = Workspace::None;
};

} // namespace leadline::ui
