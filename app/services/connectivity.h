#pragma once

#include "domain/clock.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace leadline::services {

enum class ConnectionState {
    Offline, ///< not connected; everything in Review still works on the cache
    Starting, ///< the local backend is starting
    Connecting, ///< the backend is there or expected, signing in
    Online,
};

/// Why the state is what it is; what the status bar and the connection pane put in words.
enum class ConnectionReason {
    None,
    ByOperator, ///< goOffline() was called
    BackendMissing, ///< the daemon program could not be found or started
    BackendCrashed, ///< the local backend ended; a restart is planned at nextTryAt
    BackendGaveUp, ///< five crashes in a minute; only retryNow() starts it again
    BackendBusy, ///< another program holds the data directory and cannot be joined
    BackendHung, ///< health checks got no answer, the backend is being restarted
    NotAnswering, ///< it is there but silent for some seconds; it may answer again, or BackendHung or Unreachable follows
    Unreachable, ///< the server does not answer
    SignInRequired, ///< the server ended the session; cache and waiting changes stay
    Forbidden,
    ServerError,
};

struct ConnectionStatus
{
    ConnectionState state = ConnectionState::Offline;
    ConnectionReason reason = ConnectionReason::ByOperator;
    bool localBackend = true;
    bool ownBackend = false; ///< the backend runs as our child process
    QString server; ///< http://127.0.0.1:39211 or the team server, empty while unknown
    QString user; ///< who is signed in
    bool memoryOnlySession = false; ///< no keychain: the session ends with the program
    QString detail; ///< developer's sentence, English
    QStringList backendLines; ///< last lines the local backend wrote, oldest first, up to 40
    std::optional<domain::Timestamp> since; ///< when the state was entered
    std::optional<domain::Timestamp> nextTryAt; ///< when the next attempt is planned
};

/// The one place that knows whether there is a backend to talk to, and why not. Owned by Workbench, lives on the thread of
/// the window. Offline is a normal state: nothing here ever signs anyone out.
class Connectivity : public QObject
{
    Q_OBJECT

public:
    explicit Connectivity(QObject *parent = nullptr);
    ~Connectivity() override;

    [[nodiscard]] const ConnectionStatus &status() const { return m_status; }
    [[nodiscard]] bool isOnline() const { return m_status.state == ConnectionState::Online; }

    /// Connects, starting the local backend when that is the profile's mode. Does nothing when already on the way.
    void goOnline();
    /// Disconnects on the operator's wish: streams close, sync stops, an own backend is told to end.
    void goOffline();
    /// Skips the waiting time before the next attempt, also after BackendGaveUp.
    void retryNow();

    /// For the driver of the connection (Workbench) and for tests: takes the new facts and tells everyone once.
    void report(ConnectionStatus status);

Q_SIGNALS:
    void changed(const leadline::services::ConnectionStatus &status);
    /// Entered Online: anything may have changed while away.
    void wentOnline();
    void wentOffline();

    void onlineRequested();
    void offlineRequested();
    void retryRequested();

private:
    ConnectionStatus m_status;
};

} // namespace leadline::services
