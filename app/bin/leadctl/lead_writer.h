#pragma once

#include "domain/lead.h"
#include "domain/result.h"

#include <QSaveFile>
#include <QString>

#include <optional>

namespace leadline::leadctl {

enum class OutputFormat { Csv, Json, JsonLines };

/// By extension: .csv, .json, .jsonl or .ndjson. Empty for anything else.
[[nodiscard]] std::optional<OutputFormat> outputFormatOf(const QString &path);

/// Writes leads to a file that appears complete or not at all. JSON and JSON lines hold every contact point with all its
/// evidence; CSV one row per lead with all contact points and where each was found. A cell a spreadsheet would take for a
/// formula starts with an apostrophe.
class LeadWriter
{
public:
    LeadWriter(const QString &path, OutputFormat format);

    /// All fail with Io; nothing appears under the name of the file then.
    [[nodiscard]] domain::Result<void> open();
    /// A line of CSV; for that format only.
    [[nodiscard]] domain::Result<void> write(const domain::Lead &lead, const QString &seed);
    /// Text of the file's format, for JSON as the backend sends it, brackets included.
    [[nodiscard]] domain::Result<void> append(const QByteArray &formatted);
    [[nodiscard]] domain::Result<void> commit();

private:
    [[nodiscard]] domain::Unexpected unwritable() const;

    QSaveFile m_file;
    OutputFormat m_format;
};

} // namespace leadline::leadctl
