#include "crawl/shared_pace.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

namespace leadline::crawl {

namespace {

constexpr size_t kSlots = 16'384; // 64 tasks of 256 sites each
constexpr size_t kProbes = 32;
/// How soon to look again at an origin whose request is under way: its end cannot be foreseen.
constexpr int64_t kLookAgain = 100'000'000;
/// A worker may lie; nobody waits longer than it could honestly have asked for.
constexpr int64_t kLongestGap = int64_t { Politeness::maxCrawlDelay.count() } * 1'000'000;
constexpr int64_t kLongestQuiet = int64_t { Politeness::maxRetryAfter.count() } * 1'000'000;

int64_t nanoseconds(SharedPace::Instant time)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

int64_t nanoseconds(SharedPace::Duration time)
{
    return std::chrono::nanoseconds(time).count();
}

SharedPace::Instant instant(int64_t ns)
{
    return SharedPace::Instant(std::chrono::nanoseconds(ns));
}

/// FNV-1a. Two origins under one key would only wait for one another.
uint64_t keyOf(std::string_view origin)
{
    uint64_t key = 0xcbf29ce484222325;
    for (const char c : origin)
        key = (key ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return std::max<uint64_t>(key, 1);
}

bool isAlive(int32_t process)
{
    return ::kill(process, 0) == 0 || errno != ESRCH;
}

} // namespace

/// Times in nanoseconds. A slot whose times are all past says nothing and may be given to another origin.
struct alignas(64) SharedPace::Slot
{
    std::atomic<uint64_t> key; ///< 0 = never used
    std::atomic<int64_t> next; ///< earliest begin of the next request
    std::atomic<int64_t> busy; ///< a request is under way, at most until then
    std::atomic<int64_t> quiet; ///< what the origin asked for
    std::atomic<int32_t> owner; ///< process whose request is under way

    [[nodiscard]] bool isStale(int64_t now) const { return next.load() <= now && busy.load() <= now && quiet.load() <= now; }
};

struct SharedPace::Layout
{
    Slot slots[kSlots];
};

SharedPace::SharedPace(std::unique_ptr<SharedMemory> memory)
    : m_memory(std::move(memory))
{ }

domain::Result<std::unique_ptr<SharedPace>> SharedPace::create()
{
    auto memory = SharedMemory::create("leadline-pace", sizeof(Layout));
    if (!memory)
        return domain::failure(memory.error());
    return std::unique_ptr<SharedPace>(new SharedPace(std::move(*memory)));
}

domain::Result<std::unique_ptr<SharedPace>> SharedPace::attach(int descriptor)
{
    auto memory = SharedMemory::attach(descriptor, sizeof(Layout));
    if (!memory)
        return domain::failure(memory.error());
    return std::unique_ptr<SharedPace>(new SharedPace(std::move(*memory)));
}

SharedPace::Slot *SharedPace::slot(std::string_view origin, int64_t now, bool make) const
{
    Slot *slots = static_cast<Layout *>(m_memory->data())->slots;
    const uint64_t key = keyOf(origin);
    Slot *free = nullptr;
    for (size_t i = 0; i < kProbes; ++i) {
        Slot &candidate = slots[(key + i) % kSlots];
        const uint64_t held = candidate.key.load();
        if (held == key)
            return &candidate;
        if (!free && (held == 0 || candidate.isStale(now)))
            free = &candidate;
        if (held == 0)
            break; // nothing was ever put beyond it
    }
    if (!make || !free)
        return nullptr;
    uint64_t before = free->key.load();
    const bool mine = free->isStale(now) && free->key.compare_exchange_strong(before, key);
    return mine || before == key ? free : nullptr;
}

SharedPace::Instant SharedPace::begin(std::string_view origin, Instant at, Duration gap, Duration atMost)
{
    const int64_t now = nanoseconds(at);
    Slot *const mine = slot(origin, now, true);
    if (!mine)
        return at;
    int64_t next = mine->next.load();
    const int64_t quiet = std::min(mine->quiet.load(), now + kLongestQuiet);
    int64_t free = std::max(std::min(next, now + kLongestGap), quiet);
    if (mine->busy.load() > now && isAlive(mine->owner.load()))
        free = std::max(free, now + kLookAgain);
    if (free > now)
        return instant(free);
    if (!mine->next.compare_exchange_strong(next, now + std::min(nanoseconds(gap), kLongestGap)))
        return instant(now + kLookAgain); // somebody was faster
    mine->owner.store(static_cast<int32_t>(::getpid()));
    mine->busy.store(now + nanoseconds(atMost));
    return at;
}

void SharedPace::ended(std::string_view origin, Instant begun, Duration atMost)
{
    Slot *const mine = slot(origin, 0, false);
    int64_t busy = nanoseconds(begun) + nanoseconds(atMost);
    if (mine)
        mine->busy.compare_exchange_strong(busy, 0);
}

void SharedPace::quiet(std::string_view origin, Instant now, Instant until)
{
    Slot *const mine = slot(origin, nanoseconds(now), true);
    if (mine)
        mine->quiet.store(std::max(mine->quiet.load(), nanoseconds(until)));
}

SharedPace::Instant SharedPace::quietUntil(std::string_view origin, Instant at) const
{
    const int64_t now = nanoseconds(at);
    const Slot *const mine = slot(origin, now, false);
    return mine ? instant(std::min(mine->quiet.load(), now + kLongestQuiet)) : at;
}

} // namespace leadline::crawl
