#pragma once

#include "domain/id.h"
#include "services/connectivity.h"
#include "services/sync_service.h"
#include "ui/models/tone.h"

#include <QString>

namespace leadline::ui {

/// A state in words: the short form for the status bar, a sentence and what to do for the connection pane.
struct StatusWords
{
    Tone tone = Tone::Neutral;
    QString word;
    QString sentence;
};

[[nodiscard]] StatusWords connectionWords(const services::ConnectionStatus &status);

/// "14 changes waiting": edits the backend does not know yet.
[[nodiscard]] QString waitingWords(int waiting);
/// "2 conflicts to resolve".
[[nodiscard]] QString conflictWords(int conflicts);

/// "Synced just now", "Last sync 13:58", "Syncing, 1 200 of 41 907" … Empty while nothing is known.
[[nodiscard]] StatusWords syncWords(const services::SyncStatus &status, domain::Timestamp now);

} // namespace leadline::ui
