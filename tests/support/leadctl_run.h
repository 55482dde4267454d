#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

/// leadctl as a script sees it: arguments in; output and exit code out.
namespace leadline::tests {

inline const QString leadctlProgram = QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadctl");
inline const QString leadlinedProgram = QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadlined");

struct Run
{
    int code = -1; ///< -1 when it was ended by a signal or had to be killed
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

/// What is different about the world of a program that is started.
struct Surroundings
{
    QHash<QString, QString> environment; ///< added
    std::function<void()> inChild; ///< between fork and exec
};

inline std::unique_ptr<QProcess> launch(
    const QString &program, const QStringList &arguments, const Surroundings &surroundings = {})
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto it = surroundings.environment.begin(); it != surroundings.environment.end(); ++it)
        environment.insert(it.key(), it.value());
    process->setProcessEnvironment(environment);
    if (surroundings.inChild)
        process->setChildProcessModifier(surroundings.inChild);
    process->start(program, arguments);
    process->waitForStarted();
    return process;
}

inline std::unique_ptr<QProcess> launchLeadctl(const QStringList &arguments, const Surroundings &surroundings = {})
{
    return launch(leadctlProgram, arguments, surroundings);
}

/// Waits for the end, at most `patienceMs`.
inline Run finish(QProcess &process, const QByteArray &input = {}, int patienceMs = 90'000)
{
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(patienceMs)) {
        process.kill();
        process.waitForFinished();
    }
    Run run;
    run.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

inline Run leadctl(const QStringList &arguments, const Surroundings &surroundings = {})
{
    return finish(*launchLeadctl(arguments, surroundings));
}

/// `script` with leadctl as $0 and the words as $1 …
inline Run shell(const QString &script, const QStringList &words = {}, const Surroundings &surroundings = {})
{
    QStringList arguments { QStringLiteral("-c"), script, leadctlProgram };
    arguments += words;
    return finish(*launch(QStringLiteral("bash"), arguments, surroundings));
}

inline std::vector<QJsonObject> jsonLines(const QByteArray &text)
{
    std::vector<QJsonObject> objects;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.isEmpty())
            objects.push_back(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

} // namespace leadline::tests
