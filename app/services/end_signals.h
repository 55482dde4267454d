#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <memory>

namespace leadline::services {

/// Turns SIGTERM, SIGINT and SIGHUP (the end of the desktop's session, Ctrl+C, a closed terminal) into a signal of the event
/// loop, so that a program ends in good order. A SIGHUP that is ignored (nohup) stays so. One per process, owned by main().
class EndSignals : public QObject
{
    Q_OBJECT

public:
    /// `again` is called for every signal after the first, with its number, inside the signal handler: it may only do what
    /// is safe there.
    explicit EndSignals(void (*again)(int), QObject *parent = nullptr);
    ~EndSignals() override;

Q_SIGNALS:
    /// Once, at the first signal.
    void requested();

private:
    void drain();

    std::array<int, 2> m_pipe { -1, -1 };
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace leadline::services
