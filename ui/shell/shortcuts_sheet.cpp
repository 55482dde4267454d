#include "ui/shell/shortcuts_sheet.h"

#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace leadline::ui {

namespace {

constexpr int kMargin = 24;
constexpr int kGap = 40; ///< between the two columns
constexpr int kLeastWidth = 720;
constexpr int kMostWidth = 960;
constexpr int kHeight = 560;

QWidget *makeGroup(const QString &name, const std::vector<const Command *> &commands)
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 16);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    grid->addWidget(new SectionLabel(name), 0, 0, 1, 2);
    int row = 1;
    for (const Command *command : commands) {
        grid->addWidget(new ElidedLabel(TextRole::Body, command->title), row, 0);
        grid->addWidget(new KeyCap(command->shortcut.toString(QKeySequence::NativeText)), row, 1, Qt::AlignTrailing);
        ++row;
    }
    grid->setColumnStretch(0, 1);
    box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    return box;
}

} // namespace

ShortcutsSheet::ShortcutsSheet(const std::vector<Command> &commands, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    std::vector<std::pair<QString, std::vector<const Command *>>> groups;
    for (const Command &command : commands) {
        if (command.shortcut.isEmpty())
            continue;
        const auto found
            = std::find_if(groups.begin(), groups.end(), [&](const auto &g) { return g.first == command.group; });
        if (found == groups.end())
            groups.push_back({ command.group, { &command } });
        else
            found->second.push_back(&command);
    }
    auto *sheet = new QWidget;
    auto *columns = new QHBoxLayout(sheet);
    columns->setContentsMargins(kMargin, 16, kMargin, 8);
    columns->setSpacing(kGap);
    QVBoxLayout *sides[2] = { new QVBoxLayout, new QVBoxLayout };
    size_t heights[2] = { 0, 0 };
    for (const auto &[name, members] : groups) {
        const size_t side = heights[0] <= heights[1] ? 0 : 1;
        sides[side]->addWidget(makeGroup(name, members));
        heights[side] += members.size() + 2;
    }
    for (QVBoxLayout *side : sides) {
        side->addStretch();
        columns->addLayout(side, 1);
    }
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(sheet);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 16);
    column->addWidget(scroll, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(kMargin, 0, kMargin, 0);
    foot->addStretch();
    auto *close = new QPushButton(tr("Close"));
    foot->addWidget(close);
    column->addLayout(foot);
    connect(close, &QAbstractButton::clicked, this, &QDialog::reject);
    // As wide as the longest line needs, in every language.
    const int widest = std::max(sides[0]->sizeHint().width(), sides[1]->sizeHint().width());
    const int bar = scroll->verticalScrollBar()->sizeHint().width();
    resize(std::clamp(2 * (kMargin + widest) + kGap + bar, kLeastWidth, kMostWidth), kHeight);
}

} // namespace leadline::ui
