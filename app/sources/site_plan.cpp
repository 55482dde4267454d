#include "sources/site_plan.h"

#include "crawl/address_guard.h"
#include "crawl/link_filter.h"
#include "crawl/url.h"
#include "domain/seed_list.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <optional>
#include <string>

namespace leadline::sources {

using crawl::Url;
using crawl::withoutWww;
using domain::Remark;
using domain::SeedProblem;

namespace {

struct Start
{
    Url url;
    bool schemeAssumed = false;
};

std::optional<Start> readStart(const QString &typed, const std::optional<crawl::AddressGuard> &guard, Remark &reason)
{
    const domain::Seed seed = domain::readSeed(QStringView(typed).trimmed());
    auto url = seed.problem == SeedProblem::None ? Url::parse(seed.address.toStdString()) : std::nullopt;
    if (!url) {
        reason = domain::seedRemark(seed.problem, typed);
        return std::nullopt;
    }
    Start start { std::move(*url), seed.schemeAssumed };
    if (start.schemeAssumed && guard && guard->mapped(start.url.host())) {
        start.url = start.url.withScheme(false);
        start.schemeAssumed = false;
    }
    canonicaliseForCrawl(start.url);
    return start;
}

} // namespace

SitePlan planSites(const QStringList &seeds, const domain::CrawlLimits &limits, const crawl::AddressPolicy &policy)
{
    const domain::CrawlLimits bounds = crawl::clampLimits(limits);
    std::optional<crawl::AddressGuard> guard;
    if (auto made = crawl::AddressGuard::make(policy))
        guard = std::move(*made);

    SitePlan plan;
    QSet<QByteArray> seen;
    QHash<QByteArray, int> perHost; // distinct folders
    QSet<QByteArray> folders;
    for (int index = 0; index < seeds.size(); ++index) {
        Remark reason;
        const auto start = readStart(seeds[index], guard, reason);
        if (!start) {
            plan.refused.push_back({ index, seeds[index], reason });
            continue;
        }
        crawl::SiteJob job;
        job.index = index;
        job.seed = start->url.text();
        job.schemeAssumed = start->schemeAssumed;
        job.scope.host = withoutWww(start->url.hostAndPort());
        job.scope.folder = crawl::folderOf(start->url.path());
        job.maxPages = bounds.maxPagesPerSite;
        job.maxDepth = bounds.maxDepth;
        const QByteArray identity = QByteArray::fromStdString(job.scope.host + start->url.target());
        if (seen.contains(identity)) {
            plan.refused.push_back({ index, seeds[index], domain::seedRemark(SeedProblem::Duplicate, seeds[index]) });
            continue;
        }
        seen.insert(identity);
        const QByteArray folder = QByteArray::fromStdString(job.scope.host + job.scope.folder);
        if (!folders.contains(folder)) {
            folders.insert(folder);
            ++perHost[QByteArray::fromStdString(job.scope.host)];
        }
        plan.jobs.push_back(std::move(job));
    }
    // Alone on its host, a seed stands for the whole site, wherever on it it points.
    for (crawl::SiteJob &job : plan.jobs) {
        if (perHost.value(QByteArray::fromStdString(job.scope.host)) == 1)
            job.scope.folder = "/";
    }
    return plan;
}

} // namespace leadline::sources
