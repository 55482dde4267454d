#include "backend/leads/lead_repository.h"
#include "backend/leads/lead_rows.h"

#include <algorithm>

namespace leadline::backend {

using domain::ChangePage;
using storage::Connection;
using storage::Statement;

namespace {

struct FeedHead
{
    QString epoch;
    qint64 seq = 0;
    qint64 horizon = 0;
};

Result<FeedHead> feedHead(Connection &connection)
{
    const auto statement = connection.prepare(QStringLiteral("SELECT epoch, seq, horizon FROM feed_head WHERE ws = 1"));
    LEADLINE_TRY(statement);
    FeedHead head;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) { head = { row.text(0), row.integer(1), row.integer(2) }; }));
    return head;
}

Result<void> readLeads(Connection &connection, qint64 since, int limit, const Reach &reach, ChangePage &page)
{
    const storage::SqlCondition condition = leadWithin(reach);
    const auto statement = connection.prepare(QStringLiteral("SELECT %1 FROM lead WHERE seq > ? AND %2 ORDER BY seq LIMIT ?")
                                                  .arg(rows::leadColumns(), condition.where));
    LEADLINE_TRY(statement);
    int position = 0;
    (*statement)->bind(position++, since);
    for (const QVariant &value : condition.values)
        (*statement)->bind(position++, value);
    (*statement)->bind(position, limit + 1);
    std::vector<qint64> keys;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) {
        if (static_cast<int>(page.changes.size()) == limit) {
            page.more = true;
            return;
        }
        auto stored = rows::leadFrom(row);
        keys.push_back(stored.pk);
        page.changes.push_back(std::move(stored.lead));
    }));
    page.to = page.more ? page.changes.back().seq : page.head;
    for (size_t i = 0; i < keys.size(); ++i)
        LEADLINE_TRY(rows::loadSides(connection, keys[i], page.changes[i], LeadDetail::Full));
    return hideForeignTasks(connection, reach, page.changes);
}

Result<void> readTombstones(Connection &connection, qint64 since, ChangePage &page)
{
    const auto statement = connection.prepare(
        QStringLiteral("SELECT seq, lead_id, kind FROM tombstone WHERE ws = 1 AND seq > ? AND seq <= ? ORDER BY seq"));
    LEADLINE_TRY(statement);
    return (*statement)->bindAll(since, page.to).each([&](const Statement &row) {
        page.tombstones.push_back({ row.integer(0), row.id<domain::LeadId>(1),
            row.integer(2) == 0 ? domain::TombstoneKind::HardDelete : domain::TombstoneKind::Erase });
    });
}

} // namespace

Result<QString> LeadRepository::epoch(Connection &connection)
{
    const auto head = feedHead(connection);
    LEADLINE_TRY(head);
    return head->epoch;
}

Result<ChangePage> LeadRepository::changes(Connection &connection, qint64 since, const QString &epoch, int limit,
    const domain::ClientId &client, const Reach &reach)
{
    const auto head = feedHead(connection);
    LEADLINE_TRY(head);
    if ((!epoch.isEmpty() && epoch != head->epoch) || since > head->seq)
        return domain::failure(domain::ErrorCode::EpochChanged, QStringLiteral("the store is not the one of this cursor"));
    if (since < 0)
        return domain::failure(domain::ErrorCode::InvalidArgument, QStringLiteral("since is negative"));
    if (since != 0 && since < head->horizon)
        return domain::failure(domain::ErrorCode::Gone, QStringLiteral("the changes since then are no longer kept"));
    ChangePage page;
    page.epoch = head->epoch;
    page.head = head->seq;
    LEADLINE_TRY(readLeads(connection, since, std::clamp(limit, 1, 500), reach, page));
    LEADLINE_TRY(readTombstones(connection, since, page));
    if (!client.isNull()) {
        const auto known = connection.prepare(QStringLiteral("SELECT last_mid FROM client WHERE client_id = ?"));
        LEADLINE_TRY(known);
        LEADLINE_TRY((*known)->bindAll(client).each([&](const Statement &row) { page.lastMid = row.integer(0); }));
    }
    return page;
}

Result<std::vector<TaskResult>> LeadRepository::taskResults(
    Connection &connection, const domain::TaskId &task, qint64 since, int limit, LeadDetail detail)
{
    const auto statement = connection.prepare(
        QStringLiteral("SELECT %1, task_lead.n, task_lead.site FROM task_lead JOIN lead ON lead.pk = task_lead.lead_pk "
                       "WHERE task_lead.task_id = ? AND task_lead.n > ? "
                       "ORDER BY task_lead.n LIMIT ?")
            .arg(rows::leadColumns()));
    LEADLINE_TRY(statement);
    const int numberColumn = static_cast<int>(rows::leadColumns().count(u',')) + 1;
    std::vector<TaskResult> results;
    std::vector<qint64> keys;
    LEADLINE_TRY((*statement)->bindAll(task, since, std::clamp(limit, 1, 5000)).each([&](const Statement &row) {
        auto stored = rows::leadFrom(row);
        keys.push_back(stored.pk);
        results.push_back(
            { row.integer(numberColumn), static_cast<int>(row.integer(numberColumn + 1)), std::move(stored.lead) });
    }));
    for (size_t i = 0; i < keys.size(); ++i)
        LEADLINE_TRY(rows::loadSides(connection, keys[i], results[i].lead, detail));
    return results;
}

Result<qint64> LeadRepository::taskResultsHead(Connection &connection, const domain::TaskId &task)
{
    // Each number given out is counted with the task, also when its lead was purged: no number is given twice.
    qint64 head = 0;
    for (const QString &sql : { QStringLiteral("SELECT max(n) FROM task_lead WHERE task_id = ?"),
             QStringLiteral("SELECT new_leads + duplicates FROM task WHERE id = ?") }) {
        const auto statement = connection.prepare(sql);
        LEADLINE_TRY(statement);
        LEADLINE_TRY((*statement)->bindAll(task).each([&](const Statement &row) { head = std::max(head, row.integer(0)); }));
    }
    return head;
}

Result<domain::Lead> LeadRepository::get(Connection &connection, const domain::LeadId &id, const Reach &reach)
{
    auto stored = rows::loadWithin(connection, id, reach);
    LEADLINE_TRY(stored);
    if (!*stored)
        return domain::failure(domain::ErrorCode::NotFound, QStringLiteral("no such lead"));
    LEADLINE_TRY(hideForeignTasks(connection, reach, std::span(&(*stored)->lead, 1)));
    return std::move((*stored)->lead);
}

Result<std::vector<domain::AuditEntry>> LeadRepository::history(Connection &connection, const domain::LeadId &id, int limit)
{
    const auto statement = connection.prepare(
        QStringLiteral("SELECT n, at, actor, origin, action, field, old_value, new_value, request_id FROM audit "
                       "WHERE lead_pk = (SELECT pk FROM lead WHERE id = ?) ORDER BY n DESC LIMIT ?"));
    LEADLINE_TRY(statement);
    std::vector<domain::AuditEntry> entries;
    LEADLINE_TRY((*statement)->bindAll(id, std::clamp(limit, 1, 1000)).each([&](const Statement &row) {
        entries.push_back({ row.integer(0), row.time(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6),
            row.text(7), row.text(8) });
    }));
    return entries;
}

} // namespace leadline::backend
