#pragma once

#include "domain/clock.h"

#include <QString>

namespace leadline::domain {

/// What became of an offline store that was damaged: facts for the sentence its operator is told.
struct StoreRepair
{
    enum class Cause {
        Damaged, ///< the file was put aside, a new one holds what could be read
        LogMissing, ///< the file is sound but its log is gone: it may be older than what was saved
    };
    Cause cause = Cause::Damaged;
    Timestamp at {};
    QString keptAs; ///< Damaged: path of the file put aside
    int waiting = 0; ///< waiting edits carried over
    int conflicts = 0;
    int views = 0; ///< saved views
    int unreadable = 0; ///< records of these kinds that were found but not whole
    bool complete = false; ///< nothing of them is missing for certain

    [[nodiscard]] bool operator==(const StoreRepair &) const = default;
};

} // namespace leadline::domain
