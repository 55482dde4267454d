#include "sources/seed_list.h"

#include "crawl/address_guard.h"
#include "crawl/link_filter.h"
#include "crawl/url.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <optional>
#include <string>

namespace leadline::sources {

using crawl::Url;
using crawl::withoutWww;

namespace {

constexpr int kMaxSeedLength = 2000;

struct Start
{
    Url url;
    bool schemeAssumed = false;
};

/// `scheme:` as opposed to `host:8080`.
bool hasScheme(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon <= 0 || !text.front().isLetter())
        return false;
    const QStringView rest = text.mid(colon + 1);
    return rest.startsWith(u"//") || rest.isEmpty() || !rest.front().isDigit();
}

std::optional<Start> readStart(const QString &typed, const std::optional<crawl::AddressGuard> &guard, QString &reason)
{
    const QString text = typed.trimmed();
    if (text.isEmpty()) {
        reason = QStringLiteral("the line is empty");
        return std::nullopt;
    }
    if (text.size() > kMaxSeedLength) {
        reason = QStringLiteral("longer than %1 characters").arg(kMaxSeedLength);
        return std::nullopt;
    }
    const bool assumed = !hasScheme(text);
    auto url = Url::parse((assumed ? QStringLiteral("https://") + text : text).toStdString());
    if (!url) {
        const bool other = !assumed && !text.startsWith(u"http:", Qt::CaseInsensitive)
            && !text.startsWith(u"https:", Qt::CaseInsensitive);
        reason = other            ? QStringLiteral("only http and https addresses can be read")
            : text.contains(u'@') ? QStringLiteral("addresses with a name or password are not read")
                                  : QStringLiteral("not a web address");
        return std::nullopt;
    }
    if (assumed && url->host().find('.') == std::string::npos && url->host().front() != '[' && url->host() != "localhost") {
        reason = QStringLiteral("not a web address");
        return std::nullopt;
    }
    Start start { std::move(*url), assumed };
    if (assumed && guard && guard->mapped(start.url.host())) {
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
        QString reason;
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
            plan.refused.push_back({ index, seeds[index], QStringLiteral("the same address is in the list already") });
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
