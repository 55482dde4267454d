#pragma once

#include "crawl/frontier.h"
#include "crawl/host_pool.h"
#include "sources/site_reader.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace leadline::sources {

/// One site on its way through a crawl: frontier, reader and what has gone wrong. Lives in the network thread.
class SiteCrawl
{
public:
    /// Empty when the seed is not an address.
    [[nodiscard]] static std::unique_ptr<SiteCrawl> make(
        crawl::SiteJob job, const std::string &country, LeadWishes wishes, const PageReader &readPage);

    /// The next address to visit, as far as `atOnce` visits are allowed. Empty when there is none now.
    [[nodiscard]] std::unique_ptr<crawl::Visit> nextVisit(int atOnce);
    /// An address that was not read after all, for a later resume.
    void putBack(crawl::Visit &visit);
    /// Follows a redirect and takes the visit over. Empty when it leads where the site must not go, with the reason in
    /// `refusal`; the visit stays with the caller then.
    [[nodiscard]] std::unique_ptr<crawl::Visit> follow(
        std::unique_ptr<crawl::Visit> &visit, const std::string &location, domain::Remark &refusal);
    /// Tries http after https when the scheme was a guess. Empty when it was not, or there is nothing more to try.
    [[nodiscard]] std::unique_ptr<crawl::Visit> tryPlainHttp(std::unique_ptr<crawl::Visit> &visit);

    /// An answered page goes to extraction.
    [[nodiscard]] PageWork toWork(crawl::VisitEnd &&end);
    void pageDone(PageOutcome &outcome);
    /// A visit without a page; makes its report. `terminal` when the site is to end with it.
    [[nodiscard]] crawl::PageReport giveUp(const crawl::VisitEnd &end, bool &terminal);

    [[nodiscard]] bool isOver() const;
    void endEarly(domain::SourceOutcome outcome, domain::Remark why);
    [[nodiscard]] crawl::SiteEnd end() const;

    [[nodiscard]] const crawl::SiteJob &job() const { return m_job; }
    [[nodiscard]] SiteReader &reader() { return *m_reader; }
    [[nodiscard]] const QString &hostName() const { return m_hostName; }
    [[nodiscard]] int pagesRead() const { return m_pagesRead; }
    [[nodiscard]] bool endsEarly() const { return m_early.has_value(); }
    [[nodiscard]] std::chrono::steady_clock::time_point deadline() const { return m_deadline; }

    /// Whether it stands on the loop's list of sites to look at.
    [[nodiscard]] bool isTouched() const { return m_touched; }
    void setTouched(bool touched) { m_touched = touched; }

private:
    SiteCrawl(
        crawl::SiteJob job, crawl::Url start, const std::string &country, LeadWishes wishes, const PageReader &readPage);

    struct Trouble
    {
        domain::SourceOutcome outcome = domain::SourceOutcome::Network;
        domain::Remark evidence;
    };
    [[nodiscard]] static Trouble judge(const crawl::VisitEnd &end);
    void startReadAt(const crawl::Url &url);

    crawl::SiteJob m_job;
    crawl::Url m_start;
    crawl::Frontier m_frontier;
    std::unique_ptr<SiteReader> m_reader;
    QString m_hostName;
    int m_visiting = 0;
    int m_extracting = 0;
    int m_pagesRead = 0; ///< in this run
    int m_failed = 0;
    bool m_triedPlainHttp = false;
    bool m_touched = false;
    std::optional<Trouble> m_early; ///< why the site ends before its frontier
    std::optional<Trouble> m_first; ///< what kept the start page from being read
    std::optional<Trouble> m_contactPage; ///< what kept a contact page from being read
    std::chrono::steady_clock::time_point m_deadline;
};

} // namespace leadline::sources
