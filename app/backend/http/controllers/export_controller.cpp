#include "backend/http/controllers/controllers.h"

#include "domain/async.h"
#include "protocol/lead_csv.h"
#include "protocol/lead_text.h"

#include <memory>
#include <optional>

namespace leadline::backend {

using storage::Connection;
using storage::Database;

namespace {

enum class Format { Csv, Json, JsonLines };

constexpr int kPage = 500;

/// The one task a filter asks for, if it asks for exactly one.
std::optional<domain::TaskId> taskOf(const domain::LeadFilter &filter)
{
    std::optional<domain::TaskId> task;
    for (const domain::FilterTerm &term : filter.terms) {
        if (term.field != domain::FilterField::Task)
            continue;
        if (task || term.negated || term.op != domain::FilterOp::Equals || term.values.size() != 1)
            return std::nullopt;
        task = domain::TaskId::fromString(term.values.front());
    }
    return task;
}

/// A cursor over the leads of a query that gives them page by page, so that memory does not grow with the export. Each call
/// follows the one before, from whatever thread that ended in.
class Exporter
{
public:
    Exporter(Database &database, domain::LeadQuery query, Format format, Reach reach)
        : m_database(database)
        , m_query(std::move(query))
        , m_task(format == Format::Csv ? std::nullopt : taskOf(m_query.filter))
        , m_format(format)
        , m_reach(reach)
    {
        m_query.limit = kPage;
        m_query.after.clear();
    }

    static QFuture<Result<QByteArray>> next(const std::shared_ptr<Exporter> &self)
    {
        if (self->m_isDone)
            return domain::ready(Result<QByteArray>(QByteArray()));
        return self->m_database
            .read([query = self->m_query, reach = self->m_reach](
                      Connection &db) { return LeadRepository::list(db, query, reach, LeadDetail::Full); })
            .then(QtFuture::Launch::Sync, [self](const Result<domain::LeadPage> &page) -> Result<QByteArray> {
                if (!page)
                    return domain::failure(page.error());
                return self->encode(*page);
            });
    }

private:
    QByteArray encode(const domain::LeadPage &page)
    {
        QByteArray out;
        if (m_isFirst)
            out = m_format == Format::Csv  ? protocol::csvHeader(protocol::leadColumns())
                : m_format == Format::Json ? QByteArray("[")
                                           : QByteArray();
        for (const domain::Lead &lead : page.items) {
            if (m_format == Format::Csv) {
                out += protocol::csvLine(protocol::leadColumns(), lead);
                continue;
            }
            if (m_format == Format::Json && m_count > 0)
                out += ",\n";
            protocol::appendLeadText(out, lead, m_task ? lead.seedOf(*m_task) : QString());
            if (m_format == Format::JsonLines)
                out += '\n';
            ++m_count;
        }
        m_isFirst = false;
        m_query.after = page.next;
        m_isDone = page.next.isEmpty();
        if (m_isDone && m_format == Format::Json)
            out += "]\n";
        return out;
    }

    Database &m_database;
    domain::LeadQuery m_query;
    const std::optional<domain::TaskId> m_task; ///< whose start addresses are told
    const Format m_format;
    const Reach m_reach;
    qint64 m_count = 0;
    bool m_isFirst = true;
    bool m_isDone = false;
};

QFuture<HttpResponse> exportLeads(Database &database, const HttpRequest &request)
{
    static const QHash<QString, std::pair<Format, QByteArray>> formats {
        { QStringLiteral("csv"), { Format::Csv, "text/csv; charset=utf-8" } },
        { QStringLiteral("json"), { Format::Json, "application/json" } },
        { QStringLiteral("jsonl"), { Format::JsonLines, "application/jsonl" } },
    };
    const QString name = request.queryValue(u"format", QStringLiteral("csv"));
    const auto format = formats.constFind(name);
    if (format == formats.constEnd()) {
        Error error(ErrorCode::InvalidArgument, QStringLiteral("format must be csv, json or jsonl"));
        error.field = QStringLiteral("format");
        return refuse(request, error);
    }
    const auto query = protocol::leadQueryFromQuery(request.query);
    if (!query)
        return refuse(request, query.error());
    const auto exporter = std::make_shared<Exporter>(database, *query, format->first, reachOf(request));
    HttpResponse response;
    response.contentType = format->second;
    response.headers.push_back({ "Content-Disposition", "attachment; filename=\"leads." + name.toLatin1() + '"' });
    response.stream = [exporter] { return Exporter::next(exporter); };
    return answer(std::move(response));
}

} // namespace

void addExportRoutes(RouteTable &table, Database &database)
{
    table.handle(
        HttpMethod::Get, u"/api/export", [&](const HttpRequest &request) { return exportLeads(database, request); });
}

} // namespace leadline::backend
