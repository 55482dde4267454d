#pragma once

#include "domain/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include <memory>
#include <type_traits>
#include <utility>

namespace leadline::domain {

/// A future that is finished from the start.
template<typename T> [[nodiscard]] QFuture<T> ready(T value)
{
    QPromise<T> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

namespace detail {
/// A future whose producer went away has no result; for its consumers that is a cancelled operation.
template<typename R> [[nodiscard]] R takeResult(const QFuture<R> &future)
{
    if (future.isResultReadyAt(0))
        return future.resultAt(0);
    return failure(ErrorCode::Cancelled, QStringLiteral("the operation ended without a result"));
}
} // namespace detail

/// Calls `consumer(Result<T>)` once when the future ends; never when the context dies first. Called in the thread of
/// `context`, which must be the calling one, and always from the event loop, never from inside this call. This is what
/// `.then(context, …)` should be: in Qt 6.4 that one asserts when the context is gone before the future ends.
template<typename R, typename F> void whenDone(const QFuture<R> &future, QObject *context, F consumer)
{
    auto *watcher = new QFutureWatcher<R>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
        [watcher, consumer = std::move(consumer)]() mutable { consumer(detail::takeResult(watcher->future())); });
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(future);
}

/// Like whenDone() for a step that makes a new value: `step(Result<T>) -> Result<U>`. The answer is cancelled when the
/// context dies first.
template<typename R, typename F>
[[nodiscard]] auto mapDone(const QFuture<R> &future, QObject *context, F step) -> QFuture<std::invoke_result_t<F, R>>
{
    using U = std::invoke_result_t<F, R>;
    auto promise = std::make_shared<QPromise<U>>();
    promise->start();
    whenDone(future, context, [promise, step = std::move(step)](R result) mutable {
        promise->addResult(step(std::move(result)));
        promise->finish();
    });
    return promise->future();
}

/// Like mapDone() for a step that starts another operation: `step(Result<T>) -> QFuture<Result<U>>`.
template<typename R, typename F>
[[nodiscard]] auto chainDone(const QFuture<R> &future, QObject *context, F step) -> std::invoke_result_t<F, R>
{
    using Next = std::invoke_result_t<F, R>;
    using U = std::decay_t<decltype(std::declval<Next>().resultAt(0))>;
    auto promise = std::make_shared<QPromise<U>>();
    promise->start();
    whenDone(future, context, [promise, context, step = std::move(step)](R result) mutable {
        whenDone(step(std::move(result)), context, [promise](U value) {
            promise->addResult(std::move(value));
            promise->finish();
        });
    });
    return promise->future();
}

} // namespace leadline::domain
