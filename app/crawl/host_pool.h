#pragma once

#include "crawl/address_guard.h"
#include "crawl/fetcher.h"
#include "crawl/politeness.h"
#include "crawl/resolver.h"
#include "crawl/robots.h"
#include "crawl/shared_pace.h"
#include "crawl/site_job.h"
#include "crawl/url.h"
#include "domain/remark.h"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace leadline::crawl {

/// How a name is asked for again that nobody answered. Tests tighten the times.
struct NameBackOff
{
    /// The longest wait before each further question; the real one is a random part of it, so that a name server that was
    /// asked too much at once is not asked so again.
    std::vector<std::chrono::milliseconds> longest { std::chrono::seconds(2), std::chrono::seconds(6),
        std::chrono::seconds(18) };
};

/// One address on its way: from the frontier through redirects to an answer.
struct Visit
{
    void *owner = nullptr; ///< the site; null for a robots.txt
    FrontierUrl origin; ///< as taken from the frontier
    Url target; ///< the next address to request
    int hops = 0; ///< redirects so far
    int attempts = 0; ///< failed tries of this hop
    int64_t wireBytes = 0; ///< over all hops
    std::chrono::milliseconds elapsed { 0 };
    std::string robotsOrigin; ///< origin whose robots.txt this is
    Politeness::Instant begun {}; ///< of the request under way
};

/// How a visit ended.
struct VisitEnd
{
    enum class Kind {
        Answered, ///< `fetch` holds a response, of any status
        Failed, ///< asked, without a usable answer
        Unresolved, ///< no name server told whether the host exists, however often it was asked
        Unreachable, ///< the host cannot be found or connected to, or its robots.txt cannot be read
        Robots, ///< robots.txt forbids the address
        Guard, ///< the address guard refused the host
        RateLimited, ///< the host keeps answering 429 or 503
    };

    std::unique_ptr<Visit> visit;
    Kind kind = Kind::Answered;
    FetchResult fetch;
    domain::Remark detail; ///< when not Answered
};

/// Every host of a crawl: resolves and judges it, reads its robots.txt, keeps its politeness, and takes visits through the
/// fetcher in order. Lives in one thread; only the resolver's answers come from others.
class HostPool
{
public:
    using Instant = Politeness::Instant;

    struct Options
    {
        std::string userAgent;
        std::string productToken;
        std::chrono::milliseconds gap { 1000 };
        FetchCaps caps;
        int maxActive = 64;
        NameBackOff nameBackOff;
        SharedPace *pace = nullptr; ///< of all crawls of the daemon, if there is one; outlives the pool
    };

    HostPool(const AddressGuard &guard, std::unique_ptr<Resolver> resolver, Options options);
    ~HostPool();

    void submit(std::unique_ptr<Visit> visit);
    /// Asks for the addresses of a host that will be visited later, so that its turn does not begin with waiting.
    void foresee(const Url &url);
    /// Moves everything on. New requests are begun only when `mayStart`. Never waits.
    void advance(bool mayStart, std::vector<VisitEnd> &ends);
    /// Waits for something to do, at most the given time.
    void wait(std::chrono::milliseconds atMost, bool mayStart);
    /// From any thread: ends wait().
    void wake() { m_fetcher.wake(); }
    /// Gives up all visits, begun or not, and returns those of sites.
    [[nodiscard]] std::vector<std::unique_ptr<Visit>> takeBackAll();
    /// Gives up what a site has waiting (not what is in flight).
    [[nodiscard]] std::vector<std::unique_ptr<Visit>> takeBackWaiting(const void *owner);

    [[nodiscard]] int active() const { return m_fetcher.active(); }
    void recycle(std::string buffer) { m_fetcher.recycle(std::move(buffer)); }

private:
    struct Host;

    [[nodiscard]] Host &hostFor(const Url &url);
    void resolve(Host &host);
    void takeResolutions(std::vector<VisitEnd> &ends);
    /// False when it has been asked for often enough.
    [[nodiscard]] bool askLater(Host &host);
    void askAgain(Instant now);
    void close(Host &host, VisitEnd::Kind kind, domain::Remark detail, std::vector<VisitEnd> &ends);
    void askForRobots(Host &host);
    void robotsEnded(Visit &visit, FetchResult &fetch, std::vector<VisitEnd> &ends);
    void setRobots(Host &host, RobotsRules rules);
    void robotsUnreachable(Host &host, const domain::Remark &why, VisitEnd::Kind kind, std::vector<VisitEnd> &ends);
    void schedule(Host &host);
    void begin(Host &host, std::unique_ptr<Visit> visit);
    /// False when another crawl has the turn at the host; it is due again later then.
    [[nodiscard]] bool takeTurn(Host &host, Instant now);
    void giveTurnBack(const Host &host, const Visit &visit);
    [[nodiscard]] std::chrono::milliseconds longestRequest() const;
    void startDue(Instant now, std::vector<VisitEnd> &ends);
    void fetched(FetchResult &&fetch, std::vector<VisitEnd> &ends);
    [[nodiscard]] bool retried(Host &host, std::unique_ptr<Visit> &visit, const FetchResult &fetch);
    /// 429 or 503: returns how long the host wants to be left alone.
    std::chrono::milliseconds refused(Host &host, std::chrono::milliseconds retryAfter);
    void pageAnswered(Host &host, std::unique_ptr<Visit> visit, FetchResult &&fetch, std::vector<VisitEnd> &ends);
    void evictIdle();

    struct Answer
    {
        std::string origin;
        Resolution resolution;
    };
    struct Answers
    {
        std::mutex mutex;
        std::vector<Answer> list;
    };

    const AddressGuard &m_guard;
    Options m_options;
    Fetcher m_fetcher;
    std::shared_ptr<Answers> m_answers;
    std::unordered_map<std::string, std::unique_ptr<Host>> m_hosts;
    std::set<std::pair<Instant, Host *>> m_due;
    std::set<std::pair<Instant, std::string>> m_nameRetries; ///< origins whose name is to be asked for again
    std::minstd_rand m_random { std::random_device()() };
    std::unordered_map<Visit *, std::pair<std::unique_ptr<Visit>, Host *>> m_inFlight;
    std::vector<VisitEnd> m_early; ///< ended without a request, told with the next advance()
    std::unique_ptr<Resolver> m_resolver; ///< last: gone before what its callbacks use
};

} // namespace leadline::crawl
