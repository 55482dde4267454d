#include "ui/pages/review/selection_panel.h"

#include "ui/models/format.h"
#include "ui/widgets/entry_field.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace leadline::ui {

SelectionPanel::SelectionPanel(const QList<QAction *> &verdicts, QWidget *parent)
    : Panel(Ground::Surface, parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    m_title = new Label(TextRole::Title, {}, this);
    column->addWidget(m_title);
    auto *about = new Label(TextRole::Muted, tr("What you do here is done to all of them, and is one step to undo."), this);
    about->setWordWrap(true);
    column->addWidget(about);
    column->addSpacing(8);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(0, 1);
    int row = 0;
    for (QAction *verdict : verdicts) {
        auto *button = new QPushButton(verdict->icon(), verdict->text(), this);
        auto *key = new KeyCap(verdict->shortcut().toString(QKeySequence::NativeText), this);
        connect(button, &QPushButton::clicked, verdict, &QAction::trigger);
        const auto follow = [button, key, verdict] {
            button->setVisible(verdict->isVisible());
            key->setVisible(verdict->isVisible());
        };
        follow();
        connect(verdict, &QAction::changed, button, follow);
        grid->addWidget(button, row, 0);
        grid->addWidget(key, row++, 1, Qt::AlignLeft);
    }
    column->addLayout(grid);
    m_fields = new QWidget(this);
    auto *fields = new QVBoxLayout(m_fields);
    fields->setContentsMargins(0, 8, 0, 0);
    fields->setSpacing(8);
    m_tag = addField(fields, tr("Tag"),
        new EntryField(tr("Tag for all selected leads"), tr("Add a tag to all, Enter saves it"), 60, m_fields));
    fields->addSpacing(8);
    m_note = addField(fields, tr("Note"),
        new EntryField(tr("Note for all selected leads"), tr("Write a note to all, Enter saves it"), 4'000, m_fields));
    connect(m_tag, &EntryField::entered, this, &SelectionPanel::tagRequested);
    connect(m_note, &EntryField::entered, this, &SelectionPanel::noteRequested);
    column->addWidget(m_fields);
    column->addStretch();
}

EntryField *SelectionPanel::addField(QVBoxLayout *column, const QString &title, EntryField *field)
{
    column->addWidget(new SectionLabel(title, m_fields));
    column->addWidget(field);
    connect(field, &EntryField::left, this, &SelectionPanel::left);
    return field;
}

void SelectionPanel::setInTrash(bool inTrash)
{
    m_fields->setVisible(!inTrash);
}

void SelectionPanel::setCount(qint64 leads)
{
    m_title->setText(tr("%1 lead(s) selected", nullptr, plural(leads)).arg(formatCount(leads)));
}

void SelectionPanel::setKnownTags(const QStringList &tags)
{
    m_tag->setKnownWords(tags);
}

void SelectionPanel::focusTag()
{
    m_tag->setFocus(Qt::ShortcutFocusReason);
}

void SelectionPanel::focusNote()
{
    m_note->setFocus(Qt::ShortcutFocusReason);
}

} // namespace leadline::ui
