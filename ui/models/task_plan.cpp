#include "ui/models/task_plan.h"

#include "ui/models/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace leadline::ui {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(TaskPlan)
};

constexpr std::array<Politeness, 3> kPresets { { { "gentle", 3000, 8 }, { "normal", 1000, 16 }, { "fast", 250, 32 } } };

// Answer times of ordinary sites, and how many pages most of them have worth reading.
constexpr double kQuickAnswerMs = 150;
constexpr double kSlowAnswerMs = 900;
constexpr int kUsualPages = 6;

} // namespace

QString Politeness::name() const
{
    switch (delayMs) {
    case 3000:
        return Text::tr("Gentle");
    case 250:
        return Text::tr("Fast");
    default:
        return Text::tr("Normal");
    }
}

QString Politeness::explanation() const
{
    switch (delayMs) {
    case 3000:
        return Text::tr("One page every 3 s from each site. For small servers.");
    case 250:
        return Text::tr("Four pages a second from each site. Only for sites that allow it.");
    default:
        return Text::tr("One page a second from each site. robots.txt is always obeyed.");
    }
}

std::span<const Politeness> politenessPresets()
{
    return kPresets;
}

const Politeness &politeness(const QString &key)
{
    const auto found
        = std::find_if(kPresets.begin(), kPresets.end(), [&](const Politeness &p) { return key == QLatin1String(p.key); });
    return found == kPresets.end() ? kPresets.at(1) : *found;
}

TaskEstimate estimate(qint64 sites, const domain::CrawlLimits &limits)
{
    TaskEstimate e;
    e.sites = sites;
    e.mostPages = sites * limits.maxPagesPerSite;
    if (sites == 0)
        return e;
    const double waves = std::max(1.0, static_cast<double>(sites) / std::max(1, limits.concurrentSites));
    const double usual = std::min(kUsualPages, limits.maxPagesPerSite);
    e.lowMs = static_cast<qint64>(waves * usual * std::max<double>(limits.delayMs, kQuickAnswerMs));
    e.highMs = static_cast<qint64>(waves * limits.maxPagesPerSite * std::max<double>(limits.delayMs, kSlowAnswerMs));
    return e;
}

QString estimateText(const TaskEstimate &e)
{
    if (e.sites == 0)
        return Text::tr("Nothing to read yet");
    const QString sites = Text::tr("%1 site(s)", nullptr, plural(e.sites)).arg(formatCount(e.sites));
    const QString pages = Text::tr("up to %1 page(s)", nullptr, plural(e.mostPages)).arg(formatCount(e.mostPages));
    return Text::tr("%1, %2, about %3").arg(sites, pages, formatRange(e.lowMs, e.highMs));
}

} // namespace leadline::ui
