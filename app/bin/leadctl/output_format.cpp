#include "output_format.h"

namespace leadline::leadctl {

using client::ExportFormat;

std::optional<ExportFormat> outputFormatOf(const QString &path)
{
    const QString name = path.toLower();
    if (name.endsWith(u".csv"))
        return ExportFormat::Csv;
    if (name.endsWith(u".json"))
        return ExportFormat::Json;
    if (name.endsWith(u".jsonl") || name.endsWith(u".ndjson"))
        return ExportFormat::JsonLines;
    return std::nullopt;
}

} // namespace leadline::leadctl
