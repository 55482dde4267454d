#include "ui/models/tokens.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

// Resources of a static library are only registered when somebody asks for them.
static void registerStyles()
{
    Q_INIT_RESOURCE(styles);
}

namespace leadline::ui {

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QJsonObject readTable()
{
    registerStyles();
    QFile file(QStringLiteral(":/leadline/styles/tokens.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("tokens.json is not part of this build");
    return QJsonDocument::fromJson(file.readAll()).object();
}

QColor colorOf(const QJsonObject &colors, const QString &role, Scheme scheme)
{
    const QColor color(colors.value(role).toArray().at(scheme == Scheme::Light ? 0 : 1).toString());
    if (!color.isValid())
        qFatal("tokens.json has no colour for %s", qPrintable(role));
    return color;
}

} // namespace

QColor Tokens::hovered(const QColor &ground) const
{
    return blend(ground, text, isDark() ? 0.06 : 0.045);
}

QColor Tokens::pressed(const QColor &ground) const
{
    return blend(ground, text, isDark() ? 0.11 : 0.09);
}

QColor Tokens::track() const
{
    return isDark() ? border : blend(border, surface, 0.25);
}

Tokens Tokens::load(Scheme scheme)
{
    const QJsonObject table = readTable();
    const QJsonObject colors = table.value(u"colors").toObject();
    Tokens t;
    t.scheme = scheme;
    const std::pair<const char16_t *, QColor *> roles[] = {
        { u"window", &t.window },
        { u"surface", &t.surface },
        { u"raised", &t.raised },
        { u"border", &t.border },
        { u"strongBorder", &t.strongBorder },
        { u"text", &t.text },
        { u"muted", &t.muted },
        { u"disabled", &t.disabled },
        { u"accent", &t.accent },
        { u"accentText", &t.accentText },
        { u"selection", &t.selection },
        { u"success", &t.success },
        { u"warning", &t.warning },
        { u"danger", &t.danger },
        { u"info", &t.info },
        { u"mark", &t.mark },
    };
    for (const auto &[role, target] : roles)
        *target = colorOf(colors, QString::fromUtf16(role), scheme);

    const QJsonArray spacing = table.value(u"spacing").toArray();
    for (size_t i = 0; i < t.spacing.size(); ++i)
        t.spacing.at(i) = spacing.at(static_cast<qsizetype>(i)).toInt();
    t.radius = table.value(u"radius").toInt();
    const QJsonObject rows = table.value(u"rowHeight").toObject();
    t.rowHeight = { rows.value(u"compact").toInt(), rows.value(u"normal").toInt(), rows.value(u"comfortable").toInt() };
    t.controlHeight = table.value(u"controlHeight").toInt();
    const QJsonObject rail = table.value(u"rail").toObject();
    t.railWide = rail.value(u"wide").toInt();
    t.railNarrow = rail.value(u"narrow").toInt();
    const QJsonObject type = table.value(u"type").toObject();
    t.bodyPt = type.value(u"bodyPt").toDouble();
    t.titlePt = type.value(u"titlePt").toDouble();
    t.sectionPt = type.value(u"sectionPt").toDouble();
    return t;
}

QColor blend(const QColor &from, const QColor &to, double amount)
{
    const auto mix = [amount](double a, double b) { return static_cast<float>(a + (b - a) * amount); };
    return QColor::fromRgbF(mix(from.redF(), to.redF()), mix(from.greenF(), to.greenF()), mix(from.blueF(), to.blueF()));
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace leadline::ui
