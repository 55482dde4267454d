#include "services/end_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

namespace leadline::services {

namespace {

constexpr std::array handled { SIGINT, SIGTERM, SIGHUP };

// A signal handler can reach nothing else.
std::atomic<int> wakeUp { -1 };
std::atomic<bool> received { false };
std::atomic<void (*)(int)> calledAgain { nullptr };

void onSignal(int number)
{
    if (received.exchange(true)) {
        calledAgain.load()(number);
        return;
    }
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(wakeUp.load(), &byte, 1);
}

} // namespace

EndSignals::EndSignals(void (*again)(int), QObject *parent)
    : QObject(parent)
{
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    calledAgain = again;
    wakeUp = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &EndSignals::drain);
    struct sigaction action
    { };
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int signal : handled) {
        struct sigaction before
        { };
        // Under nohup the end of the terminal is not ours.
        if (signal == SIGHUP && ::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN)
            continue;
        ::sigaction(signal, &action, nullptr);
    }
}

EndSignals::~EndSignals()
{
    for (const int signal : handled)
        ::signal(signal, SIG_DFL);
    wakeUp = -1;
    m_notifier.reset();
    for (const int end : m_pipe) {
        if (end >= 0)
            ::close(end);
    }
}

void EndSignals::drain()
{
    char bytes[16];
    while (::read(m_pipe[0], bytes, sizeof(bytes)) > 0) { }
    Q_EMIT requested();
}

} // namespace leadline::services
