#pragma once

#include "domain/id.h"
#include "domain/lead_edit.h"
#include "domain/lead_filter.h"
#include "domain/result.h"

#include <QJsonObject>

#include <deque>
#include <optional>
#include <vector>

namespace leadline::leadctl {

/// What an agent's `edit` line asks for: which leads, and the edits in their order.
struct EditPlan
{
    std::vector<domain::LeadId> leads; ///< named by "lead" or "leads"
    std::optional<domain::LeadFilter> filter; ///< or all leads of "filter"
    std::deque<domain::LeadEdit> edits;
};

/// Reads {"lead": id | "leads": [ids] | "filter": text, "status", "rating", "assignee", "tag", "untag", "note",
/// "correct": {field: value|null}, "delete": true, "restore": true}.
[[nodiscard]] domain::Result<EditPlan> editPlanFromJson(const QJsonObject &line);

} // namespace leadline::leadctl
