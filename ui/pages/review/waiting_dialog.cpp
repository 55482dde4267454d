#include "ui/pages/review/waiting_dialog.h"

#include "domain/async.h"
#include "ui/models/error_text.h"
#include "ui/models/format.h"
#include "ui/models/lead_text.h"
#include "ui/pages/review/conflict_card.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panels.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QScrollArea>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace leadline::ui {

namespace {

constexpr int kHandleRole = Qt::UserRole + 1;
constexpr size_t kConflictsShown = 20; ///< as cards; the buttons for all reach the others

} // namespace

WaitingDialog::WaitingDialog(services::ReviewService &review, const domain::Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_review(review)
    , m_clock(clock)
    , m_error(new ErrorBanner(this))
    , m_conflictBox(new QWidget(this))
    , m_conflictHead(new Label(TextRole::Title))
    , m_conflicts(new QVBoxLayout)
    , m_changeBox(new QWidget(this))
    , m_head(new Label(TextRole::Title))
    , m_changes(new QStandardItemModel(this))
    , m_table(new DataTable(this))
    , m_empty(new EmptyState(QStringLiteral("check"), tr("Nothing waits"),
          tr("The backend knows every change. What you edit without a connection is listed here until it is sent, and each "
             "change can be taken back until then."),
          this))
    , m_revert(new QPushButton(this))
{
    setWindowTitle(tr("Waiting changes"));
    resize(760, 560);
    setMinimumSize(560, 400);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *content = new QVBoxLayout;
    content->setContentsMargins(24, 16, 24, 16);
    content->setSpacing(16);
    m_error->hide();
    content->addWidget(m_error);
    buildConflicts();
    content->addWidget(m_conflictBox, 3);
    buildChanges();
    content->addWidget(m_changeBox, 2);
    content->addWidget(m_empty, 1);
    column->addLayout(content, 1);
    column->addWidget(makeFoot());
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &WaitingDialog::updateButtons);
    connect(&m_review, &services::ReviewService::waitingCountChanged, this, &WaitingDialog::reload);
    connect(&m_review, &services::ReviewService::conflictCountChanged, this, &WaitingDialog::reload);
    showConflicts({});
    showChanges({});
    m_empty->hide(); // until the store has said so
    reload();
}

void WaitingDialog::buildConflicts()
{
    auto *inner = new QWidget;
    inner->setLayout(m_conflicts);
    m_conflicts->setContentsMargins(directedMargins(0, 0, 8, 0));
    m_conflicts->setSpacing(8);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_conflictHead, 1);
    for (const auto &[text, choice] : { std::pair { tr("Keep all of mine"), domain::ConflictChoice::KeepMine },
             std::pair { tr("Keep all of theirs"), domain::ConflictChoice::KeepTheirs } }) {
        auto *button = new QPushButton(text, this);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, choice] { resolve(m_open, choice); });
        row->addWidget(button);
        m_forAll << button;
    }
    auto *box = new QVBoxLayout(m_conflictBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(8);
    box->addLayout(row);
    auto *about = new Label(TextRole::Muted, tr("Both values are kept until you choose."));
    box->addWidget(about);
    box->addWidget(scroll, 1);
}

void WaitingDialog::buildChanges()
{
    auto *box = new QVBoxLayout(m_changeBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(8);
    box->addWidget(m_head);
    box->addWidget(new Label(TextRole::Muted, tr("They are sent by themselves as soon as there is a connection.")));
    m_changes->setHorizontalHeaderLabels({ tr("Lead"), tr("Change"), tr("When"), tr("State") });
    m_table->setModel(m_changes);
    m_table->setAccessibleName(tr("Waiting changes"));
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->setColumnWidth(0, 220);
    m_table->setColumnWidth(2, 96);
    m_table->setColumnWidth(3, 112);
    auto *frame = new Panel(Panel::Ground::Surface);
    frame->setCard(true);
    auto *inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_table);
    box->addWidget(frame, 1);
    auto *take = new QAction(m_table);
    take->setShortcut(Qt::Key_Delete);
    take->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(take);
    connect(take, &QAction::triggered, this, &WaitingDialog::revertSelected);
}

QWidget *WaitingDialog::makeFoot()
{
    auto *foot = new Panel(Panel::Ground::Window);
    foot->setBorders(Qt::TopEdge);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(24, 12, 24, 12);
    auto *close = makePrimaryButton(tr("Close"), this);
    close->setDefault(true);
    m_revert->setAutoDefault(false);
    m_revert->setToolTip(namedWithShortcut(tr("Take the selected changes back"), QKeySequence(Qt::Key_Delete)));
    row->addWidget(m_revert);
    row->addStretch();
    row->addWidget(close);
    connect(m_revert, &QPushButton::clicked, this, &WaitingDialog::revertSelected);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    return foot;
}

void WaitingDialog::reload()
{
    domain::whenDone(
        m_review.waitingChanges(), this, [this](const domain::Result<std::vector<domain::WaitingChange>> &changes) {
            if (changes)
                showChanges(*changes);
            else
                m_error->show(Tone::Danger, errorText(changes.error()));
        });
    domain::whenDone(
        m_review.conflicts(), this, [this](const domain::Result<std::vector<domain::FieldConflict>> &conflicts) {
            if (conflicts)
                showConflicts(*conflicts);
            else
                m_error->show(Tone::Danger, errorText(conflicts.error()));
        });
}

void WaitingDialog::showChanges(const std::vector<domain::WaitingChange> &changes)
{
    const domain::Timestamp now = m_clock.now();
    const int waiting = std::max(m_review.waitingCount(), static_cast<int>(changes.size()));
    m_changes->removeRows(0, m_changes->rowCount());
    for (const domain::WaitingChange &change : changes) {
        const QStringList texts { change.leadName, changeSentence(change), formatMoment(change.at, now),
            change.sealed ? tr("Being sent") : tr("Waiting") };
        QList<QStandardItem *> row;
        for (const QString &text : texts) {
            auto *item = new QStandardItem(text);
            item->setEditable(false);
            item->setToolTip(text);
            item->setData(change.sealed ? QVariant() : QVariant(change.n), kHandleRole);
            row.append(item);
        }
        m_changes->appendRow(row);
    }
    m_head->setText(tr("%1 change(s) waiting for the backend", nullptr, plural(waiting)).arg(formatCount(waiting)));
    const bool appears = m_changeBox->isHidden() && !changes.empty();
    m_changeBox->setVisible(!changes.empty());
    if (appears && m_open.empty())
        m_table->setFocus();
    if (!changes.empty() && !m_table->selectionModel()->hasSelection())
        m_table->selectRow(0);
    updateButtons();
}

void WaitingDialog::showConflicts(const std::vector<domain::FieldConflict> &conflicts)
{
    // The keyboard goes to the first card, and to the next one when a card was settled.
    const bool focusCard = m_open.empty() || m_conflictBox->isAncestorOf(focusWidget());
    while (QLayoutItem *item = m_conflicts->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_open.clear();
    for (size_t i = 0; i < conflicts.size(); ++i) {
        m_open.push_back(conflicts[i].n);
        if (i < kConflictsShown)
            m_conflicts->addWidget(makeCard(conflicts[i]));
    }
    m_conflicts->addStretch();
    m_conflictHead->setText(tr("%n change(s) for you to decide", nullptr, static_cast<int>(conflicts.size())));
    for (QPushButton *button : std::as_const(m_forAll))
        button->setVisible(conflicts.size() > 1);
    m_conflictBox->setVisible(!conflicts.empty());
    if (focusCard && !conflicts.empty()) {
        setAttribute(Qt::WA_KeyboardFocusChange); // shows the ring: the space bar decides
        m_conflicts->itemAt(0)->widget()->setFocus(Qt::TabFocusReason);
    }
    updateEmpty();
}

ConflictCard *WaitingDialog::makeCard(const domain::FieldConflict &conflict)
{
    auto *card = new ConflictCard(conflict, m_clock.now());
    connect(card, &ConflictCard::chosen, this,
        [this, n = conflict.n](domain::ConflictChoice choice) { resolve({ n }, choice); });
    return card;
}

void WaitingDialog::updateEmpty()
{
    m_empty->setVisible(m_open.empty() && m_changes->rowCount() == 0);
}

void WaitingDialog::resolve(const std::vector<qint64> &conflicts, domain::ConflictChoice choice)
{
    domain::whenDone(m_review.resolve(conflicts, choice), this, [this](const domain::Result<int> &gone) {
        if (!gone)
            m_error->show(Tone::Danger, errorText(gone.error()));
        else if (*gone > 0)
            m_error->show(Tone::Warning,
                tr("%n change(s) could not be kept, because the lead no longer exists. What you entered stays below until "
                   "you discard it.",
                    nullptr, *gone));
        else
            m_error->hide();
        reload();
    });
}

void WaitingDialog::revertSelected()
{
    std::vector<qint64> changes;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        if (const QVariant handle = index.data(kHandleRole); handle.isValid())
            changes.push_back(handle.toLongLong());
    }
    if (changes.empty())
        return;
    domain::whenDone(m_review.revert(changes), this, [this](const domain::Result<int> &reverted) {
        if (!reverted)
            m_error->show(Tone::Danger, errorText(reverted.error()));
        reload();
    });
}

void WaitingDialog::updateButtons()
{
    qsizetype revertible = 0;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        revertible += index.data(kHandleRole).isValid() ? 1 : 0;
    m_revert->setEnabled(revertible > 0);
    m_revert->setText(
        revertible > 1 ? tr("Take back %n change(s)", nullptr, static_cast<int>(revertible)) : tr("Take back"));
    m_revert->setVisible(m_changes->rowCount() > 0);
    updateEmpty();
}

} // namespace leadline::ui
