#include "ui/pages/review/selection_panel.h"

#include "ui/models/format.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QCompleter>
#include <QGridLayout>
#include <QLineEdit>
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
        connect(button, &QPushButton::clicked, verdict, &QAction::trigger);
        grid->addWidget(button, row, 0);
        grid->addWidget(new KeyCap(verdict->shortcut().toString(QKeySequence::NativeText), this), row++, 1, Qt::AlignLeft);
    }
    column->addLayout(grid);
    column->addSpacing(8);
    column->addWidget(new SectionLabel(tr("Tag"), this));
    m_tag = addField(
        tr("Tag for all selected leads"), tr("Add a tag to all, Enter saves it"), 64, &SelectionPanel::tagRequested);
    column->addWidget(m_tag);
    column->addSpacing(8);
    column->addWidget(new SectionLabel(tr("Note"), this));
    m_note = addField(
        tr("Note for all selected leads"), tr("Write a note to all, Enter saves it"), 4'000, &SelectionPanel::noteRequested);
    column->addWidget(m_note);
    column->addStretch();
}

QLineEdit *SelectionPanel::addField(
    const QString &name, const QString &hint, int maxLength, void (SelectionPanel::*signal)(const QString &))
{
    auto *field = new QLineEdit(this);
    field->setAccessibleName(name);
    field->setPlaceholderText(hint);
    field->setMaxLength(maxLength);
    connect(field, &QLineEdit::returnPressed, this, [this, field, signal] {
        const QString text = field->text().trimmed();
        field->clear();
        if (!text.isEmpty())
            Q_EMIT(this->*signal)(text);
    });
    return field;
}

void SelectionPanel::setCount(qint64 leads)
{
    m_title->setText(tr("%1 leads selected").arg(formatCount(leads)));
}

void SelectionPanel::setKnownTags(const QStringList &tags)
{
    auto *completer = new QCompleter(tags, m_tag);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    delete m_tag->completer();
    m_tag->setCompleter(completer);
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
