#include "ui/pages/review/lead_clipboard.h"

#include "domain/async.h"
#include "ui/models/lead_cells.h"
#include "ui/widgets/data_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>

#include <memory>

namespace leadline::ui {

namespace {

constexpr qsizetype kRowsAtOnce = 300;

} // namespace

LeadClipboard::LeadClipboard(services::ReviewService &review, LeadTableModel &leads, DataTable &table)
    : QObject(&table)
    , m_review(review)
    , m_leads(leads)
    , m_table(table)
{ }

void LeadClipboard::copy(CopyFormat format, const QList<int> &columns)
{
    qint64 selected = 0; // by ranges: the whole list may be selected
    for (const QItemSelectionRange &range : m_table.selectionModel()->selection())
        selected += range.height();
    if (selected == 0)
        return;
    if (selected > kMostLeads) {
        Q_EMIT tooMany();
        return;
    }
    // In pieces, so that no single read keeps the store from the lists.
    const QList<domain::RowId> ids = m_leads.rowIds(m_table.selectionModel()->selectedRows());
    auto rows = std::make_shared<std::vector<domain::LeadRow>>();
    auto left = std::make_shared<qsizetype>((ids.size() + kRowsAtOnce - 1) / kRowsAtOnce);
    for (qsizetype from = 0; from < ids.size(); from += kRowsAtOnce) {
        domain::whenDone(m_review.rows(ids.mid(from, kRowsAtOnce)), this,
            [this, format, columns, rows, left](const domain::Result<std::vector<domain::LeadRow>> &piece) {
                if (*left < 0)
                    return; // told already
                if (!piece) {
                    *left = -1;
                    Q_EMIT failed(piece.error());
                    return;
                }
                rows->insert(rows->end(), piece->begin(), piece->end());
                if (--*left > 0)
                    return;
                put(format, columns, *rows);
                Q_EMIT copied(static_cast<qint64>(rows->size()));
            });
    }
}

void LeadClipboard::put(CopyFormat format, const QList<int> &columns, const std::vector<domain::LeadRow> &rows)
{
    QStringList names;
    for (const int column : columns)
        names << columnTitle(column);
    QList<QStringList> cells;
    for (const domain::LeadRow &row : rows) {
        QStringList line;
        for (const int column : columns) {
            const bool tags = column == LeadTableModel::Tags;
            line << (tags ? row.tags.join(QStringLiteral(", ")) : displayValue(row, column).toString());
        }
        cells << line;
    }
    QGuiApplication::clipboard()->setText(copiedTable(format, names, cells));
}

} // namespace leadline::ui
