#include "sources/crawl_process.h"
#include "sources/crawl_worker.h"
#include "sources/site_plan.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>
#include <cstring>
#include <set>

using namespace leadline;

/// Crawl and extraction without a store: `bench_crawl URL PAGES` reads a site in a worker process and prints what it found
/// as one JSON line. The time and memory of its processes are taken by bench_crawl.py.
int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--crawl-worker") == 0)
        return sources::runCrawlWorker(0, 1);
    QCoreApplication app(argc, argv);
    if (argc < 3) {
        std::fprintf(stderr, "usage: bench_crawl URL PAGES\n");
        return 64;
    }
    sources::CrawlSetup setup;
    setup.limits.delayMs = 0;
    setup.limits.maxDepth = 8;
    setup.limits.maxPagesPerSite = std::atoi(argv[2]);
    setup.limits = crawl::clampLimits(setup.limits);
    setup.addresses.allowedNetworks = { "127.0.0.0/8" };
    const auto plan = sources::planSites({ QString::fromLocal8Bit(argv[1]) }, setup.limits, setup.addresses);

    sources::CrawlProcess process(QCoreApplication::applicationFilePath(), { QStringLiteral("--crawl-worker") });
    qint64 pages = 0;
    std::set<QString> emails;
    std::set<QString> phones;
    QObject::connect(&process, &sources::CrawlRunner::batchReady, &app, [&](const sources::CrawlBatch &batch) {
        for (const crawl::PageReport &page : batch.pages)
            pages += page.state == crawl::UrlState::Done ? 1 : 0;
        for (const sources::SiteLead &lead : batch.leads) {
            for (const domain::ContactPoint &contact : lead.lead.found.contacts) {
                if (!contact.junk && contact.kind == domain::ContactKind::Email)
                    emails.insert(contact.value);
                if (!contact.junk && contact.kind == domain::ContactKind::Phone)
                    phones.insert(contact.value);
            }
        }
        process.acknowledge(batch.number);
    });
    QObject::connect(&process, &sources::CrawlRunner::finished, &app, [&](sources::CrawlEnd end, const QString &detail) {
        if (end != sources::CrawlEnd::Completed)
            std::fprintf(stderr, "bench_crawl: %s\n", qPrintable(detail));
        QCoreApplication::exit(end == sources::CrawlEnd::Completed ? 0 : 1);
    });
    process.start(setup);
    process.addJobs(plan.jobs);
    process.closeJobs();
    const int code = QCoreApplication::exec();
    std::printf(
        "{\"pages\":%lld,\"emails\":%zu,\"phones\":%zu}\n", static_cast<long long>(pages), emails.size(), phones.size());
    return code;
}
