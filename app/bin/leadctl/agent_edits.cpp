#include "agent_edits.h"

#include "protocol/json.h"

namespace leadline::leadctl {

using domain::LeadEdit;
using protocol::ObjectReader;

namespace {

constexpr qsizetype kMostLeads = 10'000;
constexpr qsizetype kLongestValue = 2'000;
constexpr qsizetype kLongestFilter = 4'000;

void readTargets(ObjectReader &in, EditPlan &plan)
{
    plan.leads = in.ids<domain::LeadTag>(u"leads", kMostLeads);
    if (in.has(u"lead")) {
        domain::LeadId lead;
        in.id(u"lead", lead);
        plan.leads.push_back(lead);
    }
    if (const auto text = in.optionalText(u"filter", kLongestFilter)) {
        auto filter = domain::parseLeadFilter(*text);
        if (filter)
            plan.filter = std::move(*filter);
        else
            in.fail(u"filter", filter.error().detail());
    }
    if (plan.leads.empty() == !plan.filter)
        in.fail(u"lead", QStringLiteral("either lead, leads or filter is needed"));
}

void readCorrections(ObjectReader &in, EditPlan &plan)
{
    const QJsonObject corrections = in.object(u"correct");
    for (auto member = corrections.begin(); member != corrections.end(); ++member) {
        if (member->isNull())
            plan.edits.push_back(LeadEdit::correct(member.key(), std::nullopt));
        else if (member->isString())
            plan.edits.push_back(LeadEdit::correct(member.key(), member->toString()));
        else
            in.fail(u"correct", QStringLiteral("holds texts or null"));
    }
}

} // namespace

EditPlan readEditPlan(ObjectReader &in)
{
    EditPlan plan;
    readTargets(in, plan);
    if (in.has(u"status")) {
        auto status = domain::ReviewStatus::New;
        in.slug(u"status", domain::reviewStatusFromSlug, status);
        plan.edits.push_back(LeadEdit::setStatus(status));
    }
    if (const auto rating = in.optionalInteger(u"rating", 0, 5))
        plan.edits.push_back(LeadEdit::setRating(int(*rating)));
    if (const auto assignee = in.optionalText(u"assignee", kLongestValue))
        plan.edits.push_back(LeadEdit::setAssignee(*assignee));
    readCorrections(in, plan);
    if (const auto tag = in.optionalText(u"tag", kLongestValue))
        plan.edits.push_back(LeadEdit::addTag(*tag));
    if (const auto tag = in.optionalText(u"untag", kLongestValue))
        plan.edits.push_back(LeadEdit::removeTag(*tag));
    if (const auto note = in.optionalText(u"note"))
        plan.edits.push_back(LeadEdit::addNote(*note));
    if (in.booleanOr(u"delete", false))
        plan.edits.push_back(LeadEdit::remove());
    if (in.booleanOr(u"restore", false))
        plan.edits.push_back(LeadEdit::restore());
    if (plan.edits.empty())
        in.fail(u"status", QStringLiteral("edit says nothing to change"));
    for (const LeadEdit &edit : plan.edits) {
        if (const auto wrong = domain::invalid(edit))
            in.fail(edit.field.isEmpty() ? QStringLiteral("edit") : edit.field, wrong->detail());
    }
    return plan;
}

} // namespace leadline::leadctl
