#pragma once

#include "ui/models/tokens.h"

namespace leadline::ui {

/// Meaning of a state or message; always shown with a word or an icon, never by colour alone.
enum class Tone { Neutral, Active, Info, Success, Warning, Danger };

[[nodiscard]] QColor toneColor(const Tokens &tokens, Tone tone);

} // namespace leadline::ui
