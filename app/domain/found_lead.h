#pragma once

#include "domain/lead.h"

#include <QString>

namespace leadline::domain {

/// One reading of one business by a source, on its way into the store. Readings of one business are increments: the store
/// merges them by profileKey. The fields of `found` say what is known by now and an empty one says nothing; its contacts
/// hold only what is new or better evidenced than in the reading before.
struct FoundLead
{
    QString profileKey; ///< canonical identity within the workspace: `web:example.com`, `biz:example.com#main-street`
    QString source; ///< slug of the source: sourceKindSlug()
    FoundData found;

    [[nodiscard]] bool operator==(const FoundLead &) const = default;
};

} // namespace leadline::domain
