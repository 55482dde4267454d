#pragma once

#include "domain/id.h"
#include "domain/lead_edit.h"
#include "domain/lead_filter.h"
#include "domain/lead_row.h"

#include <QList>

#include <deque>
#include <optional>
#include <vector>

namespace leadline::protocol {
class ObjectReader;
}

namespace leadline::leadctl {

/// What an agent's `edit` line asks for: which leads, and the edits in their order.
struct EditPlan
{
    std::vector<domain::LeadId> leads; ///< named by "lead" or "leads"
    std::optional<domain::LeadFilter> filter; ///< or all leads of "filter"
    QList<domain::RowId> rows; ///< what the filter found
    std::deque<domain::LeadEdit> edits;
};

/// Reads {"lead": id | "leads": [ids] | "filter": text, "status", "rating", "assignee", "tag", "untag", "note",
/// "correct": {field: value|null}, "delete": true, "restore": true}. What is wrong is the reader's error.
[[nodiscard]] EditPlan readEditPlan(protocol::ObjectReader &in);

} // namespace leadline::leadctl
