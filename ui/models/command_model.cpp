#include "ui/models/command_model.h"

#include <algorithm>

namespace leadline::ui {

namespace {

QString folded(QStringView text)
{
    QString plain;
    for (const QChar c : text.toString().normalized(QString::NormalizationForm_D)) {
        if (c.category() != QChar::Mark_NonSpacing)
            plain += c.toCaseFolded();
    }
    return plain;
}

bool startsWord(const QString &title, qsizetype at)
{
    return at == 0 || !title.at(at - 1).isLetterOrNumber();
}

int wordScore(const QString &title, const QString &word)
{
    int best = -1;
    for (qsizetype at = title.indexOf(word); at >= 0; at = title.indexOf(word, at + 1)) {
        const int score = at == 0 ? 100 : (startsWord(title, at) ? 80 : 40);
        best = std::max(best, score);
    }
    if (best >= 0)
        return best;
    qsizetype at = 0;
    int gaps = 0;
    for (const QChar c : word) {
        const qsizetype found = title.indexOf(c, at);
        if (found < 0)
            return -1;
        gaps += static_cast<int>(found - at);
        at = found + 1;
    }
    return word.size() < 2 ? -1 : std::max(1, 20 - gaps);
}

} // namespace

int matchScore(QStringView title, QStringView text)
{
    const QString in = folded(title);
    int total = 0;
    const QStringList words = folded(text).split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const int score = wordScore(in, word);
        if (score < 0)
            return -1;
        total += score;
    }
    return total;
}

void CommandModel::setCommands(std::vector<Command> commands)
{
    m_all = std::move(commands);
    filter();
}

void CommandModel::setText(const QString &text)
{
    m_text = text.trimmed();
    filter();
}

void CommandModel::setFallback(std::function<std::vector<Command>(const QString &text)> fallback)
{
    m_fallback = std::move(fallback);
}

const Command *CommandModel::commandAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_shown.at(static_cast<size_t>(row)) : nullptr;
}

void CommandModel::filter()
{
    beginResetModel();
    m_shown.clear();
    std::vector<std::pair<int, const Command *>> scored;
    for (const Command &command : m_all) {
        const int score = m_text.isEmpty()
            ? 0
            : std::max(matchScore(command.title, m_text), matchScore(command.group + u' ' + command.title, m_text) - 10);
        if (score >= 0)
            scored.emplace_back(score, &command);
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    for (const auto &[score, command] : scored)
        m_shown.push_back(command);
    m_extra = m_fallback && !m_text.isEmpty() ? m_fallback(m_text) : std::vector<Command>();
    for (const Command &command : m_extra)
        m_shown.push_back(&command);
    endResetModel();
}

int CommandModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant CommandModel::data(const QModelIndex &index, int role) const
{
    const Command *command = commandAt(index.row());
    if (!command)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return command->title;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2").arg(command->title, command->group);
    case GroupRole:
        return command->group;
    case IconRole:
        return command->iconName;
    case ShortcutRole:
        return command->shortcut.toString(QKeySequence::NativeText);
    case EnabledRole:
        return command->enabled;
    default:
        return {};
    }
}

Qt::ItemFlags CommandModel::flags(const QModelIndex &index) const
{
    const Command *command = commandAt(index.row());
    return command && command->enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace leadline::ui
