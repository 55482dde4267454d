#pragma once

#include <QString>
#include <QStringView>

namespace leadline::domain {

/// Text as it is compared and sorted: case-folded, without diacritics, compatibility forms unified ("Saint-Étienne" gives
/// "saint-etienne", "Straße" gives "strasse"), outer space removed, inner space single. Independent of locale and platform,
/// so it may be stored.
[[nodiscard]] QString foldedKey(QStringView text);

} // namespace leadline::domain
