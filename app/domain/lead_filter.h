#pragma once

#include "domain/result.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <variant>
#include <vector>

namespace leadline::domain {

/// What a filter term looks at. `Text` is the full-text search over all text fields.
enum class FilterField {
    Text,
    Status,
    Has,
    Score,
    Rating,
    City,
    Country,
    Category,
    Tag,
    Source,
    Task,
    Assignee,
    Name,
    Email,
    Phone,
    Website,
    Found, ///< found:2026-11-01 or found>2026-11-01
    Deleted, ///< is:deleted; without it deleted leads are left out
};

enum class FilterOp { Equals, Less, LessOrEqual, Greater, GreaterOrEqual };

/// One term such as `-tag:chain` or `score>60`. Several values of one positive term are alternatives
/// (`status:new,accepted`).
struct FilterTerm
{
    FilterField field = FilterField::Text;
    FilterOp op = FilterOp::Equals;
    QStringList values;
    bool negated = false;

    [[nodiscard]] bool operator==(const FilterTerm &) const = default;
};

/// All terms must hold.
struct LeadFilter
{
    std::vector<FilterTerm> terms;

    [[nodiscard]] bool operator==(const LeadFilter &) const = default;
};

/// Reads `status:new has:email score>60 city:"Saint-Étienne" -tag:chain bakery`. The same text works in the window, in
/// leadctl and in the API. An unknown field, operator or value fails with InvalidArgument, `field` holding the offending
/// word.
[[nodiscard]] Result<LeadFilter> parseLeadFilter(QStringView text);
/// The shortest text that parses to the same filter.
[[nodiscard]] QString toText(const LeadFilter &filter);

enum class LeadSort { Name, City, Email, Phone, Score, Status, Rating, Found, Modified };
enum class SortOrder { Ascending, Descending };

/// A page request by keyset: `after` is the opaque cursor of the page before, empty for the first page.
struct LeadQuery
{
    LeadFilter filter;
    LeadSort sort = LeadSort::Score;
    SortOrder order = SortOrder::Descending;
    QString after;
    int limit = 100; ///< 1–500
};

[[nodiscard]] QStringView leadSortSlug(LeadSort sort);
[[nodiscard]] std::optional<LeadSort> leadSortFromSlug(QStringView slug);

} // namespace leadline::domain
