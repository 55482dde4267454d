#include "leads_command.h"

#include "exit_codes.h"
#include "lead_fetch.h"

#include "client/api_client.h"
#include "domain/async.h"
#include "protocol/lead_json.h"

#include <algorithm>
#include <memory>

namespace leadline::leadctl {

using domain::ErrorCode;
using domain::failure;
using domain::Lead;
using domain::Result;

namespace {
constexpr qint64 kUsualLimit = 50;
constexpr qint64 kPageLimit = 500;
} // namespace

void addQueryOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        { QStringLiteral("sort"),
            QStringLiteral("name, city, email, phone, score, status, rating, found or modified (default score)."),
            QStringLiteral("COLUMN") },
        { QStringLiteral("order"), QStringLiteral("asc or desc (default: desc for score, rating, found and modified)."),
            QStringLiteral("ORDER") },
    });
}

Result<domain::LeadQuery> queryFromOptions(const QCommandLineParser &parser, const QString &filter)
{
    domain::LeadQuery query;
    auto parsed = domain::parseLeadFilter(filter);
    if (!parsed)
        return failure(parsed.error().code(), QStringLiteral("the filter: ") + parsed.error().detail());
    query.filter = std::move(*parsed);
    if (parser.isSet(QStringLiteral("sort"))) {
        const auto sort = domain::leadSortFromSlug(parser.value(QStringLiteral("sort")));
        if (!sort)
            return failure(ErrorCode::InvalidArgument,
                QStringLiteral("leads cannot be sorted by \"%1\"").arg(parser.value(QStringLiteral("sort"))));
        query.sort = *sort;
    }
    using domain::LeadSort;
    const bool newestFirst = query.sort == LeadSort::Score || query.sort == LeadSort::Rating || query.sort == LeadSort::Found
        || query.sort == LeadSort::Modified;
    query.order = newestFirst ? domain::SortOrder::Descending : domain::SortOrder::Ascending;
    const QString order = parser.value(QStringLiteral("order"));
    if (order == u"asc")
        query.order = domain::SortOrder::Ascending;
    else if (order == u"desc")
        query.order = domain::SortOrder::Descending;
    else if (!order.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("--order is asc or desc"));
    return query;
}

void LeadsCommand::addOptions(QCommandLineParser &parser)
{
    BackendCommand::addOptions(parser);
    addQueryOptions(parser);
    parser.addOptions({
        { QStringLiteral("limit"), QStringLiteral("Leads to show (default 50, 0 = all)."), QStringLiteral("N") },
        { QStringLiteral("detail"), QStringLiteral("With --json: contact points, evidence and notes too.") },
    });
}

bool LeadsCommand::prepare(const QCommandLineParser &parser)
{
    const QStringList words = parser.positionalArguments().mid(1);
    if (words.value(0) == u"show") {
        m_show = domain::LeadId::fromString(words.value(1));
        if (!m_show) {
            refuse(QStringLiteral("leads show needs the id of a lead"));
            return false;
        }
        return true;
    }
    const auto query = queryFromOptions(parser, words.join(u' '));
    if (!query) {
        refuse(query.error().detail());
        return false;
    }
    m_query = *query;
    m_limit = kUsualLimit;
    if (parser.isSet(QStringLiteral("limit"))) {
        bool ok = false;
        m_limit = parser.value(QStringLiteral("limit")).toLongLong(&ok);
        if (!ok || m_limit < 0) {
            refuse(QStringLiteral("--limit needs a number"));
            return false;
        }
    }
    m_query.limit = int(m_limit == 0 ? kPageLimit : std::min(kPageLimit, m_limit));
    m_detail = parser.isSet(QStringLiteral("detail"));
    return true;
}

void LeadsCommand::run()
{
    if (m_show)
        show();
    else
        list();
}

void LeadsCommand::list()
{
    new LeadFetch(
        api(), m_query, m_detail,
        [this](const Lead &lead) {
            const auto detail = m_detail ? protocol::LeadDetail::Full : protocol::LeadDetail::Row;
            if (console().isJson())
                console().print(protocol::toJson(lead, detail));
            else
                m_rows.push_back({ lead.id.toString(), domain::reviewStatusSlug(lead.review.status).toString(),
                    QString::number(lead.found.score), plain(lead.name()), plain(lead.email()), plain(lead.phone()),
                    plain(lead.city()) });
            return ++m_count != m_limit && !console().outputLost();
        },
        [this](const Result<void> &read) {
            if (!m_rows.empty())
                console().table(
                    { QStringLiteral("ID"), QStringLiteral("STATUS"), QStringLiteral("SCORE"), QStringLiteral("NAME"),
                        QStringLiteral("E-MAIL"), QStringLiteral("PHONE"), QStringLiteral("CITY") },
                    m_rows);
            if (!read)
                console().fail(QStringLiteral("the leads cannot be read"), read.error());
            else if (m_count == 0 && !console().isJson())
                console().note(QStringLiteral("no leads"));
            finish(read ? ExitCode::Success : ExitCode::Failed);
        },
        this);
}

void LeadsCommand::show()
{
    domain::whenDone(api().lead(*m_show), this, [this](const Result<client::VersionedLead> &answer) {
        if (!answer) {
            console().fail(QStringLiteral("the lead cannot be read"), answer.error());
            return finish(ExitCode::Failed);
        }
        if (console().isJson())
            console().print(protocol::toJson(answer->lead, protocol::LeadDetail::Full));
        else
            showLead(answer->lead);
        finish(ExitCode::Success);
    });
}

void LeadsCommand::showLead(const Lead &lead)
{
    const auto line = [this](const QString &name, const QString &value) {
        if (!value.isEmpty())
            console().print(name.leftJustified(12) + plain(value));
    };
    line(QStringLiteral("name"), lead.name());
    line(QStringLiteral("category"), lead.category());
    line(QStringLiteral("website"), lead.found.website);
    line(QStringLiteral("address"),
        QStringList { lead.found.address.street, lead.found.address.postalCode, lead.city(), lead.found.address.country }
            .join(u' '));
    line(QStringLiteral("status"), domain::reviewStatusSlug(lead.review.status).toString());
    line(QStringLiteral("score"), QString::number(lead.found.score));
    line(QStringLiteral("tags"), lead.review.tags.join(QStringLiteral(", ")));
    for (const domain::ContactPoint &contact : lead.found.contacts) {
        line(domain::contactKindSlug(contact.kind).toString(),
            contact.value + (contact.junk ? QStringLiteral("  (not used: %1)").arg(contact.junkReason) : QString()));
        for (const domain::Evidence &evidence : contact.evidence)
            console().print(QStringLiteral("              %1 (%2, %3 %)")
                                .arg(plain(evidence.pageUrl), domain::extractionLayerSlug(evidence.layer))
                                .arg(evidence.confidence));
    }
    for (const domain::Note &note : lead.review.notes)
        line(QStringLiteral("note"), QStringLiteral("%1: %2").arg(note.author, note.text));
}

CommandInfo leadsCommand()
{
    return { QStringLiteral("leads"), QStringLiteral("List leads by the window's filter text, or show one."),
        QStringLiteral("[FILTER | show ID]"),
        QStringLiteral("  leadctl leads 'status:new has:email score>60'\n"
                       "  leadctl leads 'city:Lyon -tag:chain bakery' --sort name --limit 20\n"
                       "  leadctl leads --json --detail --limit 0 > all.jsonl\n"
                       "  leadctl leads show 2d0c6a4e-…\n"),
        [](Console &out) { return std::make_unique<LeadsCommand>(out); } };
}

} // namespace leadline::leadctl
