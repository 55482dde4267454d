#pragma once

#include "domain/async.h"
#include "support/patience.h"

#include <QTest>

#include <optional>

namespace leadline::test {

/// The outcome of a future, or a Cancelled error when it does not end in time. Runs the event loop: tests only.
template<typename R> [[nodiscard]] R outcomeOf(const QFuture<R> &future, int deadlineMs = tests::kPatience)
{
    QObject context;
    std::optional<R> outcome;
    domain::whenDone(future, &context, [&outcome](R result) { outcome = std::move(result); });
    if (!QTest::qWaitFor([&outcome] { return outcome.has_value(); }, deadlineMs))
        return domain::failure(domain::ErrorCode::Cancelled, QStringLiteral("the future did not end in time"));
    return *outcome;
}

} // namespace leadline::test
