#pragma once

#include "domain/remark.h"

#include <QString>

namespace leadline::ui {

/// A remark of the backend in the operator's language; words without a code as they were sent.
[[nodiscard]] QString remarkText(const domain::Remark &remark);

} // namespace leadline::ui
