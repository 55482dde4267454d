#include "crawl/host_pool.h"

#include "crawl/caching_resolver.h"

#include <algorithm>

namespace leadline::crawl {

using domain::Remark;
using domain::RemarkCode;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kMaxRobotsRedirects = 5; // RFC 9309 §2.3.1.2
constexpr int kMaxTries = 2;
constexpr int kMaxRefusals = 3;
constexpr int kMaxFailuresInARow = 5;
constexpr milliseconds kLongestWait { 120'000 }; ///< a host that wants more is left for another day
constexpr auto kRobotsAge = std::chrono::hours(24); // RFC 9309 §2.4
constexpr size_t kRememberedHosts = 2000;

QString seconds(milliseconds time)
{
    return QString::number((time.count() + 999) / 1000);
}

} // namespace

struct HostPool::Host
{
    enum class Names { Unknown, Asked, Known };
    enum class Rules { Unknown, Asked, Known };

    Host(Url anyUrl, milliseconds gap)
        : url(std::move(anyUrl))
        , origin(url.origin())
        , politeness(gap)
    { }

    Url url; ///< any address of the host
    std::string origin;
    Politeness politeness;
    Names names = Names::Unknown;
    size_t nameTries = 0; ///< questions beyond the first
    std::vector<IpAddress> addresses;
    size_t address = 0; ///< the one in use
    int port = 0; ///< really connected to
    Rules rules = Rules::Unknown;
    Clock::time_point rulesAt {};
    RobotsRules robots;
    bool closed = false;
    VisitEnd::Kind closedKind = VisitEnd::Kind::Unreachable;
    Remark closedDetail;
    std::deque<std::unique_ptr<Visit>> robotsVisits; ///< robots.txt of this host or, by redirect, of another
    std::deque<std::unique_ptr<Visit>> visits;
    int active = 0;
    int failuresInARow = 0;
    bool scheduled = false;
    Clock::time_point dueAt {};
    Clock::time_point usedAt {};

    [[nodiscard]] const std::string &name() const { return url.host(); }
    [[nodiscard]] QString title() const { return QString::fromStdString(url.host()); }
};

HostPool::HostPool(const AddressGuard &guard, std::unique_ptr<Resolver> resolver, Options options)
    : m_guard(guard)
    , m_options(std::move(options))
    , m_fetcher(guard, m_options.userAgent, m_options.caps, m_options.maxActive * 2)
    , m_answers(std::make_shared<Answers>())
    , m_resolver(std::make_unique<CachingResolver>(std::move(resolver)))
{ }

HostPool::~HostPool()
{
    for (const auto &[key, entry] : m_inFlight)
        giveTurnBack(*entry.second, *entry.first);
}

HostPool::Host &HostPool::hostFor(const Url &url)
{
    std::string origin = url.origin();
    auto &host = m_hosts[origin];
    if (!host) {
        if (m_hosts.size() > kRememberedHosts)
            evictIdle();
        // Eviction leaves the new, still empty entry alone, but may rehash.
        auto &slot = m_hosts[origin];
        slot = std::make_unique<Host>(url, m_options.gap);
        slot->usedAt = Clock::now();
        return *slot;
    }
    host->usedAt = Clock::now();
    return *host;
}

void HostPool::evictIdle()
{
    std::vector<std::pair<Clock::time_point, std::string>> idle;
    for (const auto &[origin, host] : m_hosts) {
        if (host && host->active == 0 && host->visits.empty() && host->robotsVisits.empty()
            && host->names != Host::Names::Asked && host->rules != Host::Rules::Asked)
            idle.emplace_back(host->usedAt, origin);
    }
    std::sort(idle.begin(), idle.end());
    idle.resize(std::min(idle.size(), kRememberedHosts / 4));
    for (const auto &[usedAt, origin] : idle)
        m_hosts.erase(origin);
}

void HostPool::submit(std::unique_ptr<Visit> visit)
{
    Host &host = hostFor(visit->target);
    if (host.closed) {
        VisitEnd end;
        end.kind = host.closedKind;
        end.detail = host.closedDetail;
        end.visit = std::move(visit);
        m_early.push_back(std::move(end));
        return;
    }
    if (host.rules == Host::Rules::Known && Clock::now() - host.rulesAt > kRobotsAge)
        host.rules = Host::Rules::Unknown;
    (visit->owner ? host.visits : host.robotsVisits).push_back(std::move(visit));
    if (host.names == Host::Names::Unknown)
        resolve(host);
    else
        schedule(host);
}

void HostPool::resolve(Host &host)
{
    host.names = Host::Names::Asked;
    if (const auto mapped = m_guard.mapped(host.name())) {
        host.addresses = { mapped->address };
        host.port = mapped->port;
        host.names = Host::Names::Known;
        schedule(host);
        return;
    }
    host.port = host.url.port();
    std::string_view name = host.name();
    if (name.front() == '[')
        name = name.substr(1, name.size() - 2);
    if (const auto literal = IpAddress::fromText(name)) {
        {
            const std::lock_guard lock(m_answers->mutex);
            m_answers->list.push_back({ host.origin, { { *literal }, {} } });
        }
        wake();
        return;
    }
    m_resolver->resolve(host.name(), [this, answers = m_answers, origin = host.origin](Resolution resolution) {
        {
            const std::lock_guard lock(answers->mutex);
            answers->list.push_back({ origin, std::move(resolution) });
        }
        wake();
    });
}

void HostPool::foresee(const Url &url)
{
    const std::string &name = url.host();
    if (name.front() != '[' && !IpAddress::fromText(name) && !m_guard.mapped(name))
        m_resolver->resolve(name, [](const Resolution &) { /* the cache keeps it */ });
}

void HostPool::takeResolutions(std::vector<VisitEnd> &ends)
{
    std::vector<Answer> list;
    {
        const std::lock_guard lock(m_answers->mutex);
        list.swap(m_answers->list);
    }
    for (Answer &answer : list) {
        const auto found = m_hosts.find(answer.origin);
        if (found == m_hosts.end() || found->second->names != Host::Names::Asked)
            continue;
        Host &host = *found->second;
        if (answer.resolution.temporary) {
            if (askLater(host))
                continue;
            host.names = Host::Names::Known;
            close(host, VisitEnd::Kind::Unresolved,
                { RemarkCode::HostUnanswered,
                    { host.title(), QString::fromStdString(answer.resolution.error), QString::number(host.nameTries + 1) } },
                ends);
            continue;
        }
        host.names = Host::Names::Known;
        if (answer.resolution.addresses.empty()) {
            close(host, VisitEnd::Kind::Unreachable,
                { RemarkCode::HostUnknown, { host.title(), QString::fromStdString(answer.resolution.error) } }, ends);
            continue;
        }
        const Remark refusal = m_guard.refusal(answer.resolution.addresses, host.port);
        if (!refusal.isEmpty()) {
            close(host, VisitEnd::Kind::Guard, refusal.about(host.title()), ends);
            continue;
        }
        host.addresses = std::move(answer.resolution.addresses);
        schedule(host);
    }
}

bool HostPool::askLater(Host &host)
{
    if (host.nameTries >= m_options.nameBackOff.longest.size())
        return false;
    const milliseconds longest = m_options.nameBackOff.longest[host.nameTries++];
    const milliseconds wait { std::uniform_int_distribution<milliseconds::rep>(0, longest.count())(m_random) };
    m_nameRetries.emplace(Clock::now() + wait, host.origin);
    return true;
}

void HostPool::askAgain(Instant now)
{
    while (!m_nameRetries.empty() && m_nameRetries.begin()->first <= now) {
        const auto found = m_hosts.find(m_nameRetries.begin()->second);
        m_nameRetries.erase(m_nameRetries.begin());
        if (found != m_hosts.end())
            resolve(*found->second);
    }
}

void HostPool::close(Host &host, VisitEnd::Kind kind, Remark detail, std::vector<VisitEnd> &ends)
{
    host.closed = true;
    host.closedKind = kind;
    host.closedDetail = std::move(detail);
    auto robotsVisits = std::exchange(host.robotsVisits, {});
    for (auto &visit : std::exchange(host.visits, {})) {
        VisitEnd end;
        end.kind = kind;
        end.detail = host.closedDetail;
        end.visit = std::move(visit);
        ends.push_back(std::move(end));
    }
    schedule(host);
    for (auto &visit : robotsVisits) {
        const auto asking = m_hosts.find(visit->robotsOrigin);
        if (asking != m_hosts.end() && !asking->second->closed)
            robotsUnreachable(*asking->second, host.closedDetail, kind, ends);
    }
}

void HostPool::askForRobots(Host &host)
{
    host.rules = Host::Rules::Asked;
    auto visit = std::make_unique<Visit>();
    visit->robotsOrigin = host.origin;
    visit->target = host.url;
    visit->target.setPath("/robots.txt");
    visit->target.setQuery({});
    host.robotsVisits.push_back(std::move(visit));
}

/// Puts the host where it belongs in the order of what is due.
void HostPool::schedule(Host &host)
{
    if (host.scheduled) {
        m_due.erase({ host.dueAt, &host });
        host.scheduled = false;
    }
    if (host.closed || host.names != Host::Names::Known)
        return;
    if (!host.visits.empty() && host.rules == Host::Rules::Unknown)
        askForRobots(host);
    const bool waiting = !host.robotsVisits.empty() || (!host.visits.empty() && host.rules == Host::Rules::Known);
    if (!waiting || host.active >= host.politeness.connections())
        return;
    host.dueAt = host.politeness.readyAt();
    host.scheduled = true;
    m_due.insert({ host.dueAt, &host });
}

milliseconds HostPool::longestRequest() const
{
    return m_options.caps.total + milliseconds(1000);
}

bool HostPool::takeTurn(Host &host, Instant now)
{
    if (!m_options.pace)
        return true;
    // Without a gap there is no pace to keep together, but a host that asked to be left alone asked all of us.
    const Instant free = host.politeness.gap().count() > 0
        ? m_options.pace->begin(host.origin, now, host.politeness.gap(), longestRequest())
        : m_options.pace->quietUntil(host.origin, now);
    if (free <= now)
        return true;
    host.politeness.postpone(free);
    return false;
}

void HostPool::giveTurnBack(const Host &host, const Visit &visit)
{
    if (m_options.pace && host.politeness.gap().count() > 0)
        m_options.pace->ended(host.origin, visit.begun, longestRequest());
}

void HostPool::startDue(Instant now, std::vector<VisitEnd> &ends)
{
    while (!m_due.empty() && m_due.begin()->first <= now && m_fetcher.active() < m_options.maxActive) {
        Host &host = *m_due.begin()->second;
        auto &queue = host.robotsVisits.empty() ? host.visits : host.robotsVisits;
        if (queue.front()->owner) {
            const RobotsRules::Verdict verdict = host.robots.check(queue.front()->target.target());
            if (!verdict.allowed) {
                std::unique_ptr<Visit> visit = std::move(queue.front());
                queue.pop_front();
                VisitEnd end;
                end.kind = VisitEnd::Kind::Robots;
                end.detail = { RemarkCode::RobotsForbids,
                    { host.title(), QString::fromStdString(visit->target.path().substr(0, 200)) } };
                end.visit = std::move(visit);
                ends.push_back(std::move(end));
                schedule(host);
                continue;
            }
        }
        if (!takeTurn(host, now)) {
            schedule(host);
            continue;
        }
        std::unique_ptr<Visit> visit = std::move(queue.front());
        queue.pop_front();
        visit->begun = now;
        host.politeness.requestStarted(now);
        begin(host, std::move(visit));
        schedule(host);
    }
}

void HostPool::begin(Host &host, std::unique_ptr<Visit> visit)
{
    FetchRequest request;
    request.url = visit->target.text();
    request.address = host.addresses[host.address % host.addresses.size()];
    request.port = host.port;
    request.hostHeaderPort = host.name() + ':' + std::to_string(host.url.port());
    if (!visit->owner) {
        request.anyType = true;
        request.enough = RobotsRules::maxBytes + 1; // one more tells that the file goes on
    }
    request.context = visit.get();
    ++host.active;
    Visit *key = visit.get();
    m_inFlight.emplace(key, std::pair(std::move(visit), &host));
    m_fetcher.start(std::move(request));
}

void HostPool::advance(bool mayStart, std::vector<VisitEnd> &ends)
{
    takeResolutions(ends);
    if (mayStart)
        askAgain(Clock::now());
    for (FetchResult &fetch : m_fetcher.perform())
        fetched(std::move(fetch), ends);
    if (mayStart && !m_due.empty()) {
        const int before = m_fetcher.active();
        startDue(Clock::now(), ends);
        if (m_fetcher.active() != before) {
            for (FetchResult &fetch : m_fetcher.perform())
                fetched(std::move(fetch), ends);
        }
    }
    for (VisitEnd &end : std::exchange(m_early, {})) {
        if (end.visit->owner)
            ends.push_back(std::move(end));
        else if (const auto asking = m_hosts.find(end.visit->robotsOrigin); asking != m_hosts.end())
            robotsUnreachable(*asking->second, end.detail, end.kind, ends);
    }
}

void HostPool::wait(milliseconds atMost, bool mayStart)
{
    if (!m_early.empty())
        return;
    const auto until = [&](Instant due) {
        atMost = std::clamp(std::chrono::ceil<milliseconds>(due - Clock::now()), milliseconds(0), atMost);
    };
    if (mayStart && !m_due.empty() && m_fetcher.active() < m_options.maxActive)
        until(m_due.begin()->first);
    if (mayStart && !m_nameRetries.empty())
        until(m_nameRetries.begin()->first);
    m_fetcher.wait(atMost);
}

void HostPool::fetched(FetchResult &&fetch, std::vector<VisitEnd> &ends)
{
    const auto found = m_inFlight.find(static_cast<Visit *>(fetch.context));
    if (found == m_inFlight.end())
        return;
    std::unique_ptr<Visit> visit = std::move(found->second.first);
    Host &host = *found->second.second;
    m_inFlight.erase(found);
    --host.active;
    giveTurnBack(host, *visit);
    visit->wireBytes += fetch.wireBytes;
    visit->elapsed += fetch.elapsed;
    if (fetch.error == FetchError::None)
        host.failuresInARow = 0;
    else if (fetch.error == FetchError::Connect || fetch.error == FetchError::Timeout)
        ++host.failuresInARow;
    if (!retried(host, visit, fetch)) {
        if (visit->owner)
            pageAnswered(host, std::move(visit), std::move(fetch), ends);
        else
            robotsEnded(*visit, fetch, ends);
    }
    if (!host.closed && host.failuresInARow >= kMaxFailuresInARow)
        close(host, VisitEnd::Kind::Unreachable,
            { RemarkCode::NeverAnswers, { host.title(), QString::number(host.failuresInARow) } }, ends);
    schedule(host);
}

/// A connection that failed is tried once more, at the next address when there is one.
bool HostPool::retried(Host &host, std::unique_ptr<Visit> &visit, const FetchResult &fetch)
{
    if (fetch.error != FetchError::Connect && fetch.error != FetchError::Protocol)
        return false;
    if (++visit->attempts >= std::max(kMaxTries, std::min(static_cast<int>(host.addresses.size()), 3)))
        return false;
    ++host.address;
    (visit->owner ? host.visits : host.robotsVisits).push_front(std::move(visit));
    return true;
}

milliseconds HostPool::refused(Host &host, milliseconds retryAfter)
{
    const Instant now = Clock::now();
    const milliseconds wait = host.politeness.refused(now, retryAfter);
    if (m_options.pace)
        m_options.pace->quiet(host.origin, now, now + wait);
    return wait;
}

void HostPool::pageAnswered(Host &host, std::unique_ptr<Visit> visit, FetchResult &&fetch, std::vector<VisitEnd> &ends)
{
    VisitEnd end;
    if (fetch.error != FetchError::None) {
        const bool unreachable = fetch.error == FetchError::Connect || fetch.error == FetchError::Tls;
        end.kind = fetch.error == FetchError::Refused ? VisitEnd::Kind::Guard
            : unreachable                             ? VisitEnd::Kind::Unreachable
                                                      : VisitEnd::Kind::Failed;
        end.detail
            = fetch.detail.about(unreachable ? host.title() : QString::fromStdString(visit->target.text().substr(0, 200)));
    } else if ((fetch.status == 429 || fetch.status == 503) && !fetch.challenged) {
        const milliseconds wait = refused(host, fetch.retryAfter);
        if (host.politeness.refusals() < kMaxRefusals && wait <= kLongestWait) {
            host.visits.push_front(std::move(visit));
            return;
        }
        end.kind = VisitEnd::Kind::RateLimited;
        end.detail = { RemarkCode::AsksToWait, { host.title(), QString::number(fetch.status), seconds(wait) } };
    } else {
        host.politeness.answered();
    }
    end.visit = std::move(visit);
    end.fetch = std::move(fetch);
    ends.push_back(std::move(end));
}

void HostPool::setRobots(Host &host, RobotsRules rules)
{
    host.robots = std::move(rules);
    host.rules = Host::Rules::Known;
    host.rulesAt = Clock::now();
    if (const auto delay = host.robots.crawlDelay())
        host.politeness.setCrawlDelay(*delay);
    schedule(host);
}

void HostPool::robotsUnreachable(Host &host, const Remark &why, VisitEnd::Kind kind, std::vector<VisitEnd> &ends)
{
    if (host.closed)
        return;
    host.rules = Host::Rules::Known;
    host.robots = RobotsRules::disallowAll(); // RFC 9309 §2.3.1.4
    close(host, kind, why, ends);
}

void HostPool::robotsEnded(Visit &visit, FetchResult &fetch, std::vector<VisitEnd> &ends)
{
    const auto found = m_hosts.find(visit.robotsOrigin);
    if (found == m_hosts.end() || found->second->closed)
        return;
    Host &host = *found->second;
    const QString name = host.title();
    const int status = fetch.status;
    if (fetch.error != FetchError::None) {
        const bool guard = fetch.error == FetchError::Refused;
        robotsUnreachable(host, fetch.detail.about(name), guard ? VisitEnd::Kind::Guard : VisitEnd::Kind::Unreachable, ends);
    } else if (status >= 300 && status < 400 && !fetch.location.empty()) {
        // RFC 9309 §2.3.1.2: at least five redirects are followed, also to other hosts; then it counts as unavailable.
        auto next = Url::parse(fetch.location, &visit.target);
        if (!next || visit.hops >= kMaxRobotsRedirects) {
            setRobots(host, RobotsRules::allowAll());
            return;
        }
        auto follow = std::make_unique<Visit>(std::move(visit));
        follow->target = std::move(*next);
        follow->attempts = 0;
        ++follow->hops;
        submit(std::move(follow));
    } else if (status == 429) {
        const milliseconds wait = refused(host, fetch.retryAfter);
        if (host.politeness.refusals() < kMaxRefusals && wait <= kLongestWait) {
            host.rules = Host::Rules::Unknown;
            schedule(host);
            return;
        }
        robotsUnreachable(host, { RemarkCode::AsksToWait, { name, QString::number(status), seconds(wait) } },
            VisitEnd::Kind::RateLimited, ends);
    } else if (status >= 500) {
        robotsUnreachable(
            host, { RemarkCode::RobotsError, { name, QString::number(status) } }, VisitEnd::Kind::Robots, ends);
    } else if (status >= 200 && status < 300) {
        setRobots(host, RobotsRules::parse(fetch.body, m_options.productToken));
    } else {
        setRobots(host, RobotsRules::allowAll()); // RFC 9309 §2.3.1.3
    }
}

std::vector<std::unique_ptr<Visit>> HostPool::takeBackAll()
{
    std::vector<std::unique_ptr<Visit>> visits;
    static_cast<void>(m_fetcher.abortAll());
    for (auto &[key, entry] : m_inFlight) {
        --entry.second->active;
        giveTurnBack(*entry.second, *entry.first);
        if (entry.first->owner)
            visits.push_back(std::move(entry.first));
    }
    m_inFlight.clear();
    for (VisitEnd &end : std::exchange(m_early, {})) {
        if (end.visit->owner)
            visits.push_back(std::move(end.visit));
    }
    for (auto &[origin, host] : m_hosts) {
        std::move(host->visits.begin(), host->visits.end(), std::back_inserter(visits));
        host->visits.clear();
        host->robotsVisits.clear();
        if (host->rules == Host::Rules::Asked)
            host->rules = Host::Rules::Unknown;
        schedule(*host);
    }
    return visits;
}

std::vector<std::unique_ptr<Visit>> HostPool::takeBackWaiting(const void *owner)
{
    std::vector<std::unique_ptr<Visit>> visits;
    for (auto &[origin, host] : m_hosts) {
        const auto mine = std::stable_partition(
            host->visits.begin(), host->visits.end(), [owner](const auto &visit) { return visit->owner != owner; });
        if (mine == host->visits.end())
            continue;
        std::move(mine, host->visits.end(), std::back_inserter(visits));
        host->visits.erase(mine, host->visits.end());
        schedule(*host);
    }
    return visits;
}

} // namespace leadline::crawl
