#pragma once

#include "cache/sort_key.h"
#include "domain/lead_filter.h"

#include <vector>

namespace leadline::cache {

/// Rows of a query in its order, found in whichever of these ways is the fast one (figures at a million leads):
/// - along the sort index until enough rows passed: a filter that many leads pass, under 1 ms;
/// - as SQLite plans it, by the filter's own index and a sort: a filter that few pass;
/// - along the sort index, looking for the words in each lead's text: words that many leads have, 3 ms where asking the
///   full-text index would take 0.1 s;
/// - from the full-text index: rarer words.
/// The first is tried for a few milliseconds, because nobody knows beforehand how many will pass.
class LeadWalk
{
public:
    /// At most `limit` rows after `after`.
    [[nodiscard]] static Result<std::vector<SortKey>> first(
        Connection &connection, const domain::LeadQuery &query, const std::optional<SortKey> &after, int limit);
    /// Keys of those of `rows` that pass the filter, in the order of the query, whose own filter is not asked. One by one:
    /// for a few thousand.
    [[nodiscard]] static Result<std::vector<SortKey>> sortedKeys(Connection &connection, const domain::LeadQuery &query,
        const domain::LeadFilter &filter, const QList<domain::RowId> &rows);
    /// All of them.
    [[nodiscard]] static Result<QList<domain::RowId>> all(Connection &connection, const domain::LeadQuery &query);
};

} // namespace leadline::cache
