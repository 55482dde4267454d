#pragma once

#include "client/backend_process.h"
#include "client/health_watch.h"
#include "client/session.h"
#include "client/transport.h"
#include "services/connectivity.h"
#include "services/workbench.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace leadline::services {

/// Keeps one workbench connected in its mode: starts or joins the local backend, signs in, notices when it is gone, tries
/// again with full jitter, and tells Connectivity all of it. Private to Workbench; lives on its thread.
///
/// connect() → join file → [alive] sign in → online … lost → wait → connect()
///                                         online … silent → answers again → online, or lost
///           → [none, mode Local or Own] start own daemon → ready → sign in → online … crashed → supervisor → ready
class BackendLink : public QObject
{
    Q_OBJECT

public:
    BackendLink(const domain::Clock &clock, const WorkbenchOptions &options, client::Transport &transport,
        client::Session &session, Connectivity &connectivity, QObject *parent = nullptr);
    ~BackendLink() override;

    void goOnline();
    void goOffline();
    void retryNow();

private:
    void connectNow();
    void join(const client::BackendEndpoint &endpoint);
    void startOwn();
    void ownReady(const client::BackendEndpoint &endpoint);
    void ownFailed(
        client::BackendProcess::Failure failure, const QString &detail, std::optional<client::milliseconds> restartIn);
    void signIn(const client::BackendEndpoint &endpoint, bool own);
    void signInWithToken();
    void signedIn(const domain::Result<protocol::User> &user, bool own);
    void lost(ConnectionReason reason, const QString &detail);
    void checkHealth();
    void becameSilent();
    void answeredAgain();
    void report(ConnectionState state, ConnectionReason reason, const QString &detail);
    [[nodiscard]] domain::Result<client::BackendEndpoint> joinable() const;

    const domain::Clock &m_clock;
    WorkbenchOptions m_options;
    client::Transport &m_transport;
    client::Session &m_session;
    Connectivity &m_connectivity;
    std::unique_ptr<client::BackendProcess> m_process;
    QTimer m_retry;
    client::HealthWatch m_health; ///< of a backend somebody else runs; our own is watched by m_process
    quint64 m_attempt = 0;
    int m_failures = 0;
    bool m_wanted = false;
};

} // namespace leadline::services
