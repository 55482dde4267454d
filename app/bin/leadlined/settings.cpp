#include "settings.h"

#include "backend/http/redaction.h"
#include "storage/store_address.h"

#include <QCommandLineParser>
#include <QFile>
#include <QStringDecoder>

#include <algorithm>

namespace leadline {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

using enum Setting::Kind;

constexpr qint64 kMaxFile = 1024 * 1024; // bytes

constexpr Setting kSettings[] = {
    { "listen", Text, "HOST:PORT", "Serve on this address, for example 127.0.0.1:8750." },
    { "data", Text, "DIR", "Folder of the store and of the keys; one daemon at a time." },
    { "database", Text, "URL",
        "Keep the store in PostgreSQL, e.g. postgresql://user@host/database, and only the keys in the folder. The password "
        "belongs into the configuration file or ~/.pgpass." },
    { "allow-network", List, "CIDR", "Let tasks read this network, e.g. 10.0.0.0/8. Private ones are refused otherwise." },
    { "map-host", List, "NAME=ADDRESS:PORT",
        "Send the crawler to a fixed address for a host, e.g. *.example=127.0.0.1:8081." },
    { "allow-origin", List, "ORIGIN", "Let web pages of this origin use the API (with --listen)." },
    { "tls-certificate", Text, "FILE", "Serve HTTPS with this certificate chain (PEM). SIGHUP reads it again." },
    { "tls-key", Text, "FILE", "Private key of the certificate (PEM)." },
    { "trusted-proxy", List, "CIDR", "Believe X-Forwarded-For of this address or network (with --listen)." },
    { "token-in-query", Switch, "",
        "Take the token of a socket from its address too, for clients that cannot send headers." },
    { "user-agent", Text, "TEXT", "What the crawler calls itself." },
    { "concurrent-tasks", Text, "N", "Tasks running at the same time, 1 to 64; more wait. 4 when not said." },
    { "batch-size", Text, "N",
        "Leads a task gathers for one transaction, 1 to 1000, unless it is idle before. 100 when not said." },
    { "demo-site", Switch, "", "Also serve the bundled demo site to the crawler." },
    { "log-format", Text, "FORMAT", "text, or json for one object a line." },
    { "log-level", List, "[CATEGORY=]LEVEL",
        "Least level that is written: debug, info, warning or critical, for everything or for auth, http, storage or "
        "tasks." },
};

domain::Unexpected wrong(const QString &origin, const QString &detail)
{
    return failure(ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(origin, detail));
}

QString nameOf(const Setting &setting)
{
    return QString::fromLatin1(setting.name);
}

const Setting *settingNamed(const QString &name)
{
    const auto found = std::ranges::find_if(kSettings, [&](const Setting &setting) { return nameOf(setting) == name; });
    return found == std::end(kSettings) ? nullptr : found;
}

QString variableOf(const QString &name)
{
    return QStringLiteral("LEADLINE_") + name.toUpper().replace(u'-', u'_');
}

QStringList words(const QString &text)
{
    return text.simplified().split(u' ', Qt::SkipEmptyParts);
}

/// What may be shown of a value.
QString masked(const Setting &setting, const QString &value)
{
    if (nameOf(setting) != u"database")
        return backend::redacted(value);
    const auto address = storage::StoreAddress::parse(value);
    return address ? address->label() : QStringLiteral("(cannot be understood)");
}

} // namespace

std::span<const Setting> settingTable()
{
    return kSettings;
}

void Settings::describe(QCommandLineParser &parser, const QStringList &names)
{
    for (const Setting &setting : kSettings) {
        if (names.isEmpty() || names.contains(nameOf(setting)))
            parser.addOption({ nameOf(setting), QString::fromLatin1(setting.help), QString::fromLatin1(setting.value) });
    }
    parser.addOption({ QStringLiteral("config"),
        QStringLiteral("Read settings from this file: \"name = value\" a line, named as these options. The environment "
                       "(LEADLINE_LISTEN for --listen) wins over it, the command line over both."),
        QStringLiteral("FILE") });
}

Result<Settings> Settings::read(const QCommandLineParser &parser, const QProcessEnvironment &environment, bool onlyArguments)
{
    const QStringList used = parser.optionNames();
    const auto isSet = [&](const QString &name) { return used.contains(name); };
    Settings settings;
    for (const Setting &setting : kSettings) {
        const QString name = nameOf(setting);
        const QString origin = QStringLiteral("--") + name;
        if (isSet(name)) {
            const QStringList values = setting.kind == Switch ? QStringList { QStringLiteral("yes") } : parser.values(name);
            for (const QString &value : values)
                settings.m_values[name].push_back({ value, origin });
        }
        const QString variable = variableOf(name);
        if (onlyArguments || !environment.contains(variable))
            continue;
        const QString text = environment.value(variable);
        for (const QString &value : setting.kind == List ? words(text) : QStringList { text.trimmed() })
            LEADLINE_TRY(settings.add(setting, { value, variable }));
    }
    const QString variable = variableOf(QStringLiteral("config"));
    const QString path = isSet(QStringLiteral("config")) ? parser.value(QStringLiteral("config"))
        : onlyArguments                                  ? QString()
                                                         : environment.value(variable);
    if (!path.isEmpty())
        LEADLINE_TRY(settings.readFile(path));
    return settings;
}

Result<void> Settings::readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return wrong(path, file.errorString());
    const QByteArray bytes = file.read(kMaxFile + 1);
    if (bytes.size() > kMaxFile)
        return wrong(path, QStringLiteral("is larger than 1 MiB"));
    QHash<QString, int> lines; ///< where a setting was said before
    int number = 0;
    for (const QByteArray &raw : bytes.split('\n')) {
        const QString origin = QStringLiteral("%1:%2").arg(path).arg(++number);
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString line = QString(decoder(raw)).trimmed();
        if (decoder.hasError() || line.contains(QChar::Null))
            return wrong(origin, QStringLiteral("is not UTF-8 text"));
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        const qsizetype equals = line.indexOf(u'=');
        if (equals < 1)
            return wrong(origin, QStringLiteral("a line is \"name = value\", or a comment that begins with #"));
        const QString name = line.left(equals).trimmed();
        const Setting *setting = settingNamed(name);
        if (!setting)
            return wrong(origin, QStringLiteral("there is no setting \"%1\"; see leadlined --help").arg(name));
        if (setting->kind != List && lines.contains(name))
            return wrong(origin, QStringLiteral("%1 was set in line %2 already").arg(name).arg(lines.value(name)));
        lines.insert(name, number);
        LEADLINE_TRY(add(*setting, { line.mid(equals + 1).trimmed(), origin }));
    }
    return {};
}

Result<void> Settings::add(const Setting &setting, Said said)
{
    if (said.value.isEmpty())
        return wrong(said.origin, QStringLiteral("%1 has no value").arg(nameOf(setting)));
    if (setting.kind == Switch && said.value != u"yes" && said.value != u"no")
        return wrong(said.origin, QStringLiteral("%1 is yes or no").arg(nameOf(setting)));
    m_values[nameOf(setting)].push_back(std::move(said));
    return {};
}

std::optional<Said> Settings::text(const char *name) const
{
    const auto said = m_values.constFind(QString::fromLatin1(name));
    return said == m_values.constEnd() ? std::nullopt : std::optional(said->front());
}

std::vector<Said> Settings::list(const char *name) const
{
    return m_values.value(QString::fromLatin1(name));
}

bool Settings::isOn(const char *name) const
{
    const auto said = text(name);
    return said && said->value == u"yes";
}

QString Settings::shown() const
{
    QString text;
    for (const Setting &setting : kSettings) {
        const QString name = nameOf(setting);
        std::vector<Said> values = list(setting.name);
        if (setting.kind != List && values.size() > 1)
            values.resize(1);
        if (values.empty())
            text += QStringLiteral("# %1 is not set\n").arg(name);
        for (const Said &said : values)
            text += QStringLiteral("# from %1\n%2 = %3\n").arg(said.origin, name, masked(setting, said.value));
    }
    return text;
}

} // namespace leadline
