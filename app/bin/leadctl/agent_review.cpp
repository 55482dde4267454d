#include "agent_command.h"

#include "domain/async.h"
#include "domain/slug_table.h"
#include "protocol/json.h"
#include "services/review_service.h"
#include "services/sync_service.h"

#include <QJsonArray>

#include <limits>

namespace leadline::leadctl {

using domain::ConflictChoice;
using domain::ConflictReason;
using domain::Error;
using domain::ErrorCode;
using domain::FieldConflict;
using domain::Result;
using protocol::ObjectReader;

namespace {

constexpr int kDumpPageSize = 500;
constexpr qsizetype kLongestFilter = 4'000;

constexpr domain::SlugTable<ConflictReason, 5> kReasonSlugs { { {
    { ConflictReason::Changed, u"changed" },
    { ConflictReason::Deleted, u"deleted" },
    { ConflictReason::Gone, u"gone" },
    { ConflictReason::Rejected, u"rejected" },
    { ConflictReason::Lost, u"lost" },
} } };

QJsonValue valueOrNull(const std::optional<QString> &text)
{
    return text ? QJsonValue(*text) : QJsonValue();
}

QJsonObject rowJson(const domain::LeadRow &row)
{
    return { { QStringLiteral("id"), row.id.toString() }, { QStringLiteral("name"), row.name },
        { QStringLiteral("category"), row.category }, { QStringLiteral("email"), row.email },
        { QStringLiteral("phone"), row.phone }, { QStringLiteral("city"), row.city },
        { QStringLiteral("country"), row.country }, { QStringLiteral("website"), row.website },
        { QStringLiteral("status"), domain::reviewStatusSlug(row.status).toString() },
        { QStringLiteral("rating"), row.rating }, { QStringLiteral("score"), row.score },
        { QStringLiteral("assignee"), row.assignee }, { QStringLiteral("tags"), QJsonArray::fromStringList(row.tags) },
        { QStringLiteral("notes"), row.notes }, { QStringLiteral("waiting"), row.waiting },
        { QStringLiteral("deleted"), row.deleted } };
}

QJsonObject conflictJson(const FieldConflict &conflict)
{
    return { { QStringLiteral("conflict"), conflict.n }, { QStringLiteral("lead"), conflict.lead.toString() },
        { QStringLiteral("name"), conflict.leadName }, { QStringLiteral("field"), conflict.mine.field },
        { QStringLiteral("mine"), valueOrNull(conflict.mine.value) }, { QStringLiteral("base"), valueOrNull(conflict.base) },
        { QStringLiteral("theirs"), valueOrNull(conflict.theirs) }, { QStringLiteral("theirs_by"), conflict.theirsBy },
        { QStringLiteral("reason"), kReasonSlugs.slug(conflict.reason).toString() },
        { QStringLiteral("detail"), conflict.detail } };
}

} // namespace

void AgentCommand::edit(ObjectReader &in)
{
    auto plan = readEditPlan(in);
    if (!accept(in))
        return;
    m_edits = std::move(plan);
    m_edited = 0;
    if (!m_edits.filter)
        return editNext();
    // Once for all edits: the first may take the leads out of the filter.
    domain::LeadQuery query;
    query.filter = *m_edits.filter;
    domain::whenDone(workbench().review()->order(query), this, [this](const Result<QList<domain::RowId>> &rows) {
        if (!rows)
            return refuseCommand(rows.error());
        m_edits.rows = *rows;
        editNext();
    });
}

/// One edit after the other, so that the answer means: all of them are on disk.
void AgentCommand::editNext()
{
    if (m_edits.edits.empty())
        return answer({ { QStringLiteral("changed"), m_edited },
            { QStringLiteral("waiting"), workbench().review()->waitingCount() } });
    const domain::LeadEdit next = m_edits.edits.front();
    m_edits.edits.pop_front();
    services::ReviewService &review = *workbench().review();
    const auto future = m_edits.filter ? review.editRows(m_edits.rows, next) : review.edit(m_edits.leads, next);
    domain::whenDone(future, this, [this](const Result<domain::EditReceipt> &receipt) {
        if (!receipt)
            return refuseCommand(receipt.error());
        m_edited += receipt->leads;
        editNext();
    });
}

void AgentCommand::undo(ObjectReader &in)
{
    if (!accept(in))
        return;
    if (!workbench().review()->undoStep())
        return refuseCommand(Error(ErrorCode::BadState, QStringLiteral("there is nothing to undo")));
    domain::whenDone(workbench().review()->undo(), this, [this](const Result<domain::UndoStep> &step) {
        if (!step)
            return refuseCommand(step.error());
        answer({ { QStringLiteral("leads"), step->leads } });
    });
}

void AgentCommand::sync(ObjectReader &in)
{
    if (!accept(in))
        return;
    domain::whenDone(workbench().sync()->syncNow(), this, [this](const Result<services::SyncReport> &report) {
        if (!report)
            return refuseCommand(report.error());
        answer({ { QStringLiteral("pushed"), report->pushed }, { QStringLiteral("pulled"), report->pulled },
            { QStringLiteral("conflicts"), report->conflicts } });
    });
}

void AgentCommand::dump(ObjectReader &in)
{
    const QString text = in.textOr(u"filter", {}, kLongestFilter);
    m_dumpLeft = in.integerOr(u"limit", std::numeric_limits<qint64>::max());
    auto filter = domain::parseLeadFilter(text);
    if (!filter)
        in.fail(u"filter", filter.error().detail());
    if (!accept(in))
        return;
    m_dump = {};
    m_dump.filter = std::move(*filter);
    m_dump.sort = domain::LeadSort::Name;
    m_dump.order = domain::SortOrder::Ascending;
    m_dump.limit = kDumpPageSize;
    m_dumped = 0;
    dumpPage();
}

/// Rows come as events, so that a large dump needs no large line.
void AgentCommand::dumpPage()
{
    domain::whenDone(workbench().review()->page(m_dump), this, [this](const Result<domain::LeadRowPage> &page) {
        if (!page)
            return refuseCommand(page.error());
        for (const domain::LeadRow &row : page->rows) {
            if (m_dumpLeft-- <= 0)
                break;
            ++m_dumped;
            event(QStringLiteral("row"), rowJson(row));
        }
        m_dump.after = page->next;
        if (!page->next.isEmpty() && m_dumpLeft > 0 && !console().outputLost())
            return dumpPage();
        answer({ { QStringLiteral("count"), m_dumped } });
    });
}

void AgentCommand::conflicts(ObjectReader &in)
{
    if (!accept(in))
        return;
    domain::whenDone(workbench().review()->conflicts(), this, [this](const Result<std::vector<FieldConflict>> &open) {
        if (!open)
            return refuseCommand(open.error());
        for (const FieldConflict &conflict : *open)
            event(QStringLiteral("conflict"), conflictJson(conflict));
        answer({ { QStringLiteral("count"), qint64(open->size()) } });
    });
}

void AgentCommand::resolve(ObjectReader &in)
{
    const qint64 conflict = in.integer(u"conflict");
    const QString keep = in.text(u"keep", 10);
    if (keep != u"mine" && keep != u"theirs")
        in.fail(u"keep", QStringLiteral("is mine or theirs"));
    if (!accept(in))
        return;
    const auto choice = keep == u"mine" ? ConflictChoice::KeepMine : ConflictChoice::KeepTheirs;
    domain::whenDone(workbench().review()->resolve({ conflict }, choice), this, [this](const Result<int> &resolved) {
        if (!resolved)
            return refuseCommand(resolved.error());
        if (*resolved > 0)
            return refuseCommand(Error(ErrorCode::NotFound,
                QStringLiteral("the lead no longer exists; the conflict is kept until it is resolved with \"theirs\"")));
        answer({ { QStringLiteral("waiting"), workbench().review()->waitingCount() } });
    });
}

} // namespace leadline::leadctl
