#pragma once

#include "client/api_client.h"

#include <QString>

#include <optional>

namespace leadline::leadctl {

/// By extension: .csv, .json, .jsonl or .ndjson. Empty for anything else.
[[nodiscard]] std::optional<client::ExportFormat> outputFormatOf(const QString &path);

} // namespace leadline::leadctl
