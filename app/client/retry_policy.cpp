#include "client/retry_policy.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <cmath>

namespace leadline::client {

using domain::ErrorCode;

namespace {

struct StatusRule
{
    int status;
    RetryVerdict verdict;
};

constexpr std::array kStatusRules {
    StatusRule { 408, RetryVerdict::Retry },
    StatusRule { 425, RetryVerdict::Retry },
    StatusRule { 429, RetryVerdict::PauseRetry },
    StatusRule { 500, RetryVerdict::Retry },
    StatusRule { 502, RetryVerdict::Retry },
    StatusRule { 503, RetryVerdict::PauseRetry },
    StatusRule { 504, RetryVerdict::Retry },
};

constexpr std::array kRetriedErrors { ErrorCode::Network, ErrorCode::Timeout };

} // namespace

Random systemRandom()
{
    return [] { return QRandomGenerator::global()->generateDouble(); };
}

RetryVerdict verdictForStatus(int status)
{
    const auto rule = std::ranges::find(kStatusRules, status, &StatusRule::status);
    return rule == kStatusRules.end() ? RetryVerdict::Final : rule->verdict;
}

RetryVerdict verdictForError(ErrorCode code)
{
    return std::ranges::find(kRetriedErrors, code) == kRetriedErrors.end() ? RetryVerdict::Final : RetryVerdict::Retry;
}

milliseconds fullJitter(int n, milliseconds base, milliseconds cap, const Random &random)
{
    const double ceiling = std::min(double(cap.count()), double(base.count()) * std::exp2(std::clamp(n, 0, 30)));
    return milliseconds(qint64(random() * ceiling));
}

void RetryBudget::countFirstTry()
{
    m_tokens = std::min(m_spare, m_tokens + m_ratio);
}

bool RetryBudget::takeRetry()
{
    if (m_tokens < 1)
        return false;
    m_tokens -= 1;
    return true;
}

bool CircuitBreaker::allow(milliseconds now)
{
    if (!m_openUntil)
        return true;
    if (now < *m_openUntil || m_probing)
        return false;
    m_probing = true;
    return true;
}

void CircuitBreaker::succeeded()
{
    reset();
}

void CircuitBreaker::failed(milliseconds now)
{
    if (m_openUntil) {
        if (m_probing)
            open(now);
        return;
    }
    m_failures.push_back(now);
    while (!m_failures.empty() && now - m_failures.front() > m_policy.circuitWindow)
        m_failures.pop_front();
    if (int(m_failures.size()) >= m_policy.circuitFailures)
        open(now);
}

void CircuitBreaker::abandoned()
{
    m_probing = false;
}

milliseconds CircuitBreaker::waitFrom(milliseconds now) const
{
    if (!m_openUntil)
        return milliseconds(0);
    return std::max(milliseconds(0), *m_openUntil - now);
}

void CircuitBreaker::reset()
{
    m_failures.clear();
    m_openUntil.reset();
    m_probing = false;
}

void CircuitBreaker::open(milliseconds now)
{
    const auto spread = double((m_policy.probeAfterMax - m_policy.probeAfterMin).count());
    m_openUntil = now + m_policy.probeAfterMin + milliseconds(qint64(m_random() * spread));
    m_failures.clear();
    m_probing = false;
}

} // namespace leadline::client
