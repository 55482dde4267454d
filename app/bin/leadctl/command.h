#pragma once

#include "console.h"

#include "services/workbench.h"

#include <QCommandLineParser>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace leadline::services {
class TaskService;
}

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

Q_SIGNALS:
    void finished(int exitCode);

protected:
    [[nodiscard]] Console &console() { return m_console; }
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

    /// Makes the workbench, still offline; false after having finished with an error.
    [[nodiscard]] bool openWorkbench(const services::WorkbenchOptions &options);
    [[nodiscard]] services::Workbench &workbench() { return *m_workbench; }
    [[nodiscard]] services::TaskService &tasks();
    [[nodiscard]] client::ApiClient &api();
    /// Destroys the workbench (an own backend ends) before finished() is told.
    void closeBackend() { m_workbench.reset(); }

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
