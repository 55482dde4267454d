#include "client/backend_process.h"

#include "protocol/handshake.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QStandardPaths>

#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

namespace leadline::client {

namespace {

constexpr size_t kKeptLines = 40;
constexpr qsizetype kKeptLineLength = 400;
constexpr qsizetype kLongestStartLine = 4096;

QByteArray makeSecret()
{
    std::array<quint32, protocol::kSecretBytes / sizeof(quint32)> words {};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words));
}

/// Not short-circuiting, so that the time tells nothing about the proof.
bool sameBytes(const QByteArray &a, const QByteArray &b)
{
    if (a.size() != b.size())
        return false;
    unsigned difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= unsigned(a.at(i) ^ b.at(i));
    return difference == 0;
}

} // namespace

BackendProcess::BackendProcess(const domain::Clock &clock, BackendOptions options, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_health(m_options.health)
{
    for (QTimer *timer : { &m_startTimer, &m_restartTimer, &m_stopTimer })
        timer->setSingleShot(true);
    connect(&m_startTimer, &QTimer::timeout, this, [this] {
        m_pendingFailure = Failure::BadStart;
        m_process->kill();
    });
    connect(&m_restartTimer, &QTimer::timeout, this, &BackendProcess::launch);
    connect(&m_stopTimer, &QTimer::timeout, this, [this] {
        if (m_process)
            m_process->kill();
    });
    connect(&m_health, &HealthWatch::silent, this, &BackendProcess::silent);
    connect(&m_health, &HealthWatch::answered, this, &BackendProcess::answered);
    connect(&m_health, &HealthWatch::lost, this, [this] {
        m_pendingFailure = Failure::Hung;
        m_process->kill();
    });
}

BackendProcess::~BackendProcess()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->closeWriteChannel();
    if (!m_process->waitForFinished(int(m_options.stopTimeout.count()))) {
        m_process->kill();
        m_process->waitForFinished(1000);
    }
}

QString BackendProcess::findProgram()
{
    const QString name = QStringLiteral("leadlined");
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString &path : { here.filePath(name), here.filePath(QStringLiteral("../bin/") + name) }) {
        if (QFileInfo(path).isExecutable())
            return QFileInfo(path).canonicalFilePath();
    }
    return QStandardPaths::findExecutable(name);
}

void BackendProcess::start()
{
    if (m_state == State::Stopped || m_state == State::GaveUp) {
        m_crashes.clear();
        m_crashesInRow = 0;
        launch();
    }
}

void BackendProcess::stop()
{
    m_restartTimer.stop();
    if (!m_process) {
        m_state = State::Stopped;
        Q_EMIT stopped();
        return;
    }
    if (m_state == State::Stopping)
        return;
    m_state = State::Stopping;
    m_health.stop();
    m_process->closeWriteChannel();
    m_stopTimer.start(m_options.stopTimeout);
}

void BackendProcess::retryNow()
{
    if (m_state == State::WaitingToRestart) {
        m_restartTimer.stop();
        launch();
    } else if (m_state == State::GaveUp) {
        start();
    }
}

QStringList BackendProcess::lastLines() const
{
    return QStringList(m_lines.begin(), m_lines.end());
}

void BackendProcess::launch()
{
    discardProcess();
    m_state = State::Starting;
    m_endpoint.reset();
    m_pendingFailure.reset();
    m_partialLine.clear();
    const QString program = m_options.program.isEmpty() ? findProgram() : m_options.program;
    if (program.isEmpty()) {
        m_state = State::GaveUp;
        Q_EMIT failed(Failure::ProgramMissing, QStringLiteral("the program leadlined was not found"), std::nullopt);
        return;
    }
    QStringList arguments { QStringLiteral("--local"), QStringLiteral("--data"), m_options.dataDirectory };
    for (const QString &network : m_options.allowNetworks)
        arguments << QStringLiteral("--allow-network") << network;
    if (m_options.demoSite)
        arguments << QStringLiteral("--demo-site");
    arguments += m_options.extraArguments;

    m_process = std::make_unique<QProcess>();
    m_process->setProgram(program);
    m_process->setArguments(arguments);
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setChildProcessModifier([] {
        // Own process group: Ctrl+C in a terminal is for us alone, the backend ends by its leash.
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    });
    connect(m_process.get(), &QProcess::readyRead, this, &BackendProcess::readOutput);
    connect(m_process.get(), &QProcess::finished, this, &BackendProcess::ended);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(Failure::ProgramMissing, m_process->errorString());
    });
    m_secret = makeSecret();
    m_startTimer.start(m_options.startTimeout);
    m_process->start();
    if (m_process) // not when it failed at once
        m_process->write(protocol::secretLine(m_secret));
}

void BackendProcess::readOutput()
{
    m_partialLine += m_process->readAll();
    qsizetype from = 0;
    for (qsizetype end = m_partialLine.indexOf('\n'); end >= 0; end = m_partialLine.indexOf('\n', from)) {
        const QByteArray line = m_partialLine.mid(from, end - from);
        from = end + 1;
        if (m_state == State::Starting && line.startsWith('{') && line.contains("\"proof\""))
            acceptStartLine(line);
        else
            keepLine(line);
    }
    m_partialLine.remove(0, from);
    if (m_partialLine.size() > kLongestStartLine) {
        keepLine(m_partialLine);
        m_partialLine.clear();
    }
}

void BackendProcess::acceptStartLine(const QByteArray &line)
{
    const auto told = protocol::readyLineFromBytes(line);
    const bool proven = told
        && sameBytes(told->proof.toLatin1(),
            protocol::proofHex(m_secret, protocol::daemonProofInput(told->port, told->instance)).toLatin1());
    if (!proven) {
        m_pendingFailure = Failure::BadStart;
        m_process->kill();
        return;
    }
    BackendEndpoint endpoint;
    endpoint.pid = told->pid;
    endpoint.grant = { m_secret, told->port, told->instance };
    endpoint.url.setScheme(QStringLiteral("http"));
    endpoint.url.setHost(QStringLiteral("127.0.0.1"));
    endpoint.url.setPort(endpoint.grant.port);
    m_startTimer.stop();
    m_state = State::Running;
    m_endpoint = endpoint;
    m_health.start(endpoint.url);
    Q_EMIT ready(endpoint);
}

void BackendProcess::keepLine(const QByteArray &line)
{
    if (line.trimmed().isEmpty())
        return;
    m_lines.push_back(QString::fromUtf8(line.left(kKeptLineLength)));
    if (m_lines.size() > kKeptLines)
        m_lines.pop_front();
}

void BackendProcess::ended()
{
    readOutput();
    keepLine(std::exchange(m_partialLine, {}));
    const bool crashed = m_process->exitStatus() == QProcess::CrashExit;
    const int code = m_process->exitCode();
    const bool wasReady = m_endpoint.has_value();
    if (m_state == State::Stopping) {
        discardProcess();
        m_state = State::Stopped;
        Q_EMIT stopped();
        return;
    }
    const QString how = crashed ? QStringLiteral("the backend ended by signal %1").arg(code)
                                : QStringLiteral("the backend ended with code %1").arg(code);
    if (m_pendingFailure)
        fail(*m_pendingFailure,
            *m_pendingFailure == Failure::Hung ? QStringLiteral("the backend stopped answering")
                                               : QStringLiteral("the backend did not start properly"));
    else if (!wasReady && !crashed && code == m_options.lockedExitCode)
        fail(Failure::Locked, QStringLiteral("another backend uses %1").arg(m_options.dataDirectory));
    else
        fail(Failure::Crashed, m_lines.empty() ? how : how + QStringLiteral(": ") + m_lines.back());
}

void BackendProcess::fail(Failure failure, const QString &detail)
{
    discardProcess();
    m_endpoint.reset();
    const milliseconds now = m_clock.sinceBoot();
    m_crashes.push_back(now);
    while (now - m_crashes.front() > m_options.crashWindow)
        m_crashes.pop_front();
    if (m_crashes.size() == 1)
        m_crashesInRow = 0;
    const bool hopeless = failure == Failure::ProgramMissing || failure == Failure::Locked;
    if (hopeless || int(m_crashes.size()) >= m_options.crashLimit) {
        m_state = State::GaveUp;
        Q_EMIT failed(failure, detail, std::nullopt);
        return;
    }
    const milliseconds delay
        = std::min(m_options.longestRestart, m_options.firstRestart * (1 << std::min(m_crashesInRow++, 10)));
    m_state = State::WaitingToRestart;
    m_restartTimer.start(delay);
    Q_EMIT failed(failure, detail, delay);
}

void BackendProcess::discardProcess()
{
    for (QTimer *timer : { &m_startTimer, &m_restartTimer, &m_stopTimer })
        timer->stop();
    m_health.stop();
    if (m_process) {
        m_process->disconnect(this);
        m_process.release()->deleteLater(); // we may be inside one of its signals
    }
}

} // namespace leadline::client
