#include "backend/leads/lead_repository.h"
#include "backend/leads/lead_rows.h"
#include "domain/task.h"
#include "storage/lead_filter_sql.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace leadline::backend {

using domain::LeadQuery;
using domain::LeadSort;
using domain::SortOrder;
using storage::Connection;
using storage::Statement;

namespace {

/// Names of the server's tables on the engine of the connection.
const storage::LeadColumns &columnsOf(const Connection &connection)
{
    static const storage::LeadColumns sqlite;
    static const storage::LeadColumns postgres = [] {
        storage::LeadColumns own;
        own.textTable = QStringLiteral("lead_text");
        return own;
    }();
    return connection.engine() == storage::Engine::Sqlite ? sqlite : postgres;
}

storage::SqlCondition conditionOf(const Connection &connection, const domain::LeadFilter &filter)
{
    return storage::leadCondition(filter, columnsOf(connection), connection.dialect());
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

void bind(Statement &statement, int &position, const std::vector<QVariant> &values)
{
    for (const QVariant &value : values)
        statement.bind(position++, value);
}

struct ListStatement
{
    QString sql;
    std::vector<QVariant> values;
};

Result<ListStatement> listStatement(const Connection &connection, const LeadQuery &query, const Reach &reach)
{
    const storage::SqlCondition condition = within(conditionOf(connection, query.filter), reach);
    const QString key = storage::sortExpression(query.sort, columnsOf(connection));
    const bool ascending = query.order == SortOrder::Ascending;
    ListStatement list { QStringLiteral("SELECT %1, %2 FROM lead WHERE %3").arg(rows::leadColumns(), key, condition.where),
        condition.values };
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
    list.sql += QStringLiteral(" ORDER BY %1%2").arg(key, direction);
    if (!sortsByKey(query.sort))
        list.sql += QStringLiteral(", lead.pk") + direction;
    list.sql += QStringLiteral(" LIMIT ?");
    return list;
}

using Counts = QHash<QString, qint64>;

constexpr size_t kMostValues = 50;

std::vector<domain::FacetCount> mostFrequent(const Counts &counts)
{
    std::vector<domain::FacetCount> list;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        if (!it.key().isEmpty())
            list.push_back({ it.key(), it.value() });
    }
    std::sort(list.begin(), list.end(), [](const domain::FacetCount &a, const domain::FacetCount &b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
    });
    if (list.size() > kMostValues)
        list.resize(kMostValues);
    return list;
}

/// All columns in one pass: a pass reads every lead of the filter, a group only adds a number.
Result<void> countColumns(Connection &connection, const storage::SqlCondition &condition, domain::LeadFacets &facets)
{
    const auto statement = connection.prepare(
        QStringLiteral("SELECT lead.status, lead.source, lead.country, coalesce(lead.fix_city, lead.found_city), "
                       "coalesce(lead.fix_category, lead.found_category), lead.email <> '', lead.phone <> '' "
                       "FROM lead WHERE %1")
            .arg(condition.where));
    LEADLINE_TRY(statement);
    int position = 0;
    bind(**statement, position, condition.values);
    std::array<qint64, 4> status {};
    Counts source;
    Counts country;
    Counts city;
    Counts category;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) {
        facets.total += 1;
        status[static_cast<size_t>(row.integer(0)) % status.size()] += 1;
        source[row.text(1)] += 1;
        country[row.text(2)] += 1;
        city[row.text(3)] += 1;
        category[row.text(4)] += 1;
        facets.withEmail += row.integer(5);
        facets.withPhone += row.integer(6);
    }));
    Counts byStatus;
    for (size_t i = 0; i < status.size(); ++i) {
        if (status[i] > 0)
            byStatus[domain::reviewStatusSlug(static_cast<domain::ReviewStatus>(i)).toString()] = status[i];
    }
    facets.status = mostFrequent(byStatus);
    facets.source = mostFrequent(source);
    facets.country = mostFrequent(country);
    facets.city = mostFrequent(city);
    facets.category = mostFrequent(category);
    return {};
}

/// Counts per value of a side table.
template<typename F>
Result<std::vector<domain::FacetCount>> countSide(
    Connection &connection, const storage::SqlCondition &condition, const QString &table, const QString &column, F &&textOf)
{
    const auto statement = connection.prepare(
        QStringLiteral("SELECT %1.%2, count(*) AS n FROM lead JOIN %1 ON %1.lead_pk = lead.pk WHERE %3 GROUP BY 1 "
                       "ORDER BY n DESC, 1 LIMIT %4")
            .arg(table, column, condition.where)
            .arg(kMostValues));
    LEADLINE_TRY(statement);
    int position = 0;
    bind(**statement, position, condition.values);
    std::vector<domain::FacetCount> counts;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) { counts.push_back({ textOf(row), row.integer(1) }); }));
    return counts;
}

} // namespace

Result<domain::LeadPage> LeadRepository::list(
    Connection &connection, const LeadQuery &query, const Reach &reach, LeadDetail detail)
{
    const int limit = std::clamp(query.limit, 1, 500);
    const auto list = listStatement(connection, query, reach);
    LEADLINE_TRY(list);
    const auto statement = connection.prepare(list->sql);
    LEADLINE_TRY(statement);
    int position = 0;
    bind(**statement, position, list->values);
    (*statement)->bind(position, limit + 1);

    const int keyColumn = static_cast<int>(rows::leadColumns().count(u',')) + 1;
    domain::LeadPage page;
    std::vector<qint64> keys;
    Cursor last;
    bool more = false;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) {
        if (static_cast<int>(page.items.size()) == limit) {
            more = true;
            return;
        }
        auto stored = rows::leadFrom(row);
        last = { row.value(keyColumn), stored.pk };
        keys.push_back(stored.pk);
        page.items.push_back(std::move(stored.lead));
    }));
    for (size_t i = 0; i < keys.size(); ++i)
        LEADLINE_TRY(rows::loadSides(connection, keys[i], page.items[i], detail));
    LEADLINE_TRY(hideForeignTasks(connection, reach, page.items));
    if (more)
        page.next = encode(query, last);
    return page;
}

Result<qint64> LeadRepository::count(Connection &connection, const domain::LeadFilter &filter, const Reach &reach)
{
    const auto condition = within(conditionOf(connection, filter), reach);
    const auto statement = connection.prepare(QStringLiteral("SELECT count(*) FROM lead WHERE %1").arg(condition.where));
    LEADLINE_TRY(statement);
    int position = 0;
    bind(**statement, position, condition.values);
    qint64 total = 0;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) { total = row.integer(0); }));
    return total;
}

Result<domain::LeadFacets> LeadRepository::facets(
    Connection &connection, const domain::LeadFilter &filter, const Reach &reach)
{
    const auto condition = within(conditionOf(connection, filter), reach);
    domain::LeadFacets facets;
    LEADLINE_TRY(countColumns(connection, condition, facets));
    auto tags = countSide(connection, condition, QStringLiteral("lead_tag"), QStringLiteral("tag"),
        [](const Statement &row) { return row.text(0); });
    LEADLINE_TRY(tags);
    facets.tag = std::move(*tags);
    auto tasks = countSide(connection, condition, QStringLiteral("task_lead"), QStringLiteral("task_id"),
        [](const Statement &row) { return row.id<domain::TaskId>(0).toString(); });
    LEADLINE_TRY(tasks);
    facets.task = std::move(*tasks);
    const auto own = reachableTasks(connection, reach);
    LEADLINE_TRY(own);
    if (*own) {
        std::erase_if(facets.task, [&](const domain::FacetCount &count) {
            const auto task = domain::TaskId::fromString(count.value);
            return !task || !(*own)->contains(*task);
        });
    }
    return facets;
}

} // namespace leadline::backend
