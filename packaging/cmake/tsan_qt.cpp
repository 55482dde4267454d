// Qt's libraries are not instrumented, so the thread sanitizer does not see how Qt hands work from one thread to another: it
// would call every queued call, pooled function and future a race. The doors our code goes through are named here again,
// tell the sanitizer of the hand-over, and go on to Qt's own. Nothing is suppressed: what two threads do without a hand-over
// is still a race. Compiled into executables of a build for ThreadSanitizer by options.cmake; written against Qt 6.4.

#if defined(__SANITIZE_THREAD__)

#include <QFutureInterface>
#include <QMetaObject>
#include <QRunnable>
#include <QThreadPool>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <functional>
#include <utility>

// Called by Qt before the hand-over is announced, so it must not be looked at itself.
#define LEADLINE_UNSEEN __attribute__((no_sanitize_thread, noinline))

namespace {

template<typename Function> Function qtOwn(const char *symbol)
{
    void *const found = dlsym(RTLD_NEXT, symbol);
    if (!found)
        qFatal("this Qt has no %s", symbol);
    return reinterpret_cast<Function>(found);
}

/// A slot of another thread: what the caller wrote before is there when it runs, and its end comes after.
class HandedSlot final : public QtPrivate::QSlotObjectBase
{
public:
    explicit HandedSlot(QtPrivate::QSlotObjectBase *inner)
        : QSlotObjectBase(&run)
        , m_inner(inner)
    { }

private:
    LEADLINE_UNSEEN static void run(int which, QSlotObjectBase *base, QObject *receiver, void **arguments, bool *)
    {
        auto *const self = static_cast<HandedSlot *>(base);
        __tsan_acquire(self);
        if (which == Call) {
            self->m_inner->call(receiver, arguments);
            __tsan_release(self);
        } else if (which == Destroy) {
            self->m_inner->destroyIfLastRef();
            delete self;
        }
    }

    QSlotObjectBase *m_inner;
};

class HandedRunnable final : public QRunnable
{
public:
    explicit HandedRunnable(std::function<void()> work)
        : m_work(std::move(work))
    { }
    LEADLINE_UNSEEN void run() override
    {
        __tsan_acquire(this);
        m_work();
        m_work = nullptr; // its captures go in this thread; Qt deletes the rest unseen
    }

private:
    std::function<void()> m_work;
};

/// A continuation runs in whichever thread finishes the future.
struct HandedContinuation
{
    std::function<void(const QFutureInterfaceBase &)> next;
    char *door;
    LEADLINE_UNSEEN void operator()(const QFutureInterfaceBase &parent) const
    {
        __tsan_acquire(door);
        next(parent);
    }
};

using Continuation = std::function<void(const QFutureInterfaceBase &)>;

Continuation handed(Continuation next)
{
    auto *const door = new char; // as long as the program: a continuation has no end that could be seen
    Continuation made = HandedContinuation { std::move(next), door };
    __tsan_release(door);
    return made;
}

} // namespace

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
{
    static const auto own = qtOwn<decltype(&invokeMethodImpl)>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    auto *const wrapped = new HandedSlot(slot);
    __tsan_release(wrapped);
    return own(object, wrapped, type, result);
}

void QThreadPool::start(std::function<void()> work, int priority)
{
    auto *const wrapped = new HandedRunnable(std::move(work));
    __tsan_release(wrapped);
    start(wrapped, priority);
}

// The last owner of a future destroys its value, after all others are done with it.
bool QFutureInterfaceBase::derefT() const noexcept
{
    static const auto own = qtOwn<bool (*)(const QFutureInterfaceBase *)>("_ZNK20QFutureInterfaceBase6derefTEv");
    QFutureInterfaceBasePrivate *const shared = d;
    __tsan_release(shared);
    const bool isShared = own(this);
    if (!isShared)
        __tsan_acquire(shared);
    return isShared;
}

void QFutureInterfaceBase::reportFinished()
{
    static const auto own = qtOwn<void (*)(QFutureInterfaceBase *)>("_ZN20QFutureInterfaceBase14reportFinishedEv");
    __tsan_release(d);
    own(this);
}

bool QFutureInterfaceBase::queryState(State state) const
{
    static const auto own
        = qtOwn<bool (*)(const QFutureInterfaceBase *, State)>("_ZNK20QFutureInterfaceBase10queryStateENS_5StateE");
    const bool is = own(this, state);
    if (is && state == Finished)
        __tsan_acquire(d);
    return is;
}

void QFutureInterfaceBase::waitForFinished()
{
    static const auto own = qtOwn<void (*)(QFutureInterfaceBase *)>("_ZN20QFutureInterfaceBase15waitForFinishedEv");
    own(this);
    __tsan_acquire(d);
}

void QFutureInterfaceBase::setContinuation(Continuation next)
{
    static const auto own = qtOwn<void (*)(QFutureInterfaceBase *, Continuation)>(
        "_ZN20QFutureInterfaceBase15setContinuationESt8functionIFvRKS_EE");
    own(this, handed(std::move(next)));
}

void QFutureInterfaceBase::setContinuation(Continuation next, QFutureInterfaceBasePrivate *data)
{
    static const auto own = qtOwn<void (*)(QFutureInterfaceBase *, Continuation, QFutureInterfaceBasePrivate *)>(
        "_ZN20QFutureInterfaceBase15setContinuationESt8functionIFvRKS_EEP27QFutureInterfaceBasePrivate");
    own(this, handed(std::move(next)), data);
}

#endif
