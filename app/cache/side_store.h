#pragma once

#include "cache/sql.h"
#include "domain/lead.h"
#include "domain/lead_edit.h"

#include <vector>

namespace leadline::cache {

/// History and saved views: functions for jobs.
class SideStore
{
public:
    /// Replaces what is kept of a lead's history.
    [[nodiscard]] static Result<void> putHistory(
        Connection &connection, const domain::LeadId &lead, const std::vector<domain::AuditEntry> &entries);
    /// Kept entries and the operator's waiting edits, newest first.
    [[nodiscard]] static Result<std::vector<domain::AuditEntry>> history(
        Connection &connection, const domain::LeadId &lead, const QString &operatorName);

    [[nodiscard]] static Result<std::vector<domain::SavedView>> views(Connection &connection);
    [[nodiscard]] static Result<domain::SavedView> saveView(Connection &connection, domain::SavedView view);
    [[nodiscard]] static Result<void> removeView(Connection &connection, qint64 n);
};

} // namespace leadline::cache
