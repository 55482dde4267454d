#pragma once

#include "domain/error.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::leadctl {

/// The two outputs: results on standard output, everything about the way there on standard error. Knows whether a terminal
/// looks at them, how wide it is, and keeps a progress line at its bottom. Lives on the main thread.
class Console
{
public:
    Console();

    void setJson(bool on) { m_json = on; }
    void setQuiet(bool on) { m_quiet = on; }
    [[nodiscard]] bool isJson() const { return m_json; }
    /// Standard error is a terminal: progress may be drawn.
    [[nodiscard]] bool isInteractive() const { return m_interactive; }
    [[nodiscard]] int width() const;

    /// One line of result.
    void print(const QString &line);
    /// One JSON object in a line of its own.
    void print(const QJsonObject &object);
    void printRaw(const QByteArray &bytes);
    /// A message for the person at the terminal.
    void note(const QString &line);
    void warn(const QString &line);
    /// `what` in words, then the error; as a JSON object on standard output when that was asked for.
    void fail(const QString &what, const domain::Error &error);

    /// Redraws the progress line; an empty text removes it. Does nothing without a terminal.
    void progress(const QString &text);

    /// Columns as wide as their content; the widest ones are cut until all fit the terminal.
    void table(const QStringList &header, const std::vector<QStringList> &rows);

private:
    void toError(const QString &line);
    void clearProgress();

    bool m_json = false;
    bool m_quiet = false;
    bool m_interactive = false;
    bool m_progressShown = false;
};

/// 1 234 567 with thin grouping, as tables and summaries show it.
[[nodiscard]] QString grouped(qint64 number);
/// 850 B, 3.4 MB
[[nodiscard]] QString bytesText(qint64 bytes);
/// 0:35, 12:04, 2:05:00
[[nodiscard]] QString durationText(qint64 milliseconds);
/// Without control characters (a scraped text must not drive the terminal), in one line.
[[nodiscard]] QString plain(const QString &text);

} // namespace leadline::leadctl
