#include "agent_edits.h"

#include <QJsonArray>

namespace leadline::leadctl {

using domain::ErrorCode;
using domain::failure;
using domain::LeadEdit;
using domain::Result;

namespace {

Result<void> readTargets(const QJsonObject &line, EditPlan &plan)
{
    QJsonArray ids = line.value(u"leads").toArray();
    if (line.contains(u"lead"))
        ids.append(line.value(u"lead"));
    for (const QJsonValue &value : std::as_const(ids)) {
        const auto id = domain::LeadId::fromString(value.toString());
        if (!id)
            return failure(
                ErrorCode::InvalidArgument, QStringLiteral("\"%1\" is not the id of a lead").arg(value.toString()));
        plan.leads.push_back(*id);
    }
    if (line.contains(u"filter")) {
        auto filter = domain::parseLeadFilter(line.value(u"filter").toString());
        if (!filter)
            return failure(filter.error());
        plan.filter = std::move(*filter);
    }
    if (plan.leads.empty() && !plan.filter)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("edit needs lead, leads or filter"));
    return {};
}

} // namespace

Result<EditPlan> editPlanFromJson(const QJsonObject &line)
{
    EditPlan plan;
    if (const auto targets = readTargets(line, plan); !targets)
        return failure(targets.error());
    if (line.contains(u"status")) {
        const auto status = domain::reviewStatusFromSlug(line.value(u"status").toString());
        if (!status)
            return failure(ErrorCode::InvalidArgument, QStringLiteral("status is new, accepted, rejected or contacted"));
        plan.edits.push_back(LeadEdit::setStatus(*status));
    }
    if (line.contains(u"rating"))
        plan.edits.push_back(LeadEdit::setRating(line.value(u"rating").toInt(-1)));
    if (line.contains(u"assignee"))
        plan.edits.push_back(LeadEdit::setAssignee(line.value(u"assignee").toString()));
    const QJsonObject corrections = line.value(u"correct").toObject();
    for (auto member = corrections.begin(); member != corrections.end(); ++member)
        plan.edits.push_back(
            LeadEdit::correct(member.key(), member->isNull() ? std::nullopt : std::optional(member->toString())));
    if (line.contains(u"tag"))
        plan.edits.push_back(LeadEdit::addTag(line.value(u"tag").toString()));
    if (line.contains(u"untag"))
        plan.edits.push_back(LeadEdit::removeTag(line.value(u"untag").toString()));
    if (line.contains(u"note"))
        plan.edits.push_back(LeadEdit::addNote(line.value(u"note").toString()));
    if (line.value(u"delete").toBool())
        plan.edits.push_back(LeadEdit::remove());
    if (line.value(u"restore").toBool())
        plan.edits.push_back(LeadEdit::restore());
    if (plan.edits.empty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("edit says nothing to change"));
    for (const LeadEdit &edit : plan.edits) {
        if (const auto wrong = domain::invalid(edit))
            return failure(*wrong);
    }
    return plan;
}

} // namespace leadline::leadctl
