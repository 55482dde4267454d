#include "sources/site_reader.h"

namespace leadline::sources {

using crawl::LinkPriority;

namespace {

LinkPriority priorityOf(extract::LinkHint hint)
{
    switch (hint) {
    case extract::LinkHint::Contact:
        return LinkPriority::Contact;
    case extract::LinkHint::Imprint:
        return LinkPriority::Imprint;
    case extract::LinkHint::About:
        return LinkPriority::About;
    case extract::LinkHint::Team:
        return LinkPriority::Team;
    case extract::LinkHint::None:
        break;
    }
    return LinkPriority::Plain;
}

} // namespace

SiteReader::SiteReader(const crawl::SiteJob &job, std::string country, LeadWishes wishes, PageReader readPage)
    : m_site(job.index)
    , m_country(std::move(country))
    , m_readPage(std::move(readPage))
    , m_links(job.scope, job.maxDepth, job.maxPages)
    , m_leads(job.scope, job.seed, wishes)
{
    m_links.markSeen(job.seed);
    for (const crawl::FrontierUrl &known : job.known)
        m_links.recall(known);
    m_leads.recall(job.memory);
}

void SiteReader::moveTo(const crawl::Url &url)
{
    m_links.moveTo(url);
    m_leads.moveTo(m_links.scope(), url.text());
}

PageOutcome SiteReader::read(PageWork &&work)
{
    PageOutcome outcome;
    outcome.report.site = m_site;
    outcome.report.depth = work.origin.depth;
    outcome.report.status = work.status;
    outcome.report.bytes = work.wireBytes;
    outcome.report.milliseconds = work.milliseconds;
    outcome.report.finalUrl = work.url;
    const bool redirected = work.url != work.origin.url;
    outcome.report.url = std::move(work.origin.url);
    if (redirected && !m_links.markSeen(work.url) && work.origin.priority != LinkPriority::Start) {
        outcome.repeated = true;
        return outcome;
    }

    extract::PageInput input;
    input.body = work.body;
    input.url = work.url;
    input.contentType = work.contentType;
    input.defaultCountry = m_country;
    input.isLinkedContactPage = work.origin.priority != LinkPriority::Plain && work.origin.priority != LinkPriority::Start;
    input.fetchedAt = work.fetchedAt;
    extract::PageReading reading = m_readPage(input);

    const int depth = work.origin.depth + 1;
    for (const extract::Link &link : reading.links) {
        const LinkPriority priority = priorityOf(link.hint);
        // "nofollow" speaks to search engines about ranking, and imprints carry it by habit; elsewhere it marks what is
        // not worth the budget.
        if (priority == LinkPriority::Plain && (link.nofollow || reading.nofollow))
            continue;
        if (auto url = m_links.admit(link.url, priority, depth))
            outcome.report.discovered.push_back(
                { std::move(*url), depth, priority, crawl::UrlState::Pending, m_links.admitted() });
    }
    if (!reading.refresh.empty()) {
        if (auto url = m_links.admit(reading.refresh, LinkPriority::Contact, depth))
            outcome.report.discovered.push_back(
                { std::move(*url), depth, LinkPriority::Contact, crawl::UrlState::Pending, m_links.admitted() });
    }
    m_leads.add(std::move(reading), work.url, work.origin.priority, outcome.leads);
    outcome.report.learnt = m_leads.takeLearnt();
    outcome.buffer = std::move(work.body);
    return outcome;
}

} // namespace leadline::sources
