#include "options.h"

#include "settings.h"

#include <QCommandLineParser>

#include <tuple>

namespace leadline {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

domain::Unexpected wrong(const QString &detail)
{
    return failure(ErrorCode::InvalidArgument, detail);
}

domain::Unexpected wrong(const Said &said, const QString &wanted)
{
    return wrong(QStringLiteral("%1: wants %2, not \"%3\"").arg(said.origin, wanted, said.value));
}

/// `127.0.0.1:8080`, `[::1]:8080`, `:8080` (every address).
std::optional<std::pair<QString, quint16>> readAddress(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool isNumber = false;
    const uint port = text.mid(colon + 1).toUInt(&isNumber);
    QString host = text.left(std::max<qsizetype>(colon, 0));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (colon < 0 || !isNumber || port > 65'535)
        return std::nullopt;
    if (host.isEmpty())
        host = QStringLiteral("0.0.0.0");
    return std::pair { host, static_cast<quint16>(port) };
}

/// `*.example=127.0.0.1:8081`
Result<crawl::HostMapping> readMapping(const Said &said)
{
    const qsizetype equals = said.value.indexOf(u'=');
    const auto target = readAddress(said.value.mid(equals + 1));
    if (equals < 1 || !target || target->second == 0)
        return wrong(said, QStringLiteral("NAME=ADDRESS:PORT"));
    return crawl::HostMapping { said.value.left(equals).toLower().toStdString(), target->first.toStdString(),
        target->second };
}

Result<void> readStore(const Settings &settings, backend::DaemonConfig &daemon)
{
    const auto data = settings.text("data");
    if (!data)
        return wrong(QStringLiteral("--data says where the store is kept; see --help"));
    daemon.dataDirectory = data->value;
    if (const auto database = settings.text("database")) {
        auto address = storage::StoreAddress::parse(database->value);
        if (!address)
            return wrong(QStringLiteral("%1: %2").arg(database->origin, address.error().detail()));
        daemon.database = std::move(*address);
    }
    return {};
}

/// A number from 1 on; stays as it is when nobody says one.
Result<void> readNumber(const Settings &settings, const char *name, int most, int &number)
{
    const auto said = settings.text(name);
    if (!said)
        return {};
    number = said->value.toInt();
    if (number < 1 || number > most)
        return wrong(*said, QStringLiteral("a number between 1 and %1").arg(most));
    return {};
}

Result<void> readCrawl(const Settings &settings, backend::DaemonConfig &daemon)
{
    for (const Said &said : settings.list("allow-network")) {
        if (!crawl::IpNetwork::fromText(said.value.toStdString()))
            return wrong(said, QStringLiteral("an address or network"));
        daemon.addresses.allowedNetworks.push_back(said.value.toStdString());
    }
    for (const Said &said : settings.list("map-host")) {
        auto mapping = readMapping(said);
        LEADLINE_TRY(mapping);
        daemon.addresses.hostMap.push_back(std::move(*mapping));
    }
    if (const auto agent = settings.text("user-agent"))
        daemon.userAgent = agent->value;
    LEADLINE_TRY(readNumber(settings, "concurrent-tasks", 64, daemon.concurrentTasks));
    LEADLINE_TRY(readNumber(settings, "batch-size", 1'000, daemon.leadsPerBatch));
    daemon.demoSite = settings.isOn("demo-site");
    return {};
}

Result<void> readServing(const Settings &settings, bool local, backend::DaemonConfig &daemon)
{
    const auto listen = settings.text("listen");
    if (local == listen.has_value())
        return wrong(QStringLiteral("either --local or --listen HOST:PORT is needed; see --help"));
    if (listen) {
        auto address = readAddress(listen->value);
        if (!address)
            return wrong(*listen, QStringLiteral("HOST:PORT, for example 127.0.0.1:8750"));
        std::tie(daemon.address, daemon.port) = std::move(*address);
    }
    const auto certificate = settings.text("tls-certificate");
    const auto key = settings.text("tls-key");
    if (certificate.has_value() != key.has_value())
        return wrong(QStringLiteral("%1: tls-certificate and tls-key belong together")
                         .arg(certificate ? certificate->origin : key->origin));
    if (certificate)
        daemon.tls = backend::TlsFiles { certificate->value, key->value };
    for (const Said &said : settings.list("trusted-proxy")) {
        const auto network = crawl::IpNetwork::fromText(said.value.toStdString());
        if (!network)
            return wrong(said, QStringLiteral("an address or network"));
        daemon.proxies.push_back(*network);
    }
    if (local && (daemon.tls || !daemon.proxies.empty()))
        return wrong(QStringLiteral("TLS and proxies belong to --listen"));
    for (const Said &said : settings.list("allow-origin"))
        daemon.allowedOrigins.append(said.value);
    daemon.tokenInQuery = settings.isOn("token-in-query");
    return {};
}

Result<void> readLog(const Settings &settings, bool local, bool verbose, LogOptions &log)
{
    log.level = verbose || !local ? LogLevel::Info : LogLevel::Warning;
    if (const auto format = settings.text("log-format")) {
        if (format->value != u"text" && format->value != u"json")
            return wrong(*format, QStringLiteral("text or json"));
        log.isJson = format->value == u"json";
    }
    // The strongest source comes first and is to have the last word.
    const std::vector<Said> levels = settings.list("log-level");
    for (auto said = levels.rbegin(); said != levels.rend(); ++said) {
        const qsizetype equals = said->value.indexOf(u'=');
        const auto level = logLevelFromText(said->value.mid(equals + 1));
        const QString category = said->value.left(std::max<qsizetype>(equals, 0));
        if (!level || (equals >= 0 && !logCategories().contains(category)))
            return wrong(*said, QStringLiteral("[CATEGORY=]LEVEL, for example info or http=warning"));
        if (category.isEmpty())
            log.level = *level;
        else
            log.levels.emplace_back(category, *level);
    }
    return {};
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "The backend of Leadline: tasks, crawler, leads, REST and WebSocket API.\n\n"
        "  config --show    prints what the settings come to, and where each comes from; secrets are masked"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({ QStringLiteral("local"),
        QStringLiteral(
            "Serve the program that started this one: a secret comes through stdin, whose end ends the daemon. Reads no "
            "environment.") });
    Settings::describe(parser);
    parser.addOption({ QStringLiteral("verbose"), QStringLiteral("With --local: log every request.") });
}

} // namespace

Result<Options> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    const bool shows = arguments.value(1) == u"config";
    if (shows)
        parser.addOption({ QStringLiteral("show"), QStringLiteral("Print the settings.") });
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    const QStringList words = parser.positionalArguments().mid(shows ? 1 : 0);
    if (!words.isEmpty())
        return wrong(QStringLiteral("\"%1\" is not expected; see --help").arg(words.front()));
    Options options;
    if (parser.isSet(QStringLiteral("help")))
        options.answer = parser.helpText();
    else if (parser.isSet(QStringLiteral("version")))
        options.answer = QStringLiteral("leadlined %1\n").arg(QStringLiteral(LEADLINE_VERSION));
    if (options.answer)
        return options;
    if (shows && !parser.isSet(QStringLiteral("show")))
        return wrong(QStringLiteral("config: --show prints the settings"));
    options.local = parser.isSet(QStringLiteral("local"));
    const auto settings = Settings::read(parser, QProcessEnvironment::systemEnvironment(), options.local);
    LEADLINE_TRY(settings);
    LEADLINE_TRY(readStore(*settings, options.daemon));
    LEADLINE_TRY(readServing(*settings, options.local, options.daemon));
    LEADLINE_TRY(readCrawl(*settings, options.daemon));
    LEADLINE_TRY(readLog(*settings, options.local, parser.isSet(QStringLiteral("verbose")), options.log));
    if (shows)
        options.answer = settings->shown();
    return options;
}

} // namespace leadline
