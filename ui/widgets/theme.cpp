#include "ui/widgets/theme.h"

#include "ui/widgets/leadline_style.h"
#include "ui/widgets/system_scheme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>

namespace leadline::ui {

namespace {

QPalette paletteFor(const Tokens &t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.surface);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.surface);
    p.setColor(QPalette::AlternateBase, t.window);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::Button, t.raised);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.danger);
    p.setColor(QPalette::ToolTipBase, t.raised);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Light, t.raised);
    p.setColor(QPalette::Midlight, t.border);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.strongBorder);
    p.setColor(QPalette::Shadow, t.strongBorder);
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText })
        p.setColor(QPalette::Disabled, role, t.disabled);
    p.setColor(QPalette::Disabled, QPalette::Base, t.window);
    return p;
}

/// The desktop's own sans; Inter where the desktop only names the generic fallback.
QFont bodyFont(double pointSize)
{
    QFont font = QApplication::font();
    const QString family = QFontInfo(font).family();
    const bool generic = family.startsWith(QStringLiteral("DejaVu")) || family.startsWith(QStringLiteral("Noto Sans"))
        || font.family().compare(QStringLiteral("Sans Serif"), Qt::CaseInsensitive) == 0 || font.family().isEmpty();
    if (generic && QFontDatabase::hasFamily(QStringLiteral("Inter")))
        font = QFont(QStringLiteral("Inter"));
    font.setPointSizeF(pointSize);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_system(new SystemScheme(this))
    , m_style(new LeadlineStyle)
{
    QApplication::setStyle(m_style);
    QApplication::setFont(bodyFont(m_style->tokens().bodyPt));
    m_scheme = m_system->scheme();
    apply();
    connect(m_system, &SystemScheme::changed, this, [this] { setMode(m_mode); });
}

Theme::~Theme() = default;

void Theme::setMode(ThemeMode mode)
{
    m_mode = mode;
    const Scheme wanted
        = mode == ThemeMode::System ? m_system->scheme() : (mode == ThemeMode::Dark ? Scheme::Dark : Scheme::Light);
    if (wanted == m_scheme)
        return;
    m_scheme = wanted;
    apply();
}

void Theme::setDensity(Density density)
{
    if (density == m_density)
        return;
    m_density = density;
    Q_EMIT densityChanged(density);
}

void Theme::apply()
{
    m_style->setTokens(Tokens::load(m_scheme));
    QApplication::setPalette(paletteFor(m_style->tokens()));
}

} // namespace leadline::ui
