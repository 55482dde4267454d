#pragma once

#include "domain/task.h"
#include "ui/models/tone.h"

#include <QString>

#include <optional>
#include <vector>

namespace leadline::ui {

/// A state in a word, with its reason where there is one.
struct StateWords
{
    Tone tone = Tone::Neutral;
    QString word;
};

/// `Running`, `Paused: source failing`, `Stalled, silent for 2 min` …
[[nodiscard]] StateWords taskStateWords(const domain::Task &task, domain::Timestamp now);

/// Completed, but with nothing to show for it: every page that was asked for failed or was not allowed.
[[nodiscard]] bool readNothing(const domain::Task &task);

/// Outcome of one start address as a sentence: the backend's evidence, or the plain words for the outcome.
[[nodiscard]] StateWords outcomeWords(const domain::SiteReport &site);

[[nodiscard]] QString logLevelWord(domain::LogLevel level);
[[nodiscard]] Tone logLevelTone(domain::LogLevel level);

/// The larger of each total: they only grow, so an answer that was overtaken by a newer one takes nothing back.
[[nodiscard]] domain::TaskCounters latest(const domain::TaskCounters &a, const domain::TaskCounters &b);

/// How far a task is, 0–1, from counters that only grow; 1 only when it is completed.
[[nodiscard]] double taskFraction(const domain::Task &task);

/// What has become of the pages asked for, as parts of taskFraction().
struct PageShares
{
    double read = 0;
    double blocked = 0;
    double failed = 0;
};
[[nodiscard]] PageShares pageShares(const domain::Task &task);

/// Speed and remaining time from successive readings of the counters.
class TaskPace
{
public:
    /// Readings less than 200 ms apart replace the one before.
    void add(const domain::TaskCounters &counters, domain::Timestamp at);
    void clear() { m_readings.clear(); }

    /// Over the last ten seconds.
    [[nodiscard]] double pagesPerSecond() const;
    struct Range
    {
        qint64 lowMs = 0;
        qint64 highMs = 0;
    };
    /// From the sites done per active second so far; empty before three sites are done.
    [[nodiscard]] static std::optional<Range> remaining(const domain::TaskCounters &counters);

private:
    struct Reading
    {
        qint64 pages = 0;
        domain::Timestamp at {};
    };
    std::vector<Reading> m_readings;
};

} // namespace leadline::ui
