#include "ui/pages/review/facet_panel.h"

#include "ui/models/facet_model.h"
#include "ui/models/format.h"
#include "ui/models/lead_text.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QAbstractButton>
#include <QAction>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace leadline::ui {

namespace {

constexpr int kEdge = 4; ///< around what is marked
constexpr int kCountMargin = 12; ///< from the counts to the edge of the panel

/// A heading, or a check box with a word and its count at the right.
class FacetDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return { 100, index.data(FacetModel::HeadingRole).toBool() ? 36 : 26 };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = tokensOf(option.widget);
        const auto placed = [&option](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
        painter->save();
        const QString text = index.data(Qt::DisplayRole).toString();
        if (index.data(FacetModel::HeadingRole).toBool()) {
            painter->setFont(sectionFont(tokens));
            painter->setPen(tokens.muted);
            painter->drawText(
                placed(option.rect.adjusted(12, 0, -8, -6)), Qt::AlignLeading | Qt::AlignBottom, text.toUpper());
            painter->restore();
            return;
        }
        // The counts stand under those of the views, with a scroll bar beside them and without.
        const auto *list = qobject_cast<const QListView *>(option.widget);
        const int bar = list && list->verticalScrollBar()->isVisible() ? list->verticalScrollBar()->width() : 0;
        const QRect row = option.rect.adjusted(kEdge, 0, bar > 0 ? 0 : -kEdge, 0);
        const int inset = std::max(0, kCountMargin - (bar > 0 ? bar : kEdge));
        const bool focused = option.state & QStyle::State_HasFocus && option.widget->hasFocus();
        if (focused || option.state & QStyle::State_MouseOver) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(focused ? QPen(tokens.accent, 1.5) : QPen(Qt::NoPen));
            painter->setBrush(tokens.hovered(tokens.window));
            painter->drawRoundedRect(QRectF(row).adjusted(0.75, 0.75, -0.75, -0.75), tokens.radius, tokens.radius);
        }
        QStyleOptionButton box;
        box.rect = placed(QRect(row.left() + 8, row.center().y() - 7, 16, 16));
        box.state = QStyle::State_Enabled
            | (index.data(Qt::CheckStateRole).toInt() == Qt::Checked ? QStyle::State_On : QStyle::State_Off);
        option.widget->style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &box, painter, option.widget);
        painter->setFont(option.font);
        const QString count = formatCount(index.data(FacetModel::CountRole).toLongLong());
        const int countWidth = figuresWidth(option.font, count);
        const QRect words = row.adjusted(32, 0, -countWidth - inset - 8, 0);
        painter->setPen(tokens.text);
        drawLine(painter, placed(words), option.fontMetrics.elidedText(text, Qt::ElideRight, words.width()));
        painter->setPen(tokens.muted);
        drawFigures(painter, placed(row.adjusted(0, 0, -inset, 0)), Qt::AlignRight, count);
        painter->restore();
    }
};

} // namespace

/// A saved view as an entry of the column: name and how many leads it has, marked while its filter is shown.
class ViewEntry : public QAbstractButton
{
public:
    ViewEntry(const domain::SavedView &view, QWidget *parent)
        : QAbstractButton(parent)
        , m_filter(view.filter)
    {
        setText(view.name);
        setToolTip(view.filter);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
    }
    [[nodiscard]] const QString &filter() const { return m_filter; }
    void setCount(qint64 count)
    {
        m_count = formatCount(count);
        setAccessibleName(QStringLiteral("%1, %2").arg(text(), m_count));
        update();
    }
    QSize sizeHint() const override { return { 120, 28 }; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || underMouse() || hasFocus()) {
            painter.setPen(hasFocus() ? QPen(tokens.accent, 1.5) : QPen(Qt::NoPen));
            painter.setBrush(isChecked() ? tokens.selection : tokens.hovered(tokens.window));
            painter.drawRoundedRect(QRectF(rect()).adjusted(4.5, 0.5, -4.5, -0.5), tokens.radius, tokens.radius);
        }
        QFont shown = font();
        if (isChecked())
            shown.setWeight(QFont::DemiBold);
        painter.setFont(shown);
        painter.setPen(tokens.text);
        const int countWidth = m_count.isEmpty() ? 0 : figuresWidth(font(), m_count) + 8;
        const auto placed = [this](const QRect &area) { return QStyle::visualRect(layoutDirection(), rect(), area); };
        const QRect words = rect().adjusted(12, 0, -12 - countWidth, 0);
        drawLine(&painter, placed(words), QFontMetrics(shown).elidedText(text(), Qt::ElideRight, words.width()));
        painter.setFont(font());
        painter.setPen(tokens.muted);
        drawFigures(&painter, placed(rect().adjusted(12, 0, -12, 0)), Qt::AlignRight, m_count);
    }

private:
    QString m_filter;
    QString m_count;
};

FacetPanel::FacetPanel(FacetModel &facets, QWidget *parent)
    : Panel(Ground::Window, parent)
    , m_facets(facets)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 8);
    column->setSpacing(0);
    m_views = new QVBoxLayout;
    m_views->setContentsMargins(0, 0, 0, 0);
    m_views->setSpacing(0);
    column->addLayout(m_views);
    m_list = new QListView(this);
    m_list->setModel(&facets);
    m_list->setItemDelegate(new FacetDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Facets"));
    QPalette clear = m_list->palette();
    clear.setBrush(QPalette::Base, Qt::transparent);
    m_list->setPalette(clear);
    column->addWidget(m_list, 1);
    m_list->installEventFilter(this);
    connect(m_list, &QListView::clicked, this, &FacetPanel::toggle);
}

void FacetPanel::toggle(const QModelIndex &index)
{
    if (index.isValid() && !index.data(FacetModel::HeadingRole).toBool())
        Q_EMIT filterChosen(m_facets.toggled(index));
}

bool FacetPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter) {
            toggle(m_list->currentIndex());
            return true;
        }
    }
    // Tab into the list lands on a value, so that it shows where the keyboard is.
    if (watched == m_list && event->type() == QEvent::FocusIn && !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_facets.index(1, 0));
    return Panel::eventFilter(watched, event);
}

void FacetPanel::setViews(const std::vector<domain::SavedView> &views)
{
    while (QLayoutItem *item = m_views->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    m_entries.clear();
    auto *heading = new SectionLabel(tr("Views"), this);
    heading->setContentsMargins(directedMargins(12, 8, 0, 4));
    m_views->addWidget(heading);
    for (const domain::SavedView &view : views) {
        auto *entry = new ViewEntry(view, this);
        connect(entry, &QAbstractButton::clicked, this, [this, view] {
            // Also when it was the current one already: a click never takes the mark away.
            setCurrentFilter(m_currentFilter);
            Q_EMIT viewChosen(view);
        });
        if (view.n != 0) {
            entry->setContextMenuPolicy(Qt::ActionsContextMenu);
            auto *remove = new QAction(tr("Remove this view"), entry);
            connect(remove, &QAction::triggered, this, [this, n = view.n] { Q_EMIT viewRemovalRequested(n); });
            entry->addAction(remove);
        }
        m_views->addWidget(entry);
        m_entries.append(entry);
    }
    setCurrentFilter(m_currentFilter);
    setViewCounts(m_counts);
}

void FacetPanel::setCurrentFilter(const QString &filter)
{
    m_currentFilter = filter;
    for (ViewEntry *entry : std::as_const(m_entries))
        entry->setChecked(entry->filter() == filter);
}

void FacetPanel::setViewCounts(const QHash<QString, qint64> &counts)
{
    m_counts = counts;
    for (ViewEntry *entry : std::as_const(m_entries)) {
        if (const auto count = counts.constFind(entry->filter()); count != counts.cend())
            entry->setCount(*count);
    }
}

} // namespace leadline::ui
