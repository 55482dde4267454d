#pragma once

#include "domain/task.h"

#include <QString>

#include <span>

namespace leadline::ui {

/// How hard a task may press one site, as an operator chooses it.
struct Politeness
{
    const char *key; ///< stable, for settings
    int delayMs;
    int concurrentSites;

    [[nodiscard]] QString name() const;
    [[nodiscard]] QString explanation() const;
};

[[nodiscard]] std::span<const Politeness> politenessPresets();
/// The preset of a key, "normal" for an unknown one.
[[nodiscard]] const Politeness &politeness(const QString &key);

/// What a task will cost at most, before it starts.
struct TaskEstimate
{
    qint64 sites = 0;
    qint64 mostPages = 0;
    qint64 lowMs = 0;
    qint64 highMs = 0;
};
[[nodiscard]] TaskEstimate estimate(qint64 sites, const domain::CrawlLimits &limits);
/// `12 sites, up to 480 pages, about 1–4 min`.
[[nodiscard]] QString estimateText(const TaskEstimate &estimate);

} // namespace leadline::ui
