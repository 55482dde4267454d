#include "command.h"

#include "exit_codes.h"

#include "services/connectivity.h"
#include "services/profile.h"
#include "services/task_service.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTimer>

#include <chrono>

namespace leadline::leadctl {

using services::BackendMode;
using services::ConnectionReason;
using services::ConnectionState;
using services::ConnectionStatus;

namespace {

constexpr std::chrono::seconds kPatience { 90 };

/// Waiting will not help.
bool isFinal(const ConnectionStatus &status)
{
    switch (status.reason) {
    case ConnectionReason::BackendMissing:
    case ConnectionReason::BackendGaveUp:
    case ConnectionReason::BackendCrashed:
    case ConnectionReason::BackendBusy:
    case ConnectionReason::SignInRequired:
    case ConnectionReason::Forbidden:
    case ConnectionReason::ServerError:
    case ConnectionReason::Unreachable:
        return true;
    case ConnectionReason::None:
    case ConnectionReason::ByOperator:
    case ConnectionReason::BackendHung:
    case ConnectionReason::NotAnswering:
        break;
    }
    return false;
}

/// The token to sign in to a team's server with, empty when there is none. Never an argument: those are for all to see.
domain::Result<QByteArray> apiToken(const QCommandLineParser &parser)
{
    const QString path = parser.value(QStringLiteral("token-file"));
    if (!parser.isSet(QStringLiteral("server"))) {
        if (path.isEmpty())
            return QByteArray(); // a local backend knows us
        return domain::failure(domain::ErrorCode::InvalidArgument, QStringLiteral("--token-file belongs to --server"));
    }
    if (path.isEmpty())
        return parser.isSet(QStringLiteral("join")) ? QByteArray() : qgetenv("LEADLINE_TOKEN").trimmed();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return domain::failure(domain::ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(path, file.errorString()));
    return file.read(1'000).trimmed();
}

} // namespace

void Command::interrupt()
{
    finish(ExitCode::Interrupted);
}

void Command::outputLost()
{
    finish(ExitCode::OutputLost);
}

void Command::finish(int exitCode)
{
    if (std::exchange(m_finished, true))
        return;
    if (exitCode == ExitCode::Success && m_console.outputLost())
        exitCode = ExitCode::OutputLost;
    m_console.progress({});
    QTimer::singleShot(0, this, [this, exitCode] { Q_EMIT finished(exitCode); });
}

void Command::refuse(const QString &why)
{
    m_console.warn(QStringLiteral("leadctl: ") + why);
    m_console.warn(QStringLiteral("Try 'leadctl %1 --help'.").arg(QCoreApplication::arguments().value(1)));
    finish(ExitCode::Usage);
}

BackendCommand::~BackendCommand() = default;

void BackendCommand::addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        { QStringLiteral("data"),
            QStringLiteral("Data directory of the local backend. Joins the backend that runs on it, or starts one."),
            QStringLiteral("DIR") },
        { QStringLiteral("server"), QStringLiteral("Use the running backend at this address."), QStringLiteral("URL") },
        { QStringLiteral("token-file"),
            QStringLiteral("API token for --server; otherwise LEADLINE_TOKEN of the environment."), QStringLiteral("FILE") },
        { QStringLiteral("join"), QStringLiteral("Join file (backend.json) of the running backend."),
            QStringLiteral("FILE") },
        { QStringLiteral("daemon"), QStringLiteral("Backend program to start instead of the leadlined beside leadctl."),
            QStringLiteral("PROGRAM") },
    });
}

bool BackendCommand::chooseBackend(const QCommandLineParser &parser, services::WorkbenchOptions &options)
{
    options.joinFile = parser.value(QStringLiteral("join"));
    options.daemonProgram = parser.value(QStringLiteral("daemon"));
    options.dataDirectory = parser.value(QStringLiteral("data"));
    if (options.dataDirectory.isEmpty())
        options.dataDirectory = services::Profile::defaultDirectory() + QStringLiteral("/backend");
    options.mode = BackendMode::Local;
    if (parser.isSet(QStringLiteral("server"))) {
        options.server = QUrl(parser.value(QStringLiteral("server")), QUrl::StrictMode);
        const QString scheme = options.server.scheme();
        if (!options.server.isValid() || options.server.host().isEmpty() || (scheme != u"http" && scheme != u"https")) {
            refuse(QStringLiteral("--server needs an address like http://127.0.0.1:8080"));
            return false;
        }
        options.server.setPath({});
    }
    const auto token = apiToken(parser);
    if (!token) {
        refuse(token.error().detail());
        return false;
    }
    options.apiToken = *token;
    if (parser.isSet(QStringLiteral("server")) || parser.isSet(QStringLiteral("join")))
        options.mode = BackendMode::Join;
    return true;
}

void BackendCommand::start(const QCommandLineParser &parser)
{
    services::WorkbenchOptions options;
    if (!prepare(parser) || !chooseBackend(parser, options))
        return;
    if (!openWorkbench(options))
        return;
    watchConnection();
    m_workbench->connectivity().goOnline();
}

bool BackendCommand::openWorkbench(const services::WorkbenchOptions &options)
{
    auto offline = options;
    offline.startOnline = false;
    auto made = services::Workbench::create(offline);
    if (made) {
        m_workbench = std::move(*made);
        return true;
    }
    console().fail(QStringLiteral("cannot start"), made.error());
    finish(ExitCode::NoBackend);
    return false;
}

void BackendCommand::watchConnection()
{
    connect(&m_workbench->connectivity(), &services::Connectivity::changed, this, [this](const ConnectionStatus &status) {
        if (m_started)
            return connectionChanged(status);
        if (status.state == ConnectionState::Starting)
            console().progress(QStringLiteral("starting the local backend …"));
        if (status.state == ConnectionState::Online) {
            m_started = true;
            console().progress({});
            run();
        } else if (status.state == ConnectionState::Offline && isFinal(status)) {
            m_started = true;
            backendGone(status.detail);
        }
    });
    QTimer::singleShot(kPatience, this, [this] {
        if (!std::exchange(m_started, true))
            backendGone(QStringLiteral("the backend did not answer in time"));
    });
}

bool BackendCommand::isLostForGood(const ConnectionStatus &status)
{
    if (status.state != ConnectionState::Offline)
        return false;
    return status.reason == ConnectionReason::BackendMissing || status.reason == ConnectionReason::BackendGaveUp
        || status.reason == ConnectionReason::SignInRequired || status.reason == ConnectionReason::Forbidden;
}

void BackendCommand::connectionChanged(const ConnectionStatus &status)
{
    if (isLostForGood(status))
        backendGone(status.detail);
}

void BackendCommand::backendGone(const QString &detail)
{
    for (const QString &line : m_workbench->connectivity().status().backendLines)
        console().note(QStringLiteral("  leadlined: ") + plain(line));
    console().fail(QStringLiteral("no backend"), domain::Error(domain::ErrorCode::Unavailable, detail));
    finish(ExitCode::NoBackend);
}

services::TaskService &BackendCommand::tasks()
{
    return m_workbench->tasks();
}

client::ApiClient &BackendCommand::api()
{
    return m_workbench->api();
}

} // namespace leadline::leadctl
