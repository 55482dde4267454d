#include "ui/pages/review/review_actions.h"

#include "domain/lead.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/data_table.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QMenu>

#include <utility>

namespace leadline::ui {

using domain::LeadEdit;
using domain::ReviewStatus;

ReviewActions::ReviewActions(DataTable &table, QWidget *page)
    : QObject(page)
    , m_table(table)
    , m_page(page)
{
    makeVerdicts();
    makeEdits();
    makeBrowsing();
    makeForPage();
    setInTrash(false);
}

QAction *ReviewActions::addOnTable(
    const QString &text, const QKeySequence &keys, const QString &icon, std::function<void()> run)
{
    QAction *action = makeAction(text, icon, keys, this);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    m_table.addAction(action);
    m_all << action;
    return action;
}

QAction *ReviewActions::addOnPage(
    const QString &text, const QKeySequence &keys, const QString &icon, std::function<void()> run)
{
    QAction *action = makeAction(text, icon, keys, this);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    m_page->addAction(action);
    m_all << action;
    return action;
}

void ReviewActions::makeVerdicts()
{
    const auto verdict = [this](const QString &text, Qt::Key key, const QString &icon, ReviewStatus status) {
        m_verdicts << addOnTable(text, key, icon, [this, status] { Q_EMIT editWanted(LeadEdit::setStatus(status)); });
    };
    verdict(tr("Accept"), Qt::Key_A, QStringLiteral("check"), ReviewStatus::Accepted);
    verdict(tr("Reject"), Qt::Key_X, QStringLiteral("x"), ReviewStatus::Rejected);
    verdict(tr("Mark as contacted"), Qt::Key_C, QStringLiteral("mail"), ReviewStatus::Contacted);
    m_verdicts.back()->setIconText(tr("Contacted"));
    verdict(tr("Back to new"), Qt::Key_U, QStringLiteral("inbox"), ReviewStatus::New);
    m_edits = m_verdicts;
}

void ReviewActions::makeEdits()
{
    for (int rating = 0; rating <= 5; ++rating)
        m_edits << addOnTable(rating == 0 ? tr("Remove rating") : tr("Rate %1 of 5").arg(rating),
            QKeySequence(Qt::Key_0 + rating), QStringLiteral("star"),
            [this, rating] { Q_EMIT editWanted(LeadEdit::setRating(rating)); });
    m_edits << addOnTable(tr("Add a tag"), Qt::Key_T, QStringLiteral("tag"), [this] { Q_EMIT tagWanted(); });
    m_edits << addOnTable(tr("Write a note"), Qt::Key_N, QStringLiteral("note"), [this] { Q_EMIT noteWanted(); });
    m_edits << addOnTable(tr("Edit in place"), Qt::Key_F2, QStringLiteral("edit"), [this] { Q_EMIT editInPlaceWanted(); });
    m_trash = addOnTable(
        tr("Move to the trash"), Qt::Key_Delete, QStringLiteral("trash"), [this] { Q_EMIT editWanted(LeadEdit::remove()); });
    m_verdicts << m_trash;
    m_edits << m_trash;
    m_restore = addOnTable(tr("Restore from the trash"), Qt::SHIFT | Qt::Key_Delete, QStringLiteral("undo"),
        [this] { Q_EMIT editWanted(LeadEdit::restore()); });
    m_restore->setIconText(tr("Restore"));
}

void ReviewActions::makeBrowsing()
{
    addOnTable(tr("Next lead"), Qt::Key_J, QStringLiteral("chevron-down"), [this] { Q_EMIT moveWanted(1); });
    addOnTable(tr("Previous lead"), Qt::Key_K, QStringLiteral("chevron-up"), [this] { Q_EMIT moveWanted(-1); });
    addOnTable(tr("Preview"), Qt::Key_Space, QStringLiteral("eye"), [this] { Q_EMIT previewWanted(); });
    const auto copy = [this](const QString &text, const QKeySequence &keys, CopyFormat format) {
        m_copies << addOnTable(text, keys, QStringLiteral("copy"), [this, format] { Q_EMIT copyWanted(format); });
    };
    copy(tr("Copy selected leads"), QKeySequence::Copy, CopyFormat::Text);
    copy(tr("Copy as CSV"), Qt::CTRL | Qt::ALT | Qt::Key_C, CopyFormat::Csv);
    copy(tr("Copy as Markdown table"), Qt::CTRL | Qt::ALT | Qt::Key_M, CopyFormat::Markdown);
}

void ReviewActions::makeForPage()
{
    m_undo = addOnPage(tr("Undo"), QKeySequence::Undo, QStringLiteral("undo"), [this] { Q_EMIT undoWanted(); });
    m_redo = addOnPage(tr("Redo"), QKeySequence::Redo, QStringLiteral("redo"), [this] { Q_EMIT redoWanted(); });
    addOnPage(tr("Save this filter as a view…"), Qt::CTRL | Qt::Key_D, QStringLiteral("filter"),
        [this] { Q_EMIT saveViewWanted(); });
    m_export = addOnPage(tr("Export…"), Qt::CTRL | Qt::Key_E, QStringLiteral("export"), [this] { Q_EMIT exportWanted(); });
    addOnPage(tr("Choose columns…"), Qt::CTRL | Qt::SHIFT | Qt::Key_H, QStringLiteral("columns"),
        [this] { Q_EMIT columnChoiceWanted(); });
    addOnPage(tr("Reset columns"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, QStringLiteral("columns"),
        [this] { Q_EMIT columnResetWanted(); });
    addOnPage(tr("Show or hide the facets"), Qt::CTRL | Qt::SHIFT | Qt::Key_F, QStringLiteral("sidebar"),
        [this] { Q_EMIT facetToggleWanted(); });
}

QList<QAction *> ReviewActions::buttons() const
{
    return m_verdicts.first(3) << m_restore;
}

QList<QAction *> ReviewActions::verdicts() const
{
    return QList<QAction *>(m_verdicts) << m_restore;
}

std::vector<HintBar::Hint> ReviewActions::hints() const
{
    const HintBar::Hint preview { tr("Space"), tr("preview") };
    const HintBar::Hint browse { QStringLiteral("J K"), tr("next, previous") };
    if (m_inTrash)
        return { { m_restore->shortcut().toString(QKeySequence::NativeText), tr("restore") }, preview, browse };
    return { { QStringLiteral("A"), tr("accept") }, { QStringLiteral("X"), tr("reject") },
        { QStringLiteral("C"), tr("contacted") }, { QStringLiteral("T"), tr("tag") }, { QStringLiteral("N"), tr("note") },
        preview, browse, { QStringLiteral("F2"), tr("edit") }, { QStringLiteral("U"), tr("back to new") } };
}

void ReviewActions::setInTrash(bool inTrash)
{
    m_inTrash = inTrash;
    for (QAction *edit : std::as_const(m_edits))
        edit->setVisible(!inTrash);
    m_restore->setVisible(inTrash);
}

void ReviewActions::setUndo(bool canUndo, bool canRedo)
{
    m_undo->setEnabled(canUndo);
    m_redo->setEnabled(canRedo);
}

void ReviewActions::showMenu(const QPoint &at)
{
    if (!m_table.selectionModel()->hasSelection())
        return;
    auto *menu = new QMenu(&m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_verdicts.first(m_verdicts.size() - 1));
    menu->addAction(m_restore);
    menu->addSeparator();
    menu->addActions(m_copies);
    menu->addSeparator();
    menu->addAction(m_trash);
    // The Menu key asks at the middle of the table; the current row is what it is about.
    const bool byKey = !m_table.viewport()->rect().contains(at) || !m_table.underMouse();
    const QPoint place = byKey ? m_table.visualRect(m_table.currentIndex()).bottomLeft() : at;
    menu->popup(m_table.viewport()->mapToGlobal(place));
}

} // namespace leadline::ui
