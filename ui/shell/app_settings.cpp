#include "ui/shell/app_settings.h"

#include <array>

namespace leadline::ui {

namespace {

template<typename Enum, size_t N>
Enum fromName(const std::array<const char *, N> &names, const QString &name, Enum otherwise)
{
    for (size_t i = 0; i < N; ++i) {
        if (name == QLatin1String(names.at(i)))
            return static_cast<Enum>(i);
    }
    return otherwise;
}

constexpr std::array kWorkspaces { "none", "this-computer", "demo" };
constexpr std::array kModes { "system", "light", "dark" };
constexpr std::array kDensities { "compact", "normal", "comfortable" };

const QString kWorkspaceKey = QStringLiteral("workspace");
const QString kThemeKey = QStringLiteral("appearance/theme");
const QString kDensityKey = QStringLiteral("appearance/density");
const QString kPolitenessKey = QStringLiteral("tasks/politeness");

} // namespace

AppSettings::AppSettings(const QString &path)
    : m_store(path, QSettings::IniFormat)
{ }

Workspace AppSettings::workspace() const
{
    if (m_opened != Workspace::None)
        return m_opened;
    return fromName(kWorkspaces, m_store.value(kWorkspaceKey).toString(), Workspace::None);
}

void AppSettings::setWorkspace(Workspace workspace)
{
    m_opened = Workspace::None;
    m_store.setValue(kWorkspaceKey, QString::fromLatin1(kWorkspaces.at(static_cast<size_t>(workspace))));
}

ThemeMode AppSettings::themeMode() const
{
    return fromName(kModes, m_store.value(kThemeKey).toString(), ThemeMode::System);
}

void AppSettings::setThemeMode(ThemeMode mode)
{
    m_store.setValue(kThemeKey, QString::fromLatin1(kModes.at(static_cast<size_t>(mode))));
}

Density AppSettings::density() const
{
    return fromName(kDensities, m_store.value(kDensityKey).toString(), Density::Normal);
}

void AppSettings::setDensity(Density density)
{
    m_store.setValue(kDensityKey, QString::fromLatin1(kDensities.at(static_cast<size_t>(density))));
}

QString AppSettings::politeness() const
{
    return m_store.value(kPolitenessKey, QStringLiteral("normal")).toString();
}

void AppSettings::setPoliteness(const QString &preset)
{
    m_store.setValue(kPolitenessKey, preset);
}

} // namespace leadline::ui
