#include "services/lead_export.h"

#include "cache/lead_cache.h"
#include "domain/async.h"
#include "protocol/lead_csv.h"
#include "protocol/lead_json.h"
#include "services/output_file.h"

#include <QJsonDocument>
#include <QPromise>
#include <QThreadPool>

#include <algorithm>
#include <memory>
#include <optional>

namespace leadline::services {

using namespace domain;
using protocol::LeadColumn;

namespace {

constexpr qsizetype kChunk = 500;

Result<std::vector<LeadColumn>> chosenColumns(const QStringList &names)
{
    const auto all = protocol::leadColumns();
    if (names.isEmpty())
        return std::vector<LeadColumn>(all.begin(), all.end());
    std::vector<LeadColumn> chosen;
    for (const QString &name : names) {
        const auto column
            = std::ranges::find_if(all, [&](const LeadColumn &known) { return name == QStringView(known.name); });
        if (column == all.end())
            return failure(ErrorCode::InvalidArgument, QStringLiteral("no column is called ") + name);
        chosen.push_back(*column);
    }
    return chosen;
}

/// Nothing for the formats that are no CSV.
std::optional<protocol::CsvProfile> csvProfileOf(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Csv:
        return protocol::CsvProfile::Plain;
    case ExportFormat::ExcelCsv:
        return protocol::CsvProfile::Excel;
    case ExportFormat::MachineCsv:
        return protocol::CsvProfile::Machine;
    case ExportFormat::Json:
    case ExportFormat::JsonLines:
        break;
    }
    return std::nullopt;
}

/// Turns leads into the bytes of one format.
class Formatter
{
public:
    Formatter(ExportFormat format, std::vector<LeadColumn> columns)
        : m_format(format)
        , m_csv(csvProfileOf(format))
        , m_columns(std::move(columns))
    { }

    [[nodiscard]] QByteArray head() const
    {
        if (!m_csv)
            return m_format == ExportFormat::Json ? "[\n" : "";
        return (m_csv == protocol::CsvProfile::Excel ? QByteArray("\xEF\xBB\xBF") : QByteArray())
            + protocol::csvHeader(m_columns, *m_csv);
    }

    [[nodiscard]] QByteArray line(const Lead &lead)
    {
        if (m_csv)
            return protocol::csvLine(m_columns, lead, *m_csv);
        const QByteArray json
            = QJsonDocument(protocol::toJson(lead, protocol::LeadDetail::Full)).toJson(QJsonDocument::Compact);
        if (m_format == ExportFormat::JsonLines)
            return json + '\n';
        return std::exchange(m_first, false) ? json : ",\n" + json;
    }

    [[nodiscard]] QByteArray tail() const { return m_format == ExportFormat::Json ? "\n]\n" : QByteArray(); }

private:
    ExportFormat m_format;
    std::optional<protocol::CsvProfile> m_csv;
    std::vector<LeadColumn> m_columns;
    bool m_first = true;
};

using Promise = QPromise<Result<ExportReport>>;

/// Runs on a thread of the pool. Leads are read in chunks, so that the store's readers stay free for the window between
/// them; which leads they are is decided once, at the start.
Result<ExportReport> runExport(cache::LeadCache &cache, const ExportSpec &spec, Promise &promise)
{
    auto columns = chosenColumns(spec.columns);
    if (!columns)
        return failure(columns.error());
    OutputFile file(spec.path);
    LEADLINE_TRY(file.open());
    const auto order = cache.order(spec.query).result();
    if (!order)
        return failure(order.error());
    Formatter formatter(spec.format, std::move(*columns));
    LEADLINE_TRY(file.append(formatter.head()));
    promise.setProgressRange(0, int(order->size()));
    ExportReport report { spec.path, 0 };
    for (qsizetype first = 0; first < order->size(); first += kChunk) {
        if (promise.isCanceled())
            return failure(ErrorCode::Cancelled, QStringLiteral("the export was cancelled"));
        const auto leads = cache.leads(order->mid(first, kChunk)).result();
        if (!leads)
            return failure(leads.error());
        QByteArray lines;
        for (const Lead &lead : *leads)
            lines += formatter.line(lead);
        LEADLINE_TRY(file.append(lines));
        report.leads += qint64(leads->size());
        promise.setProgressValue(int(std::min(first + kChunk, order->size())));
    }
    LEADLINE_TRY(file.append(formatter.tail()));
    LEADLINE_TRY(file.commit());
    return report;
}

} // namespace

QStringList exportColumns()
{
    QStringList names;
    for (const LeadColumn &column : protocol::leadColumns())
        names << QString::fromUtf16(column.name);
    return names;
}

QFuture<Result<ExportReport>> exportLeads(cache::LeadCache &cache, const ExportSpec &spec)
{
    auto promise = std::make_shared<Promise>();
    promise->start();
    auto future = promise->future();
    QThreadPool::globalInstance()->start([&cache, spec, promise] {
        promise->addResult(runExport(cache, spec, *promise));
        promise->finish();
    });
    return future;
}

} // namespace leadline::services
