#pragma once

#include "domain/task.h"

#include <QString>

namespace leadline::leadctl {

/// `[#####-----] 12/94 sites  143 pages  8.2/s  31 leads  0:35-1:10 left  bakery.example`, as much of it as goes into
/// `columns`: the host goes first, sites and leads never.
[[nodiscard]] QString progressLine(const domain::TaskProgress &now, int columns);

} // namespace leadline::leadctl
