#pragma once

#include "domain/error.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace leadline::leadctl {

/// The two outputs: results on standard output, everything about the way there on standard error. Knows whether a terminal
/// looks at them, how wide it is, and keeps a progress line at its bottom. Lives on the main thread.
///
/// Results are written at once. The first write that fails (full disk, closed pipe) is the last one: outputLost() is true
/// from then on, and the reason has been told on standard error unless the reader just went away.
class Console
{
public:
    Console();
    ~Console();
    Console(const Console &) = delete;
    Console &operator=(const Console &) = delete;

    void setJson(bool on) { m_json = on; }
    void setQuiet(bool on) { m_quiet = on; }
    [[nodiscard]] bool isJson() const { return m_json; }
    /// Standard error is a terminal that progress may be drawn on: not a dumb one, and NO_COLOR is not set.
    [[nodiscard]] bool isInteractive() const { return m_interactive; }
    /// Columns of the terminal that reads the results.
    [[nodiscard]] int width() const;
    /// Columns a progress line may have.
    [[nodiscard]] int progressWidth() const;
    [[nodiscard]] bool outputLost() const { return m_outputError != 0; }
    /// The errno that ended the output, 0 = none. EPIPE: whoever read it wants no more.
    [[nodiscard]] int outputError() const { return m_outputError; }
    /// Called once, from within the write that failed.
    void onOutputLost(std::function<void()> handler) { m_onOutputLost = std::move(handler); }

    /// One line of result.
    void print(const QString &line);
    /// One JSON object in a line of its own.
    void print(const QJsonObject &object);
    void printRaw(const QByteArray &bytes);
    /// A message for the person at the terminal.
    void note(const QString &line);
    void warn(const QString &line);
    /// `what` in words, then the error; as a JSON object (with `facts`) on standard output when that was asked for.
    void fail(const QString &what, const domain::Error &error, const QJsonObject &facts = {});

    /// Redraws the progress line, cut to the width of the terminal; an empty text removes it. Does nothing without one.
    void progress(const QString &text);
    /// For a signal handler that ends the program: removes the progress line with nothing but write().
    static void removeProgressInSignal();

    /// Columns as wide as their content; the widest ones are cut until all fit the terminal.
    void table(const QStringList &header, const std::vector<QStringList> &rows);

private:
    void toError(const QString &line);
    void clearProgress();
    void loseOutput(int systemError);

    std::function<void()> m_onOutputLost;
    bool m_json = false;
    bool m_quiet = false;
    bool m_interactive = false;
    int m_outputError = 0;
    int m_progressColumns = 0; ///< of the line that is shown
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
