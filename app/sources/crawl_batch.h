#pragma once

#include "crawl/address_policy.h"
#include "crawl/site_job.h"
#include "domain/clock.h"
#include "domain/found_lead.h"
#include "domain/task.h"

#include <QString>

#include <vector>

namespace leadline::sources {

/// What is the same for every site of one crawl. Sent once, before the first job.
struct CrawlSetup
{
    domain::CrawlLimits limits; ///< already clamped; maxPagesPerSite and maxDepth are taken from the jobs
    crawl::AddressPolicy addresses;
    QString userAgent; ///< empty = the built-in one, which names Leadline and how to exclude it
    QString defaultCountry; ///< ISO 3166-1 alpha-2, may be empty
    bool phoneOnly = false; ///< hold a lead back until it has a usable phone
    bool emailOnly = false;
    int extractionThreads = 0; ///< 0 = by the number of processors
    int leadsPerBatch = 100; ///< a batch with that many goes out without waiting for more
};

/// A reading of a business and the site it was read from.
struct SiteLead
{
    int site = 0; ///< SiteJob::index
    domain::FoundLead lead;
};

struct CrawlLog
{
    int site = -1; ///< SiteJob::index, -1 when it is about the whole crawl
    domain::Timestamp at {};
    domain::LogLevel level = domain::LogLevel::Info;
    QString host;
    domain::Remark message;
};

/// Everything that happened since the batch before, in order. The unit of persistence: a page's report, the addresses it
/// discovered, the leads it gave and the end of its site are in the same batch, so storing a batch in one transaction
/// means that after a crash at most the pages not yet stored are read again and nothing that was counted is lost.
struct CrawlBatch
{
    quint64 number = 0; ///< from 1, contiguous
    std::vector<crawl::PageReport> pages;
    std::vector<SiteLead> leads; ///< in order; a profile key may come again with more
    std::vector<CrawlLog> logs;
    std::vector<crawl::SiteEnd> ends;

    [[nodiscard]] bool isEmpty() const { return pages.empty() && leads.empty() && logs.empty() && ends.empty(); }
};

/// Why a crawl is over.
enum class CrawlEnd : quint8 {
    Completed, ///< every job has ended and closeJobs() was called
    Stopped, ///< stop() was called
    Failed, ///< the worker died or broke the protocol; jobs without an end may be crawled again
};

} // namespace leadline::sources
