#include "protocol/routes.h"

namespace leadline::protocol {

using namespace domain;

QueryItems toQuery(const LeadQuery &query, bool detail)
{
    QueryItems items {
        { QStringLiteral("q"), toText(query.filter) },
        { QStringLiteral("sort"), leadSortSlug(query.sort).toString() },
        { QStringLiteral("order"), query.order == SortOrder::Ascending ? QStringLiteral("asc") : QStringLiteral("desc") },
        { QStringLiteral("limit"), QString::number(query.limit) },
    };
    if (!query.after.isEmpty())
        items.append({ QStringLiteral("after"), query.after });
    if (detail)
        items.append({ QStringLiteral("detail"), QStringLiteral("1") });
    return items;
}

Result<LeadQuery> leadQueryFromQuery(const QueryItems &items)
{
    const auto refuse = [](const QString &name, const QString &detail) {
        Error error(ErrorCode::InvalidArgument, name + u' ' + detail);
        error.field = name;
        return failure(std::move(error));
    };
    LeadQuery query;
    auto filter = parseLeadFilter(queryValue(items, u"q"));
    if (!filter)
        return failure(filter.error());
    query.filter = std::move(*filter);
    const auto sort = leadSortFromSlug(queryValue(items, u"sort", leadSortSlug(query.sort).toString()));
    if (!sort)
        return refuse(QStringLiteral("sort"), QStringLiteral("is not a known order"));
    query.sort = *sort;
    const QString order = queryValue(items, u"order", QStringLiteral("desc"));
    if (order != u"asc" && order != u"desc")
        return refuse(QStringLiteral("order"), QStringLiteral("must be asc or desc"));
    query.order = order == u"asc" ? SortOrder::Ascending : SortOrder::Descending;
    query.after = queryValue(items, u"after");
    if (query.after.size() > 4'000)
        return refuse(QStringLiteral("after"), QStringLiteral("is too long"));
    bool isNumber = false;
    query.limit = queryValue(items, u"limit", QString::number(query.limit)).toInt(&isNumber);
    if (!isNumber || query.limit < 1 || query.limit > 500)
        return refuse(QStringLiteral("limit"), QStringLiteral("must be between 1 and 500"));
    return query;
}

} // namespace leadline::protocol
