#pragma once

#include <QString>

namespace leadline::backend {

/// The text with everything replaced that could be a secret: bearer and refresh tokens, tickets, long hex strings, and the
/// query of an address. Every log line of the daemon passes here.
[[nodiscard]] QString redacted(const QString &text);

} // namespace leadline::backend
