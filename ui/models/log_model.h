#pragma once

#include "domain/task.h"

#include <QAbstractListModel>

#include <deque>

namespace leadline::ui {

/// The last lines of a task's log, oldest first, filtered by least level and text. Holds at most kCapacity lines; older
/// ones fall out at the top.
class LogModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { TimeRole = Qt::UserRole + 1, LevelRole, HostRole, MessageRole };
    Q_ENUM(Role)

    static constexpr int kCapacity = 20'000;

    using QAbstractListModel::QAbstractListModel;

    void append(const std::vector<domain::LogLine> &lines);
    /// A line that tells of missing ones.
    void appendGap(qint64 from, qint64 to);
    void clear();
    void setLeastLevel(domain::LogLevel level);
    void setText(const QString &text);
    [[nodiscard]] int total() const { return static_cast<int>(m_lines.size()); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Line
    {
        domain::LogLine line;
        quint64 key = 0;
    };
    [[nodiscard]] bool passes(const domain::LogLine &line) const;
    void refilter();
    void trim();

    std::deque<Line> m_lines;
    std::deque<quint64> m_shown; ///< keys of the lines that pass; a key minus the first line's key is its place
    quint64 m_nextKey = 0;
    domain::LogLevel m_least = domain::LogLevel::Info;
    QString m_text;
};

} // namespace leadline::ui
