#include "cache/side_store.h"

#include "cache/stored_lead.h"

#include <algorithm>

namespace leadline::cache {

using namespace domain;

Result<void> SideStore::putHistory(Connection &connection, const LeadId &lead, const std::vector<AuditEntry> &entries)
{
    const auto row = rowOf(connection, lead);
    if (!row)
        return failure(row.error());
    if (!*row)
        return {}; // erased while the answer was on its way
    if (auto ran = run(connection, QStringLiteral("DELETE FROM history WHERE lead_id = ?"), lead); !ran)
        return ran;
    for (const AuditEntry &entry : entries) {
        if (auto ran = run(connection,
                QStringLiteral(
                    "INSERT OR REPLACE INTO history (lead_id, n, at, actor, origin, action, field, old, new, request)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                lead, entry.n, entry.at, entry.actor, entry.origin, entry.action, entry.field, entry.oldValue,
                entry.newValue, entry.requestId);
            !ran)
            return ran;
    }
    return {};
}

Result<std::vector<AuditEntry>> SideStore::history(Connection &connection, const LeadId &lead, const QString &operatorName)
{
    std::vector<AuditEntry> entries;
    const auto row = rowOf(connection, lead);
    if (!row)
        return failure(row.error());
    if (*row) {
        const auto pending = pendingOf(connection, **row);
        if (!pending)
            return failure(pending.error());
        for (auto edit = pending->rbegin(); edit != pending->rend(); ++edit) {
            AuditEntry entry;
            entry.at = edit->at;
            entry.actor = operatorName;
            entry.action = mutationOpSlug(edit->edit.op).toString();
            entry.field = edit->edit.field;
            entry.oldValue = edit->baseValue.value_or(QString());
            entry.newValue = edit->edit.value.value_or(QString());
            entries.push_back(std::move(entry));
        }
    }
    if (auto read = each(
            connection,
            QStringLiteral("SELECT n, at, actor, origin, action, field, old, new, request FROM history WHERE lead_id = ?"
                           " ORDER BY n DESC"),
            [&](const Statement &found) {
                entries.push_back({ found.integer(0), found.time(1), found.text(2), found.text(3), found.text(4),
                    found.text(5), found.text(6), found.text(7), found.text(8) });
            },
            lead);
        !read)
        return failure(read.error());
    return entries;
}

Result<std::vector<SavedView>> SideStore::views(Connection &connection)
{
    std::vector<SavedView> views;
    if (auto read
        = each(connection, QStringLiteral("SELECT n, name, filter, sort, descending, columns FROM saved_view ORDER BY n"),
            [&](const Statement &row) {
                views.push_back(
                    { row.integer(0), row.text(1), row.text(2), leadSortFromSlug(row.text(3)).value_or(LeadSort::Score),
                        row.integer(4) ? SortOrder::Descending : SortOrder::Ascending, row.bytes(5) });
            });
        !read)
        return failure(read.error());
    return views;
}

Result<SavedView> SideStore::saveView(Connection &connection, SavedView view)
{
    const bool descending = view.order == SortOrder::Descending;
    const QByteArray columns = view.columns.isNull() ? QByteArray("") : view.columns;
    if (view.n) {
        auto ran = run(connection,
            QStringLiteral("UPDATE saved_view SET name = ?, filter = ?, sort = ?, descending = ?, columns = ? WHERE n = ?"),
            view.name, view.filter, leadSortSlug(view.sort), descending, columns, view.n);
        return ran.map([&view] { return view; });
    }
    if (auto ran = run(connection,
            QStringLiteral("INSERT INTO saved_view (name, filter, sort, descending, columns) VALUES (?, ?, ?, ?, ?)"),
            view.name, view.filter, leadSortSlug(view.sort), descending, columns);
        !ran)
        return failure(ran.error());
    const auto n = integer(connection, QStringLiteral("SELECT last_insert_rowid()"), 0);
    if (!n)
        return failure(n.error());
    view.n = *n;
    return view;
}

Result<void> SideStore::removeView(Connection &connection, qint64 n)
{
    return run(connection, QStringLiteral("DELETE FROM saved_view WHERE n = ?"), n);
}

} // namespace leadline::cache
