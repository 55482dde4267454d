#pragma once

#include <QString>

namespace leadline::backend {

/// The text with everything replaced that could be a secret: bearer and refresh tokens, tickets, long hex strings, and the
/// query of an address. Every log line of the daemon passes here.
[[nodiscard]] QString redacted(const QString &text);

/// A value as it stands behind `name=` in a log line: in quotes, with \" and \\ inside, unless it is one plain word.
/// Whatever somebody else chose goes through here, so that it cannot be taken for further fields.
[[nodiscard]] QString logValue(const QString &text);

} // namespace leadline::backend
