#pragma once

#include "domain/clock.h"

#include <atomic>

namespace leadline::tests {

/// A clock that stands still until a test moves it. Thread-safe.
class ManualClock final : public domain::Clock
{
public:
    [[nodiscard]] domain::Timestamp now() const override { return domain::fromMilliseconds(kBoot + m_ms); }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return std::chrono::milliseconds(m_ms); }
    void advance(std::chrono::milliseconds by) { m_ms += by.count(); }

private:
    static constexpr qint64 kBoot = 1'794'900'000'000;
    std::atomic<qint64> m_ms { 100'000'000 };
};

} // namespace leadline::tests
