#include "backend/tasks/worker_troubles.h"

#include <algorithm>

namespace leadline::backend {

using sources::SuspectPage;

namespace {

constexpr int kStrikes = 2;
constexpr qsizetype kShownUrl = 300;

} // namespace

WorkerTroubles::Verdict WorkerTroubles::workerDied(Milliseconds now, const std::vector<SuspectPage> &suspects)
{
    Verdict verdict;
    for (const SuspectPage &page : suspects) {
        if (++m_strikes[{ page.site, page.url }] == kStrikes)
            verdict.setAside.push_back(page);
    }
    m_setAside += static_cast<int>(verdict.setAside.size());
    // A known culprit brings the end nearer each time: it has two strikes and no more.
    const bool known
        = std::ranges::any_of(suspects, [](const SuspectPage &page) { return page.deed != SuspectPage::Deed::Present; });
    if (now - m_startedAt >= stable || !verdict.setAside.empty())
        m_deathsInARow = 0;
    else if (!known)
        ++m_deathsInARow;
    verdict.goOn = m_deathsInARow <= maxDeathsInARow && m_setAside <= maxSetAside;
    return verdict;
}

QString setAsideText(const SuspectPage &page)
{
    const QString url = QString::fromStdString(page.url).left(kShownUrl);
    switch (page.deed) {
    case SuspectPage::Deed::Crashed:
        return QStringLiteral("%1 made the page reader crash twice and was set aside").arg(url);
    case SuspectPage::Deed::Hung:
        return QStringLiteral("%1 kept the page reader busy without end twice and was set aside").arg(url);
    case SuspectPage::Deed::Present:
        break;
    }
    return QStringLiteral("%1 was being read twice when the page reader died and was set aside").arg(url);
}

} // namespace leadline::backend
