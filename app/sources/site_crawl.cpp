#include "sources/site_crawl.h"

#include <algorithm>

namespace leadline::sources {

using crawl::FetchError;
using crawl::LinkPriority;
using crawl::Url;
using crawl::UrlState;
using crawl::Visit;
using crawl::VisitEnd;
using crawl::withoutWww;
using domain::Remark;
using domain::RemarkCode;
using domain::SourceOutcome;

namespace {

constexpr int kMaxRedirects = 10;
constexpr int kMaxExtracting = 32;
/// Where many businesses have a profile: a site that only forwards there has no pages of its own.
constexpr std::string_view kPlatforms[] = { "facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com",
    "youtube.com", "tiktok.com", "pinterest.com", "xing.com", "google.com", "linktr.ee", "wikipedia.org", "amazon.com" };

constexpr auto kMaxTime = std::chrono::minutes(15);

QString shortened(const std::string &text)
{
    const QString whole = QString::fromStdString(text);
    return whole.size() <= 200 ? whole : whole.left(200) + u'…';
}

} // namespace

std::unique_ptr<SiteCrawl> SiteCrawl::make(
    crawl::SiteJob job, const std::string &country, LeadWishes wishes, const PageReader &readPage)
{
    auto start = Url::parse(job.seed);
    if (!start)
        return nullptr;
    return std::unique_ptr<SiteCrawl>(new SiteCrawl(std::move(job), std::move(*start), country, wishes, readPage));
}

SiteCrawl::SiteCrawl(
    crawl::SiteJob job, Url start, const std::string &country, LeadWishes wishes, const PageReader &readPage)
    : m_job(std::move(job))
    , m_start(std::move(start))
    , m_frontier(m_job.maxPages, m_job.pagesDone)
    , m_reader(std::make_unique<SiteReader>(m_job, country, wishes, readPage))
    , m_hostName(QString::fromStdString(m_job.scope.host))
    , m_deadline(std::chrono::steady_clock::now() + kMaxTime)
{
    // Like a contact page that could not be read it tells why nothing was found.
    if (!m_job.setAside.isEmpty())
        m_contactPage = Trouble { SourceOutcome::ParseChanged, m_job.setAside };
    bool startKnown = false;
    bool startMoved = false;
    for (crawl::FrontierUrl &known : m_job.known) {
        const bool isStart = known.url == m_job.seed;
        startKnown = startKnown || isStart;
        if (!isStart && !startMoved) {
            // Everything found since is where the start address really leads: that is the site.
            if (const auto url = Url::parse(known.url)) {
                startReadAt(*url);
                startMoved = true;
            }
        }
        if (known.state == UrlState::Pending)
            m_frontier.add(std::move(known));
        else if (known.state == UrlState::Failed)
            m_frontier.pageGivenUp();
    }
    m_job.known.clear();
    m_job.known.shrink_to_fit();
    if (!startKnown)
        m_frontier.add({ m_job.seed, 0, LinkPriority::Start, UrlState::Pending });
}

std::unique_ptr<Visit> SiteCrawl::nextVisit(int atOnce)
{
    if (m_early || m_visiting >= atOnce || m_extracting >= kMaxExtracting)
        return nullptr;
    while (true) {
        m_frontier.setInFlight(m_visiting + m_extracting);
        auto next = m_frontier.take();
        if (!next)
            return nullptr;
        auto url = Url::parse(next->url);
        if (!url)
            continue;
        auto visit = std::make_unique<Visit>();
        visit->owner = this;
        visit->target = std::move(*url);
        visit->origin = std::move(*next);
        ++m_visiting;
        return visit;
    }
}

void SiteCrawl::putBack(Visit &visit)
{
    --m_visiting;
    m_frontier.putBack(std::move(visit.origin));
}

void SiteCrawl::startReadAt(const Url &url)
{
    if (withoutWww(url.hostAndPort()) != m_reader->links().scope().host) {
        m_reader->moveTo(url.atRoot());
        m_hostName = QString::fromStdString(m_reader->links().scope().host);
    }
    m_reader->links().preferOrigin(url);
}

std::unique_ptr<Visit> SiteCrawl::follow(std::unique_ptr<Visit> &visit, const std::string &location, Remark &refusal)
{
    auto next = Url::parse(location, &visit->target);
    if (!next) {
        refusal = { RemarkCode::RedirectNotAllowed, { shortened(location) } };
        return nullptr;
    }
    if (++visit->hops > kMaxRedirects) {
        refusal = { RemarkCode::TooManyRedirects, { QString::number(kMaxRedirects) } };
        return nullptr;
    }
    canonicaliseForCrawl(*next);
    const bool sameSite
        = withoutWww(next->hostAndPort()) == withoutWww(visit->target.hostAndPort()) || m_reader->links().inScope(*next);
    if (visit->origin.priority != LinkPriority::Start && !sameSite) {
        refusal = { RemarkCode::RedirectElsewhere, { shortened(next->text()) } };
        return nullptr;
    }
    const std::string_view host = withoutWww(next->host());
    if (!sameSite && std::any_of(std::begin(kPlatforms), std::end(kPlatforms), [host](std::string_view platform) {
            return host == platform || (host.ends_with(platform) && host[host.size() - platform.size() - 1] == '.');
        })) {
        refusal = { RemarkCode::RedirectToPlatform, { shortened(std::string(host)) } };
        return nullptr;
    }
    visit->target = std::move(*next);
    visit->attempts = 0;
    return std::move(visit);
}

std::unique_ptr<Visit> SiteCrawl::tryPlainHttp(std::unique_ptr<Visit> &visit)
{
    if (!m_job.schemeAssumed || m_triedPlainHttp || visit->origin.priority != LinkPriority::Start || visit->hops > 0
        || !visit->target.isHttps())
        return nullptr;
    m_triedPlainHttp = true;
    visit->target = visit->target.withScheme(false);
    visit->attempts = 0;
    return std::move(visit);
}

PageWork SiteCrawl::toWork(VisitEnd &&end)
{
    --m_visiting;
    ++m_extracting;
    Visit &visit = *end.visit;
    if (visit.origin.priority == LinkPriority::Start)
        startReadAt(visit.target);
    PageWork work;
    work.url = visit.target.text();
    work.origin = std::move(visit.origin);
    work.body = std::move(end.fetch.body);
    work.contentType = std::move(end.fetch.contentType);
    work.fetchedAt = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    work.status = end.fetch.status;
    work.wireBytes = visit.wireBytes;
    work.milliseconds = static_cast<int>(visit.elapsed.count());
    return work;
}

void SiteCrawl::pageDone(PageOutcome &outcome)
{
    --m_extracting;
    ++m_pagesRead;
    m_frontier.pageRead();
    for (const crawl::FrontierUrl &url : outcome.report.discovered)
        m_frontier.add(url);
}

SiteCrawl::Trouble SiteCrawl::judge(const VisitEnd &end)
{
    switch (end.kind) {
    case VisitEnd::Kind::Robots:
        return { SourceOutcome::Robots, end.detail };
    case VisitEnd::Kind::Guard:
        return { SourceOutcome::Blocked, end.detail };
    case VisitEnd::Kind::RateLimited:
        return { SourceOutcome::RateLimited, end.detail };
    case VisitEnd::Kind::Unresolved:
        return { SourceOutcome::Unresolved, end.detail };
    case VisitEnd::Kind::Unreachable:
        return { SourceOutcome::Network, end.detail };
    case VisitEnd::Kind::Failed:
        return { end.fetch.error == FetchError::NotAPage ? SourceOutcome::ParseChanged : SourceOutcome::Network,
            end.detail };
    case VisitEnd::Kind::Answered:
        break;
    }
    const int status = end.fetch.status;
    const QString url = shortened(end.visit->target.text());
    if (!end.detail.isEmpty())
        return { SourceOutcome::Blocked, end.detail.about(url) };
    if (end.fetch.challenged)
        return { SourceOutcome::Blocked, { RemarkCode::RobotCheck, { url } } };
    const QStringList answer { url, QString::number(status) };
    if (status == 401 || status == 407)
        return { SourceOutcome::Auth, { RemarkCode::WantsSignIn, answer } };
    if (status == 403 || status == 451)
        return { SourceOutcome::Blocked, { RemarkCode::Answered, answer } };
    if (status == 404 || status == 410)
        return { SourceOutcome::Empty, { RemarkCode::NoSuchPage, answer } };
    return { SourceOutcome::Network, { RemarkCode::Answered, answer } };
}

crawl::PageReport SiteCrawl::giveUp(const VisitEnd &end, bool &terminal)
{
    --m_visiting;
    const Trouble trouble = judge(end);
    const Visit &visit = *end.visit;
    const bool blocked = trouble.outcome == SourceOutcome::Robots || end.kind == VisitEnd::Kind::Guard
        || (end.kind == VisitEnd::Kind::Answered && !end.detail.isEmpty());
    crawl::PageReport report;
    report.site = m_job.index;
    report.url = visit.origin.url;
    report.finalUrl = visit.target.text();
    report.depth = visit.origin.depth;
    report.state = blocked ? UrlState::Blocked : UrlState::Failed;
    report.status = end.fetch.status;
    report.reason = trouble.outcome;
    report.note = trouble.evidence;
    report.bytes = visit.wireBytes;
    report.milliseconds = static_cast<int>(visit.elapsed.count());
    if (!blocked) {
        ++m_failed;
        m_frontier.pageGivenUp();
    }
    if (visit.origin.priority == LinkPriority::Start)
        m_first = trouble;
    else if (visit.origin.priority != LinkPriority::Plain && !m_contactPage && trouble.outcome != SourceOutcome::Empty)
        m_contactPage = trouble;
    // A host that is given up for good tells so without a request.
    const bool hostClosed = end.kind == VisitEnd::Kind::Unreachable && end.fetch.error == FetchError::None;
    terminal = end.kind == VisitEnd::Kind::RateLimited || end.kind == VisitEnd::Kind::Unresolved || hostClosed;
    if (terminal)
        endEarly(trouble.outcome, trouble.evidence);
    return report;
}

bool SiteCrawl::isOver() const
{
    if (m_visiting > 0 || m_extracting > 0)
        return false;
    return m_early || m_frontier.isEmpty() || m_frontier.budgetSpent();
}

void SiteCrawl::endEarly(SourceOutcome outcome, Remark why)
{
    if (!m_early)
        m_early = Trouble { outcome, std::move(why) };
}

crawl::SiteEnd SiteCrawl::end() const
{
    const SiteLeads &leads = m_reader->leads();
    const QString pages = QString::number(m_pagesRead + m_job.pagesDone);
    crawl::SiteEnd end { m_job.index, SourceOutcome::Ok, {} };
    const auto withTroubles = [this](Remark whole) {
        if (!m_job.setAside.isEmpty())
            whole = whole.because(m_job.setAside);
        return m_early ? whole.because(m_early->evidence) : whole;
    };
    if (leads.leadCount() > 0) {
        end.evidence = withTroubles({ RemarkCode::Found,
            { pages, QString::number(leads.emails()), QString::number(leads.phones()), QString::number(leads.profiles()),
                QString::number(leads.leadCount()) } });
    } else if (m_job.leadsBefore > 0) {
        end.evidence = withTroubles({ RemarkCode::PagesRead, { pages } });
    } else if (m_early) {
        end.outcome = m_early->outcome;
        end.evidence = m_early->evidence;
    } else if (m_pagesRead == 0 && m_first) {
        end.outcome = m_first->outcome;
        end.evidence = m_first->evidence;
    } else if (m_contactPage) {
        end.outcome = m_contactPage->outcome;
        end.evidence = Remark(RemarkCode::NoLeads).because(m_contactPage->evidence);
    } else {
        end.outcome = SourceOutcome::Empty;
        end.evidence = { RemarkCode::NothingFound, { pages, QString::number(leads.junk()) } };
    }
    return end;
}

} // namespace leadline::sources
