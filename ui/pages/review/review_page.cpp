#include "ui/pages/review/review_page.h"

#include "domain/async.h"
#include "ui/models/error_text.h"
#include "ui/models/facet_model.h"
#include "ui/models/format.h"
#include "ui/models/lead_table_model.h"
#include "ui/models/lead_text.h"
#include "ui/models/remark_text.h"
#include "ui/pages/review/export_controller.h"
#include "ui/pages/review/facet_panel.h"
#include "ui/pages/review/filter_field.h"
#include "ui/pages/review/hint_bar.h"
#include "ui/pages/review/lead_clipboard.h"
#include "ui/pages/review/lead_columns.h"
#include "ui/pages/review/lead_delegate.h"
#include "ui/pages/review/lead_panel.h"
#include "ui/pages/review/lead_preview.h"
#include "ui/pages/review/review_actions.h"
#include "ui/pages/review/review_controller.h"
#include "ui/pages/review/selection_panel.h"
#include "ui/pages/review/waiting_dialog.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QDataStream>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QResizeEvent>
#include <QSet>
#include <QSplitter>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace leadline::ui {

using domain::LeadEdit;

namespace {

constexpr int kLayoutVersion = 2;
/// Narrower than this, the facets give way to the table.
constexpr int kRoomForFacets = 1040;

} // namespace

ReviewPage::ReviewPage(
    services::ReviewService &review, services::SyncService &sync, const domain::Clock &clock, QWidget *parent)
    : Page(parent)
    , m_review(review)
    , m_clock(clock)
    , m_controller(new ReviewController(review, sync, this))
    , m_leads(new LeadTableModel(review, this))
    , m_facets(new FacetModel(review, this))
    , m_exports(new ExportController(review, this))
{
    m_bar = new QWidget(this);
    m_bar->hide();
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(12);
    m_filter = new FilterField(m_bar);
    m_count = new Label(TextRole::Muted, {}, m_bar);
    m_filter->setMaximumWidth(640);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_count);
    m_problem = new ElidedLabel(TextRole::Danger, {}, m_bar);
    m_problem->setMaximumWidth(420);
    m_problem->hide();
    bar->addWidget(m_problem);
    bar->addStretch();

    m_middle = new QWidget(this);
    buildTable();
    buildPanes();
    connectController();
    connectPanels();
    connectActions();
    showQuery(m_controller->query());
    m_facetPanel->setViews(m_controller->views());
    m_facetPanel->setCurrentFilter(m_controller->filterText());
}

void ReviewPage::buildPanes()
{
    m_facetPanel = new FacetPanel(*m_facets, this);
    m_panel = new LeadPanel(LeadPanel::Mode::Edit, this);
    m_panel->addVerdicts(m_actions->buttons());
    m_selection = new SelectionPanel(m_actions->verdicts(), this);
    m_right = new QStackedWidget(this);
    m_right->addWidget(m_panel);
    m_right->addWidget(m_selection);
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setHandleWidth(1);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_facetPanel);
    m_split->addWidget(m_middle);
    m_split->addWidget(m_right);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({ 168, 748, 324 });
    m_facetPanel->setMinimumWidth(160);
    m_middle->setMinimumWidth(280);
    m_right->setMinimumWidth(280);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_split);
    m_preview = new LeadPreview(this);
    m_preview->addActions(m_actions->verdicts());
    updateTrash();
    setFocusProxy(m_table); // the keys of triage work as soon as the page is shown
}

void ReviewPage::buildTable()
{
    auto *column = new QVBoxLayout(m_middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_table = new DataTable(m_middle);
    m_table->setModel(m_leads);
    m_table->setItemDelegate(new LeadDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(LeadTableModel::Score, Qt::DescendingOrder);
    m_table->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setAccessibleName(tr("Leads"));
    connect(m_table->horizontalHeader(), &QHeaderView::customContextMenuRequested, this,
        [this](const QPoint &at) { m_columns->choose(at); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ReviewPage::currentRowChanged);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ReviewPage::selectionChanged);
    connect(m_table, &DataTable::rowActivated, this, &ReviewPage::openPreview);
    connect(m_leads, &QAbstractItemModel::dataChanged, this, [this] {
        m_columns->measureMore();
        // The current row may have been a blank when it became current.
        if (m_table->currentIndex().isValid())
            currentRowChanged();
    });
    m_columns = new LeadColumns(*m_table);
    m_clipboard = new LeadClipboard(m_review, *m_leads, *m_table);
    connect(m_clipboard, &LeadClipboard::copied, this, [this](qint64 leads) {
        Q_EMIT notify(
            { Tone::Neutral, tr("Copied %1 lead(s)", nullptr, plural(leads)).arg(formatCount(leads)), {}, {}, 3000 });
    });
    connect(m_clipboard, &LeadClipboard::tooMany, this, [this] {
        Q_EMIT notify({ Tone::Info,
            tr("At most %1 leads fit on the clipboard. Export the view instead.")
                .arg(formatCount(LeadClipboard::kMostLeads)),
            m_actions->exportAction()->text(), [this] { exportView(); } });
    });
    connect(m_clipboard, &LeadClipboard::failed, m_controller, &ReviewController::failed);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_actions = new ReviewActions(*m_table, this);
    connect(m_table, &QWidget::customContextMenuRequested, m_actions, &ReviewActions::showMenu);
    m_empty = new EmptyState(QStringLiteral("inbox"), {}, {}, m_middle);
    m_clearFilter = m_empty->addButton(tr("Clear the filter"), false);
    connect(m_clearFilter, &QPushButton::clicked, this, [this] {
        m_controller->setFilter({});
        focusList();
    });
    auto *stacked = new QWidget(m_middle);
    m_stack = new QStackedLayout(stacked);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    column->addWidget(stacked, 1);
    m_hints = new HintBar(m_middle);
    column->addWidget(m_hints);
}

void ReviewPage::updateTrash()
{
    const std::vector<domain::FilterTerm> &terms = m_controller->query().filter.terms;
    const bool trash = std::ranges::any_of(
        terms, [](const domain::FilterTerm &term) { return term.field == domain::FilterField::Deleted && !term.negated; });
    m_actions->setInTrash(trash);
    m_selection->setInTrash(trash);
    m_preview->setInTrash(trash);
    m_hints->setHints(m_actions->hints());
}

void ReviewPage::connectController()
{
    connect(m_filter, &FilterField::edited, m_controller, &ReviewController::setFilterText);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        m_controller->setFilterText(m_filter->text());
        focusList();
        if (!m_table->currentIndex().isValid())
            move(1);
    });
    connect(m_controller, &ReviewController::filterTextChanged, m_filter, &FilterField::showText);
    connect(m_controller, &ReviewController::filterAccepted, this, [this] {
        m_filter->setProblem({});
        updateCount();
    });
    connect(m_controller, &ReviewController::filterRefused, this, [this](const domain::Error &error) {
        // "city:" at the end is not a mistake yet, only not the end.
        if (m_filter->text().endsWith(error.field) && error.field.endsWith(u':'))
            return;
        const QString why = remarkText(error.reason);
        m_filter->setProblem(
            why.isEmpty() || error.field.isEmpty() ? errorText(error) : tr("“%1”: %2").arg(error.field, why));
        updateCount();
    });
    connect(m_controller, &ReviewController::queryChanged, this, [this](const domain::LeadQuery &query) {
        showQuery(query);
        m_facetPanel->setCurrentFilter(m_controller->filterText().trimmed());
        updateTrash();
    });
    connect(m_controller, &ReviewController::viewsChanged, this, [this] { m_facetPanel->setViews(m_controller->views()); });
    connect(m_controller, &ReviewController::viewCountsChanged, this,
        [this] { m_facetPanel->setViewCounts(m_controller->viewCounts()); });
    connect(m_controller, &ReviewController::leadShown, this, [this](const domain::Lead &lead) {
        m_panel->showLead(lead, m_clock.now());
        m_preview->showLead(lead, m_clock.now());
    });
    connect(m_controller, &ReviewController::nothingShown, m_panel, &LeadPanel::showNothing);
    connect(m_controller, &ReviewController::historyShown, this,
        [this](const std::vector<domain::AuditEntry> &entries) { m_panel->showHistory(entries, m_clock.now()); });
    connect(m_controller, &ReviewController::edited, this, [this](const domain::EditReceipt &receipt) {
        const QString sentence = editSentence(receipt.edit, receipt.leads, receipt.leadName);
        Q_EMIT notify({ Tone::Success, sentence, tr("Undo"), [this] { m_controller->undo(); } });
    });
    connect(m_controller, &ReviewController::undone, this, [this](const domain::UndoStep &step) {
        Q_EMIT notify({ Tone::Neutral, tr("Undone: %1").arg(editSentence(step.edit, step.leads, step.leadName)), tr("Redo"),
            [this] { m_controller->redo(); } });
    });
    connect(m_controller, &ReviewController::failed, this, [this](const domain::Error &error) {
        Q_EMIT notify({ Tone::Danger, errorText(error), {}, {} });
    });
    connect(m_leads, &LeadTableModel::countChanged, this, [this] {
        m_columns->measureMore();
        updateCount();
        selectSomething();
    });
    connect(m_leads, &LeadTableModel::loaded, this, [this] {
        m_columns->measure();
        updateEmpty();
        selectSomething();
    });
    connect(m_leads, &LeadTableModel::correctionRequested, this,
        [this](domain::RowId row, const LeadEdit &edit) { m_controller->edit({ row }, edit); });
    connect(m_facets, &FacetModel::countsChanged, this, &ReviewPage::takeFacetValues);
    connect(m_exports, &ExportController::notify, this, &Page::notify);
}

/// The leads first: the store answers in turn, and counting the facets of a long list takes longer than its first page.
void ReviewPage::showQuery(const domain::LeadQuery &query)
{
    m_leads->setQuery(query);
    m_facets->setFilter(query.filter);
}

void ReviewPage::connectPanels()
{
    connect(m_filter, &FilterField::valuesWanted, this, &ReviewPage::offerSeenValues);
    connect(m_filter, &FilterField::left, this, &ReviewPage::focusList);
    connect(m_panel, &LeadPanel::editRequested, m_controller, &ReviewController::editCurrent);
    connect(m_selection, &SelectionPanel::tagRequested, this,
        [this](const QString &tag) { m_controller->edit(selectedRows(), LeadEdit::addTag(tag)); });
    connect(m_selection, &SelectionPanel::noteRequested, this,
        [this](const QString &text) { m_controller->edit(selectedRows(), LeadEdit::addNote(text)); });
    const auto open = [](const QString &url) {
        // Only web addresses: a page must not be able to make the desktop open something else.
        const QUrl address(url);
        if (address.scheme() == QStringLiteral("https") || address.scheme() == QStringLiteral("http"))
            QDesktopServices::openUrl(address);
    };
    const auto tellCopied = [this](const QString &value) {
        Q_EMIT notify({ Tone::Neutral, tr("Copied %1").arg(value), {}, {}, 3000 });
    };
    connect(m_panel, &LeadPanel::left, this, &ReviewPage::focusList);
    connect(m_selection, &SelectionPanel::left, this, &ReviewPage::focusList);
    connect(m_panel, &LeadPanel::linkRequested, this, open);
    connect(m_panel, &LeadPanel::copied, this, tellCopied);
    connect(m_preview, &LeadPreview::linkRequested, this, open);
    connect(m_preview, &LeadPreview::copied, this, tellCopied);
    connect(m_preview, &LeadPreview::moveRequested, this, &ReviewPage::move);
    connect(m_preview, &LeadPreview::closed, this, &ReviewPage::focusList);
    connect(m_facetPanel, &FacetPanel::filterChosen, m_controller, &ReviewController::setFilter);
    connect(m_facetPanel, &FacetPanel::viewChosen, m_controller, &ReviewController::showView);
    connect(m_facetPanel, &FacetPanel::viewRemovalRequested, m_controller, &ReviewController::removeView);
}

void ReviewPage::connectActions()
{
    connect(m_actions, &ReviewActions::editWanted, this, &ReviewPage::judge);
    connect(m_actions, &ReviewActions::tagWanted, this, [this] {
        if (m_right->currentWidget() == m_selection)
            m_selection->focusTag();
        else
            m_panel->focusTags();
    });
    connect(m_actions, &ReviewActions::noteWanted, this, [this] {
        if (m_right->currentWidget() == m_selection)
            m_selection->focusNote();
        else
            m_panel->focusNote();
    });
    connect(m_actions, &ReviewActions::editInPlaceWanted, this, &ReviewPage::editInPlace);
    connect(m_actions, &ReviewActions::moveWanted, this, &ReviewPage::move);
    connect(m_actions, &ReviewActions::previewWanted, this, &ReviewPage::openPreview);
    connect(m_actions, &ReviewActions::copyWanted, this,
        [this](CopyFormat format) { m_clipboard->copy(format, m_columns->shown()); });
    connect(m_actions, &ReviewActions::undoWanted, m_controller, &ReviewController::undo);
    connect(m_actions, &ReviewActions::redoWanted, m_controller, &ReviewController::redo);
    const auto updateUndo = [this] { m_actions->setUndo(m_review.undoStep().has_value(), m_review.redoStep().has_value()); };
    connect(&m_review, &services::ReviewService::undoChanged, this, updateUndo);
    updateUndo();
    connect(m_actions, &ReviewActions::saveViewWanted, this, &ReviewPage::saveView);
    connect(m_actions, &ReviewActions::exportWanted, this, &ReviewPage::exportView);
    connect(m_actions, &ReviewActions::columnChoiceWanted, this, [this] { m_columns->choose(); });
    connect(m_actions, &ReviewActions::columnResetWanted, m_columns, &LeadColumns::reset);
    connect(m_actions, &ReviewActions::facetToggleWanted, this,
        [this] { m_facetPanel->setVisible(!m_facetPanel->isVisible()); });
}

void ReviewPage::takeFacetValues()
{
    updateCount();
    for (const domain::Facet &facet : m_facets->counts().facets) {
        QStringList values;
        for (const domain::FacetCount &value : facet.values)
            values.append(value.value);
        if (facet.field == domain::FilterField::Tag) {
            m_filter->setValues(QStringLiteral("tag"), values);
            m_panel->setKnownTags(values);
            m_selection->setKnownTags(values);
        } else if (facet.field == domain::FilterField::Country) {
            m_filter->setValues(QStringLiteral("country"), values);
        } else if (facet.field == domain::FilterField::Assignee) {
            m_filter->setValues(QStringLiteral("assignee"), values);
        }
    }
}

void ReviewPage::offerSeenValues(const QString &field)
{
    // Cities and categories are too many to count; those of the leads at hand are what is typed most.
    constexpr int kMostRows = 300;
    const bool city = field == QStringLiteral("city");
    if (!city && field != QStringLiteral("category"))
        return;
    const LeadTableModel::Column column = city ? LeadTableModel::City : LeadTableModel::Category;
    QSet<QString> seen;
    for (int row = 0; row < std::min(m_leads->rowCount(), kMostRows); ++row) {
        const QModelIndex cell = m_leads->index(row, column);
        if (cell.data(LeadTableModel::LoadedRole).toBool())
            seen.insert(cell.data().toString());
    }
    seen.remove(QString());
    QStringList values(seen.begin(), seen.end());
    values.sort(Qt::CaseInsensitive);
    m_filter->setValues(field, values);
}

QWidget *ReviewPage::barWidget()
{
    return m_bar;
}

QList<QAction *> ReviewPage::pageActions()
{
    return m_actions->all();
}

QWidget *ReviewPage::foot() const
{
    return m_hints;
}

bool ReviewPage::focusSearch()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
    return true;
}

void ReviewPage::showFilter(const QString &filter)
{
    m_filter->showText(filter);
    m_controller->setFilterText(filter);
}

void ReviewPage::setDensity(Density density)
{
    m_table->setDensity(density);
}

void ReviewPage::setTaskNames(const QHash<QString, QString> &names)
{
    m_facets->setTaskNames(names);
}

void ReviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    // The keys of triage belong to the table; they work from the first moment.
    focusList();
    selectSomething();
}

QList<QAction *> ReviewPage::barActions()
{
    return { m_actions->exportAction() };
}

void ReviewPage::openPreview()
{
    if (m_table->currentIndex().isValid())
        m_preview->open();
}

void ReviewPage::selectSomething()
{
    if (!m_table->currentIndex().isValid() && m_leads->rowCount() > 0)
        m_table->selectRow(0);
}

void ReviewPage::judge(const LeadEdit &edit)
{
    const QList<domain::RowId> rows = selectedRows();
    if (rows.isEmpty())
        return;
    if (rows.size() == 1)
        advance(m_table->currentIndex().row());
    m_controller->edit(rows, edit);
}

void ReviewPage::advance(int from)
{
    // On to the next before the verdict takes the row out of the list, so that the current row is always a lead.
    const int next = from + 1 < m_leads->rowCount() ? from + 1 : from;
    if (next != from)
        m_table->selectRow(next);
}

void ReviewPage::move(int by)
{
    const int count = m_leads->rowCount();
    if (count == 0)
        return;
    const int current = m_table->currentIndex().isValid() ? m_table->currentIndex().row() : (by > 0 ? -1 : count);
    m_table->selectRow(std::clamp(current + by, 0, count - 1));
    m_table->scrollTo(m_table->currentIndex());
}

void ReviewPage::currentRowChanged()
{
    const QModelIndex current = m_table->currentIndex();
    m_controller->setCurrent(
        current.isValid() ? current.data(LeadTableModel::LeadIdRole).value<domain::LeadId>() : domain::LeadId());
}

void ReviewPage::selectionChanged()
{
    qint64 leads = 0; // by ranges: the whole list may be selected
    for (const QItemSelectionRange &range : m_table->selectionModel()->selection())
        leads += range.height();
    m_selection->setCount(leads);
    m_right->setCurrentWidget(leads > 1 ? static_cast<QWidget *>(m_selection) : m_panel);
}

void ReviewPage::editInPlace()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    const bool editable = current.flags() & Qt::ItemIsEditable && !m_table->isColumnHidden(current.column());
    const QModelIndex cell = editable ? current : current.siblingAtColumn(LeadTableModel::Name);
    if (!(cell.flags() & Qt::ItemIsEditable))
        return;
    m_table->selectionModel()->setCurrentIndex(cell, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->edit(cell);
}

void ReviewPage::showWaiting()
{
    auto *dialog = new WaitingDialog(m_review, m_clock, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QList<domain::RowId> ReviewPage::selectedRows() const
{
    return m_leads->rowIds(m_table->selectionModel()->selectedRows());
}

void ReviewPage::exportView()
{
    m_exports->choose(m_controller->query(), m_columns->shown(), this);
}

void ReviewPage::saveView()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save view"));
    dialog->setOkButtonText(tr("Save"));
    dialog->setCancelButtonText(tr("Cancel"));
    dialog->setLabelText(tr("Name of the view for “%1”").arg(m_controller->filterText()));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        if (!name.trimmed().isEmpty())
            m_controller->saveView(name);
    });
    dialog->open();
}

void ReviewPage::updateCount()
{
    const domain::FacetCounts &counts = m_facets->counts();
    m_problem->setText(m_filter->problem());
    m_problem->setVisible(!m_filter->problem().isEmpty());
    m_count->setVisible(m_filter->problem().isEmpty());
    m_count->setText(tr("%1 of %2").arg(formatCount(m_leads->rowCount()), formatCount(counts.total)));
    qint64 fresh = 0;
    for (const domain::Facet &facet : counts.facets) {
        if (facet.field != domain::FilterField::Status)
            continue;
        for (const domain::FacetCount &value : facet.values) {
            if (value.value == QStringLiteral("new"))
                fresh = value.count;
        }
    }
    // Only a list that is not narrowed knows how many new leads there are in all.
    if (m_controller->query().filter.terms.empty())
        setRailNote(fresh > 0 ? formatCount(fresh) : QString());
    updateEmpty();
}

void ReviewPage::updateEmpty()
{
    const bool empty = m_leads->rowCount() == 0 && !m_leads->isLoading();
    if (empty && m_facets->counts().total == 0 && m_controller->query().filter.terms.empty())
        m_empty->setTexts(
            tr("No leads yet"), tr("Start a task on the Tasks page (Ctrl+1). Leads appear here while it runs."));
    else if (empty)
        m_empty->setTexts(tr("Nothing matches this filter"), tr("Widen the filter, or clear it: Ctrl+F, then Escape."));
    // The keyboard stays where the list is. Left to itself it would go to the button, where the Space of a preview clears
    // the filter, and from the hidden button to a facet.
    const QWidget *focus = window()->focusWidget();
    const bool keyboardHere = focus && m_stack->parentWidget()->isAncestorOf(focus);
    const bool turned = m_stack->currentIndex() != (empty ? 1 : 0);
    m_clearFilter->setVisible(!m_controller->query().filter.terms.empty());
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (keyboardHere && (turned || !m_stack->currentWidget()->isAncestorOf(window()->focusWidget())))
        focusList();
}

void ReviewPage::focusList()
{
    m_stack->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void ReviewPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const bool wasRoomy = event->oldSize().width() >= kRoomForFacets;
    const bool roomy = width() >= kRoomForFacets;
    if (wasRoomy != roomy || !event->oldSize().isValid())
        m_facetPanel->setVisible(roomy);
}

QByteArray ReviewPage::saveLayout() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << kLayoutVersion << m_split->saveState() << m_columns->save() << m_controller->filterText();
    return bytes;
}

void ReviewPage::restoreLayout(const QByteArray &layout)
{
    QDataStream stream(layout);
    int version = 0;
    QByteArray split;
    QByteArray header;
    QString filter;
    stream >> version;
    if (version != kLayoutVersion)
        return;
    stream >> split >> header >> filter;
    m_split->restoreState(split);
    m_columns->restore(header);
    if (!filter.isEmpty())
        showFilter(filter);
}

} // namespace leadline::ui
