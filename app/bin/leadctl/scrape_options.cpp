#include "scrape_options.h"

#include "seed_reader.h"

#include <QFileInfo>
#include <QHostAddress>

#include <optional>

namespace leadline::leadctl {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr qsizetype kMostSeeds = 100'000;
constexpr int kDefaultTableRows = 20;

/// Seconds (`1`, `0.5`, `2s`) or milliseconds (`500ms`).
std::optional<int> delayMs(const QString &text)
{
    const bool inMs = text.endsWith(u"ms");
    QString number = text;
    if (inMs)
        number.chop(2);
    else if (number.endsWith(u's'))
        number.chop(1);
    bool ok = false;
    const double value = number.toDouble(&ok) * (inMs ? 1 : 1000);
    if (!ok || value < 0 || value > 60'000)
        return std::nullopt;
    return int(value);
}

std::optional<int> numberIn(const QString &text, int least, int most)
{
    bool ok = false;
    const int value = text.toInt(&ok);
    return ok && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

bool isNetwork(const QString &text)
{
    return QHostAddress::parseSubnet(text).second >= 0;
}

tl::unexpected<domain::Error> refused(const QString &why)
{
    return failure(ErrorCode::InvalidArgument, why);
}

Result<void> readLimits(const QCommandLineParser &parser, ScrapeOptions &options)
{
    struct NumberOption
    {
        QString name;
        int least;
        int most;
        int *target;
    };
    int maxLeads = 0;
    const NumberOption numbers[] {
        { QStringLiteral("max-pages-per-site"), 1, 2000, &options.spec.limits.maxPagesPerSite },
        { QStringLiteral("depth"), 0, 8, &options.spec.limits.maxDepth },
        { QStringLiteral("concurrency"), 1, 256, &options.spec.limits.concurrentSites },
        { QStringLiteral("max-leads"), 1, 100'000'000, &maxLeads },
        { QStringLiteral("table"), 0, 100'000, &options.tableRows },
    };
    for (const auto &option : numbers) {
        if (!parser.isSet(option.name))
            continue;
        const auto value = numberIn(parser.value(option.name), option.least, option.most);
        if (!value)
            return refused(
                QStringLiteral("--%1 needs a number from %2 to %3").arg(option.name).arg(option.least).arg(option.most));
        *option.target = *value;
    }
    options.spec.limits.maxLeads = maxLeads;
    if (parser.isSet(QStringLiteral("delay"))) {
        const auto value = delayMs(parser.value(QStringLiteral("delay")));
        if (!value)
            return refused(QStringLiteral("--delay needs seconds from 0 to 60"));
        options.spec.limits.delayMs = *value;
    }
    options.spec.emailOnly = parser.isSet(QStringLiteral("email-only"));
    options.spec.phoneOnly = parser.isSet(QStringLiteral("phone-only"));
    options.spec.defaultCountry = parser.value(QStringLiteral("country")).toUpper();
    for (const QString &network : parser.values(QStringLiteral("allow-network"))) {
        if (!isNetwork(network))
            return refused(QStringLiteral("--allow-network needs a network like 192.168.0.0/16, not %1").arg(network));
    }
    return {};
}

Result<void> readSeedOptions(const QCommandLineParser &parser, ScrapeOptions &options)
{
    options.demo = parser.isSet(QStringLiteral("demo"));
    options.spec.seeds = parser.positionalArguments().mid(1);
    if (parser.isSet(QStringLiteral("seeds"))) {
        auto read = readSeeds(parser.value(QStringLiteral("seeds")), parser.value(QStringLiteral("column")));
        if (!read)
            return refused(read.error().detail());
        options.spec.seeds += read->seeds;
        options.skippedLines = std::move(read->skipped);
    }
    options.spec.seeds.removeDuplicates();
    if (options.spec.seeds.isEmpty() && !options.demo)
        return refused(QStringLiteral("no start addresses: name some, or use --seeds FILE or --demo"));
    if (options.spec.seeds.size() > kMostSeeds)
        return refused(QStringLiteral("at most 100 000 start addresses"));
    options.spec.name = parser.value(QStringLiteral("name")).left(200);
    if (options.spec.name.isEmpty())
        options.spec.name = options.demo     ? QStringLiteral("Demo site")
            : options.spec.seeds.size() == 1 ? options.spec.seeds.first().left(200)
                                             : QStringLiteral("%1 sites").arg(options.spec.seeds.size());
    if (options.demo && !parser.isSet(QStringLiteral("delay")))
        options.spec.limits.delayMs = 20; // our own server; nobody has to be spared
    return {};
}

} // namespace

void addScrapeOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        { QStringLiteral("seeds"),
            QStringLiteral("File of start addresses: one per line, or CSV with a column of them; - is standard input."),
            QStringLiteral("FILE") },
        { QStringLiteral("column"), QStringLiteral("Column of the CSV file, by name or number from 1."),
            QStringLiteral("NAME") },
        { QStringLiteral("demo"),
            QStringLiteral("Scrape the bundled demo site (invented businesses, served on loopback).") },
        { QStringLiteral("delay"),
            QStringLiteral("Least gap between two requests to one host, in seconds (default 1; also 500ms)."),
            QStringLiteral("SECONDS") },
        { QStringLiteral("max-pages-per-site"), QStringLiteral("Pages to read per site, 1-2000 (default 40)."),
            QStringLiteral("N") },
        { QStringLiteral("depth"), QStringLiteral("Links away from the start address, 0-8 (default 4)."),
            QStringLiteral("N") },
        { QStringLiteral("concurrency"), QStringLiteral("Sites read at the same time, 1-256 (default 16)."),
            QStringLiteral("N") },
        { QStringLiteral("max-leads"), QStringLiteral("Stop after that many new leads."), QStringLiteral("N") },
        { QStringLiteral("email-only"), QStringLiteral("Keep only leads with an e-mail address.") },
        { QStringLiteral("phone-only"), QStringLiteral("Keep only leads with a phone number.") },
        { QStringLiteral("country"), QStringLiteral("Country of phone numbers without one (DE, FR …)."),
            QStringLiteral("CODE") },
        { QStringLiteral("allow-network"),
            QStringLiteral("Let the own backend connect to this private network (repeatable), such as 10.0.0.0/8."),
            QStringLiteral("CIDR") },
        { QStringLiteral("output"),
            QStringLiteral(
                "Write the leads to FILE: .csv, .json or .jsonl (every contact point, its evidence, its start address)."),
            QStringLiteral("FILE") },
        { QStringLiteral("table"), QStringLiteral("Leads to show at the end (default 20 on a terminal without --output)."),
            QStringLiteral("N") },
        { QStringLiteral("name"), QStringLiteral("Name of the task."), QStringLiteral("TEXT") },
        { QStringLiteral("verbose"), QStringLiteral("Show every log line, not only warnings and errors.") },
    });
}

Result<ScrapeOptions> scrapeOptionsFrom(const QCommandLineParser &parser)
{
    ScrapeOptions options;
    if (const auto limits = readLimits(parser, options); !limits)
        return failure(limits.error());
    if (const auto seeds = readSeedOptions(parser, options); !seeds)
        return failure(seeds.error());
    options.output = parser.value(QStringLiteral("output"));
    if (!options.output.isEmpty()) {
        options.format = outputFormatOf(options.output);
        if (!options.format)
            return refused(QStringLiteral("--output needs a name ending in .csv, .json or .jsonl"));
        if (QFileInfo(options.output).isDir())
            return refused(QStringLiteral("%1 is a folder").arg(options.output));
        if (!QFileInfo(QFileInfo(options.output).absolutePath()).isWritable())
            return refused(QStringLiteral("the folder of %1 cannot be written").arg(options.output));
    }
    options.verbose = parser.isSet(QStringLiteral("verbose"));
    if (options.tableRows < 0)
        options.tableRows = options.output.isEmpty() && !parser.isSet(QStringLiteral("json")) ? kDefaultTableRows : 0;
    return options;
}

} // namespace leadline::leadctl
