#pragma once

#include "output_format.h"

#include "domain/result.h"
#include "domain/seed_file.h"
#include "domain/task.h"

#include <QCommandLineParser>
#include <QString>

#include <optional>
#include <vector>

namespace leadline::leadctl {

/// What `leadctl scrape` was asked for.
struct ScrapeOptions
{
    domain::TaskSpec spec;
    std::vector<domain::SkippedSeed> skippedLines; ///< of the seed file
    QString output; ///< empty = none
    std::optional<client::ExportFormat> format;
    int tableRows = -1; ///< leads to show at the end
    bool demo = false;
    bool verbose = false;
};

void addScrapeOptions(QCommandLineParser &parser);
/// Fails with a sentence for the operator.
[[nodiscard]] domain::Result<ScrapeOptions> scrapeOptionsFrom(const QCommandLineParser &parser);

} // namespace leadline::leadctl
