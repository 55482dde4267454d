#include "services/lead_export.h"

#include "cache/lead_cache.h"
#include "domain/async.h"
#include "domain/slug_table.h"
#include "protocol/csv.h"
#include "protocol/lead_json.h"

#include <QJsonDocument>
#include <QPromise>
#include <QSaveFile>
#include <QThreadPool>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

namespace leadline::services {

using namespace domain;

namespace {

constexpr qsizetype kChunk = 500;

constexpr SlugTable<ExportFormat, 5> kFormatSlugs { { {
    { ExportFormat::Csv, u"csv" },
    { ExportFormat::ExcelCsv, u"excel-csv" },
    { ExportFormat::MachineCsv, u"machine-csv" },
    { ExportFormat::Json, u"json" },
    { ExportFormat::JsonLines, u"jsonl" },
} } };

QString notesText(const Lead &lead)
{
    QStringList notes;
    for (const Note &note : lead.review.notes)
        notes << note.text;
    return notes.join(QStringLiteral(" | "));
}

struct ColumnDefinition
{
    const char16_t *name;
    QString (*value)(const Lead &);
};

const std::array kColumns {
    ColumnDefinition { u"name", [](const Lead &lead) { return lead.name(); } },
    ColumnDefinition { u"category", [](const Lead &lead) { return lead.category(); } },
    ColumnDefinition { u"website", [](const Lead &lead) { return lead.found.website; } },
    ColumnDefinition { u"email", [](const Lead &lead) { return lead.email(); } },
    ColumnDefinition { u"phone", [](const Lead &lead) { return lead.phone(); } },
    ColumnDefinition { u"street", [](const Lead &lead) { return lead.found.address.street; } },
    ColumnDefinition { u"postal_code", [](const Lead &lead) { return lead.found.address.postalCode; } },
    ColumnDefinition { u"city", [](const Lead &lead) { return lead.city(); } },
    ColumnDefinition { u"region", [](const Lead &lead) { return lead.found.address.region; } },
    ColumnDefinition { u"country", [](const Lead &lead) { return lead.found.address.country; } },
    ColumnDefinition { u"score", [](const Lead &lead) { return QString::number(lead.found.score); } },
    ColumnDefinition { u"status", [](const Lead &lead) { return reviewStatusSlug(lead.review.status).toString(); } },
    ColumnDefinition { u"rating", [](const Lead &lead) { return QString::number(lead.review.rating); } },
    ColumnDefinition { u"assignee", [](const Lead &lead) { return lead.review.assignee; } },
    ColumnDefinition { u"tags", [](const Lead &lead) { return lead.review.tags.join(QStringLiteral("; ")); } },
    ColumnDefinition { u"notes", notesText },
    ColumnDefinition { u"source", [](const Lead &lead) { return lead.source; } },
    ColumnDefinition { u"found_at", [](const Lead &lead) { return toRfc3339(lead.createdAt); } },
    ColumnDefinition { u"modified_at", [](const Lead &lead) { return toRfc3339(lead.modifiedAt); } },
    ColumnDefinition { u"id", [](const Lead &lead) { return lead.id.toString(); } },
};

Result<std::vector<const ColumnDefinition *>> chosenColumns(const QStringList &names)
{
    std::vector<const ColumnDefinition *> chosen;
    for (const QString &name : names.isEmpty() ? exportColumns() : names) {
        const auto *column = std::find_if(kColumns.begin(), kColumns.end(),
            [&](const ColumnDefinition &known) { return name == QStringView(known.name); });
        if (column == kColumns.end())
            return failure(ErrorCode::InvalidArgument, QStringLiteral("no column is called ") + name);
        chosen.push_back(column);
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
    Formatter(ExportFormat format, std::vector<const ColumnDefinition *> columns)
        : m_format(format)
        , m_csv(csvProfileOf(format))
        , m_columns(std::move(columns))
    { }

    [[nodiscard]] QByteArray head() const
    {
        if (!m_csv)
            return m_format == ExportFormat::Json ? "[\n" : "";
        QStringList names;
        for (const ColumnDefinition *column : m_columns)
            names << QString::fromUtf16(column->name);
        return (m_csv == protocol::CsvProfile::Excel ? QByteArray("\xEF\xBB\xBF") : QByteArray())
            + protocol::csvLine(names, *m_csv);
    }

    [[nodiscard]] QByteArray line(const Lead &lead)
    {
        if (m_csv) {
            QStringList cells;
            for (const ColumnDefinition *column : m_columns)
                cells << column->value(lead);
            return protocol::csvLine(cells, *m_csv);
        }
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
    std::vector<const ColumnDefinition *> m_columns;
    bool m_first = true;
};

/// The failure that has just happened. Qt has no error of its own for a full disk, only the system's words.
Error ioError(const QSaveFile &file)
{
    const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return Error(full ? ErrorCode::DiskFull : ErrorCode::Io, file.errorString());
}

using Promise = QPromise<Result<ExportReport>>;

/// Runs on a thread of the pool. Leads are read in chunks, so that the store's readers stay free for the window between
/// them; which leads they are is decided once, at the start.
Result<ExportReport> runExport(cache::LeadCache &cache, const ExportSpec &spec, Promise &promise)
{
    auto columns = chosenColumns(spec.columns);
    if (!columns)
        return failure(columns.error());
    QSaveFile file(spec.path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly))
        return failure(ioError(file));
    const auto order = cache.order(spec.query).result();
    if (!order)
        return failure(order.error());
    Formatter formatter(spec.format, std::move(*columns));
    file.write(formatter.head());
    promise.setProgressRange(0, int(order->size()));
    ExportReport report { spec.path, 0 };
    for (qsizetype first = 0; first < order->size(); first += kChunk) {
        if (promise.isCanceled())
            return failure(ErrorCode::Cancelled, QStringLiteral("the export was cancelled"));
        const auto leads = cache.leads(order->mid(first, kChunk)).result();
        if (!leads)
            return failure(leads.error());
        for (const Lead &lead : *leads) {
            errno = 0;
            if (file.write(formatter.line(lead)) < 0)
                return failure(ioError(file));
        }
        report.leads += qint64(leads->size());
        promise.setProgressValue(int(std::min(first + kChunk, order->size())));
    }
    file.write(formatter.tail());
    errno = 0;
    if (!file.commit())
        return failure(ioError(file));
    return report;
}

} // namespace

QStringView exportFormatSlug(ExportFormat format)
{
    return kFormatSlugs.slug(format);
}

std::optional<ExportFormat> exportFormatFromSlug(QStringView slug)
{
    return kFormatSlugs.value(slug);
}

QStringList exportColumns()
{
    QStringList names;
    for (const ColumnDefinition &column : kColumns)
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
