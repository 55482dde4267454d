#include "ui/pages/review/export_controller.h"

#include "domain/async.h"
#include "ui/models/error_text.h"
#include "ui/models/format.h"
#include "ui/models/lead_table_model.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>

namespace leadline::ui {

using services::ExportFormat;

namespace {

constexpr qint64 kTellEveryMs = 500;

QString exportColumnOf(int column)
{
    switch (column) {
    case LeadTableModel::Status:
        return QStringLiteral("status");
    case LeadTableModel::Name:
        return QStringLiteral("name");
    case LeadTableModel::Category:
        return QStringLiteral("category");
    case LeadTableModel::City:
        return QStringLiteral("city");
    case LeadTableModel::Country:
        return QStringLiteral("country");
    case LeadTableModel::Email:
        return QStringLiteral("email");
    case LeadTableModel::Phone:
        return QStringLiteral("phone");
    case LeadTableModel::Website:
        return QStringLiteral("website");
    case LeadTableModel::Score:
        return QStringLiteral("score");
    case LeadTableModel::Rating:
        return QStringLiteral("rating");
    case LeadTableModel::Tags:
        return QStringLiteral("tags");
    case LeadTableModel::Assignee:
        return QStringLiteral("assignee");
    case LeadTableModel::Source:
        return QStringLiteral("source");
    case LeadTableModel::Found:
        return QStringLiteral("found_at");
    case LeadTableModel::Modified:
        return QStringLiteral("modified_at");
    default:
        return {};
    }
}

} // namespace

ExportController::ExportController(services::ReviewService &review, QObject *parent)
    : QObject(parent)
    , m_review(review)
{
    connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, this, &ExportController::tellProgress);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &ExportController::tellEnd);
}

ExportController::~ExportController()
{
    m_watcher.cancel();
}

QStringList ExportController::columnNames(const QList<int> &columns)
{
    QStringList names;
    for (const int column : columns)
        names << exportColumnOf(column);
    names.removeAll(QString());
    return names;
}

void ExportController::choose(const domain::LeadQuery &query, const QList<int> &shown, QWidget *parent)
{
    struct Choice
    {
        QString filter;
        ExportFormat format;
        bool asShown = false;
    };
    const QList<Choice> choices { { tr("CSV for Excel, columns as shown (*.csv)"), ExportFormat::ExcelCsv, true },
        { tr("CSV for Excel, all columns (*.csv)"), ExportFormat::ExcelCsv },
        { tr("CSV, columns as shown (*.csv)"), ExportFormat::Csv, true },
        { tr("CSV, all columns (*.csv)"), ExportFormat::Csv },
        { tr("CSV for programs, all columns (*.csv)"), ExportFormat::MachineCsv },
        { tr("JSON lines with evidence (*.jsonl)"), ExportFormat::JsonLines } };
    auto *dialog = new QFileDialog(
        parent, tr("Export the leads of this view"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const Choice &choice : choices)
        filters << choice.filter;
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("leads.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, choices, query, shown](const QString &path) {
        services::ExportSpec spec;
        spec.query = query;
        spec.path = path;
        for (const Choice &choice : choices) {
            if (choice.filter != dialog->selectedNameFilter())
                continue;
            spec.format = choice.format;
            spec.columns = choice.asShown ? columnNames(shown) : QStringList();
        }
        if (path.endsWith(QStringLiteral(".jsonl"), Qt::CaseInsensitive))
            spec.format = ExportFormat::JsonLines;
        start(spec);
    });
    dialog->open();
}

void ExportController::start(const services::ExportSpec &spec)
{
    if (isRunning()) {
        Q_EMIT notify({ Tone::Neutral, tr("An export is still being written."), tr("Cancel it"), [this] { cancel(); } });
        return;
    }
    m_sinceTold.start();
    m_watcher.setFuture(m_review.exportLeads(spec));
}

void ExportController::cancel()
{
    m_watcher.cancel();
}

void ExportController::tellProgress(int done)
{
    if (!m_sinceTold.hasExpired(kTellEveryMs) || m_watcher.isCanceled())
        return;
    m_sinceTold.start();
    Q_EMIT notify(
        { Tone::Neutral, tr("Exporting: %1 of %2 leads").arg(formatCount(done), formatCount(m_watcher.progressMaximum())),
            tr("Cancel"), [this] { cancel(); }, 0 });
}

void ExportController::tellEnd()
{
    const auto report = domain::detail::takeResult(m_watcher.future());
    if (!report) {
        if (report.error().code() == domain::ErrorCode::Cancelled)
            Q_EMIT notify({ Tone::Neutral, tr("Export cancelled. No file was written."), {}, {} });
        else if (report.error().code() == domain::ErrorCode::Io)
            Q_EMIT notify({ Tone::Danger,
                tr("The file cannot be written: %1. Choose another folder.").arg(report.error().detail()), {}, {}, 0 });
        else
            Q_EMIT notify({ Tone::Danger, errorText(report.error()), {}, {}, 0 });
        return;
    }
    Q_EMIT notify({ Tone::Success, tr("Exported %1 lead(s)", nullptr, plural(report->leads)).arg(formatCount(report->leads)),
        tr("Open folder"),
        [path = report->path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath())); } });
}

} // namespace leadline::ui
