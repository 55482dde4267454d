#pragma once

#include "crawl/link_filter.h"
#include "extract/page_reader.h"
#include "sources/crawl_batch.h"
#include "sources/site_leads.h"

#include <functional>
#include <string>
#include <vector>

namespace leadline::sources {

/// A page on its way to extraction.
struct PageWork
{
    crawl::FrontierUrl origin; ///< as it stood in the frontier
    std::string url; ///< canonical address the body came from
    std::string body;
    std::string contentType;
    domain::Timestamp fetchedAt {};
    int status = 0;
    qint64 wireBytes = 0;
    int milliseconds = 0;
};

/// What reading it gave.
struct PageOutcome
{
    crawl::PageReport report;
    std::vector<domain::FoundLead> leads;
    std::string buffer; ///< memory of the body, to be used again
    bool repeated = false; ///< a redirect led to a page that had been read before
};

/// What reads a page: extract::readPage, or what a test puts in its place. Called from several threads at once.
using PageReader = std::function<extract::PageReading(const extract::PageInput &)>;

/// Everything extraction knows of one site: which links it has seen and what leads its pages add up to. Handed page after
/// page to one extraction thread, in order; the crawl's thread may look at it only while no page is under way.
class SiteReader
{
public:
    SiteReader(const crawl::SiteJob &job, std::string country, LeadWishes wishes, PageReader readPage = extract::readPage);

    [[nodiscard]] PageOutcome read(PageWork &&work);

    /// The start address answered with a redirect to another host, which becomes the site.
    void moveTo(const crawl::Url &url);

    [[nodiscard]] crawl::LinkFilter &links() { return m_links; }
    [[nodiscard]] const SiteLeads &leads() const { return m_leads; }

private:
    int m_site;
    std::string m_country;
    PageReader m_readPage;
    crawl::LinkFilter m_links;
    SiteLeads m_leads;
};

} // namespace leadline::sources
