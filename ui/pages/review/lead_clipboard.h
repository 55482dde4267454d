#pragma once

#include "domain/error.h"
#include "services/review_service.h"
#include "ui/models/copied_table.h"

#include <QObject>

namespace leadline::ui {

class DataTable;
class LeadTableModel;

/// Puts the selected leads of the table on the clipboard. Rows that were never on screen are read first. Lives as long as
/// the table; the service must outlive it.
class LeadClipboard : public QObject
{
    Q_OBJECT

public:
    LeadClipboard(services::ReviewService &review, LeadTableModel &leads, DataTable &table);

    /// More than that is exported, not copied.
    static constexpr qsizetype kMostLeads = 5'000;

    void copy(CopyFormat format, const QList<int> &columns);

Q_SIGNALS:
    void copied(qint64 leads);
    void tooMany();
    void failed(const leadline::domain::Error &error);

private:
    static void put(CopyFormat format, const QList<int> &columns, const std::vector<domain::LeadRow> &rows);

    services::ReviewService &m_review;
    LeadTableModel &m_leads;
    DataTable &m_table;
};

} // namespace leadline::ui
