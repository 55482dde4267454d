#pragma once

#include "domain/lead_filter.h"
#include "domain/lead_row.h"
#include "domain/result.h"

#include <QFuture>
#include <QString>
#include <QStringList>

#include <optional>

namespace leadline::cache {
class LeadCache;
}

namespace leadline::services {

enum class ExportFormat {
    Csv, ///< RFC 4180, comma, UTF-8
    ExcelCsv, ///< the same with a byte order mark and CRLF, opens in Excel with accents intact
    Json, ///< one array
    JsonLines, ///< one lead a line with contact points, evidence and notes
};

[[nodiscard]] QStringView exportFormatSlug(ExportFormat format);
[[nodiscard]] std::optional<ExportFormat> exportFormatFromSlug(QStringView slug);

struct ExportSpec
{
    domain::LeadQuery query; ///< filter and order; `after` and `limit` are ignored
    ExportFormat format = ExportFormat::Csv;
    QString path;
    QStringList columns; ///< of exportColumns(), in order; empty = all; CSV only
};

struct ExportReport
{
    QString path;
    qint64 leads = 0;
};

/// Names of the columns a CSV can have, in their usual order.
[[nodiscard]] QStringList exportColumns();

/// Writes the leads of a query to a file, on a thread of its own. The file appears complete or not at all. A cell that a
/// spreadsheet would take for a formula starts with an apostrophe. Progress of the future is leads written of leads found;
/// cancelling the future leaves no file. The cache must outlive the future.
[[nodiscard]] QFuture<domain::Result<ExportReport>> exportLeads(cache::LeadCache &cache, const ExportSpec &spec);

} // namespace leadline::services
