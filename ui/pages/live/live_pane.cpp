#include "ui/pages/live/live_pane.h"

#include "ui/models/format.h"
#include "ui/pages/live/log_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/status_delegate.h"
#include "ui/widgets/tab_strip.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace leadline::ui {

LivePane::LivePane(std::unique_ptr<LiveController> controller, QWidget *parent)
    : Panel(Ground::Window, parent)
    , m_controller(std::move(controller))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeFigures());
    column->addWidget(makeProgress());
    column->addWidget(makeStrip());
    m_views = new QStackedWidget;
    m_log = new LogView(m_controller->log());
    m_views->addWidget(m_log);
    m_views->addWidget(makeSources());
    m_views->addWidget(makeLeads());
    column->addWidget(m_views, 1);
    setMinimumWidth(300);

    connect(m_tabs, &TabStrip::currentChanged, this, [this](int index) {
        m_views->setCurrentIndex(index);
        const bool log = index == 0;
        m_level->setVisible(log);
        m_search->setVisible(log && width() >= 500);
        m_follow->setVisible(log && !m_log->isFollowing());
    });
    connect(m_log, &LogView::followingChanged, this,
        [this](bool following) { m_follow->setVisible(!following && m_tabs->current() == 0); });
    connect(m_follow, &QAbstractButton::clicked, m_log, &LogView::follow);
    connect(m_controller.get(), &LiveController::changed, this, &LivePane::refresh);
    connect(m_controller.get(), &LiveController::rateSampled, m_spark, &Sparkline::append);
    connect(&m_controller->sites(), &QAbstractItemModel::rowsInserted, this, &LivePane::updateCounts);
    connect(&m_controller->leads(), &QAbstractItemModel::rowsInserted, this, &LivePane::updateCounts);
    refresh();
    updateCounts();
}

QWidget *LivePane::makeFigures()
{
    auto *figures = new QWidget;
    auto *row = new QHBoxLayout(figures);
    row->setContentsMargins(12, 12, 12, 0);
    row->setSpacing(8);
    m_new = new StatCard(tr("New leads"));
    m_duplicates = new StatCard(tr("Duplicates"));
    m_pages = new StatCard(tr("Pages"));
    m_rate = new StatCard(tr("Per second"));
    m_spark = m_rate->addSparkline();
    for (StatCard *card : { m_new, m_duplicates, m_pages, m_rate })
        row->addWidget(card);
    return figures;
}

QWidget *LivePane::makeProgress()
{
    auto *progress = new QWidget;
    auto *column = new QVBoxLayout(progress);
    column->setContentsMargins(12, 12, 12, 8);
    column->setSpacing(8);
    m_bar = new SegmentedBar;
    m_bar->setFixedHeight(8);
    column->addWidget(m_bar);
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    m_summary = new ElidedLabel(TextRole::Muted);
    m_remaining = new ElidedLabel(TextRole::Muted);
    m_summary->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    row->addWidget(m_summary, 1);
    row->addWidget(m_remaining);
    column->addLayout(row);
    return progress;
}

QWidget *LivePane::makeStrip()
{
    auto *strip = new Panel(Ground::Surface);
    strip->setBorders(Qt::TopEdge | Qt::BottomEdge);
    strip->setFixedHeight(36);
    auto *row = new QHBoxLayout(strip);
    row->setContentsMargins(directedMargins(4, 1, 8, 1));
    row->setSpacing(4);
    m_tabs = new TabStrip;
    m_tabs->addTab(tr("Log"));
    m_tabs->addTab(tr("Sources"));
    m_tabs->addTab(tr("Newest leads"));
    row->addWidget(m_tabs);
    row->addStretch(1);
    m_follow = makeFlatButton(tr("Follow"));
    m_follow->setIcon(themedIcon(QStringLiteral("follow")));
    m_follow->setFixedHeight(26);
    m_follow->setToolTip(tr("Go to the newest line and stay there"));
    m_follow->hide();
    row->addWidget(m_follow);
    m_level = new QComboBox;
    m_level->setAccessibleName(tr("Least level shown"));
    m_level->setToolTip(tr("Least level shown"));
    m_level->addItem(tr("All lines"), static_cast<int>(domain::LogLevel::Debug));
    m_level->addItem(tr("Info and up"), static_cast<int>(domain::LogLevel::Info));
    m_level->addItem(tr("Found and up"), static_cast<int>(domain::LogLevel::Success));
    m_level->addItem(tr("Problems"), static_cast<int>(domain::LogLevel::Warning));
    m_level->setCurrentIndex(1);
    m_level->setFixedHeight(26);
    row->addWidget(m_level);
    m_search = new QLineEdit;
    m_search->setPlaceholderText(tr("Search log"));
    m_search->setAccessibleName(tr("Search log"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedHeight(26);
    m_search->setMaximumWidth(160);
    m_search->setMinimumWidth(56);
    row->addWidget(m_search);
    connect(m_level, &QComboBox::currentIndexChanged, this,
        [this] { m_controller->log().setLeastLevel(static_cast<domain::LogLevel>(m_level->currentData().toInt())); });
    connect(m_search, &QLineEdit::textChanged, this,
        [this](const QString &text) { m_controller->log().setText(text.trimmed()); });
    return strip;
}

QWidget *LivePane::makeSources()
{
    m_sources = new DataTable;
    m_sources->setModel(&m_controller->sites());
    m_sources->setAccessibleName(tr("Sources and their outcome"));
    m_sources->setItemDelegateForColumn(SiteTableModel::Outcome, new StatusDelegate(SiteTableModel::ToneRole, m_sources));
    QHeaderView *header = m_sources->horizontalHeader();
    header->setSectionResizeMode(SiteTableModel::Site, QHeaderView::Interactive);
    header->setSectionResizeMode(SiteTableModel::Outcome, QHeaderView::Stretch);
    for (int column = SiteTableModel::New; column < SiteTableModel::ColumnCount; ++column)
        header->setSectionResizeMode(column, QHeaderView::Fixed);
    header->resizeSection(SiteTableModel::Site, 200);
    for (int column = SiteTableModel::New; column < SiteTableModel::ColumnCount; ++column)
        header->resizeSection(column, 64);
    return m_sources;
}

QWidget *LivePane::makeLeads()
{
    m_leads = new DataTable;
    m_leads->setModel(&m_controller->leads());
    m_leads->setAccessibleName(tr("Newest leads"));
    QHeaderView *header = m_leads->horizontalHeader();
    header->setSectionResizeMode(FoundLeadModel::Name, QHeaderView::Stretch);
    header->resizeSection(FoundLeadModel::City, 104);
    header->resizeSection(FoundLeadModel::Email, 184);
    header->resizeSection(FoundLeadModel::Phone, 128);
    header->resizeSection(FoundLeadModel::Score, 56);
    header->setStretchLastSection(false);
    const auto activate = [this](const QModelIndex &index) {
        Q_EMIT leadActivated(index.data(FoundLeadModel::LeadIdRole).value<domain::LeadId>());
    };
    connect(m_leads, &QAbstractItemView::doubleClicked, this, activate);
    connect(m_leads, &DataTable::rowActivated, this, activate);
    return m_leads;
}

void LivePane::refresh()
{
    const domain::Task &task = m_controller->task();
    const domain::TaskCounters &c = task.counters;
    m_new->setValue(c.newLeads);
    m_duplicates->setValue(c.duplicates);
    m_pages->setValue(c.pages);
    m_rate->setText(
        task.state == domain::TaskState::Running ? formatRate(m_controller->pagesPerSecond()) : QStringLiteral("–"));
    const PageShares shares = pageShares(task);
    const double pages = std::max(1.0, static_cast<double>(c.pages + c.blocked + c.failed));
    const double done = taskFraction(task);
    const double total = done > 0 ? pages / done : pages;
    m_bar->setParts({ { shares.read * total, Tone::Active, tr("pages read") },
                        { shares.blocked * total, Tone::Neutral, tr("not allowed") },
                        { shares.failed * total, Tone::Danger, tr("failed") } },
        total);
    QStringList parts { tr("%1 of %2 sites")
                            .arg(formatCount(c.sitesDone),
                                formatCount(std::max<qint64>(c.sitesTotal, task.spec.seeds.size()))) };
    if (c.blocked > 0)
        parts << tr("%1 not allowed").arg(formatCount(c.blocked));
    if (c.failed > 0)
        parts << tr("%1 failed").arg(formatCount(c.failed));
    parts << formatBytes(c.bytes);
    m_summary->setText(parts.join(QStringLiteral(" · ")));
    const QString remaining = m_controller->remainingText();
    m_remaining->setText(remaining.isEmpty() ? QString() : tr("Remaining: %1").arg(remaining));
}

void LivePane::updateCounts()
{
    const int sites = m_controller->sites().rowCount();
    m_tabs->setNote(
        1, sites > 0 ? formatCount(std::max<qint64>(sites, m_controller->task().counters.sitesTotal)) : QString());
    const int leads = m_controller->leads().rowCount();
    m_tabs->setNote(2, leads > 0 ? formatCount(leads) : QString());
}

void LivePane::setDensity(Density density)
{
    m_sources->setDensity(density);
    m_leads->setDensity(density);
}

void LivePane::focusLogSearch()
{
    m_tabs->setCurrent(0);
    m_search->show();
    m_search->setFocus(Qt::ShortcutFocusReason);
}

void LivePane::showView(View view)
{
    m_tabs->setCurrent(static_cast<int>(view));
}

void LivePane::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    // Narrow panes keep what matters most: the figures give way from the right, the log keeps its filter.
    m_duplicates->setVisible(width() >= 420);
    m_search->setMaximumWidth(width() < 560 ? 96 : 160);
    m_search->setVisible(m_tabs->current() == 0 && width() >= 500);
    m_leads->setColumnHidden(FoundLeadModel::City, width() < 560);
    m_leads->setColumnHidden(FoundLeadModel::Phone, width() < 460);
    m_sources->setColumnHidden(SiteTableModel::Pages, width() < 640);
    m_sources->setColumnHidden(SiteTableModel::Failed, width() < 560);
    if (width() < 560)
        m_sources->horizontalHeader()->resizeSection(SiteTableModel::Site, width() * 34 / 100);
}

} // namespace leadline::ui
