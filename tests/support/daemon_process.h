#pragma once

#include "support/patience.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QTest>

namespace leadline::tests {

/// The real leadlined of this build, on port 0, with its data in a given folder. Killed by its own process id.
class DaemonProcess
{
public:
    [[nodiscard]] static QString program() { return QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadlined"); }

    explicit DaemonProcess(QString dataDirectory, QStringList extra = {})
        : m_data(std::move(dataDirectory))
        , m_extra(std::move(extra))
    { }
    ~DaemonProcess() { kill(); }

    /// True once the daemon has said that it listens.
    [[nodiscard]] bool start()
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.start(program(),
            QStringList { QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), m_data }
                + m_extra);
        const bool ready = QTest::qWaitFor([&] { return m_process.canReadLine() || !isRunning(); }, kPatience);
        m_ready = QJsonDocument::fromJson(m_process.readLine()).object();
        return ready && m_ready.value(QStringLiteral("port")).toInt() > 0;
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    void kill()
    {
        if (!isRunning())
            return;
        m_process.kill();
        m_process.waitForFinished(kPatience);
    }
    /// SIGTERM; true when it ended by itself with code 0 in time.
    [[nodiscard]] bool terminate(int milliseconds = kPatience)
    {
        m_process.terminate();
        return m_process.waitForFinished(milliseconds) && m_process.exitStatus() == QProcess::NormalExit
            && m_process.exitCode() == 0;
    }
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] quint16 port() const { return static_cast<quint16>(m_ready.value(QStringLiteral("port")).toInt()); }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] QString dataDirectory() const { return m_data; }
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

private:
    QString m_data;
    QStringList m_extra;
    QProcess m_process;
    QJsonObject m_ready;
};

} // namespace leadline::tests
