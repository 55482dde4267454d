#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <memory>

namespace leadline::leadctl {

/// Turns SIGINT, SIGTERM and SIGHUP into a signal of the event loop, so that a command can end in good order. The second one
/// ends the program at once with code 130. Writing to a closed pipe, or beyond the file size limit, fails instead of ending
/// it. One per process.
class Interrupts : public QObject
{
    Q_OBJECT

public:
    explicit Interrupts(QObject *parent = nullptr);
    ~Interrupts() override;

Q_SIGNALS:
    void requested();

private:
    void drain();

    std::array<int, 2> m_pipe { -1, -1 };
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace leadline::leadctl
