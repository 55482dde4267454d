#include "sources/crawl_session.h"

#include "sources/crawl_loop.h"

namespace leadline::sources {

domain::Result<std::unique_ptr<CrawlSession>> CrawlSession::start(const CrawlSetup &setup, Events events, Options options)
{
    auto guard = crawl::AddressGuard::make(setup.addresses);
    if (!guard)
        return domain::failure(guard.error());
    auto loop = std::make_unique<Loop>(setup, std::move(*guard), std::move(events), std::move(options));
    loop->launch();
    return std::unique_ptr<CrawlSession>(new CrawlSession(std::move(loop)));
}

CrawlSession::CrawlSession(std::unique_ptr<Loop> loop)
    : m_loop(std::move(loop))
{ }

CrawlSession::~CrawlSession() = default;

void CrawlSession::addJobs(std::vector<crawl::SiteJob> jobs)
{
    m_loop->post([jobs = std::move(jobs)](Loop &loop) mutable { loop.addJobs(std::move(jobs)); });
}

void CrawlSession::closeJobs()
{
    m_loop->post([](Loop &loop) { loop.closeJobs(); });
}

void CrawlSession::pause()
{
    m_loop->post([](Loop &loop) { loop.pause(); });
}

void CrawlSession::resume()
{
    m_loop->post([](Loop &loop) { loop.resume(); });
}

void CrawlSession::stop()
{
    m_loop->post([](Loop &loop) { loop.stop(); });
}

void CrawlSession::acknowledge(quint64 batch)
{
    m_loop->post([batch](Loop &loop) { loop.acknowledge(batch); });
}

} // namespace leadline::sources
