#pragma once

#include "console.h"

#include "services/workbench.h"

#include <QCommandLineParser>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace leadline::services {
struct ConnectionStatus;
class TaskService;
} // namespace leadline::services

namespace leadline::leadctl {

/// One leadctl command. main() makes it, adds its options to the parser, then starts it and runs the event loop until
/// finished(). A command reports its own errors.
class Command : public QObject
{
    Q_OBJECT

public:
    explicit Command(Console &console)
        : m_console(console)
    { }

    virtual void addOptions(QCommandLineParser &parser) = 0;
    virtual void start(const QCommandLineParser &parser) = 0;
    /// Ctrl+C. Unless a command knows better it ends at once.
    virtual void interrupt();
    /// Standard output cannot be written any more: nobody would see what comes.
    void outputLost();

Q_SIGNALS:
    void finished(int exitCode);

protected:
    [[nodiscard]] Console &console() { return m_console; }
    /// Ends the program. Success without its results on standard output is none: the code is OutputLost then.
    void finish(int exitCode);
    /// Usage error: says so and finishes with code 2.
    void refuse(const QString &why);

private:
    Console &m_console;
    bool m_finished = false;
};

/// A command that needs a backend: knows the options that choose one, connects, and calls run() once online.
class BackendCommand : public Command
{
    Q_OBJECT

public:
    using Command::Command;
    ~BackendCommand() override;

    void addOptions(QCommandLineParser &parser) override;
    void start(const QCommandLineParser &parser) override;

protected:
    /// Checks its own options; false after refuse().
    [[nodiscard]] virtual bool prepare(const QCommandLineParser &parser) = 0;
    /// Changes how the backend is chosen; false after refuse().
    [[nodiscard]] virtual bool chooseBackend(const QCommandLineParser &parser, services::WorkbenchOptions &options);
    /// Online for the first time.
    virtual void run() = 0;
    /// Later changes. The program ends when trying again is of no use.
    virtual void connectionChanged(const services::ConnectionStatus &status);

    /// Makes the workbench, still offline; false after having finished with an error.
    [[nodiscard]] bool openWorkbench(const services::WorkbenchOptions &options);
    [[nodiscard]] services::Workbench &workbench() { return *m_workbench; }
    [[nodiscard]] services::TaskService &tasks();
    [[nodiscard]] client::ApiClient &api();
    /// Destroys the workbench (an own backend ends) before finished() is told.
    void closeBackend() { m_workbench.reset(); }

    /// Trying again will not bring a connection that was there once.
    [[nodiscard]] static bool isLostForGood(const services::ConnectionStatus &status);
    /// Tells what the backend said last, and finishes.
    void backendGone(const QString &detail);

private:
    void watchConnection();

    std::unique_ptr<services::Workbench> m_workbench;
    bool m_started = false;
};

struct CommandInfo
{
    QString name;
    QString summary;
    QString positional; ///< for the usage line
    QString examples; ///< lines shown under Examples:
    std::function<std::unique_ptr<Command>(Console &)> make;
};

[[nodiscard]] CommandInfo scrapeCommand();
[[nodiscard]] CommandInfo tasksCommand();
[[nodiscard]] CommandInfo leadsCommand();
[[nodiscard]] CommandInfo exportCommand();
[[nodiscard]] CommandInfo watchCommand();
[[nodiscard]] CommandInfo agentCommand();

} // namespace leadline::leadctl
