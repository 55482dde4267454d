#include "ui/pages/review/conflict_card.h"

#include "ui/models/format.h"
#include "ui/models/lead_text.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/painting.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

namespace leadline::ui {

using domain::ConflictChoice;
using domain::ConflictReason;

ConflictCard::ConflictCard(const domain::FieldConflict &conflict, domain::Timestamp now, QWidget *parent)
    : Panel(Ground::Raised, parent)
    , m_grid(new QGridLayout(this))
    , m_lead(conflict.leadName)
{
    setCard(true);
    m_grid->setContentsMargins(directedMargins(12, 8, 8, 8));
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    addHead(conflict, now);
    addSides(conflict);
}

void ConflictCard::addHead(const domain::FieldConflict &conflict, domain::Timestamp now)
{
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new ElidedLabel(TextRole::Strong, m_lead));
    if (conflict.mine.op == domain::MutationOp::Set)
        head->addWidget(new Badge(fieldLabel(conflict.mine.field)));
    head->addStretch();
    head->addWidget(new Label(TextRole::Muted, formatMoment(conflict.at, now)));
    head->addSpacing(4);
    m_grid->addLayout(head, 0, 0, 1, 3);
    auto *why = new Label(TextRole::Muted, conflictSentence(conflict));
    why->setWordWrap(true);
    m_grid->addWidget(why, 1, 0, 1, 3);
}

void ConflictCard::addSides(const domain::FieldConflict &conflict)
{
    const QString field = conflict.mine.field;
    domain::WaitingChange mine;
    mine.edit = conflict.mine;
    const QString wanted
        = conflict.mine.op == domain::MutationOp::Set ? fieldValueWord(field, conflict.mine.value) : changeSentence(mine);
    const QString theirs
        = conflict.reason == ConflictReason::Deleted ? tr("In the trash") : fieldValueWord(field, conflict.theirs);
    switch (conflict.reason) {
    case ConflictReason::Changed:
        addSide(tr("Mine"), wanted, tr("Keep mine"), ConflictChoice::KeepMine);
        addSide(tr("Theirs"), theirs, tr("Keep theirs"), ConflictChoice::KeepTheirs);
        return;
    case ConflictReason::Gone: // nothing is left to write it to, but the value may be wanted elsewhere
        addCopy(*addSide(tr("Mine"), wanted, tr("Discard mine"), ConflictChoice::KeepTheirs), conflict.mine.value);
        return;
    case ConflictReason::Deleted:
    case ConflictReason::Rejected:
    case ConflictReason::Lost:
        addSide(tr("Mine"), wanted, tr("Send it again"), ConflictChoice::KeepMine);
        addSide(tr("Theirs"), theirs, tr("Discard mine"), ConflictChoice::KeepTheirs);
        return;
    }
}

QHBoxLayout *ConflictCard::addSide(const QString &who, const QString &value, const QString &verb, ConflictChoice choice)
{
    const int row = m_grid->rowCount();
    m_grid->addWidget(new Label(TextRole::Muted, who), row, 0);
    m_grid->addWidget(new ElidedLabel(TextRole::Body, value), row, 1);
    auto *button = new QPushButton(verb);
    button->setAutoDefault(false);
    button->setAccessibleDescription(QStringLiteral("%1, %2").arg(m_lead, value));
    connect(button, &QPushButton::clicked, this, [this, choice] { Q_EMIT chosen(choice); });
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(button);
    m_grid->addLayout(buttons, row, 2);
    if (!focusProxy())
        setFocusProxy(button);
    return buttons;
}

void ConflictCard::addCopy(QHBoxLayout &buttons, const std::optional<QString> &value)
{
    if (!value || value->isEmpty())
        return;
    auto *button = new QPushButton(tr("Copy"));
    button->setAutoDefault(false);
    button->setAccessibleDescription(QStringLiteral("%1, %2").arg(m_lead, *value));
    connect(button, &QPushButton::clicked, this, [value = *value] { QGuiApplication::clipboard()->setText(value); });
    buttons.insertWidget(0, button);
}

} // namespace leadline::ui
