#pragma once

#include "domain/async.h"
#include "support/patience.h"

#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>
#include <QTest>
#include <QTimer>

#include <optional>

namespace leadline::tests {

/// The outcome of a future, or a Cancelled error when it does not end in time. Runs the event loop: tests only.
template<typename R> [[nodiscard]] R outcomeOf(const QFuture<R> &future, int deadlineMs = kPatience)
{
    QObject context;
    std::optional<R> outcome;
    domain::whenDone(future, &context, [&outcome](R result) { outcome = std::move(result); });
    if (!QTest::qWaitFor([&outcome] { return outcome.has_value(); }, deadlineMs))
        return domain::failure(domain::ErrorCode::Cancelled, QStringLiteral("the future did not end in time"));
    return *outcome;
}

/// What the future ends with, without QTest's pauses between two looks; ends the test program when it does not come in time.
template<typename T> [[nodiscard]] T await(const QFuture<T> &future)
{
    if (!future.isFinished()) {
        QEventLoop loop;
        QFutureWatcher<T> watcher;
        QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(kPatience, &loop, &QEventLoop::quit);
        watcher.setFuture(future);
        loop.exec();
    }
    if (!future.isFinished() || !future.isResultReadyAt(0))
        qFatal("a future did not finish in time");
    return future.resultAt(0);
}

} // namespace leadline::tests
