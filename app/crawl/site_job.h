#pragma once

#include "domain/task.h"

#include <QString>

#include <chrono>
#include <string>
#include <vector>

namespace leadline::crawl {

/// Which pages are asked for first. The smaller, the earlier; the values are persisted and never renumbered.
enum class LinkPriority : quint8 { Start = 0, Contact = 1, Imprint = 2, About = 3, Team = 4, Plain = 5 };

/// What became of an address of the frontier. The values are persisted and never renumbered.
enum class UrlState : quint8 {
    Pending = 0, ///< known, not yet asked for
    Done = 1, ///< read
    Failed = 2, ///< asked for without success
    Blocked = 3, ///< kept from by robots.txt, the address guard or a limit; never asked for
};

/// One canonical address of a site's frontier.
struct FrontierUrl
{
    std::string url;
    int depth = 0; ///< links away from the start address
    LinkPriority priority = LinkPriority::Plain;
    UrlState state = UrlState::Pending;
    int place = 0; ///< in the order the site's addresses were found, which is the order they are asked for in

    [[nodiscard]] bool operator==(const FrontierUrl &) const = default;
};

/// The part of the web a site is allowed to be. `www.` is not significant.
struct SiteScope
{
    std::string host; ///< lower case ASCII, without `www.`, with `:port` unless it is the default of the scheme
    std::string folder = "/"; ///< begins and ends with a slash; other than "/" when seeds share a host

    [[nodiscard]] bool operator==(const SiteScope &) const = default;
};

/// Something the pages of a site have taught its reader and a later run must know to go on as if it had not been
/// interrupted. Opaque to everybody but the reader; a later value of a key replaces the earlier one.
struct SiteMemo
{
    std::string key; ///< printable UTF-8
    std::string value;

    [[nodiscard]] bool operator==(const SiteMemo &) const = default;
};

/// One start address to crawl: everything the worker needs, nothing of the store. Value, crosses the process boundary.
struct SiteJob
{
    int index = 0; ///< position among the seeds of the task
    std::string seed; ///< canonical start address
    bool schemeAssumed = false; ///< typed without a scheme: http is tried when https cannot be reached
    SiteScope scope;
    int maxPages = 40; ///< pages read with success, over all runs
    int maxDepth = 4;
    int pagesDone = 0; ///< read in earlier runs
    int leadsBefore = 0; ///< found in earlier runs; a site that gave leads does not end as empty
    /// One sentence about a page that an earlier run gave up because reading it broke the worker; usually empty.
    domain::Remark setAside;
    /// The persisted frontier, for a site that was begun before: done addresses are not read again, pending ones are
    /// continued with. Empty for a new site. In the order of their places.
    std::vector<FrontierUrl> known;
    std::vector<SiteMemo> memory; ///< all PageReport::learnt of earlier runs, any order
};

/// What one request for a page came to. Reports are made once per address that leaves the frontier.
struct PageReport
{
    int site = 0; ///< SiteJob::index
    std::string url; ///< the address as it stood in the frontier: the key to update
    std::string finalUrl; ///< after redirects; same as url without them
    int depth = 0;
    UrlState state = UrlState::Done;
    int status = 0; ///< HTTP status, 0 when there was no answer
    domain::SourceOutcome reason = domain::SourceOutcome::Ok; ///< why it is not Done
    domain::Remark note; ///< when it is not Done
    qint64 bytes = 0; ///< body bytes received, before decompression
    int milliseconds = 0;
    std::vector<FrontierUrl> discovered; ///< new addresses for the frontier, all Pending
    std::vector<SiteMemo> learnt; ///< to be kept as long as the frontier
};

/// How a site ended. After it nothing more comes for the index.
struct SiteEnd
{
    int site = 0;
    domain::SourceOutcome outcome = domain::SourceOutcome::Ok;
    domain::Remark evidence;
};

/// Keeps every limit inside the ranges domain::CrawlLimits names.
[[nodiscard]] domain::CrawlLimits clampLimits(domain::CrawlLimits limits);

} // namespace leadline::crawl
