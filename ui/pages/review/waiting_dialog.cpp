#include "ui/pages/review/waiting_dialog.h"

#include "domain/async.h"
#include "ui/models/error_text.h"
#include "ui/models/format.h"
#include "ui/models/lead_text.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/panels.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QScrollArea>
#include <QStandardItemModel>
#include <QVBoxLayout>

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
    , m_head(new Label(TextRole::Title))
    , m_changes(new QStandardItemModel(this))
    , m_table(new DataTable(this))
    , m_revert(new QPushButton(this))
{
    setWindowTitle(tr("Waiting changes"));
    resize(760, 560);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    m_error->hide();
    column->addWidget(m_error);

    auto *inner = new QWidget;
    inner->setLayout(m_conflicts);
    m_conflicts->setContentsMargins(0, 0, 8, 0);
    m_conflicts->setSpacing(8);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inner);
    auto *all = new QHBoxLayout;
    all->addWidget(m_conflictHead, 1);
    for (const auto &[text, choice] : { std::pair { tr("Keep all of mine"), domain::ConflictChoice::KeepMine },
             std::pair { tr("Keep all of theirs"), domain::ConflictChoice::KeepTheirs } }) {
        auto *button = new QPushButton(text, this);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, choice] { resolve(m_open, choice); });
        all->addWidget(button);
    }
    auto *box = new QVBoxLayout(m_conflictBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->addLayout(all);
    box->addWidget(scroll, 1);
    column->addWidget(m_conflictBox, 1);

    column->addWidget(m_head);
    m_changes->setHorizontalHeaderLabels({ tr("Lead"), tr("Change"), tr("When"), tr("State") });
    m_table->setModel(m_changes);
    m_table->setAccessibleName(tr("Waiting changes"));
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->setColumnWidth(0, 220);
    m_table->setColumnWidth(2, 96);
    m_table->setColumnWidth(3, 110);
    column->addWidget(m_table, 1);

    auto *foot = new QHBoxLayout;
    auto *close = makePrimaryButton(tr("Close"), this);
    close->setDefault(true);
    m_revert->setAutoDefault(false);
    m_revert->setToolTip(namedWithShortcut(tr("Take the selected changes back"), QKeySequence(Qt::Key_Delete)));
    foot->addWidget(m_revert);
    foot->addStretch();
    foot->addWidget(close);
    column->addLayout(foot);
    auto *take = new QAction(m_table);
    take->setShortcut(Qt::Key_Delete);
    take->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(take);
    connect(take, &QAction::triggered, this, &WaitingDialog::revertSelected);
    connect(m_revert, &QPushButton::clicked, this, &WaitingDialog::revertSelected);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &WaitingDialog::updateButtons);
    connect(&m_review, &services::ReviewService::waitingCountChanged, this, &WaitingDialog::reload);
    connect(&m_review, &services::ReviewService::conflictCountChanged, this, &WaitingDialog::reload);
    showConflicts({});
    showChanges({});
    reload();
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
    const int waiting = m_review.waitingCount();
    m_head->setText(waiting == 0 ? tr("Nothing waits: the backend knows every change")
            : waiting == 1       ? tr("1 change waits for the backend")
                                 : tr("%1 changes wait for the backend").arg(formatCount(waiting)));
    const bool appears = m_table->isHidden() && !changes.empty();
    m_table->setVisible(!changes.empty());
    if (appears)
        m_table->setFocus();
    // Not selectRow(), which looks at the keys that are held down: the ones this list was opened with.
    if (!changes.empty() && !m_table->selectionModel()->hasSelection())
        m_table->selectionModel()->setCurrentIndex(
            m_changes->index(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    updateButtons();
}

void WaitingDialog::showConflicts(const std::vector<domain::FieldConflict> &conflicts)
{
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
            m_conflicts->addWidget(makeConflict(conflicts[i]));
    }
    m_conflicts->addStretch();
    m_conflictHead->setText(
        conflicts.size() == 1 ? tr("1 change needs your choice") : tr("%1 changes need your choice").arg(conflicts.size()));
    m_conflictBox->setVisible(!conflicts.empty());
}

QWidget *WaitingDialog::makeConflict(const domain::FieldConflict &conflict)
{
    auto *card = new Panel(Panel::Ground::Raised);
    card->setCard(true);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(4);
    column->addWidget(new ElidedLabel(TextRole::Strong, conflict.leadName));
    column->addWidget(new Label(TextRole::Muted, conflictSentence(conflict)));
    const QString field = conflict.mine.field;
    const std::optional<QString> none;
    const bool set = conflict.mine.op == domain::MutationOp::Set;
    domain::WaitingChange mine;
    mine.edit = conflict.mine;
    const std::tuple<QString, QString, QString, domain::ConflictChoice> sides[] = {
        { tr("Mine"), set ? fieldValueWord(field, conflict.mine.value) : changeSentence(mine), tr("Keep mine"),
            domain::ConflictChoice::KeepMine },
        { tr("Theirs"), fieldValueWord(field, conflict.theirs), tr("Keep theirs"), domain::ConflictChoice::KeepTheirs },
    };
    for (const auto &[who, value, verb, choice] : sides) {
        auto *row = new QHBoxLayout;
        row->addWidget(new Label(TextRole::Muted, set ? tr("%1 of %2").arg(fieldLabel(field), who.toLower()) : who));
        row->addWidget(new ElidedLabel(TextRole::Body, value), 1);
        auto *button = new QPushButton(verb);
        button->setAutoDefault(false);
        button->setAccessibleDescription(conflict.leadName);
        connect(button, &QPushButton::clicked, this, [this, n = conflict.n, choice] { resolve({ n }, choice); });
        row->addWidget(button);
        column->addLayout(row);
    }
    return card;
}

void WaitingDialog::resolve(const std::vector<qint64> &conflicts, domain::ConflictChoice choice)
{
    domain::whenDone(m_review.resolve(conflicts, choice), this, [this](const domain::Result<void> &done) {
        if (!done)
            m_error->show(Tone::Danger, errorText(done.error()));
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
    m_revert->setText(revertible > 1 ? tr("Take back %1 changes").arg(revertible) : tr("Take back"));
    m_revert->setVisible(m_changes->rowCount() > 0);
}

} // namespace leadline::ui
