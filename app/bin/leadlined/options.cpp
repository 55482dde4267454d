#include "options.h"

#include "protocol/json.h"

#include <QCommandLineParser>
#include <QFile>

#include <tuple>

namespace leadline {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr qint64 kMaxConfig = 1024 * 1024;

/// Both sources in one shape before they are checked.
struct Raw
{
    QString listen;
    QString data;
    QString database;
    QStringList allowNetworks;
    QStringList hostMap;
    QStringList origins;
    QString userAgent;
    QString tlsCertificate;
    QString tlsKey;
    QStringList proxies;
    int concurrentTasks = 4;
    bool demoSite = false;
    bool tokenInQuery = false;
};

domain::Unexpected wrong(const QString &detail)
{
    return failure(ErrorCode::InvalidArgument, detail);
}

Result<Raw> readConfigFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return wrong(QStringLiteral("%1: %2").arg(path, file.errorString()));
    const auto object = protocol::parseObject(file.read(kMaxConfig + 1), kMaxConfig);
    if (!object)
        return wrong(QStringLiteral("%1: %2").arg(path, object.error().detail()));
    protocol::ObjectReader in(*object);
    Raw raw;
    raw.listen = in.textOr(u"listen", {}, 300);
    raw.data = in.textOr(u"data", {}, 4'000);
    raw.database = in.textOr(u"database", {}, 4'000);
    raw.allowNetworks = in.texts(u"allow_networks", 1'000, 100);
    raw.hostMap = in.texts(u"map_hosts", 1'000, 500);
    raw.origins = in.texts(u"allow_origins", 1'000, 500);
    raw.userAgent = in.textOr(u"user_agent", {}, 500);
    raw.tlsCertificate = in.textOr(u"tls_certificate", {}, 4'000);
    raw.tlsKey = in.textOr(u"tls_key", {}, 4'000);
    raw.proxies = in.texts(u"trusted_proxies", 100, 100);
    raw.concurrentTasks = in.smallOr(u"concurrent_tasks", raw.concurrentTasks, 1, 64);
    raw.demoSite = in.booleanOr(u"demo_site", false);
    raw.tokenInQuery = in.booleanOr(u"token_in_query", false);
    in.refuseUnknown();
    if (in.error())
        return wrong(QStringLiteral("%1: %2").arg(path, in.error()->detail()));
    return raw;
}

/// `127.0.0.1:8080`, `[::1]:8080`, `:8080` (every address).
Result<std::pair<QString, quint16>> readAddress(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool isNumber = false;
    const uint port = text.mid(colon + 1).toUInt(&isNumber);
    QString host = text.left(std::max<qsizetype>(colon, 0));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (colon < 0 || !isNumber || port > 65'535)
        return wrong(QStringLiteral("--listen wants HOST:PORT, for example 127.0.0.1:8080, not \"%1\"").arg(text));
    if (host.isEmpty())
        host = QStringLiteral("0.0.0.0");
    return std::pair { host, static_cast<quint16>(port) };
}

/// `*.example=127.0.0.1:8081`
Result<crawl::HostMapping> readMapping(const QString &text)
{
    const qsizetype equals = text.indexOf(u'=');
    if (equals < 1)
        return wrong(QStringLiteral("--map-host wants NAME=ADDRESS:PORT, not \"%1\"").arg(text));
    const auto target = readAddress(text.mid(equals + 1));
    if (!target || target->second == 0)
        return wrong(QStringLiteral("--map-host wants NAME=ADDRESS:PORT, not \"%1\"").arg(text));
    return crawl::HostMapping { text.left(equals).toLower().toStdString(), target->first.toStdString(), target->second };
}

Result<Options> checked(const Raw &raw, bool local)
{
    Options options;
    options.local = local;
    backend::DaemonConfig &daemon = options.daemon;
    if (raw.data.isEmpty())
        return wrong(QStringLiteral("--data says where the store is kept; see --help"));
    if (local == !raw.listen.isEmpty())
        return wrong(QStringLiteral("either --local or --listen HOST:PORT is needed; see --help"));
    daemon.dataDirectory = raw.data;
    if (!raw.database.isEmpty()) {
        auto address = storage::StoreAddress::parse(raw.database);
        if (!address)
            return wrong(QStringLiteral("--database: %1").arg(address.error().detail()));
        daemon.database = std::move(*address);
    }
    if (!local) {
        const auto address = readAddress(raw.listen);
        if (!address)
            return failure(address.error());
        std::tie(daemon.address, daemon.port) = *address;
    }
    for (const QString &network : raw.allowNetworks)
        daemon.addresses.allowedNetworks.push_back(network.toStdString());
    for (const QString &text : raw.hostMap) {
        auto mapping = readMapping(text);
        if (!mapping)
            return failure(mapping.error());
        daemon.addresses.hostMap.push_back(std::move(*mapping));
    }
    if (raw.tlsCertificate.isEmpty() != raw.tlsKey.isEmpty())
        return wrong(QStringLiteral("--tls-certificate and --tls-key belong together"));
    if (!raw.tlsCertificate.isEmpty())
        daemon.tls = backend::TlsFiles { raw.tlsCertificate, raw.tlsKey };
    for (const QString &text : raw.proxies) {
        const auto network = crawl::IpNetwork::fromText(text.toStdString());
        if (!network)
            return wrong(QStringLiteral("--trusted-proxy wants an address or network, not \"%1\"").arg(text));
        daemon.proxies.push_back(*network);
    }
    if (local && (daemon.tls || !daemon.proxies.empty()))
        return wrong(QStringLiteral("TLS and proxies belong to --listen"));
    daemon.allowedOrigins = raw.origins;
    daemon.tokenInQuery = raw.tokenInQuery;
    daemon.userAgent = raw.userAgent;
    daemon.concurrentTasks = raw.concurrentTasks;
    daemon.demoSite = raw.demoSite;
    return options;
}

void describe(QCommandLineParser &parser)
{
    const auto option = [&](const char *name, const char *description, const char *value = "") {
        parser.addOption(
            QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(description), QString::fromLatin1(value)));
    };
    parser.setApplicationDescription(
        QStringLiteral("The backend of Leadline: tasks, crawler, leads, REST and WebSocket API."));
    parser.addHelpOption();
    parser.addVersionOption();
    option("local", "Serve the program that started this one: a secret comes through stdin, whose end ends the daemon.");
    option("listen", "Serve on this address, for example 127.0.0.1:8080.", "HOST:PORT");
    option("data", "Folder of the store and of the keys; one daemon at a time.", "DIR");
    option("database",
        "Keep the store in PostgreSQL, e.g. postgresql://user@host/database, and only the keys in the folder. The password "
        "belongs into the configuration file or ~/.pgpass.",
        "URL");
    option("allow-network", "Let tasks read this network, e.g. 10.0.0.0/8. Private ones are refused otherwise.", "CIDR");
    option(
        "map-host", "Send the crawler to a fixed address for a host, e.g. *.example=127.0.0.1:8081.", "NAME=ADDRESS:PORT");
    option("allow-origin", "Let web pages of this origin use the API (with --listen).", "ORIGIN");
    option("tls-certificate", "Serve HTTPS with this certificate chain (PEM). SIGHUP reads it again.", "FILE");
    option("tls-key", "Private key of the certificate (PEM).", "FILE");
    option("trusted-proxy", "Believe X-Forwarded-For of this address or network (with --listen).", "CIDR");
    option("user-agent", "What the crawler calls itself.", "TEXT");
    option("concurrent-tasks", "Tasks running at the same time, 1 to 64; more wait.", "N");
    option("demo-site", "Also serve the bundled demo site to the crawler.");
    option("config",
        "JSON file with listen, data, database, tls_certificate, tls_key, trusted_proxies, allow_networks, map_hosts, "
        "allow_origins, user_agent, concurrent_tasks, demo_site, token_in_query.",
        "FILE");
    option("verbose", "Log every request.");
}

} // namespace

Result<Options> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return wrong(QStringLiteral("\"%1\" is not expected; see --help").arg(parser.positionalArguments().front()));
    const auto isSet = [&](const char *name) { return parser.isSet(QString::fromLatin1(name)); };
    const auto value = [&](const char *name) { return parser.value(QString::fromLatin1(name)); };
    const auto values = [&](const char *name) { return parser.values(QString::fromLatin1(name)); };
    if (isSet("help") || isSet("version")) {
        Options options;
        options.answer
            = isSet("help") ? parser.helpText() : QStringLiteral("leadlined %1\n").arg(QStringLiteral(LEADLINE_VERSION));
        return options;
    }
    Raw raw;
    if (isSet("config")) {
        auto fromFile = readConfigFile(value("config"));
        if (!fromFile)
            return failure(fromFile.error());
        raw = std::move(*fromFile);
    }
    if (isSet("local"))
        raw.listen.clear();
    if (isSet("listen"))
        raw.listen = value("listen");
    if (isSet("data"))
        raw.data = value("data");
    if (isSet("database"))
        raw.database = value("database");
    if (isSet("user-agent"))
        raw.userAgent = value("user-agent");
    if (isSet("concurrent-tasks")) {
        raw.concurrentTasks = value("concurrent-tasks").toInt();
        if (raw.concurrentTasks < 1 || raw.concurrentTasks > 64)
            return wrong(QStringLiteral("--concurrent-tasks must be between 1 and 64"));
    }
    if (isSet("tls-certificate"))
        raw.tlsCertificate = value("tls-certificate");
    if (isSet("tls-key"))
        raw.tlsKey = value("tls-key");
    raw.proxies += values("trusted-proxy");
    raw.allowNetworks += values("allow-network");
    raw.hostMap += values("map-host");
    raw.origins += values("allow-origin");
    raw.demoSite = raw.demoSite || isSet("demo-site");
    auto options = checked(raw, isSet("local"));
    if (options)
        options->verbose = isSet("verbose");
    return options;
}

} // namespace leadline
