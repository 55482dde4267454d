#pragma once

#include <QByteArray>
#include <QString>

namespace leadline::backend {

/// A secret that a person may have to type or read out: 125 bits in five groups of letters and digits that are not mistaken
/// for one another (Crockford's base 32).
[[nodiscard]] QString makeOneTimeCode();
/// What is stored of a code. Case, dashes and spaces do not matter, nor do O for 0 and I or L for 1.
[[nodiscard]] QByteArray oneTimeCodeHash(const QString &code);

} // namespace leadline::backend
