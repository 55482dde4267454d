#pragma once

#include "domain/lead.h"

#include <QString>

#include <vector>

namespace leadline::backend {

/// One difference a new reading made, for the audit log.
struct FoundChange
{
    QString field;
    QString oldValue;
    QString newValue;

    [[nodiscard]] bool operator==(const FoundChange &) const = default;
};

/// Merges a new reading of a business into what is known and returns the differences; empty means that nothing changed.
/// Nothing found is ever lost: a scalar is replaced by a non-empty one, contact points and their evidence are united (at
/// most five places each, the strongest), and the score does not fall. The time of an evidence seen again stays the first.
[[nodiscard]] std::vector<FoundChange> mergeFound(domain::FoundData &known, const domain::FoundData &reading);

inline constexpr size_t kMaxEvidence = 5;
inline constexpr size_t kMaxContacts = 2000;

/// Strongest first and within the bounds above, as the store keeps it.
void boundContacts(std::vector<domain::ContactPoint> &contacts);

} // namespace leadline::backend
