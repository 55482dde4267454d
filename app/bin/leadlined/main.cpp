#include "log_output.h"
#include "options.h"
#include "people_command.h"
#include "store_commands.h"

#include "backend/daemon.h"
#include "backend/http/redaction.h"
#include "crawl/shared_pace.h"
#include "protocol/handshake.h"
#include "sources/crawl_process.h"
#include "sources/crawl_worker.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace leadline;

// Exit codes of sysexits.h, which scripts and the window tell apart.
constexpr int kUsage = 64;
constexpr int kSoftware = 70;
constexpr int kCannotListen = 71;
constexpr int kLocked = 75;
constexpr int kBadHandshake = 76;

/// A stop that takes longer than this has gone wrong; the store survives being killed.
constexpr unsigned kLastResort = 9;
constexpr int kSecretPatienceMs = 10'000;

int g_signalPipe[2] { -1, -1 };

int complain(const domain::Error &error, int code)
{
    std::fprintf(stderr, "leadlined: %s\n", qPrintable(backend::redacted(error.detail())));
    return code;
}

/// One line from standard input, byte by byte so that nothing of the leash is taken. Empty after the patience.
QByteArray readSecretLine()
{
    QByteArray line;
    pollfd wait { STDIN_FILENO, POLLIN, 0 };
    while (line.size() < 200) {
        char c = 0;
        if (::poll(&wait, 1, kSecretPatienceMs) <= 0 || ::read(STDIN_FILENO, &c, 1) != 1)
            return {};
        if (c == '\n')
            return line;
        line.append(c);
    }
    return {};
}

/// SIGTERM and SIGINT end the daemon in order, SIGHUP makes it read its certificate again; without a `reload` it ends too.
/// Writing to a closed pipe must not.
void watchSignals(QObject *context, const std::function<void()> &stop, const std::function<void()> &reload)
{
    if (::pipe2(g_signalPipe, O_CLOEXEC) != 0)
        return;
    const auto handler = [](int number) {
        const char byte = number == SIGHUP ? 'h' : 't';
        const ssize_t ignored = ::write(g_signalPipe[1], &byte, 1);
        Q_UNUSED(ignored)
    };
    for (const int number : { SIGTERM, SIGINT, SIGHUP })
        std::signal(number, handler);
    std::signal(SIGPIPE, SIG_IGN);
    auto *notifier = new QSocketNotifier(g_signalPipe[0], QSocketNotifier::Read, context);
    QObject::connect(notifier, &QSocketNotifier::activated, context, [notifier, stop, reload] {
        char byte = 0;
        if (::read(g_signalPipe[0], &byte, 1) == 1 && byte == 'h' && reload)
            return reload();
        notifier->setEnabled(false);
        stop();
    });
}

/// The pipe our parent holds: its end is the parent's end (protocol/handshake.h).
void watchLeash(QObject *context, const std::function<void()> &stop)
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, context);
    QObject::connect(notifier, &QSocketNotifier::activated, context, [notifier, stop] {
        char ignored[512];
        if (::read(STDIN_FILENO, ignored, sizeof ignored) > 0)
            return;
        notifier->setEnabled(false);
        stop();
    });
}

/// A thousand live streams need more descriptors than a shell usually grants.
void raiseDescriptorLimit()
{
    constexpr rlim_t wanted = 4'096;
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void warnWithoutEncryption(const backend::DaemonConfig &config)
{
    const bool isLoopback
        = config.address.startsWith(QStringLiteral("127.")) || config.address == u"::1" || config.address == u"localhost";
    if (!isLoopback && !config.tls)
        qWarning("serving %s without encryption: put a TLS proxy in front before anybody signs in from elsewhere",
            qPrintable(config.address));
}

int runDaemon(QCoreApplication &application, Options options)
{
    if (options.local) {
        const auto secret = protocol::secretFromLine(readSecretLine());
        if (!secret)
            return complain(
                { domain::ErrorCode::Protocol, QStringLiteral("no secret came through standard input") }, kBadHandshake);
        options.daemon.parentSecret = *secret;
    }
    auto pace = crawl::SharedPace::create();
    if (!pace)
        return complain(pace.error(), kSoftware);
    options.daemon.makeRunner = [pace = std::shared_ptr<crawl::SharedPace>(std::move(*pace))] {
        auto process = std::make_unique<sources::CrawlProcess>(
            QCoreApplication::applicationFilePath(), QStringList { QStringLiteral("--crawl-worker") });
        process->keepPace(pace);
        return process;
    };
    backend::Daemon daemon(std::move(options.daemon));
    const auto stop = [&daemon] {
        ::alarm(kLastResort);
        daemon.stop();
    };
    int exitCode = 0;
    QObject::connect(&daemon, &backend::Daemon::adminCodeMade, &application, [](const QString &code) {
        // Not a log line: those hide secrets.
        std::fprintf(stderr, "leadlined: nobody administers this store yet. Register within a day with the code %s\n",
            qPrintable(code));
        std::fflush(stderr);
    });
    QObject::connect(&daemon, &backend::Daemon::ready, &application, [](const protocol::ReadyLine &line) {
        const QByteArray text = protocol::toLine(line);
        std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout);
        std::fflush(stdout);
    });
    QObject::connect(&daemon, &backend::Daemon::failed, &application, [&](const domain::Error &error) {
        const bool isAddress
            = error.code() == domain::ErrorCode::AlreadyExists || error.code() == domain::ErrorCode::InvalidArgument;
        exitCode = complain(error, isAddress ? kCannotListen : kSoftware);
        stop();
    });
    QObject::connect(&daemon, &backend::Daemon::stopped, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    if (const auto started = daemon.start(); !started)
        return complain(started.error(), started.error().code() == domain::ErrorCode::Locked ? kLocked : kSoftware);
    const auto reload = [&daemon] {
        if (const auto reloaded = daemon.reload(); !reloaded)
            qWarning("the certificate stays as it was: %s", qPrintable(reloaded.error().detail()));
    };
    watchSignals(&application, stop, options.local ? std::function<void()>() : reload);
    if (options.local)
        watchLeash(&application, stop);
    application.exec();
    return exitCode;
}

} // namespace

int main(int argc, char **argv)
{
    // A file beyond RLIMIT_FSIZE is a full disk to us, not a reason to die: writes fail with EFBIG instead.
    std::signal(SIGXFSZ, SIG_IGN);
    // The worker reads hostile bytes: before any library of ours is set up.
    if (argc == 2 && std::strcmp(argv[1], "--crawl-worker") == 0)
        return leadline::sources::runCrawlWorker(STDIN_FILENO, STDOUT_FILENO);
    ::umask(077);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("leadlined"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LEADLINE_VERSION));
    if (leadline::isStoreCommand(QCoreApplication::arguments())) {
        leadline::setUpLog({});
        return leadline::runStoreCommand(QCoreApplication::arguments());
    }
    if (const auto code = leadline::runPeopleCommand(QCoreApplication::arguments()))
        return *code;
    auto options = leadline::readOptions(QCoreApplication::arguments());
    if (!options)
        return complain(options.error(), kUsage);
    if (options->answer) {
        std::fputs(qPrintable(*options->answer), stdout);
        return 0;
    }
    leadline::setUpLog(options->log);
    raiseDescriptorLimit();
    warnWithoutEncryption(options->daemon);
    return runDaemon(application, std::move(*options));
}
