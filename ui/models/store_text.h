#pragma once

#include "domain/error.h"
#include "domain/store_repair.h"

#include <QString>

namespace leadline::ui {

/// What became of a damaged offline store, in sentences: what happened, what was kept, what may be missing.
[[nodiscard]] QString repairText(const domain::StoreRepair &repair);

/// Why the offline store cannot be opened and what to do. Nothing in it was changed then.
[[nodiscard]] QString storeProblemText(const domain::Error &error);

} // namespace leadline::ui
