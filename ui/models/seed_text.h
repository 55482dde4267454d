#pragma once

#include "domain/seed_list.h"

#include <QString>
#include <QStringList>

namespace leadline::ui {

/// What is wrong with a line, to follow the line's text: "is not a web address". Empty when nothing is.
[[nodiscard]] QString seedProblemText(domain::SeedProblem problem);
/// `boulangerie.example and 11 more`.
[[nodiscard]] QString suggestedTaskName(const QStringList &addresses);

} // namespace leadline::ui
