#pragma once

#include "domain/facet_count.h"
#include "domain/lead.h"

#include <QString>

#include <optional>
#include <vector>

namespace leadline::domain {

/// One page of a list by keyset.
struct LeadPage
{
    std::vector<Lead> items; ///< contacts and notes only when they were asked for
    QString next; ///< cursor of the following page, empty at the end
    std::optional<qint64> total; ///< leads of the filter, when they were counted

    [[nodiscard]] bool operator==(const LeadPage &) const = default;
};

/// Counts within a filter, each list by falling count.
struct LeadFacets
{
    qint64 total = 0;
    qint64 withEmail = 0;
    qint64 withPhone = 0;
    std::vector<FacetCount> status;
    std::vector<FacetCount> source;
    std::vector<FacetCount> country; ///< the 50 most frequent, as are the following
    std::vector<FacetCount> city;
    std::vector<FacetCount> category;
    std::vector<FacetCount> tag;
    std::vector<FacetCount> task; ///< task ids

    [[nodiscard]] bool operator==(const LeadFacets &) const = default;
};

} // namespace leadline::domain
