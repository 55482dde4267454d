#include "backend/tasks/worker_troubles.h"

#include <algorithm>

namespace leadline::backend {

using domain::Remark;
using domain::RemarkCode;
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

Remark setAsideRemark(const SuspectPage &page)
{
    const QString url = QString::fromStdString(page.url).left(kShownUrl);
    switch (page.deed) {
    case SuspectPage::Deed::Crashed:
        return { RemarkCode::PageCrashesReader, { url } };
    case SuspectPage::Deed::Hung:
        return { RemarkCode::PageHangsReader, { url } };
    case SuspectPage::Deed::Present:
        break;
    }
    return { RemarkCode::PageWithDeadReader, { url } };
}

} // namespace leadline::backend
