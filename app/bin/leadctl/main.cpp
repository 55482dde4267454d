#include "command.h"
#include "exit_codes.h"

#include "services/end_signals.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>

using namespace leadline;
using namespace leadline::leadctl;

namespace {

std::vector<CommandInfo> allCommands()
{
    return { scrapeCommand(), tasksCommand(), leadsCommand(), exportCommand(), watchCommand(), agentCommand() };
}

QString overview(const std::vector<CommandInfo> &commands)
{
    QString text
        = QStringLiteral("Usage: leadctl COMMAND [options]\n\nLeadline on the command line: scrape web sites, watch "
                         "tasks, review and export leads.\n\nCommands:\n");
    for (const CommandInfo &command : commands)
        text += QStringLiteral("  %1 %2\n").arg(command.name.leftJustified(8), command.summary);
    return text
        + QStringLiteral("\nEvery command knows --json (one JSON object per line on standard output), --quiet and --help.\n"
                         "\nExit codes:\n"
                         "  0    success\n"
                         "  1    the operation failed\n"
                         "  2    the command line cannot be understood\n"
                         "  3    no backend could be started or reached\n"
                         "  4    scrape: not a single page could be read\n"
                         "  5    the results could not be written (full disk, closed pipe)\n"
                         "  130  ended by Ctrl+C; what was found was kept\n"
                         "\nExamples:\n"
                         "  leadctl scrape --demo\n"
                         "  leadctl scrape https://example.com --output leads.csv\n"
                         "  leadctl leads 'has:email score>60' --limit 20\n");
}

QString helpFor(const QCommandLineParser &parser, const CommandInfo &command)
{
    QString text = parser.helpText();
    // The parser does not know that the first word is the command.
    const qsizetype lineEnd = text.indexOf(u'\n');
    text.replace(0, lineEnd, QStringLiteral("Usage: leadctl %1 [options] %2").arg(command.name, command.positional));
    return text + QStringLiteral("\nExamples:\n") + command.examples;
}

/// A reader of our output that goes away or a file that may not grow is an error of the write, not the end.
void failWhenOutputIsGone()
{
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
}

int runCommand(QCoreApplication &app, const CommandInfo &info)
{
    Console console;
    QCommandLineParser parser;
    parser.setApplicationDescription(info.summary);
    parser.addOptions({
        { { QStringLiteral("h"), QStringLiteral("help") }, QStringLiteral("Show this help.") },
        { QStringLiteral("json"), QStringLiteral("Write JSON, one object per line.") },
        { { QStringLiteral("q"), QStringLiteral("quiet") }, QStringLiteral("Only results and errors.") },
    });
    const std::unique_ptr<Command> command = info.make(console);
    command->addOptions(parser);
    if (!parser.parse(app.arguments())) {
        console.warn(QStringLiteral("leadctl: %1\nTry 'leadctl %2 --help'.").arg(parser.errorText(), info.name));
        return ExitCode::Usage;
    }
    if (parser.isSet(QStringLiteral("help"))) {
        console.printRaw(helpFor(parser, info).toUtf8());
        return console.outputLost() ? ExitCode::OutputLost : ExitCode::Success;
    }
    console.setJson(parser.isSet(QStringLiteral("json")));
    console.setQuiet(parser.isSet(QStringLiteral("quiet")));
    failWhenOutputIsGone();
    const services::EndSignals ending([](int) {
        Console::removeProgressInSignal();
        ::_exit(ExitCode::Interrupted);
    });
    QObject::connect(&ending, &services::EndSignals::requested, command.get(), &Command::interrupt);
    // Queued: the command may be in the middle of a list.
    console.onOutputLost(
        [context = command.get()] { QMetaObject::invokeMethod(context, &Command::outputLost, Qt::QueuedConnection); });
    QObject::connect(command.get(), &Command::finished, &app, [](int code) { QCoreApplication::exit(code); });
    command->start(parser);
    return QCoreApplication::exec();
}

/// With `>&-` the next file that is opened would become standard output, and results would be written into it.
void occupyStandardDescriptors()
{
    for (const int descriptor : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO }) {
        if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
            (void)::open("/dev/null", descriptor == STDOUT_FILENO ? O_RDONLY : O_RDWR); // writing to it fails, as it should
    }
}

} // namespace

int main(int argc, char *argv[])
{
    occupyStandardDescriptors();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("leadctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LEADLINE_VERSION));

    const auto commands = allCommands();
    const QString word = app.arguments().value(1);
    Console console;
    if (word == u"--version" || word == u"version") {
        console.print(QStringLiteral("leadctl ") + QCoreApplication::applicationVersion());
        return console.outputLost() ? ExitCode::OutputLost : ExitCode::Success;
    }
    if (word.isEmpty() || word == u"--help" || word == u"-h" || word == u"help") {
        console.printRaw(overview(commands).toUtf8());
        if (word.isEmpty())
            return ExitCode::Usage;
        return console.outputLost() ? ExitCode::OutputLost : ExitCode::Success;
    }
    for (const CommandInfo &command : commands) {
        if (command.name == word)
            return runCommand(app, command);
    }
    console.warn(QStringLiteral("leadctl: there is no command \"%1\"\nTry 'leadctl --help'.").arg(word));
    return ExitCode::Usage;
}
