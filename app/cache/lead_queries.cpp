#include "cache/lead_queries.h"

#include "cache/lead_blob.h"
#include "cache/lead_columns.h"
#include "cache/lead_walk.h"
#include "cache/sort_key.h"
#include "domain/row_set.h"
#include "storage/row_statement.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace leadline::cache {

using namespace domain;

namespace {

QString rowColumns()
{
    return QStringLiteral("lead.row, lead_id, status, rating, score, waiting, notes, found_at, modified_at, deleted_at,"
                          " country, source, assignee, name, category, city, email, phone, website, tags");
}

LeadRow readRow(const RowStatement &statement)
{
    LeadRow row;
    row.row = RowId(statement.integer(0));
    row.id = idFromBytes<LeadId>(statement.bytes(1));
    row.status = ReviewStatus(statement.integer(2));
    row.rating = int(statement.integer(3));
    row.score = int(statement.integer(4));
    row.waiting = statement.integer(5) != 0;
    row.notes = int(statement.integer(6));
    row.foundAt = fromMilliseconds(statement.integer(7));
    row.modifiedAt = fromMilliseconds(statement.integer(8));
    row.deleted = !statement.isNull(9);
    row.country = statement.text(10);
    row.source = statement.text(11);
    row.assignee = statement.text(12);
    row.name = statement.text(13);
    row.category = statement.text(14);
    row.city = statement.text(15);
    row.email = statement.text(16);
    row.phone = statement.text(17);
    row.website = statement.text(18);
    row.tags = statement.text(19).split(u'\n', Qt::SkipEmptyParts);
    return row;
}

/// First position in `rest` whose key does not come before `key`. Rows that vanished meanwhile are stepped over.
qsizetype lowerBound(KeyReader &reader, const QList<RowId> &rest, const SortKey &key, bool descending)
{
    qsizetype low = 0;
    qsizetype high = rest.size();
    while (low < high) {
        qsizetype middle = low + (high - low) / 2;
        std::optional<SortKey> other = reader.key(rest[middle]);
        while (!other && middle > low)
            other = reader.key(rest[--middle]);
        const bool before = !other || (descending ? key < *other : *other < key);
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

} // namespace

Result<QList<RowId>> LeadQueries::order(Connection &connection, const LeadQuery &query)
{
    return LeadWalk::all(connection, query);
}

Result<LeadRowPage> LeadQueries::page(Connection &connection, const LeadQuery &query)
{
    std::optional<SortKey> after;
    if (!query.after.isEmpty()) {
        after = SortKey::fromCursor(query.after);
        if (!after)
            return failure(ErrorCode::InvalidArgument, QStringLiteral("not a cursor of this store"));
    }
    const int limit = std::clamp(query.limit, 1, 500);
    auto keys = LeadWalk::first(connection, query, after, limit + 1);
    if (!keys)
        return failure(keys.error());
    const bool more = keys->size() > size_t(limit);
    if (more)
        keys->pop_back();
    QList<RowId> numbers;
    for (const SortKey &key : *keys)
        numbers.append(key.row);
    auto values = rows(connection, numbers);
    if (!values)
        return failure(values.error());
    return LeadRowPage { std::move(*values), more ? keys->back().toCursor() : QString() };
}

Result<std::vector<LeadRow>> LeadQueries::rows(Connection &connection, const QList<RowId> &wanted)
{
    auto statement
        = RowStatement::prepare(connection, QStringLiteral("SELECT %1 FROM lead WHERE lead.row = ?").arg(rowColumns()));
    if (!statement)
        return failure(statement.error());
    std::vector<LeadRow> rows;
    rows.reserve(size_t(wanted.size()));
    for (const RowId row : wanted) {
        statement->rewind();
        statement->bind(0, row);
        if (statement->next())
            rows.push_back(readRow(*statement));
        if (auto finished = statement->finish(); !finished)
            return failure(finished.error());
    }
    return rows;
}

Result<std::vector<PlacedRow>> LeadQueries::place(
    Connection &connection, const LeadQuery &query, const QList<RowId> &order, const QList<RowId> &changed)
{
    const auto matching = LeadWalk::sortedKeys(connection, query, query.filter, changed);
    if (!matching)
        return failure(matching.error());
    if (matching->empty())
        return std::vector<PlacedRow>();
    const RowSet isChanged(changed);
    QList<RowId> rest;
    rest.reserve(order.size());
    std::ranges::copy_if(order, std::back_inserter(rest), [&](RowId row) { return !isChanged.contains(row); });
    auto reader = KeyReader::open(connection, query.sort);
    if (!reader)
        return failure(reader.error());
    const bool descending = query.order == SortOrder::Descending;
    std::vector<PlacedRow> placed;
    for (const SortKey &key : *matching)
        placed.push_back({ key.row, lowerBound(*reader, rest, key, descending) });
    // Keys read while the store moves on may disagree by a step; the caller needs ascending positions.
    for (size_t i = 1; i < placed.size(); ++i)
        placed[i].index = std::max(placed[i].index, placed[i - 1].index);
    return placed;
}

Result<qint64> LeadQueries::count(Connection &connection, const LeadFilter &filter)
{
    const auto condition = leadCondition(filter);
    auto statement = RowStatement::prepare(
        connection, QStringLiteral("SELECT count(*) FROM lead WHERE ") + condition.where, condition.values);
    if (!statement)
        return failure(statement.error());
    const qint64 count = statement->next() ? statement->integer(0) : 0;
    return statement->finish().map([count] { return count; });
}

} // namespace leadline::cache
