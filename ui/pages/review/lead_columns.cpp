#include "ui/pages/review/lead_columns.h"

#include "ui/models/lead_table_model.h"
#include "ui/widgets/data_table.h"

#include <QDataStream>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QIODevice>
#include <QMenu>

#include <algorithm>

namespace leadline::ui {

namespace {

/// `least` is what is readable, `usual` what most values need, `share` of the room beyond that.
struct Width
{
    int column;
    int least;
    int usual;
    int share;
    bool shown;
};

constexpr Width kWidths[] = {
    { LeadTableModel::Status, 90, 90, 0, true },
    { LeadTableModel::Name, 140, 190, 3, true },
    { LeadTableModel::Category, 90, 130, 1, false },
    { LeadTableModel::City, 84, 100, 1, true },
    { LeadTableModel::Country, 64, 64, 0, false },
    { LeadTableModel::Email, 150, 240, 3, true },
    { LeadTableModel::Phone, 134, 140, 0, true },
    { LeadTableModel::Website, 110, 180, 2, false },
    { LeadTableModel::Score, 76, 76, 0, true },
    { LeadTableModel::Rating, 80, 80, 0, false },
    { LeadTableModel::Tags, 90, 140, 1, false },
    { LeadTableModel::Assignee, 80, 100, 0, false },
    { LeadTableModel::Source, 84, 90, 0, false },
    { LeadTableModel::Found, 120, 130, 0, false },
    { LeadTableModel::Modified, 120, 130, 0, false },
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
    int least = 0;
    int usual = 0;
    int shares = 0;
    for (const Width &width : kWidths) {
        if (m_table.isColumnHidden(width.column))
            continue;
        least += width.least;
        usual += width.usual;
        shares += width.share;
    }
    const int room = m_table.viewport()->width();
    const int spare = std::max(0, room - usual);
    // Between readable and usual every column gives up the same part of its comfort.
    const double comfort = usual == least ? 1.0 : std::clamp(double(room - least) / (usual - least), 0.0, 1.0);
    m_fitting = true;
    int left = room;
    int last = -1;
    for (const Width &width : kWidths) {
        if (m_table.isColumnHidden(width.column))
            continue;
        const int extra = shares > 0 ? spare * width.share / shares : 0;
        const int given = width.least + int((width.usual - width.least) * comfort) + extra;
        m_table.setColumnWidth(width.column, given);
        left -= given;
        if (width.share > 0)
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
    auto *menu = new QMenu(&m_table);
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
