#include "ui/pages/tasks/new_task_dialog.h"

#include "domain/async.h"
#include "domain/seed_file.h"
#include "ui/models/error_text.h"
#include "ui/models/format.h"
#include "ui/models/remark_text.h"
#include "ui/models/seed_text.h"
#include "ui/models/task_plan.h"
#include "ui/pages/tasks/seed_editor.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"
#include "ui/widgets/panels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPromise>
#include <QSpinBox>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace leadline::ui {

using domain::SeedProblem;

namespace {

constexpr qint64 kLargestFile = 16 * 1024 * 1024;
constexpr size_t kShownProblems = 2;

void fillCountries(QComboBox *box)
{
    box->addItem(NewTaskDialog::tr("From the page"), QString());
    QMap<QString, QString> byName;
    for (int t = 1; t <= QLocale::LastTerritory; ++t) {
        const auto territory = static_cast<QLocale::Territory>(t);
        const QString code = QLocale::territoryToCode(territory);
        if (code.size() == 2 && code.at(0).isLetter())
            byName.insert(QLocale::territoryToString(territory), code);
    }
    for (auto it = byName.cbegin(); it != byName.cend(); ++it)
        box->addItem(it.key(), it.value());
}

/// Reads a file and its addresses away from the window's thread.
QFuture<domain::Result<QStringList>> readAddresses(const QString &path)
{
    auto promise = std::make_shared<QPromise<domain::Result<QStringList>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, path] {
        QFile file(path);
        domain::Result<QStringList> result;
        if (!file.open(QIODevice::ReadOnly))
            result = domain::failure(domain::ErrorCode::Io, file.errorString());
        else if (file.size() > kLargestFile)
            result = domain::failure(domain::ErrorCode::TooLarge, NewTaskDialog::tr("the file is larger than 16 MB"));
        else
            result = domain::seedsFromFile(file.readAll());
        promise->addResult(std::move(result));
        promise->finish();
    });
    return promise->future();
}

QSpinBox *makeSpin(int least, int most, int value)
{
    auto *spin = new QSpinBox;
    spin->setRange(least, most);
    spin->setValue(value);
    spin->setAlignment(Qt::AlignRight);
    spin->setFixedWidth(112);
    return spin;
}

} // namespace

NewTaskDialog::NewTaskDialog(Create create, const QString &politenessKey, QWidget *parent)
    : QDialog(parent)
    , m_create(std::move(create))
{
    setWindowTitle(tr("New task"));
    setObjectName(QStringLiteral("new-task"));
    resize(800, 560);
    setMinimumSize(680, 480);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(24, 16, 24, 8);
    head->setSpacing(2);
    head->addWidget(new Label(TextRole::Title, tr("New task")));
    head->addWidget(new ElidedLabel(
        TextRole::Muted, tr("Reads web sites you name and keeps the businesses, e-mail addresses and phones it finds.")));
    column->addLayout(head);
    auto *middle = new QHBoxLayout;
    middle->setContentsMargins(24, 8, 24, 12);
    middle->setSpacing(24);
    middle->addWidget(makeAddresses(), 1);
    middle->addWidget(makeOptions());
    column->addLayout(middle, 1);
    m_error = new ErrorBanner;
    auto *banner = new QVBoxLayout;
    banner->setContentsMargins(24, 0, 24, 8);
    banner->addWidget(m_error);
    column->addLayout(banner);
    column->addWidget(makeFoot());

    const int preset = m_pace->findData(QString::fromLatin1(politeness(politenessKey).key));
    m_pace->setCurrentIndex(preset);
    connect(m_seeds, &SeedEditor::seedsChanged, this, &NewTaskDialog::seedsRead);
    connect(m_seeds, &SeedEditor::fileDropped, this, &NewTaskDialog::loadFile);
    connect(m_pages, &QSpinBox::valueChanged, this, &NewTaskDialog::updateEstimate);
    connect(m_pace, &QComboBox::currentIndexChanged, this, &NewTaskDialog::updateEstimate);
    seedsRead();
    updateEstimate();
    m_seeds->setFocus();
}

QWidget *NewTaskDialog::makeAddresses()
{
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *nameLabel = new Label(TextRole::Strong, tr("Name"));
    m_name = new QLineEdit;
    m_name->setMaxLength(200);
    m_name->setAccessibleName(tr("Name of the task"));
    nameLabel->setBuddy(m_name);
    column->addWidget(nameLabel);
    column->addWidget(m_name);
    column->addSpacing(8);
    auto *row = new QHBoxLayout;
    auto *label = new Label(TextRole::Strong, tr("Start addresses, one per line"));
    auto *load = makeFlatButton(tr("Load CSV…"));
    load->setIcon(themedIcon(QStringLiteral("import")));
    load->setProperty("action", true);
    load->setFixedHeight(26);
    load->setShortcut(Qt::CTRL | Qt::Key_O);
    load->setToolTip(namedWithShortcut(tr("Load addresses from a CSV or text file"), load->shortcut()));
    load->setAutoDefault(false);
    row->addWidget(label);
    row->addStretch();
    row->addWidget(load);
    column->addLayout(row);
    m_seeds = new SeedEditor;
    m_seeds->setPlaceholderText(tr("boulangerie.example\nhttps://www.garage.example/contact\n…"));
    label->setBuddy(m_seeds);
    column->addWidget(m_seeds, 1);
    column->addSpacing(2);
    m_count = new ElidedLabel(TextRole::Muted);
    m_problems = new Label(TextRole::Danger);
    m_problems->setWordWrap(true);
    m_problems->hide();
    m_leaveOut = makeFlatButton(tr("Leave them out"));
    m_leaveOut->setProperty("action", true);
    m_leaveOut->setFixedHeight(26);
    m_leaveOut->setAutoDefault(false);
    m_leaveOut->setToolTip(tr("Remove the lines that are not addresses"));
    auto *counts = new QHBoxLayout;
    m_count->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_count->setMinimumHeight(26);
    counts->addWidget(m_count, 1);
    counts->addWidget(m_leaveOut);
    column->addLayout(counts);
    column->addWidget(m_problems);
    connect(m_leaveOut, &QAbstractButton::clicked, m_seeds, &SeedEditor::removeProblems);
    connect(load, &QAbstractButton::clicked, this, &NewTaskDialog::chooseFile);
    return side;
}

QWidget *NewTaskDialog::makeOptions()
{
    auto *side = new QWidget;
    side->setFixedWidth(264);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(new SectionLabel(tr("Pace")));
    m_pace = new QComboBox;
    m_pace->setAccessibleName(tr("Pace"));
    for (const Politeness &preset : politenessPresets())
        m_pace->addItem(preset.name(), QString::fromLatin1(preset.key));
    column->addWidget(m_pace);
    m_paceText = new Label(TextRole::Muted);
    m_paceText->setWordWrap(true);
    m_paceText->setFixedHeight(m_paceText->fontMetrics().height() * 2 + 2);
    m_paceText->setAlignment(Qt::AlignTop);
    column->addWidget(m_paceText);
    column->addSpacing(8);
    column->addWidget(new SectionLabel(tr("Limits")));
    const domain::CrawlLimits defaults;
    m_pages = makeSpin(1, 2000, defaults.maxPagesPerSite);
    m_depth = makeSpin(0, 8, defaults.maxDepth);
    m_mostLeads = makeSpin(0, 1'000'000, 0);
    m_mostLeads->setSpecialValueText(tr("no limit"));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(8);
    form->setVerticalSpacing(4);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setFormAlignment(Qt::AlignLeading);
    for (const auto &[text, field] : { std::pair { tr("Pages per site"), m_pages }, std::pair { tr("Link depth"), m_depth },
             std::pair { tr("Stop after leads"), m_mostLeads } }) {
        auto *rowLabel = new Label(TextRole::Body, text);
        rowLabel->setMinimumHeight(32);
        rowLabel->setMinimumWidth(144); // so that the fields end where the lists do
        rowLabel->setBuddy(field);
        field->setAccessibleName(text);
        form->addRow(rowLabel, field);
    }
    column->addLayout(form);
    column->addSpacing(8);
    column->addWidget(new SectionLabel(tr("Keep only")));
    m_phoneOnly = new QCheckBox(tr("Businesses with a phone"));
    m_emailOnly = new QCheckBox(tr("Businesses with an e-mail"));
    m_phoneOnly->setMinimumHeight(24);
    m_emailOnly->setMinimumHeight(24);
    column->addWidget(m_phoneOnly);
    column->addWidget(m_emailOnly);
    column->addSpacing(8);
    column->addWidget(new SectionLabel(tr("Country of phones without prefix")));
    m_country = new QComboBox;
    m_country->setAccessibleName(tr("Country of phones without prefix"));
    m_country->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_country->setMaxVisibleItems(14);
    fillCountries(m_country);
    column->addWidget(m_country);
    column->addStretch();
    return side;
}

QWidget *NewTaskDialog::makeFoot()
{
    auto *foot = new Panel(Panel::Ground::Window);
    foot->setBorders(Qt::TopEdge);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(24, 12, 24, 12);
    row->setSpacing(8);
    m_estimate = new ElidedLabel(TextRole::Body);
    m_estimate->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_start = makePrimaryButton(tr("Start task"));
    m_start->setDefault(true);
    m_start->setToolTip(namedWithShortcut(tr("Start task"), QKeySequence(Qt::CTRL | Qt::Key_Return)));
    row->addWidget(m_estimate, 1);
    row->addWidget(cancel);
    row->addWidget(m_start);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_start, &QAbstractButton::clicked, this, &NewTaskDialog::submit);
    return foot;
}

void NewTaskDialog::setSeeds(const QString &text)
{
    m_seeds->setPlainText(text.trimmed());
    m_seeds->moveCursor(QTextCursor::End);
    m_seeds->readNow();
}

void NewTaskDialog::setSpec(const domain::TaskSpec &spec)
{
    m_name->setText(spec.name);
    setSeeds(spec.seeds.join(u'\n'));
    for (const Politeness &preset : politenessPresets()) {
        if (preset.delayMs == spec.limits.delayMs)
            m_pace->setCurrentIndex(m_pace->findData(QString::fromLatin1(preset.key)));
    }
    m_pages->setValue(spec.limits.maxPagesPerSite);
    m_depth->setValue(spec.limits.maxDepth);
    m_mostLeads->setValue(static_cast<int>(std::min<qint64>(spec.limits.maxLeads, m_mostLeads->maximum())));
    m_phoneOnly->setChecked(spec.phoneOnly);
    m_emailOnly->setChecked(spec.emailOnly);
    m_country->setCurrentIndex(std::max(0, m_country->findData(spec.defaultCountry)));
}

domain::TaskSpec NewTaskDialog::spec() const
{
    domain::TaskSpec spec;
    spec.seeds = m_seeds->seeds().addresses;
    spec.name = m_name->text().trimmed();
    if (spec.name.isEmpty())
        spec.name = suggestedTaskName(spec.seeds);
    const Politeness &pace = politeness(m_pace->currentData().toString());
    spec.limits.delayMs = pace.delayMs;
    spec.limits.concurrentSites = pace.concurrentSites;
    spec.limits.maxPagesPerSite = m_pages->value();
    spec.limits.maxDepth = m_depth->value();
    spec.limits.maxLeads = m_mostLeads->value();
    spec.phoneOnly = m_phoneOnly->isChecked();
    spec.emailOnly = m_emailOnly->isChecked();
    spec.defaultCountry = m_country->currentData().toString();
    return spec;
}

void NewTaskDialog::seedsRead()
{
    const domain::SeedList &seeds = m_seeds->seeds();
    const qsizetype count = seeds.addresses.size();
    QStringList parts;
    if (!seeds.lines.empty())
        parts << tr("%1 address(es)", nullptr, plural(count)).arg(formatCount(count));
    if (seeds.duplicates > 0)
        parts << tr("%1 repeated").arg(formatCount(seeds.duplicates));
    if (seeds.problems > 0)
        parts << tr("%1 problem(s)", nullptr, plural(seeds.problems)).arg(formatCount(seeds.problems));
    m_count->setText(
        parts.isEmpty() ? tr("Paste addresses, drop a file here, or load a CSV") : parts.join(QStringLiteral(" · ")));
    QStringList problems;
    for (const domain::SeedLine &line : seeds.lines) {
        if (line.problem == SeedProblem::None || line.problem == SeedProblem::Duplicate)
            continue;
        if (static_cast<size_t>(problems.size()) == kShownProblems) {
            problems << tr("… and %1 more").arg(seeds.problems - static_cast<int>(kShownProblems));
            break;
        }
        const QString text = m_seeds->document()->findBlockByNumber(line.line).text().trimmed();
        const QString shown = text.size() > 32 ? text.left(30) + u'…' : text;
        problems << tr("Line %1: “%2” %3").arg(QString::number(line.line + 1), shown, seedProblemText(line.problem));
    }
    m_problems->setText(problems.join(u'\n'));
    m_problems->setVisible(!problems.isEmpty());
    m_leaveOut->setVisible(!problems.isEmpty());
    m_name->setPlaceholderText(count > 0 ? suggestedTaskName(seeds.addresses) : tr("Named after the first address"));
    updateEstimate();
}

void NewTaskDialog::updateEstimate()
{
    const Politeness &pace = politeness(m_pace->currentData().toString());
    m_paceText->setText(pace.explanation());
    const domain::TaskSpec plan = spec();
    m_estimate->setText(estimateText(estimate(plan.seeds.size(), plan.limits)));
    m_start->setEnabled(!m_sending && !plan.seeds.isEmpty() && m_seeds->seeds().problems == 0);
    m_start->setText(m_sending ? tr("Starting…") : tr("Start task"));
}

void NewTaskDialog::chooseFile()
{
    auto *chooser = new QFileDialog(this, tr("Load addresses"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setNameFilters({ tr("Lists (*.csv *.tsv *.txt)"), tr("All files (*)") });
    connect(chooser, &QFileDialog::fileSelected, this, &NewTaskDialog::loadFile);
    chooser->open();
}

void NewTaskDialog::loadFile(const QString &path)
{
    domain::whenDone(readAddresses(path), this, [this, path](const domain::Result<QStringList> &addresses) {
        const QString name = QFileInfo(path).fileName();
        if (addresses) {
            m_error->hide();
            m_seeds->addAddresses(*addresses);
        } else {
            // Without a reason of ours the system names one, in the operator's language.
            const domain::Error &error = addresses.error();
            const QString why = error.reason.isEmpty() ? error.detail() : remarkText(error.reason);
            m_error->show(Tone::Danger, tr("“%1” could not be read: %2").arg(name, why));
        }
    });
}

void NewTaskDialog::submit()
{
    m_seeds->readNow();
    if (m_sending || m_seeds->seeds().addresses.isEmpty() || m_seeds->seeds().problems > 0)
        return;
    m_sending = true;
    m_error->hide();
    updateEstimate();
    domain::whenDone(m_create(spec()), this, [this](const domain::Result<domain::Task> &task) {
        m_sending = false;
        updateEstimate();
        if (!task) {
            m_error->show(Tone::Danger, errorText(task.error()), task.error().requestId);
            return;
        }
        Q_EMIT created(*task);
        accept();
    });
}

void NewTaskDialog::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() & Qt::ControlModifier) {
        submit();
        return;
    }
    QDialog::keyPressEvent(event);
}

} // namespace leadline::ui
