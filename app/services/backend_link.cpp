#include "services/backend_link.h"

#include "client/http_call.h"
#include "client/retry_policy.h"
#include "domain/async.h"
#include "protocol/handshake.h"

#include <csignal>
#include <utility>

namespace leadline::services {

using client::BackendEndpoint;
using client::BackendProcess;
using client::milliseconds;
using domain::ErrorCode;
using domain::Result;

namespace {

constexpr milliseconds kBackoffBase { 500 };
constexpr milliseconds kBackoffCap { 30'000 };

bool isAlive(qint64 pid)
{
    return pid > 0 && (::kill(pid_t(pid), 0) == 0 || errno == EPERM);
}

ConnectionReason reasonOf(BackendProcess::Failure failure)
{
    switch (failure) {
    case BackendProcess::Failure::ProgramMissing:
        return ConnectionReason::BackendMissing;
    case BackendProcess::Failure::Locked:
        return ConnectionReason::BackendBusy;
    case BackendProcess::Failure::Hung:
        return ConnectionReason::BackendHung;
    case BackendProcess::Failure::BadStart:
    case BackendProcess::Failure::Crashed:
        break;
    }
    return ConnectionReason::BackendCrashed;
}

ConnectionReason reasonOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unauthenticated:
    case ErrorCode::SessionCompromised:
        return ConnectionReason::SignInRequired;
    case ErrorCode::Forbidden:
        return ConnectionReason::Forbidden;
    case ErrorCode::Network:
    case ErrorCode::Timeout:
    case ErrorCode::Tls:
    case ErrorCode::NotFound:
        return ConnectionReason::Unreachable;
    default:
        return ConnectionReason::ServerError;
    }
}

client::HealthOptions healthOf(const WorkbenchOptions &options)
{
    return { options.healthInterval, options.healthTimeout, options.silentAfter };
}

} // namespace

BackendLink::BackendLink(const domain::Clock &clock, const WorkbenchOptions &options, client::Transport &transport,
    client::Session &session, Connectivity &connectivity, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_options(options)
    , m_transport(transport)
    , m_session(session)
    , m_connectivity(connectivity)
    , m_health(healthOf(options))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &BackendLink::connectNow);
    connect(&m_health, &client::HealthWatch::silent, this, &BackendLink::becameSilent);
    connect(&m_health, &client::HealthWatch::answered, this, &BackendLink::answeredAgain);
    connect(&m_health, &client::HealthWatch::lost, this,
        [this](const domain::Error &error) { lost(ConnectionReason::Unreachable, error.detail()); });
    connect(&m_transport, &client::Transport::unreachable, this, &BackendLink::checkHealth);
    connect(&m_transport, &client::Transport::slow, this, &BackendLink::checkHealth);
    connect(&m_session, &client::Session::ended, this,
        [this](const domain::Error &error) { lost(ConnectionReason::SignInRequired, error.detail()); });
    connect(&m_connectivity, &Connectivity::onlineRequested, this, &BackendLink::goOnline);
    connect(&m_connectivity, &Connectivity::offlineRequested, this, &BackendLink::goOffline);
    connect(&m_connectivity, &Connectivity::retryRequested, this, &BackendLink::retryNow);
}

BackendLink::~BackendLink() = default;

void BackendLink::goOnline()
{
    if (std::exchange(m_wanted, true))
        return;
    m_failures = 0;
    connectNow();
}

void BackendLink::goOffline()
{
    m_wanted = false;
    ++m_attempt;
    m_retry.stop();
    m_health.stop();
    m_session.signOut();
    m_transport.setServer({});
    if (m_process)
        m_process->stop();
    report(ConnectionState::Offline, ConnectionReason::ByOperator, {});
}

void BackendLink::retryNow()
{
    m_wanted = true;
    m_failures = 0;
    if (m_connectivity.status().reason == ConnectionReason::NotAnswering)
        return checkHealth();
    if (m_process && m_process->state() != BackendProcess::State::Stopped) {
        m_process->retryNow();
        if (m_process->state() == BackendProcess::State::Starting)
            report(ConnectionState::Starting, ConnectionReason::None, {});
    } else if (m_connectivity.status().state == ConnectionState::Offline) {
        m_retry.stop();
        connectNow();
    }
}

/// The endpoint of a backend that already runs, when our mode allows to use one.
Result<BackendEndpoint> BackendLink::joinable() const
{
    const QString path = m_options.joinFile.isEmpty()
        ? m_options.dataDirectory + u'/' + QString::fromLatin1(protocol::kJoinFileName)
        : m_options.joinFile;
    auto endpoint = client::readBackendFile(path);
    if (endpoint && !m_options.server.isEmpty())
        endpoint->url = m_options.server; // perhaps on another machine: its process cannot be asked for
    else if (endpoint && !isAlive(endpoint->pid))
        return domain::failure(ErrorCode::NotFound, QStringLiteral("the backend of %1 is gone").arg(path));
    return endpoint;
}

void BackendLink::connectNow()
{
    if (!m_wanted)
        return;
    if (m_options.mode == BackendMode::Own)
        return startOwn();
    if (!m_options.apiToken.isEmpty())
        return signInWithToken();
    const auto endpoint = joinable();
    if (endpoint)
        return join(*endpoint);
    if (m_options.mode == BackendMode::Local)
        return startOwn();
    lost(reasonOf(endpoint.error().code()), endpoint.error().detail());
}

void BackendLink::join(const BackendEndpoint &endpoint)
{
    report(ConnectionState::Connecting, ConnectionReason::None, {});
    signIn(endpoint, false);
}

void BackendLink::startOwn()
{
    report(ConnectionState::Starting, ConnectionReason::None, {});
    if (!m_process) {
        client::BackendOptions options;
        options.program = m_options.daemonProgram;
        options.dataDirectory = m_options.dataDirectory;
        options.allowNetworks = m_options.allowNetworks;
        options.demoSite = m_options.demoSite;
        options.health = healthOf(m_options);
        m_process = std::make_unique<BackendProcess>(m_clock, std::move(options));
        connect(m_process.get(), &BackendProcess::ready, this, &BackendLink::ownReady);
        connect(m_process.get(), &BackendProcess::failed, this, &BackendLink::ownFailed);
        connect(m_process.get(), &BackendProcess::silent, this, &BackendLink::becameSilent);
        connect(m_process.get(), &BackendProcess::answered, this, &BackendLink::answeredAgain);
        connect(m_process.get(), &BackendProcess::stopped, this, [this] {
            if (m_wanted) // wanted again while it was still ending
                connectNow();
        });
    }
    m_process->start();
}

void BackendLink::ownReady(const BackendEndpoint &endpoint)
{
    if (m_wanted)
        signIn(endpoint, true);
}

void BackendLink::ownFailed(BackendProcess::Failure failure, const QString &detail, std::optional<milliseconds> restartIn)
{
    ++m_attempt;
    m_transport.setServer({});
    if (failure == BackendProcess::Failure::Locked && m_options.mode == BackendMode::Local && m_wanted)
        return lost(ConnectionReason::BackendBusy, detail); // somebody just starts one: join it next time
    ConnectionStatus status = m_connectivity.status();
    const bool gaveUp = !restartIn && reasonOf(failure) == ConnectionReason::BackendCrashed;
    status.state = ConnectionState::Offline;
    status.reason = gaveUp ? ConnectionReason::BackendGaveUp : reasonOf(failure);
    status.detail = detail;
    status.backendLines = m_process->lastLines();
    status.since.reset();
    status.nextTryAt = restartIn ? std::optional(m_clock.now() + *restartIn) : std::nullopt;
    m_connectivity.report(std::move(status));
}

void BackendLink::signIn(const BackendEndpoint &endpoint, bool own)
{
    const quint64 attempt = ++m_attempt;
    m_transport.setServer(endpoint.url);
    domain::whenDone(m_session.signInLocal(endpoint.grant), this, [this, attempt, own](const Result<protocol::User> &user) {
        if (attempt == m_attempt)
            signedIn(user, own);
    });
}

void BackendLink::signInWithToken()
{
    report(ConnectionState::Connecting, ConnectionReason::None, {});
    const quint64 attempt = ++m_attempt;
    m_transport.setServer(m_options.server);
    domain::whenDone(m_session.useApiToken(m_options.apiToken), this, [this, attempt](const Result<protocol::User> &user) {
        if (attempt == m_attempt)
            signedIn(user, false);
    });
}

void BackendLink::signedIn(const Result<protocol::User> &user, bool own)
{
    if (!user) {
        const auto &error = user.error();
        return lost(reasonOf(error.code()), error.detail());
    }
    m_failures = 0;
    if (!own)
        m_health.start(m_transport.server());
    ConnectionStatus status;
    status.state = ConnectionState::Online;
    status.reason = ConnectionReason::None;
    status.ownBackend = own;
    status.server = m_transport.server().toString();
    status.user = user->name;
    status.memoryOnlySession = false;
    m_connectivity.report(std::move(status));
}

void BackendLink::lost(ConnectionReason reason, const QString &detail)
{
    ++m_attempt;
    m_health.stop();
    m_transport.setServer({});
    report(ConnectionState::Offline, reason, detail);
    if (!m_wanted)
        return;
    const milliseconds delay = client::fullJitter(m_failures++, kBackoffBase, kBackoffCap, m_transport.random());
    m_retry.start(delay);
    ConnectionStatus status = m_connectivity.status();
    status.nextTryAt = m_clock.now() + delay;
    m_connectivity.report(std::move(status));
}

/// A call is slow or had no answer: asks at once whether the backend is alive.
void BackendLink::checkHealth()
{
    if (m_connectivity.status().ownBackend && m_process)
        m_process->checkHealth();
    else
        m_health.checkNow();
}

void BackendLink::becameSilent()
{
    if (m_connectivity.isOnline())
        report(ConnectionState::Offline, ConnectionReason::NotAnswering, QStringLiteral("the backend does not answer"));
}

void BackendLink::answeredAgain()
{
    if (m_wanted && m_connectivity.status().reason == ConnectionReason::NotAnswering)
        report(ConnectionState::Online, ConnectionReason::None, {});
}

void BackendLink::report(ConnectionState state, ConnectionReason reason, const QString &detail)
{
    ConnectionStatus status = m_connectivity.status();
    if (status.state != state)
        status.since.reset();
    status.state = state;
    status.reason = reason;
    status.detail = detail;
    status.nextTryAt.reset();
    if (m_process)
        status.backendLines = m_process->lastLines();
    m_connectivity.report(std::move(status));
}

} // namespace leadline::services
