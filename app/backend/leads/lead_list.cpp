#include "backend/leads/lead_condition.h"
#include "backend/leads/lead_repository.h"
#include "backend/leads/lead_rows.h"
#include "storage/statement_budget.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <chrono>

namespace leadline::backend {

using domain::LeadQuery;
using domain::LeadSort;
using domain::SortOrder;
using storage::Connection;
using storage::Statement;

namespace {

/// SQLite's planner knows nothing of values: it takes the index of a city even when a seventh of all leads are in it, and
/// sorts those. Walking along the order of the list finds a page of them at once, but looks at every lead when hardly any
/// passes. So the walk is tried first, for so long.
constexpr std::chrono::milliseconds kWalkBudget { 20 };
constexpr std::chrono::milliseconds kWalkBudgetWithWords { 60 }; ///< the list of their leads is made first
/// More leads than these with the words of a filter: looking each up costs more than the walk, wherever they are.
constexpr int kManyMatches = 10'000;

enum class Way { AsPlanned, AlongOrder };

/// How a statement on SQLite's table of leads walks in the order of a list; empty when it has no index for it.
QString alongOrder(LeadSort sort)
{
    switch (sort) {
    case LeadSort::Score:
        return QStringLiteral(" INDEXED BY lead_score");
    case LeadSort::Name:
        return QStringLiteral(" INDEXED BY lead_name");
    case LeadSort::City:
        return QStringLiteral(" INDEXED BY lead_city");
    case LeadSort::Status:
        return QStringLiteral(" INDEXED BY lead_status");
    case LeadSort::Rating:
        return QStringLiteral(" INDEXED BY lead_rating");
    case LeadSort::Modified:
        return QStringLiteral(" INDEXED BY lead_seq");
    case LeadSort::Found:
        return QStringLiteral(" NOT INDEXED");
    case LeadSort::Email:
    case LeadSort::Phone:
        break;
    }
    return {};
}

/// What helps the planner where a term looks inside text: names are read from their index, which holds nothing else, the
/// others in the order of the file.
QString throughText(const domain::LeadFilter &filter)
{
    QString hint;
    for (const domain::FilterTerm &term : filter.terms) {
        switch (term.field) {
        case domain::FilterField::Name:
            hint = QStringLiteral(" INDEXED BY lead_name");
            break;
        case domain::FilterField::Email:
        case domain::FilterField::Phone:
        case domain::FilterField::Website:
            if (hint.isEmpty())
                hint = QStringLiteral(" NOT INDEXED");
            break;
        case domain::FilterField::Status:
            if (!term.negated && !term.values.contains(domain::reviewStatusSlug(domain::ReviewStatus::New)))
                return {};
            break;
        case domain::FilterField::Text:
        case domain::FilterField::City:
        case domain::FilterField::Rating:
        case domain::FilterField::Tag:
        case domain::FilterField::Task:
        case domain::FilterField::Deleted:
            if (!term.negated)
                return {}; // has an index that leaves few
            break;
        default:
            break;
        }
    }
    return hint;
}

bool wantsDeleted(const domain::LeadFilter &filter)
{
    return std::any_of(filter.terms.begin(), filter.terms.end(),
        [](const domain::FilterTerm &term) { return term.field == domain::FilterField::Deleted && !term.negated; });
}

bool isWords(const domain::LeadFilter &filter)
{
    return std::all_of(filter.terms.begin(), filter.terms.end(),
        [](const domain::FilterTerm &term) { return term.field == domain::FilterField::Text && !term.negated; });
}

storage::SqlCondition walkCondition(const Connection &connection, const domain::LeadFilter &filter)
{
    storage::LeadColumns columns = rows::columnsOf(connection);
    columns.rowByRow = true;
    columns.rowId = QStringLiteral("+lead.pk"); // so that the planner does not begin there
    return storage::leadCondition(filter, columns, connection.dialect());
}

/// Leads with the words of a filter, at most `most`. SQLite.
Result<int> countMatches(Connection &connection, const QString &match, int most)
{
    const auto statement
        = connection.prepare(QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM lead_fts WHERE lead_fts MATCH ? LIMIT ?)"));
    LEADLINE_TRY(statement);
    int count = 0;
    LEADLINE_TRY(
        (*statement)->bindAll(match, most).each([&](const Statement &row) { count = static_cast<int>(row.integer(0)); }));
    return count;
}

/// Position of the last row of a page: its sort value and key, and what they were sorted by.
struct Cursor
{
    QVariant value;
    qint64 pk = 0;
};

bool sortsByKey(LeadSort sort)
{
    return sort == LeadSort::Found;
}

QString encode(const LeadQuery &query, const Cursor &cursor)
{
    const QJsonArray parts { domain::leadSortSlug(query.sort).toString(), query.order == SortOrder::Ascending ? 1 : 0,
        QJsonValue::fromVariant(cursor.value), cursor.pk };
    return QString::fromLatin1(QJsonDocument(parts)
                                   .toJson(QJsonDocument::Compact)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Result<Cursor> decode(const LeadQuery &query)
{
    const auto bytes = QByteArray::fromBase64Encoding(
        query.after.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    const QJsonArray parts = bytes ? QJsonDocument::fromJson(*bytes).array() : QJsonArray();
    const bool fits = parts.size() == 4 && parts.at(0).toString() == domain::leadSortSlug(query.sort)
        && parts.at(1).toInt(-1) == (query.order == SortOrder::Ascending ? 1 : 0);
    if (!fits) {
        domain::Error error(domain::ErrorCode::InvalidArgument, QStringLiteral("the cursor is not of this list"));
        error.field = QStringLiteral("after");
        return domain::failure(std::move(error));
    }
    const QJsonValue value = parts.at(2);
    return Cursor { value.isDouble() ? QVariant(value.toInteger()) : QVariant(value.toString()), parts.at(3).toInteger() };
}

struct ListStatement
{
    QString sql;
    std::vector<QVariant> values;
};

Result<ListStatement> listStatement(const Connection &connection, const LeadQuery &query, const Reach &reach, Way way)
{
    const bool isAlong = way == Way::AlongOrder;
    const storage::SqlCondition condition
        = within(isAlong ? walkCondition(connection, query.filter) : rows::conditionOf(connection, query.filter), reach);
    QString hint;
    if (connection.engine() == storage::Engine::Sqlite)
        hint = isAlong ? alongOrder(query.sort) : throughText(query.filter);
    const QString key = storage::sortExpression(query.sort, rows::columnsOf(connection));
    const bool ascending = query.order == SortOrder::Ascending;
    // What has to be sorted is sorted without the rows: SQLite would carry them along.
    const bool isSorted = connection.engine() == storage::Engine::Sqlite && !isAlong;
    const QString whole = QStringLiteral("SELECT %1, %2 FROM lead").arg(rows::leadColumns(), key);
    ListStatement list { isSorted ? QStringLiteral("SELECT lead.pk FROM lead") : whole, condition.values };
    list.sql += hint + QStringLiteral(" WHERE ") + condition.where;
    if (!query.after.isEmpty()) {
        const auto cursor = decode(query);
        LEADLINE_TRY(cursor);
        const QString compare = ascending ? QStringLiteral(">") : QStringLiteral("<");
        if (sortsByKey(query.sort)) {
            list.sql += QStringLiteral(" AND lead.pk %1 ?").arg(compare);
        } else {
            list.sql += QStringLiteral(" AND (%1, lead.pk) %2 (?, ?)").arg(key, compare);
            list.values.push_back(cursor->value);
        }
        list.values.emplace_back(cursor->pk);
    }
    const QString direction = ascending ? QStringLiteral(" ASC") : QStringLiteral(" DESC");
    QString order = QStringLiteral(" ORDER BY %1%2").arg(key, direction);
    if (!sortsByKey(query.sort))
        order += QStringLiteral(", lead.pk") + direction;
    list.sql += order + QStringLiteral(" LIMIT ?");
    if (isSorted)
        list.sql = whole + QStringLiteral(" WHERE lead.pk IN (") + list.sql + u')' + order;
    return list;
}

struct Rows
{
    std::vector<rows::StoredLead> leads;
    Cursor last;
    bool more = false;
};

Result<Rows> readRows(Connection &connection, const LeadQuery &query, const Reach &reach, Way way)
{
    const auto list = listStatement(connection, query, reach, way);
    LEADLINE_TRY(list);
    const auto statement = connection.prepare(list->sql);
    LEADLINE_TRY(statement);
    const auto limit = static_cast<size_t>(std::clamp(query.limit, 1, 500));
    int position = 0;
    rows::bind(**statement, position, list->values);
    (*statement)->bind(position, static_cast<qint64>(limit) + 1);
    const int keyColumn = static_cast<int>(rows::leadColumns().count(u',')) + 1;
    Rows page;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) {
        if (page.leads.size() == limit) {
            page.more = true;
            return;
        }
        page.leads.push_back(rows::leadFrom(row));
        page.last = { row.value(keyColumn), page.leads.back().pk };
    }));
    return page;
}

Result<Rows> readRows(Connection &connection, const LeadQuery &query, const Reach &reach)
{
    const bool canWalk = connection.engine() == storage::Engine::Sqlite && !query.filter.terms.empty()
        && !alongOrder(query.sort).isEmpty() && !wantsDeleted(query.filter);
    if (!canWalk)
        return readRows(connection, query, reach, Way::AsPlanned);
    auto limit = kWalkBudget;
    if (const QString match = rows::conditionOf(connection, query.filter).match; !match.isEmpty()) {
        const auto matches = countMatches(connection, match, kManyMatches);
        LEADLINE_TRY(matches);
        if (*matches < kManyMatches)
            return readRows(connection, query, reach, Way::AsPlanned);
        if (isWords(query.filter))
            return readRows(connection, query, reach, Way::AlongOrder);
        limit = kWalkBudgetWithWords;
    }
    {
        const storage::StatementBudget budget(connection, limit);
        auto rows = readRows(connection, query, reach, Way::AlongOrder);
        if (rows || !budget.isSpent())
            return rows;
    }
    return readRows(connection, query, reach, Way::AsPlanned);
}

/// Living leads with the words: the index counts its matches without a look at the leads, and few leads are deleted.
Result<qint64> countWords(Connection &connection, const QString &match)
{
    const auto statement = connection.prepare(QStringLiteral(
        "SELECT (SELECT count(*) FROM lead_fts WHERE lead_fts MATCH ?) - (SELECT count(*) FROM lead INDEXED BY lead_deleted "
        "WHERE deleted_at IS NOT NULL AND +pk IN (SELECT rowid FROM lead_fts WHERE lead_fts MATCH ?))"));
    LEADLINE_TRY(statement);
    qint64 total = 0;
    LEADLINE_TRY((*statement)->bindAll(match, match).each([&](const Statement &row) { total = row.integer(0); }));
    return total;
}

} // namespace

Result<domain::LeadPage> LeadRepository::list(
    Connection &connection, const LeadQuery &query, const Reach &reach, LeadDetail detail)
{
    auto rows = readRows(connection, query, reach);
    if (!rows)
        return domain::failure(rows.error());
    domain::LeadPage page;
    for (rows::StoredLead &stored : rows->leads) {
        LEADLINE_TRY(rows::loadSides(connection, stored.pk, stored.lead, detail));
        page.items.push_back(std::move(stored.lead));
    }
    LEADLINE_TRY(hideForeignTasks(connection, reach, page.items));
    if (rows->more)
        page.next = encode(query, rows->last);
    return page;
}

Result<qint64> LeadRepository::count(Connection &connection, const domain::LeadFilter &filter, const Reach &reach)
{
    const bool isSqlite = connection.engine() == storage::Engine::Sqlite;
    if (const QString match = rows::conditionOf(connection, filter).match;
        isSqlite && isWords(filter) && !match.isEmpty() && reach.isEverything())
        return countWords(connection, match);
    const auto condition = within(rows::conditionOf(connection, filter), reach);
    const auto statement = connection.prepare(QStringLiteral("SELECT count(*) FROM lead%1 WHERE %2")
                                                  .arg(isSqlite ? throughText(filter) : QString(), condition.where));
    LEADLINE_TRY(statement);
    int position = 0;
    rows::bind(**statement, position, condition.values);
    qint64 total = 0;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) { total = row.integer(0); }));
    return total;
}

} // namespace leadline::backend
