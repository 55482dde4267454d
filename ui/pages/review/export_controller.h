#pragma once

#include "services/review_service.h"
#include "ui/widgets/panels.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>

namespace leadline::ui {

/// Export of the leads of a view: asks for file and format, runs it, tells how far it is with a way to cancel, and how it
/// ended. One export at a time. Owned by the review page; the service must outlive it.
class ExportController : public QObject
{
    Q_OBJECT

public:
    explicit ExportController(services::ReviewService &review, QObject *parent = nullptr);
    ~ExportController() override;

    /// Opens the dialog. `shown` are the columns of the table in their order, for the formats that follow it.
    void choose(const domain::LeadQuery &query, const QList<int> &shown, QWidget *parent);
    void start(const services::ExportSpec &spec);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_watcher.isRunning(); }

    /// Export columns (services::exportColumns()) that stand for columns of LeadTableModel.
    [[nodiscard]] static QStringList columnNames(const QList<int> &columns);

Q_SIGNALS:
    void notify(const leadline::ui::Notification &notification);

private:
    void tellProgress(int done);
    void tellEnd();

    services::ReviewService &m_review;
    QFutureWatcher<domain::Result<services::ExportReport>> m_watcher;
    QElapsedTimer m_sinceTold;
};

} // namespace leadline::ui
