#pragma once

#include <QAbstractListModel>
#include <QKeySequence>
#include <QString>

#include <functional>
#include <vector>

namespace leadline::ui {

/// Something the palette can run.
struct Command
{
    QString title;
    QString group; ///< where it belongs: page, "Task", "Search" …
    QString iconName;
    QKeySequence shortcut;
    bool enabled = true;
    std::function<void()> run;
};

/// How well `text` matches `title`: every word of the text must start a word of the title, or its letters occur in order.
/// Higher is better, negative = no match. Case and accents do not count.
[[nodiscard]] int matchScore(QStringView title, QStringView text);

/// The commands that match what was typed, best first; all of them in their own order while nothing is typed.
class CommandModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { GroupRole = Qt::UserRole + 1, IconRole, ShortcutRole, EnabledRole };
    Q_ENUM(Role)

    using QAbstractListModel::QAbstractListModel;

    void setCommands(std::vector<Command> commands);
    void setText(const QString &text);
    /// Commands that always match and stand after the others, made from the text ("Search leads for …").
    void setFallback(std::function<std::vector<Command>(const QString &text)> fallback);

    [[nodiscard]] const Command *commandAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void filter();

    std::vector<Command> m_all;
    std::vector<Command> m_extra;
    std::vector<const Command *> m_shown;
    std::function<std::vector<Command>(const QString &)> m_fallback;
    QString m_text;
};

} // namespace leadline::ui
