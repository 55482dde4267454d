#include "interrupts.h"

#include "console.h"
#include "exit_codes.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

namespace leadline::leadctl {

namespace {

constexpr std::array handled { SIGINT, SIGTERM, SIGHUP };

// A signal handler can reach nothing else.
std::atomic<int> wakeUp { -1 };
std::atomic<int> received { 0 };

void onSignal(int)
{
    if (received.fetch_add(1) > 0) {
        Console::removeProgressInSignal();
        ::_exit(ExitCode::Interrupted);
    }
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(wakeUp.load(), &byte, 1);
}

} // namespace

Interrupts::Interrupts(QObject *parent)
    : QObject(parent)
{
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    wakeUp = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Interrupts::drain);
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
    // A reader of our output that goes away or a file that may not grow is an error of the write, not the end.
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, nullptr);
    ::sigaction(SIGXFSZ, &action, nullptr);
}

Interrupts::~Interrupts()
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

void Interrupts::drain()
{
    char bytes[16];
    while (::read(m_pipe[0], bytes, sizeof(bytes)) > 0) { }
    Q_EMIT requested();
}

} // namespace leadline::leadctl
