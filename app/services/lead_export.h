#pragma once

#include "domain/lead_filter.h"
#include "domain/lead_row.h"
#include "domain/result.h"

#include <QFuture>
#include <QString>
#include <QStringList>

namespace leadline::cache {
class LeadCache;
}

namespace leadline::services {

enum class ExportFormat {
    Csv, ///< protocol::CsvProfile::Plain
    ExcelCsv, ///< protocol::CsvProfile::Excel with a byte order mark: opens with accents intact, phones are text
    MachineCsv, ///< protocol::CsvProfile::Machine
    Json, ///< one array
    JsonLines, ///< one lead a line with contact points, evidence and notes
};

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

/// Writes the leads of a query to a file, on a thread of its own. The file appears complete or not at all: an older one of
/// the name stays until the new one is on the disk. Progress of the future is leads written of leads found; cancelling the
/// future leaves no file. Fails with InvalidArgument for an unknown column, Io for a place that cannot be written, DiskFull.
/// The cache must outlive the future.
[[nodiscard]] QFuture<domain::Result<ExportReport>> exportLeads(cache::LeadCache &cache, const ExportSpec &spec);

} // namespace leadline::services
