#pragma once

#include "sources/crawl_session.h"
#include "sources/site_plan.h"

#include <QByteArray>
#include <QStringList>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace leadline::tests {

/// An invented workshop's e-mail address and phone, and a page around what a test has to say.
inline const QByteArray kContacts
    = "<p>Tel. <a href='tel:+4930901820'>030 901820</a> <a href='mailto:office@werkstatt-nord.de'>mail</a></p>";
[[nodiscard]] inline QByteArray workshopPage(const QByteArray &body)
{
    return "<!DOCTYPE html><html lang=de><head><title>Werkstatt Nord</title></head><body>" + body + "</body></html>";
}

/// Answers names from a table and counts the questions. Thread-safe.
class TableResolver final : public crawl::Resolver
{
public:
    struct Table
    {
        std::map<std::string, std::vector<std::string>> names;
        std::atomic<int> questions { 0 };
    };

    explicit TableResolver(std::shared_ptr<Table> table)
        : m_table(std::move(table))
    { }

    void resolve(const std::string &host, std::function<void(crawl::Resolution)> done) override
    {
        ++m_table->questions;
        crawl::Resolution resolution;
        if (const auto found = m_table->names.find(host); found != m_table->names.end()) {
            for (const std::string &text : found->second)
                resolution.addresses.push_back(*crawl::IpAddress::fromText(text));
        }
        if (resolution.addresses.empty())
            resolution.error = "Name or service not known";
        done(std::move(resolution));
    }

private:
    std::shared_ptr<Table> m_table;
};

/// Runs a crawl within the test and keeps what it tells. Batches are acknowledged as they come unless `holdBack`.
class CrawlRecord
{
public:
    CrawlRecord()
    {
        setup.limits.delayMs = 0;
        setup.limits.concurrentSites = 16;
        setup.addresses.allowedNetworks = { "127.0.0.0/8" };
        setup.extractionThreads = 2;
    }

    void start(const QStringList &seeds) { start(sources::planSites(seeds, setup.limits, setup.addresses).jobs); }

    void start(std::vector<crawl::SiteJob> jobs)
    {
        sources::CrawlSession::Events events;
        events.batch = [this](sources::CrawlBatch &&batch) { take(std::move(batch)); };
        events.paused = [this] { ++paused; };
        events.finished = [this](sources::CrawlEnd how, const QString &) {
            end = how;
            finished = true;
        };
        sources::CrawlSession::Options options;
        options.caps = caps;
        options.nameBackOff = nameBackOff;
        options.resolver = resolver ? std::move(resolver) : std::make_unique<TableResolver>(dns);
        options.pace = pace;
        session = std::move(*sources::CrawlSession::start(setup, std::move(events), std::move(options)));
        session->addJobs(std::move(jobs));
        session->closeJobs();
    }

    sources::CrawlSetup setup;
    crawl::FetchCaps caps;
    crawl::NameBackOff nameBackOff;
    crawl::SharedPace *pace = nullptr;
    std::unique_ptr<crawl::Resolver> resolver; ///< null = `dns`
    std::shared_ptr<TableResolver::Table> dns = std::make_shared<TableResolver::Table>();
    std::atomic<bool> holdBack { false };
    std::atomic<int> paused { 0 };
    std::atomic<bool> finished { false };
    std::atomic<sources::CrawlEnd> end { sources::CrawlEnd::Failed };
    std::atomic<int> batches { 0 };

    std::mutex mutex; ///< guards what follows
    std::vector<crawl::PageReport> pages;
    std::vector<sources::SiteLead> leads;
    std::vector<crawl::SiteEnd> ends;
    std::vector<size_t> batchLeads; ///< how many leads each batch had

    [[nodiscard]] crawl::SiteEnd firstEnd()
    {
        const std::lock_guard lock(mutex);
        return ends.empty() ? crawl::SiteEnd { -1, domain::SourceOutcome::Pending, {} } : ends.front();
    }
    [[nodiscard]] int pageCount()
    {
        const std::lock_guard lock(mutex);
        return static_cast<int>(pages.size());
    }

    std::unique_ptr<sources::CrawlSession> session; ///< last, so that it is gone before what it writes to

private:
    void take(sources::CrawlBatch &&batch)
    {
        {
            const std::lock_guard lock(mutex);
            batchLeads.push_back(batch.leads.size());
            std::move(batch.pages.begin(), batch.pages.end(), std::back_inserter(pages));
            std::move(batch.leads.begin(), batch.leads.end(), std::back_inserter(leads));
            std::move(batch.ends.begin(), batch.ends.end(), std::back_inserter(ends));
        }
        ++batches;
        if (!holdBack && session)
            session->acknowledge(batch.number);
    }
};

} // namespace leadline::tests
