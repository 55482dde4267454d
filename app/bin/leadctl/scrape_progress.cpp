#include "scrape_progress.h"

#include "console.h"
#include "text_width.h"

#include <algorithm>
#include <array>

namespace leadline::leadctl {

namespace {

constexpr int kShortBar = 10;
constexpr int kLongBar = 20;
constexpr int kRoomForLongBar = 90;
constexpr int kShortestHost = 12;
const QString gap = QStringLiteral("  ");

QString bar(const domain::TaskCounters &counters, int width)
{
    const int filled
        = counters.sitesTotal > 0 ? int(std::min<qint64>(width, counters.sitesDone * width / counters.sitesTotal)) : 0;
    return u'[' + QString(filled, u'#') + QString(width - filled, u'-') + QStringLiteral("] ");
}

struct Part
{
    QString text;
    int rank; ///< the highest goes first when there is no room
};

} // namespace

QString progressLine(const domain::TaskProgress &now, int columns)
{
    const domain::TaskCounters &counters = now.counters;
    const qint64 unread = counters.failed + counters.blocked;
    const QString eta = now.etaLowMs && now.etaHighMs
        ? QStringLiteral("%1-%2 left").arg(durationText(*now.etaLowMs), durationText(*now.etaHighMs))
        : QString();
    std::array<Part, 7> parts { {
        { bar(counters, columns >= kRoomForLongBar ? kLongBar : kShortBar), 4 },
        { QStringLiteral("%1/%2 sites").arg(grouped(counters.sitesDone), grouped(counters.sitesTotal)), 0 },
        { gap + grouped(counters.pages) + QStringLiteral(" pages"), 2 },
        { gap + QStringLiteral("%1/s").arg(now.pagesPerSecond, 0, 'f', 1), 5 },
        { gap + grouped(counters.newLeads + counters.duplicates) + QStringLiteral(" leads"), 1 },
        { unread > 0 ? gap + grouped(unread) + QStringLiteral(" not read") : QString(), 6 },
        { eta.isEmpty() ? QString() : gap + eta, 3 },
    } };
    const auto line = [&parts] {
        QString text;
        for (const Part &part : parts)
            text += part.text;
        return text;
    };
    for (int rank = 6; rank > 0 && columnsOf(line()) > columns; --rank)
        std::ranges::find(parts, rank, &Part::rank)->text.clear();
    QString text = line();
    const int room = columns - columnsOf(text) - int(gap.size());
    const QString host = plain(now.currentHost);
    if (!host.isEmpty() && room >= std::min(kShortestHost, columnsOf(host)))
        text += gap + elided(host, room);
    return elided(text, columns);
}

} // namespace leadline::leadctl
