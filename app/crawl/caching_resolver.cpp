#include "crawl/caching_resolver.h"

#include <mutex>
#include <unordered_map>
#include <utility>

namespace leadline::crawl {

using Clock = std::chrono::steady_clock;

struct CachingResolver::Shared
{
    struct Entry
    {
        bool asked = true; ///< no answer yet
        Resolution resolution;
        Clock::time_point until {};
        std::vector<std::function<void(Resolution)>> waiting;
    };

    std::mutex mutex;
    std::unordered_map<std::string, Entry> names;

    void dropOld(Clock::time_point now)
    {
        std::erase_if(names, [now](const auto &name) { return !name.second.asked && name.second.until <= now; });
        if (names.size() >= maxNames)
            std::erase_if(names, [](const auto &name) { return !name.second.asked; });
    }
};

CachingResolver::CachingResolver(std::unique_ptr<Resolver> source)
    : m_shared(std::make_shared<Shared>())
    , m_source(std::move(source))
{ }

CachingResolver::~CachingResolver() = default;

void CachingResolver::resolve(const std::string &host, std::function<void(Resolution)> done)
{
    const auto now = Clock::now();
    {
        std::unique_lock lock(m_shared->mutex);
        if (m_shared->names.size() >= maxNames)
            m_shared->dropOld(now);
        const auto [found, isNew] = m_shared->names.try_emplace(host);
        Shared::Entry &entry = found->second;
        if (!isNew && !entry.asked && now < entry.until) {
            Resolution known = entry.resolution;
            lock.unlock();
            done(std::move(known));
            return;
        }
        entry.waiting.push_back(std::move(done));
        if (!isNew && entry.asked)
            return;
        entry.asked = true;
    }
    m_source->resolve(host, [shared = m_shared, host](const Resolution &resolution) { answered(shared, host, resolution); });
}

void CachingResolver::answered(const std::shared_ptr<Shared> &shared, const std::string &host, const Resolution &resolution)
{
    std::vector<std::function<void(Resolution)>> waiting;
    {
        const std::lock_guard lock(shared->mutex);
        Shared::Entry &entry = shared->names[host];
        entry.asked = false;
        entry.resolution = resolution;
        const auto kept = resolution.temporary ? Clock::duration::zero()
            : resolution.addresses.empty()     ? Clock::duration(keptMissing)
                                               : Clock::duration(keptFound);
        entry.until = Clock::now() + kept;
        waiting.swap(entry.waiting);
    }
    for (const auto &done : waiting)
        done(resolution);
}

} // namespace leadline::crawl
