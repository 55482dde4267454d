#pragma once

#include <QString>

namespace leadline::domain {

/// How many leads have one value of a facet.
struct FacetCount
{
    QString value; ///< as in filter text: a slug, a name, an ISO country, a tag or an id
    qint64 count = 0;

    [[nodiscard]] bool operator==(const FacetCount &) const = default;
};

} // namespace leadline::domain
