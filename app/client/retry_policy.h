#pragma once

#include "domain/clock.h"
#include "domain/error.h"

#include <chrono>
#include <deque>
#include <functional>
#include <optional>

namespace leadline::client {

using std::chrono::milliseconds;

/// A number in [0, 1). Injected so that tests can script it.
using Random = std::function<double()>;
[[nodiscard]] Random systemRandom();

/// How often, how long and how much. Only calls that may be repeated are: reads, and writes with an idempotency key. Waits
/// have full jitter. Retry-After pauses all calls to the server, between one second and fifteen minutes.
struct RetryPolicy
{
    int maxTries = 3; ///< per call, the first one included
    milliseconds baseDelay { 300 };
    milliseconds maxDelay { 8000 };
    milliseconds totalDeadline { 60'000 }; ///< per operator action, waiting included
    double budgetRatio = 0.1; ///< retries earned per first try
    double budgetSpare = 10; ///< retries one may be ahead
    int circuitFailures = 5; ///< within circuitWindow opens the circuit
    milliseconds circuitWindow { 30'000 };
    milliseconds probeAfterMin { 5'000 }; ///< half-open probe, jittered up to probeAfterMax
    milliseconds probeAfterMax { 30'000 };
};

/// What to do with a failed try.
enum class RetryVerdict {
    Final, ///< the answer stands
    Retry, ///< the server or the way to it is in trouble: try again and count a failure
    PauseRetry, ///< the server asks for a pause: nothing more is sent before it is over
};

/// The retry table: HTTP statuses.
[[nodiscard]] RetryVerdict verdictForStatus(int status);
/// The retry table: failures without an answer.
[[nodiscard]] RetryVerdict verdictForError(domain::ErrorCode code);

/// random(0, min(cap, base · 2ⁿ)), n = 0 for the first repeat.
[[nodiscard]] milliseconds fullJitter(int n, milliseconds base, milliseconds cap, const Random &random);

/// Token bucket over one server: retries may be at most a tenth of the first tries, with a spare of ten, so that a server
/// in trouble is never hit with a multiple of its load.
class RetryBudget
{
public:
    explicit RetryBudget(const RetryPolicy &policy)
        : m_ratio(policy.budgetRatio)
        , m_spare(policy.budgetSpare)
        , m_tokens(policy.budgetSpare)
    { }

    void countFirstTry();
    [[nodiscard]] bool takeRetry();

private:
    double m_ratio;
    double m_spare;
    double m_tokens;
};

/// Closed → open after 5 failures in 30 s → one half-open probe after 5–30 s → closed or open again.
class CircuitBreaker
{
public:
    CircuitBreaker(const RetryPolicy &policy, Random random)
        : m_policy(policy)
        , m_random(std::move(random))
    { }

    /// May a call go out now? In half-open state only one is let through until it reports.
    [[nodiscard]] bool allow(milliseconds now);
    void succeeded();
    void failed(milliseconds now);
    /// The probe ended without saying anything about the server (cancelled).
    void abandoned();
    [[nodiscard]] bool isOpen() const { return m_openUntil.has_value(); }
    /// How long until the next probe, 0 when one is allowed.
    [[nodiscard]] milliseconds waitFrom(milliseconds now) const;
    void reset();

private:
    void open(milliseconds now);

    RetryPolicy m_policy;
    Random m_random;
    std::deque<milliseconds> m_failures;
    std::optional<milliseconds> m_openUntil;
    bool m_probing = false;
};

} // namespace leadline::client
