#include "ui/models/log_model.h"

#include "ui/models/format.h"
#include "ui/models/remark_text.h"
#include "ui/models/task_text.h"

namespace leadline::ui {

bool LogModel::passes(const domain::LogLine &line) const
{
    return line.level >= m_least
        && (m_text.isEmpty() || line.host.contains(m_text, Qt::CaseInsensitive)
            || remarkText(line.message).contains(m_text, Qt::CaseInsensitive));
}

void LogModel::append(const std::vector<domain::LogLine> &lines)
{
    std::vector<quint64> fresh;
    for (const domain::LogLine &line : lines) {
        if (passes(line))
            fresh.push_back(m_nextKey);
        m_lines.push_back({ line, m_nextKey++ });
    }
    if (!fresh.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
        m_shown.insert(m_shown.end(), fresh.begin(), fresh.end());
        endInsertRows();
    }
    trim();
}

void LogModel::appendGap(qint64 from, qint64 to)
{
    domain::LogLine line;
    line.at = domain::SystemClock().now();
    line.level = domain::LogLevel::Warning;
    line.message = tr("%1 older line(s) no longer kept", nullptr, plural(to - from + 1)).arg(formatCount(to - from + 1));
    append({ line });
}

void LogModel::trim()
{
    if (total() <= kCapacity)
        return;
    // A tenth at a time, so that a full log does not remove rows with every batch.
    const int drop = total() - kCapacity * 9 / 10;
    const quint64 oldest = m_lines.at(static_cast<size_t>(drop)).key;
    int gone = 0;
    while (gone < rowCount() && m_shown.at(static_cast<size_t>(gone)) < oldest)
        ++gone;
    if (gone > 0)
        beginRemoveRows({}, 0, gone - 1);
    m_shown.erase(m_shown.begin(), m_shown.begin() + gone);
    m_lines.erase(m_lines.begin(), m_lines.begin() + drop);
    if (gone > 0)
        endRemoveRows();
}

void LogModel::clear()
{
    beginResetModel();
    m_lines.clear();
    m_shown.clear();
    endResetModel();
}

void LogModel::setLeastLevel(domain::LogLevel level)
{
    if (level == m_least)
        return;
    m_least = level;
    refilter();
}

void LogModel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    refilter();
}

void LogModel::refilter()
{
    beginResetModel();
    m_shown.clear();
    for (const Line &line : m_lines) {
        if (passes(line.line))
            m_shown.push_back(line.key);
    }
    endResetModel();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const quint64 key = m_shown.at(static_cast<size_t>(index.row()));
    const domain::LogLine &line = m_lines.at(key - m_lines.front().key).line;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: {
        const QString message = remarkText(line.message);
        return QStringLiteral("%1 %2 %3")
            .arg(formatClock(line.at), logLevelWord(line.level),
                line.host.isEmpty() || message.contains(line.host) ? message : line.host + u' ' + message);
    }
    case TimeRole:
        return formatClock(line.at);
    case LevelRole:
        return static_cast<int>(line.level);
    case HostRole:
        return line.host;
    case MessageRole:
        return remarkText(line.message);
    default:
        return {};
    }
}

} // namespace leadline::ui
