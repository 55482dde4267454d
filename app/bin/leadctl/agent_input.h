#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QSocketNotifier>
#include <QString>

#include <deque>
#include <optional>

namespace leadline::leadctl {

/// One line an agent was sent.
struct AgentLine
{
    QJsonObject object;
    QString problem; ///< why it is none; empty = it is one
};

/// Standard input as lines of JSON objects. Reads ahead by at most a thousand lines, so memory stays bounded however fast
/// they come; a line over 8 MiB is one with a problem, and what follows it is read as usual. Empty lines are no lines. The
/// last one needs no end. The descriptor stays as it was handed to us: it may be shared with the shell that started us.
class AgentInput : public QObject
{
    Q_OBJECT

public:
    explicit AgentInput(QObject *parent = nullptr);

    /// The next line, or none yet (arrived() follows) or ever (ended() is true).
    [[nodiscard]] std::optional<AgentLine> next();
    [[nodiscard]] bool ended() const { return m_ended && m_lines.empty(); }

Q_SIGNALS:
    /// There is something new: lines, or the end.
    void arrived();

private:
    void read();
    void take(const char *bytes, qsizetype count);
    void endLine();

    QSocketNotifier m_notifier;
    std::deque<AgentLine> m_lines;
    QByteArray m_partial;
    qint64 m_number = 0; ///< of the line being read, from 1
    bool m_tooLong = false; ///< what comes belongs to a line that is given up
    bool m_ended = false;
};

} // namespace leadline::leadctl
