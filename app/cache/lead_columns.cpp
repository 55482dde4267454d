#include "cache/lead_columns.h"

namespace leadline::cache {

namespace {

const storage::LeadColumns &clientColumns()
{
    static const storage::LeadColumns columns = [] {
        storage::LeadColumns own;
        own.rowId = QStringLiteral("lead.row");
        own.createdAt = QStringLiteral("lead.found_at");
        own.found = QStringLiteral("lead.found_at");
        own.modified = QStringLiteral("lead.modified_at");
        own.hasEmail = QStringLiteral("lead.has_email = 1");
        own.hasPhone = QStringLiteral("lead.has_phone = 1");
        own.noteTable = QStringLiteral("lead_note");
        own.taskTable = QStringLiteral("lead_task");
        own.sideKey = QStringLiteral("row");
        return own;
    }();
    return columns;
}

} // namespace

storage::SqlCondition leadCondition(const domain::LeadFilter &filter)
{
    return storage::leadCondition(filter, clientColumns());
}

storage::SqlCondition walkCondition(const domain::LeadFilter &filter)
{
    storage::LeadColumns columns = clientColumns();
    columns.rowByRow = true;
    return storage::leadCondition(filter, columns);
}

QString sortIndex(domain::LeadSort sort)
{
    return QStringLiteral("lead_by_") + domain::leadSortSlug(sort).toString();
}

QString sortExpression(domain::LeadSort sort)
{
    return storage::sortExpression(sort, clientColumns());
}

} // namespace leadline::cache
