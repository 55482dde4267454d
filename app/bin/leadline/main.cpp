#include "desktop.h"

#include "services/end_signals.h"
#include "ui/models/error_text.h"
#include "ui/shell/translations.h"
#include "ui/widgets/icon.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QMessageBox>
#include <QTextStream>

#include <csignal>
#include <unistd.h>

using namespace leadline;

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(main)
};

/// Tells why the program cannot start, in the window system and on the terminal.
int refuse(const domain::Error &error)
{
    const QString text = error.code() == domain::ErrorCode::Locked
        ? Text::tr("Leadline is already running with this profile. Use its window, or start with --profile DIR.")
        : ui::errorText(error);
    QTextStream(stderr) << "leadline: " << text << '\n';
    QMessageBox::critical(nullptr, QStringLiteral("Leadline"), text);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("leadline"));
    QApplication::setApplicationDisplayName(QStringLiteral("Leadline"));
    QApplication::setApplicationVersion(QStringLiteral(LEADLINE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("leadline"));
    QApplication::setQuitOnLastWindowClosed(false);

    ui::Translations translations;
    translations.install(QLocale());

    QCommandLineParser parser;
    parser.setApplicationDescription(Text::tr("Desktop workbench for people who collect sales leads"));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profileOption(
        QStringLiteral("profile"), Text::tr("Keep everything in DIR."), QStringLiteral("DIR"));
    const QCommandLineOption daemonOption(QStringLiteral("daemon"),
        Text::tr("Backend program to start instead of leadlined beside this one."), QStringLiteral("PROGRAM"));
    const QCommandLineOption networkOption(QStringLiteral("allow-network"),
        Text::tr("Let the local backend read sites in this private network; may be given several times."),
        QStringLiteral("CIDR"));
    const QCommandLineOption demoOption(QStringLiteral("demo"), Text::tr("Open the demo workspace."));
    const QCommandLineOption localOption(
        QStringLiteral("this-computer"), Text::tr("Open this computer's workspace without asking."));
    parser.addOptions({ profileOption, daemonOption, networkOption, demoOption, localOption });
    parser.process(app);

    auto profile = services::Profile::open(parser.value(profileOption));
    desktop::Options options;
    options.daemonProgram = parser.value(daemonOption);
    options.allowNetworks = parser.values(networkOption);
    if (parser.isSet(demoOption))
        options.workspace = ui::Workspace::Demo;
    else if (parser.isSet(localOption))
        options.workspace = ui::Workspace::ThisComputer;
    if (!profile) {
        const ui::Theme theme;
        return refuse(profile.error());
    }
    // Outlives the desktop, which takes a moment to close its store: a session that ends may send several signals. Only a
    // second Ctrl+C is a person who does not want to wait.
    const services::EndSignals ending([](int number) {
        if (number == SIGINT)
            ::_exit(128 + SIGINT);
    });
    desktop::Desktop desktop(std::move(*profile), std::move(options));
    QObject::connect(&ending, &services::EndSignals::requested, &desktop, &desktop::Desktop::end);
    desktop.show();
    return QApplication::exec();
}
