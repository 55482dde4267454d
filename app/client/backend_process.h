#pragma once

#include "client/backend_file.h"
#include "client/health_watch.h"
#include "domain/clock.h"
#include "domain/result.h"

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

namespace leadline::client {

struct BackendOptions
{
    QString program; ///< leadlined
    QString dataDirectory;
    QStringList allowNetworks;
    bool demoSite = false;
    QStringList extraArguments;
    int lockedExitCode = 75; ///< EX_TEMPFAIL: another backend holds the data directory
    milliseconds startTimeout { 60'000 }; ///< until the start line; migrations of a large store take their time
    milliseconds firstRestart { 1'000 }; ///< then doubled
    milliseconds longestRestart { 30'000 };
    int crashLimit = 5; ///< within crashWindow: no more restarts
    milliseconds crashWindow { 60'000 };
    HealthOptions health; ///< lost = hung
    milliseconds stopTimeout { 10'000 }; ///< after closing the leash, then SIGTERM, then SIGKILL
};

/// The local backend as our child (protocol/handshake.h): makes the secret, hands it over through the stdin pipe, which then
/// stays open as the leash, checks the proof of the start line, drains and keeps the last output, restarts after crashes
/// with growing delay, detects hangs by health checks. Lives on the thread of main(); the child also gets SIGTERM when that
/// thread ends.
class BackendProcess : public QObject
{
    Q_OBJECT

public:
    enum class State { Stopped, Starting, Running, WaitingToRestart, GaveUp, Stopping };
    enum class Failure { ProgramMissing, Locked, BadStart, Crashed, Hung };

    BackendProcess(const domain::Clock &clock, BackendOptions options, QObject *parent = nullptr);
    /// Closes the leash and waits for the end, at most stopTimeout and a second.
    ~BackendProcess() override;

    /// leadlined beside this program, then beside it in the build tree, then in PATH. Empty when there is none.
    [[nodiscard]] static QString findProgram();

    void start();
    /// Closes the leash: the backend checkpoints and ends. stopped() follows.
    void stop();
    /// Starts now when waiting for a restart or after having given up.
    void retryNow();
    /// Somebody waits for its answer: asks for a sign of life at once.
    void checkHealth() { m_health.checkNow(); }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const std::optional<BackendEndpoint> &endpoint() const { return m_endpoint; }
    /// Last lines of its output, oldest first, at most 40 of at most 400 characters.
    [[nodiscard]] QStringList lastLines() const;
    [[nodiscard]] qint64 processId() const { return m_process ? m_process->processId() : 0; }

Q_SIGNALS:
    /// The backend answers; after a restart with another port and instance.
    void ready(const leadline::client::BackendEndpoint &endpoint);
    /// It is gone or did not come up; `restartIn` empty = no restart follows.
    void failed(leadline::client::BackendProcess::Failure failure, const QString &detail,
        std::optional<std::chrono::milliseconds> restartIn);
    void stopped();
    /// It has not answered a check for a while; `answered` or `failed` follows.
    void silent();
    void answered();

private:
    void launch();
    void readOutput();
    void acceptStartLine(const QByteArray &line);
    void keepLine(const QByteArray &line);
    void ended();
    void fail(Failure failure, const QString &detail);
    void discardProcess();

    const domain::Clock &m_clock;
    BackendOptions m_options;
    State m_state = State::Stopped;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_secret;
    QByteArray m_partialLine;
    std::deque<QString> m_lines;
    std::optional<BackendEndpoint> m_endpoint;
    std::optional<Failure> m_pendingFailure; ///< why we are killing it
    std::deque<milliseconds> m_crashes;
    int m_crashesInRow = 0;
    QTimer m_startTimer;
    QTimer m_restartTimer;
    QTimer m_stopTimer;
    HealthWatch m_health;
};

} // namespace leadline::client
