#pragma once

#include "domain/error.h"

#include <QString>

namespace leadline::ui {

/// One or two sentences for an operator: what happened and what to do. Never the developer's text, except as the reason a
/// server gave for refusing input.
[[nodiscard]] QString errorText(const domain::Error &error);

} // namespace leadline::ui
