#pragma once

#include "crawl/address_policy.h"
#include "crawl/site_job.h"
#include "domain/task.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::sources {

/// A start address that cannot be crawled, with the reason in a sentence.
struct RefusedSeed
{
    int index = 0;
    QString seed;
    domain::Remark reason;
};

struct SitePlan
{
    std::vector<crawl::SiteJob> jobs; ///< in the order of the seeds; SiteJob::index is the position in the given list
    std::vector<RefusedSeed> refused; ///< not an address, unsupported scheme, repeated
};

/// Turns typed start addresses into jobs: canonical address, scope (a host, or a folder of it when several seeds share the
/// host) and limits. A seed without a scheme gets https, or http when the policy maps its host.
[[nodiscard]] SitePlan planSites(
    const QStringList &seeds, const domain::CrawlLimits &limits, const crawl::AddressPolicy &policy);

} // namespace leadline::sources
