#include "ui/models/tone.h"

namespace leadline::ui {

QColor toneColor(const Tokens &tokens, Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return tokens.muted;
    case Tone::Active:
        return tokens.accent;
    case Tone::Info:
        return tokens.info;
    case Tone::Success:
        return tokens.success;
    case Tone::Warning:
        return tokens.warning;
    case Tone::Danger:
        return tokens.danger;
    }
    return tokens.muted;
}

} // namespace leadline::ui
