#pragma once

#include "domain/lead.h"
#include "domain/result.h"

#include <QHash>
#include <QSaveFile>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace leadline::leadctl {

enum class OutputFormat { Csv, Json, JsonLines };

/// By extension: .csv, .json, .jsonl or .ndjson. Empty for anything else.
[[nodiscard]] std::optional<OutputFormat> outputFormatOf(const QString &path);

/// Finds the start address a lead came from by the pages it was read on: same host, the longest folder wins.
class SeedMatcher
{
public:
    explicit SeedMatcher(const QStringList &seeds);

    [[nodiscard]] QString seedOf(const domain::Lead &lead) const;

private:
    struct Site
    {
        QString folder;
        QString seed;
    };
    [[nodiscard]] QString match(const QString &url) const;

    QHash<QString, std::vector<Site>> m_sites; ///< by host, longest folder first
    QString m_only;
};

/// Writes leads to a file that appears complete or not at all. JSON and JSON lines hold every contact point with all its
/// evidence; CSV one row per lead with all contact points and where each was found. A cell a spreadsheet would take for a
/// formula starts with an apostrophe.
class LeadWriter
{
public:
    LeadWriter(const QString &path, OutputFormat format);

    [[nodiscard]] domain::Result<void> open();
    void write(const domain::Lead &lead, const QString &seed);
    [[nodiscard]] domain::Result<void> commit();

private:
    QSaveFile m_file;
    OutputFormat m_format;
    bool m_first = true;
};

} // namespace leadline::leadctl
