#pragma once

#include "crawl/politeness.h"
#include "crawl/shared_memory.h"
#include "domain/result.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace leadline::crawl {

/// When each origin may be asked next, for all crawl workers of one daemon: two tasks on one site are together as polite as
/// one. A table in shared memory without locks, because a worker may be killed at any moment. It only ever delays: what a
/// worker writes there is bounded when it is read, and a table without room lets pass. Thread-safe.
class SharedPace
{
public:
    using Instant = Politeness::Instant; ///< of the monotonic clock, which all processes share
    using Duration = Politeness::Duration;

    /// For the daemon, which hands the descriptor to its workers.
    [[nodiscard]] static domain::Result<std::unique_ptr<SharedPace>> create();
    /// For a worker; closes the descriptor.
    [[nodiscard]] static domain::Result<std::unique_ptr<SharedPace>> attach(int descriptor);

    [[nodiscard]] int descriptor() const { return m_memory->descriptor(); }

    /// Begins a request: returns `now`, and until ended() or at most for `atMost` nobody else begins one, and never before
    /// `gap` is over. A later time says when to try again.
    [[nodiscard]] Instant begin(std::string_view origin, Instant now, Duration gap, Duration atMost);
    /// The request begun at that time is over.
    void ended(std::string_view origin, Instant begun, Duration atMost);
    /// The origin itself asked to be left alone until then.
    void quiet(std::string_view origin, Instant now, Instant until);
    /// When an origin that asked to be left alone may be asked again; not after `now` when it may be.
    [[nodiscard]] Instant quietUntil(std::string_view origin, Instant now) const;

private:
    struct Slot;
    struct Layout;
    explicit SharedPace(std::unique_ptr<SharedMemory> memory);
    /// The origin's slot; null when it has none (and none is free, if it may be made).
    [[nodiscard]] Slot *slot(std::string_view origin, int64_t now, bool make) const;

    std::unique_ptr<SharedMemory> m_memory;
};

} // namespace leadline::crawl
