#include "desktop.h"

#include "services/end_signals.h"
#include "ui/models/error_text.h"
#include "ui/shell/translations.h"
#include "ui/widgets/icon.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QMessageBox>
#include <QTextStream>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace leadline;

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(main)
};

struct HeldMessage
{
    QtMsgType type = QtWarningMsg;
    const char *category = nullptr; ///< of a logging category, which outlives everything
    QString text;
};

/// What Qt says before the program has a window system, in the order it was said.
std::vector<HeldMessage> &heldMessages()
{
    static std::vector<HeldMessage> held;
    return held;
}

/// Qt ends a program without a display by an abort, after several lines about its own parts. In English: translations come
/// with the application, and there is none.
void holdMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type != QtFatalMsg) {
        heldMessages().push_back({ type, context.category, text });
        return;
    }
    std::fputs("leadline: there is no display to open a window on. Start it in a desktop session; leadctl works without.\n",
        stderr);
    std::fflush(stderr);
    ::_exit(1);
}

/// The program with its window system.
class Application
{
public:
    Application(int &argc, char **argv)
        : m_usual(qInstallMessageHandler(holdMessage))
        , m_app(argc, argv)
    {
        qInstallMessageHandler(m_usual);
        for (const HeldMessage &message : std::exchange(heldMessages(), {}))
            qt_message_output(message.type, QMessageLogContext(nullptr, 0, nullptr, message.category), message.text);
    }

    [[nodiscard]] QApplication &operator*() { return m_app; }

private:
    QtMessageHandler m_usual;
    QApplication m_app;
};

/// Help and version are for a terminal, which may have no display.
bool wantsWordsOnly(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + argc, [](const char *argument) {
        const QByteArrayView word(argument);
        return word == "-h" || word == "--help" || word == "--help-all" || word == "-v" || word == "--version";
    });
}

/// Tells why the program cannot start, in the window system and on the terminal.
int refuse(const domain::Error &error, const QString &folder)
{
    QString text = ui::errorText(error);
    if (error.code() == domain::ErrorCode::Locked)
        text = Text::tr("Leadline is already running with this profile. Use its window, or start with --profile DIR.");
    else if (error.code() == domain::ErrorCode::Io)
        text = Text::tr("The folder %1 cannot be made or written. Choose another one with --profile DIR.").arg(folder);
    QTextStream(stderr) << "leadline: " << text << '\n';
    QMessageBox::critical(nullptr, QStringLiteral("Leadline"), text);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (wantsWordsOnly(argc, argv))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    Application application(argc, argv);
    QApplication &app = *application;
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

    const QString folder = parser.value(profileOption);
    auto profile = services::Profile::open(folder);
    desktop::Options options;
    options.daemonProgram = parser.value(daemonOption);
    options.allowNetworks = parser.values(networkOption);
    if (parser.isSet(demoOption))
        options.workspace = ui::Workspace::Demo;
    else if (parser.isSet(localOption))
        options.workspace = ui::Workspace::ThisComputer;
    if (!profile) {
        const ui::Theme theme;
        return refuse(profile.error(), folder.isEmpty() ? services::Profile::defaultDirectory() : folder);
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
