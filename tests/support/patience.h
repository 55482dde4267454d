#pragma once

// Included before every test source by leadline_test(). Qt gives QTRY_ five seconds; a machine that builds, or a sanitizer,
// needs more now and then. Only a test that fails waits this long.

#include <QTest>

#include <chrono>
#include <ctime>

namespace leadline::tests {

/// How long a test waits for what must happen, in milliseconds.
inline constexpr int kPatience = 30'000;

/// What a bound of computing time is multiplied with.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int kSlowness = 10;
#else
inline constexpr int kSlowness = 1;
#endif

/// Time this thread has computed: what a loop costs, however busy the machine is.
[[nodiscard]] inline std::chrono::microseconds cpuTime()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

} // namespace leadline::tests

#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT((expr), leadline::tests::kPatience)
#define QTRY_VERIFY2(expr, message) QTRY_VERIFY2_WITH_TIMEOUT((expr), message, leadline::tests::kPatience)
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT((expr), expected, leadline::tests::kPatience)
