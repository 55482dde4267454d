#include "ui/pages/review/lead_columns.h"

#include "ui/pages/review/lead_delegate.h"
#include "ui/widgets/data_table.h"

#include <QDataStream>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QIODevice>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

#include <algorithm>

namespace leadline::ui {

namespace {

/// `least` is what is readable, `most` what values are given when they need it, `share` the part of the room beyond that;
/// without a share a column has what it needs or what is readable, nothing between.
struct Width
{
    int column;
    int least;
    int most;
    int share;
    bool shown;
};

constexpr Width kWidths[] = {
    { LeadTableModel::Status, 84, 132, 0, true },
    { LeadTableModel::Name, 132, 260, 3, true },
    { LeadTableModel::Category, 80, 180, 1, false },
    { LeadTableModel::City, 72, 140, 1, true },
    { LeadTableModel::Country, 64, 140, 0, false },
    { LeadTableModel::Email, 150, 300, 3, true },
    { LeadTableModel::Phone, 120, 160, 0, true },
    { LeadTableModel::Website, 110, 240, 2, false },
    { LeadTableModel::Score, 64, 80, 0, true },
    { LeadTableModel::Rating, 72, 88, 0, false },
    { LeadTableModel::Tags, 90, 200, 1, false },
    { LeadTableModel::Assignee, 72, 140, 0, false },
    { LeadTableModel::Source, 72, 120, 0, false },
    { LeadTableModel::Found, 110, 150, 0, false },
    { LeadTableModel::Modified, 110, 150, 0, false },
};

constexpr int kMeasuredRows = 60;
constexpr int kCellPadding = 2 * RowDelegate::cellPadding + 2; ///< with what rounding takes
constexpr int kStatusDot = 16;
constexpr int kSortMark = 16;

/// Stays open while columns are ticked, so that several can be chosen at once.
class ColumnMenu : public QMenu
{
public:
    using QMenu::QMenu;

protected:
    bool event(QEvent *event) override
    {
        // The space bar ticks here; without this it would be the key of the list behind the menu.
        if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space) {
            event->accept();
            return true;
        }
        return QMenu::event(event);
    }

    void mouseReleaseEvent(QMouseEvent *event) override
    {
        if (event->button() != Qt::LeftButton || !tick(actionAt(event->position().toPoint())))
            QMenu::mouseReleaseEvent(event);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        const bool chooses
            = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
        if (!chooses || !tick(activeAction()))
            QMenu::keyPressEvent(event);
    }

private:
    static bool tick(QAction *action)
    {
        if (!action || !action->isCheckable() || !action->isEnabled())
            return false;
        action->trigger();
        return true;
    }
};

} // namespace

LeadColumns::LeadColumns(DataTable &table)
    : QObject(&table)
    , m_table(table)
{
    table.viewport()->installEventFilter(this);
    connect(table.horizontalHeader(), &QHeaderView::sectionResized, this,
        [this] { m_dragged = m_dragged || (!m_fitting && QGuiApplication::mouseButtons() != Qt::NoButton); });
    reset();
}

void LeadColumns::reset()
{
    QHeaderView *header = m_table.horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setStretchLastSection(false);
    for (const Width &width : kWidths) {
        header->moveSection(header->visualIndex(width.column), width.column);
        m_table.setColumnHidden(width.column, !width.shown);
    }
    m_dragged = false;
    measure();
}

int LeadColumns::neededBy(int column) const
{
    const QAbstractItemModel &model = *m_table.model();
    QFont font = m_table.font();
    if (column == LeadTableModel::Name)
        font.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    const int dot = column == LeadTableModel::Status ? kStatusDot : 0;
    int widest = 0;
    for (int row = 0; row < std::min(model.rowCount(), kMeasuredRows); ++row) {
        const QModelIndex cell = model.index(row, column);
        if (cell.data(LeadTableModel::LoadedRole).toBool())
            widest = std::max(widest, metrics.horizontalAdvance(cell.data().toString()) + kCellPadding + dot);
    }
    QFont strong = m_table.horizontalHeader()->font();
    strong.setWeight(QFont::DemiBold);
    const int head = QFontMetrics(strong).horizontalAdvance(model.headerData(column, Qt::Horizontal).toString())
        + kCellPadding + kSortMark;
    return std::max(head, widest);
}

void LeadColumns::measureMore()
{
    if (m_measured < kMeasuredRows)
        measure();
}

void LeadColumns::measure()
{
    m_measured = 0;
    const QAbstractItemModel &model = *m_table.model();
    for (int row = 0; row < std::min(model.rowCount(), kMeasuredRows); ++row)
        m_measured += model.index(row, 0).data(LeadTableModel::LoadedRole).toBool() ? 1 : 0;
    for (const Width &width : kWidths) {
        // Once a column was that wide it stays so for the session: it does not breathe with every filter.
        int &needed = m_needed[static_cast<size_t>(width.column)];
        needed = std::clamp(std::max(needed, neededBy(width.column)), width.least, width.most);
    }
    fit();
}

QList<int> LeadColumns::shown() const
{
    QList<int> columns;
    const QHeaderView *header = m_table.horizontalHeader();
    for (int place = 0; place < header->count(); ++place) {
        const int column = header->logicalIndex(place);
        if (!m_table.isColumnHidden(column))
            columns.append(column);
    }
    return columns;
}

void LeadColumns::fit()
{
    if (m_dragged)
        return;
    int firm = 0; // half a phone is none: columns without a share are not squeezed
    int least = 0;
    int wanted = 0;
    int shares = 0;
    for (const Width &width : kWidths) {
        if (m_table.isColumnHidden(width.column))
            continue;
        const int needed = m_needed[static_cast<size_t>(width.column)];
        (width.share > 0 ? wanted : firm) += needed;
        least += width.share > 0 ? width.least : 0;
        shares += width.share;
    }
    const int status = m_needed[LeadTableModel::Status];
    const bool signs = firm + wanted > m_table.viewport()->width() && !m_table.isColumnHidden(LeadTableModel::Status);
    const int room = m_table.viewport()->width() - firm + (signs ? status - LeadDelegate::signWidth : 0);
    const int spare = std::max(0, room - wanted);
    // Between readable and wanted every column gives up the same part of its comfort.
    const double comfort = wanted == least ? 1.0 : std::clamp(double(room - least) / (wanted - least), 0.0, 1.0);
    m_fitting = true;
    int left = room;
    int last = -1;
    for (const Width &width : kWidths) {
        const int needed = m_needed[static_cast<size_t>(width.column)];
        if (m_table.isColumnHidden(width.column))
            continue;
        if (width.share == 0) {
            const bool sign = signs && width.column == LeadTableModel::Status;
            m_table.setColumnWidth(width.column, sign ? LeadDelegate::signWidth : needed);
            continue;
        }
        const int given = width.least + static_cast<int>((needed - width.least) * comfort) + spare * width.share / shares;
        m_table.setColumnWidth(width.column, given);
        left -= given;
        last = width.column;
    }
    if (last >= 0 && left > 0) // what rounding left over
        m_table.setColumnWidth(last, m_table.columnWidth(last) + left);
    m_fitting = false;
}

bool LeadColumns::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return QObject::eventFilter(watched, event);
}

void LeadColumns::choose(const QPoint &at)
{
    QHeaderView *header = m_table.horizontalHeader();
    auto *menu = new ColumnMenu(&m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < LeadTableModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(m_table.model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_table.isColumnHidden(column));
        action->setEnabled(column != LeadTableModel::Name);
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_table.setColumnHidden(column, !shown);
            fit();
        });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, this, &LeadColumns::reset);
    menu->popup(header->mapToGlobal(at));
    if (at.isNull()) // asked for with a key
        menu->setActiveAction(menu->actions().constFirst());
}

QByteArray LeadColumns::save() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_dragged << m_table.horizontalHeader()->saveState();
    return state;
}

void LeadColumns::restore(const QByteArray &state)
{
    QDataStream stream(state);
    bool dragged = false;
    QByteArray header;
    stream >> dragged >> header;
    if (!m_table.horizontalHeader()->restoreState(header))
        return;
    m_dragged = dragged;
    fit();
}

} // namespace leadline::ui
