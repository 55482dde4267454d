#include "scrape_command.h"

#include "exit_codes.h"
#include "lead_fetch.h"
#include "scrape_progress.h"
#include "seed_reader.h"
#include "text_width.h"

#include "client/api_client.h"
#include "domain/async.h"
#include "domain/lead_filter.h"
#include "services/connectivity.h"
#include "services/task_service.h"

#include <QDateTime>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

namespace leadline::leadctl {

using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Task;
using domain::TaskState;
using services::ConnectionState;
using services::TaskCommand;

namespace {

constexpr int kDisplayMs = 200;
constexpr int kPlainLineMs = 10'000;
constexpr int kPlainWidth = 120;
constexpr std::chrono::seconds kStopPatience { 10 };
constexpr std::chrono::minutes kBackendPatience { 5 };
/// The backend gives a sign every five seconds, even when no page comes.
constexpr std::chrono::seconds kLifePatience { 45 };
constexpr int kSitePage = 500;
constexpr int kLeadPage = 500;
constexpr int kMostSkippedLines = 20;
constexpr int kSkippedText = 60; ///< columns

/// For a line that a person copies into a shell.
QString quoted(const QString &word)
{
    static const QRegularExpression harmless(QStringLiteral("^[A-Za-z0-9_./:=,+-]+$"));
    if (harmless.match(word).hasMatch())
        return word;
    return u'\'' + QString(word).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

} // namespace

ScrapeCommand::ScrapeCommand(Console &out)
    : BackendCommand(out)
{ }

ScrapeCommand::~ScrapeCommand()
{
    m_live.reset();
    closeBackend(); // before its data directory goes
}

void ScrapeCommand::addOptions(QCommandLineParser &parser)
{
    BackendCommand::addOptions(parser);
    addScrapeOptions(parser);
}

bool ScrapeCommand::prepare(const QCommandLineParser &parser)
{
    auto options = scrapeOptionsFrom(parser);
    if (!options) {
        refuse(options.error().detail());
        return false;
    }
    m_options = std::move(*options);
    m_summary.skippedLines = qint64(m_options.skippedLines.size());
    tellSkippedLines();
    return true;
}

void ScrapeCommand::tellSkippedLines()
{
    int told = 0;
    for (const domain::SkippedSeed &skipped : m_options.skippedLines) {
        if (++told > kMostSkippedLines)
            break;
        console().warn(QStringLiteral("leadctl: line %1 is skipped: %2")
                           .arg(skipped.line)
                           .arg(domain::seedRemark(skipped.problem, elided(plain(skipped.text), kSkippedText)).english()));
    }
    if (told > kMostSkippedLines)
        console().warn(QStringLiteral("leadctl: %1 more lines are skipped")
                           .arg(grouped(qint64(m_options.skippedLines.size()) - kMostSkippedLines)));
}

/// An unattended run gets a backend and a data directory of its own, unless one was named.
bool ScrapeCommand::chooseBackend(const QCommandLineParser &parser, services::WorkbenchOptions &options)
{
    if (!BackendCommand::chooseBackend(parser, options))
        return false;
    options.allowNetworks = parser.values(QStringLiteral("allow-network"));
    options.demoSite = m_options.demo;
    m_opensNetworks = !options.allowNetworks.isEmpty();
    for (const QString &name : { QStringLiteral("data"), QStringLiteral("server"), QStringLiteral("join") }) {
        if (parser.isSet(name))
            m_storeOptions << QStringLiteral("--") + name << parser.value(name);
    }
    if (!m_storeOptions.isEmpty())
        return true;
    if (const int stale = TemporaryStore::removeStale(); stale > 0)
        console().note(QStringLiteral("removed the temporary stores of %1 killed runs").arg(stale));
    auto store = TemporaryStore::create();
    if (!store) {
        console().fail(QStringLiteral("cannot start"), store.error());
        finish(ExitCode::NoBackend);
        return false;
    }
    m_temporaryStore = std::move(*store);
    options.dataDirectory = m_temporaryStore->dataDirectory();
    options.mode = services::BackendMode::Own;
    m_storeOptions = QStringList { QStringLiteral("--data"), options.dataDirectory };
    return true;
}

void ScrapeCommand::run()
{
    if (m_opensNetworks && !workbench().connectivity().status().ownBackend)
        console().warn(QStringLiteral("leadctl: --allow-network has no effect on a backend that runs already"));
    m_endGrace.setSingleShot(true);
    connect(&m_endGrace, &QTimer::timeout, this, [this] {
        if (m_task)
            giveUp(QStringLiteral("the task did not stop in time"));
        else
            finish(ExitCode::Interrupted);
    });
    m_backendGrace.setSingleShot(true);
    connect(&m_backendGrace, &QTimer::timeout, this, [this] {
        abortWith(QStringLiteral("no backend"), Error(ErrorCode::Unavailable, workbench().connectivity().status().detail),
            ExitCode::NoBackend);
    });
    if (m_options.demo)
        useDemoSite();
    else
        createTask();
}

void ScrapeCommand::connectionChanged(const services::ConnectionStatus &status)
{
    m_lastSign.restart();
    if (status.state == ConnectionState::Online) {
        m_backendGrace.stop();
        if (m_task && !m_ended)
            judge(*m_task);
    } else if (isLostForGood(status)) {
        abortWith(QStringLiteral("no backend"), Error(ErrorCode::Unavailable, status.detail), ExitCode::NoBackend);
    } else if (!m_backendGrace.isActive()) {
        m_backendGrace.start(kBackendPatience);
    }
}

void ScrapeCommand::useDemoSite()
{
    domain::whenDone(tasks().demo(), this, [this](const Result<services::DemoInfo> &demo) {
        if (!demo)
            return abortWith(QStringLiteral("the demo site cannot be asked for"), demo.error(), ExitCode::Failed);
        if (!demo->available)
            return abortWith(QStringLiteral("no demo site"),
                Error(ErrorCode::Unsupported, QStringLiteral("this backend runs without --demo-site")), ExitCode::Failed);
        m_options.spec.seeds = demo->seeds + m_options.spec.seeds;
        createTask();
    });
}

void ScrapeCommand::createTask()
{
    m_creating = true;
    domain::whenDone(tasks().create(m_options.spec), this, [this](const Result<Task> &task) {
        m_creating = false;
        if (!task)
            return abortWith(QStringLiteral("the task was refused"), task.error(), ExitCode::Failed);
        m_task = *task;
        watchTask();
        if (m_summary.interrupted)
            stopTask();
    });
}

void ScrapeCommand::watchTask()
{
    m_live = tasks().watch(m_task->id);
    connect(m_live.get(), &services::LiveTask::logsAdded, this, [this](const std::vector<domain::LogLine> &lines) {
        for (const domain::LogLine &line : lines)
            showLog(line);
    });
    connect(&tasks(), &services::TaskService::tasksChanged, this, [this](const QList<domain::TaskId> &changed) {
        if (!m_ended && changed.contains(m_task->id))
            judge(*tasks().task(m_task->id));
    });
    // The end is known from the stream first; the task as it was stored decides.
    connect(m_live.get(), &services::LiveTask::progressChanged, this, [this](const domain::TaskProgress &progress) {
        if (progress.state != m_task->state)
            tasks().refresh();
    });
    m_display.setInterval(kDisplayMs);
    connect(&m_display, &QTimer::timeout, this, [this] {
        showProgress();
        lookForLife();
    });
    m_display.start();
    m_lastSign.start();
    judge(*m_task);
}

/// Follows the task: an interrupted one goes on (the backend was restarted), a paused one is not waited for.
void ScrapeCommand::judge(const Task &task)
{
    m_task = task;
    if (task.isFinal())
        return readOut();
    if (m_summary.interrupted || m_busy || !workbench().connectivity().isOnline())
        return;
    if (task.state == TaskState::Interrupted) {
        console().warn(QStringLiteral("the backend was restarted; the task goes on where it was"));
        control(TaskCommand::Resume);
    } else if (task.state == TaskState::Paused) {
        console().warn(
            QStringLiteral("the task was paused%1; stopping it")
                .arg(task.stateReason.isEmpty() ? QString()
                                                : QStringLiteral(" (%1)").arg(plain(task.stateReason.english()))));
        m_gaveUp = true;
        stopTask();
    }
}

void ScrapeCommand::control(TaskCommand command)
{
    m_busy = true;
    domain::whenDone(tasks().control(m_task->id, command), this, [this, command](const Result<Task> &task) {
        m_busy = false;
        if (m_ended)
            return;
        if (!task && task.error().code() != ErrorCode::BadState)
            return refused(command, task.error());
        tasks().refresh();
    });
}

/// A task that cannot even be stopped (its store is full, for one) would be waited for in vain.
void ScrapeCommand::refused(TaskCommand command, const Error &error)
{
    if (!workbench().connectivity().isOnline())
        return; // connectionChanged() decides
    giveUp(QStringLiteral("the task cannot be %1: %2")
               .arg(command == TaskCommand::Stop ? QStringLiteral("stopped") : QStringLiteral("resumed"),
                   plain(error.detail())));
}

void ScrapeCommand::stopTask()
{
    m_endGrace.start(kStopPatience);
    control(TaskCommand::Stop);
}

void ScrapeCommand::giveUp(const QString &why)
{
    if (m_ended)
        return;
    m_gaveUp = true;
    console().warn(QStringLiteral("leadctl: %1; reading out what is stored").arg(why));
    readOut();
}

void ScrapeCommand::interrupt()
{
    if (std::exchange(m_summary.interrupted, true) || m_ended) {
        console().note(QStringLiteral("nearly done (Ctrl+C again ends at once)"));
        return;
    }
    if (!m_task && !m_creating) {
        console().note(QStringLiteral("stopping …"));
        return finish(ExitCode::Interrupted);
    }
    console().note(QStringLiteral("stopping; what was found is kept (Ctrl+C again ends at once)"));
    if (m_task)
        stopTask();
    else
        m_endGrace.start(kStopPatience);
}

void ScrapeCommand::showProgress()
{
    const domain::TaskProgress &now = m_live->progress();
    if (console().isInteractive())
        return console().progress(progressLine(now, console().progressWidth()));
    const qint64 ms = QDateTime::currentMSecsSinceEpoch();
    if (ms - m_lastLine < kPlainLineMs)
        return;
    if (std::exchange(m_lastLine, ms) != 0)
        console().note(progressLine(now, kPlainWidth));
}

/// A full disk keeps the backend from storing even that it had to pause.
void ScrapeCommand::lookForLife()
{
    const domain::TaskProgress &now = m_live->progress();
    const bool moved = now.lastActivityAt != m_seen.lastActivityAt || !(now.counters == m_seen.counters)
        || now.state != m_seen.state || now.state != TaskState::Running;
    if (moved || !workbench().connectivity().isOnline()) {
        m_seen = now;
        m_lastSign.restart();
    } else if (!m_busy && !m_endGrace.isActive() && std::chrono::milliseconds(m_lastSign.elapsed()) > kLifePatience) {
        console().warn(QStringLiteral("leadctl: the task shows no sign of life (is the disk full?); stopping it"));
        m_gaveUp = true;
        stopTask();
    }
}

void ScrapeCommand::showLog(const domain::LogLine &line)
{
    const bool important = line.level == domain::LogLevel::Warning || line.level == domain::LogLevel::Error;
    if (!m_options.verbose && !(important && console().isInteractive()))
        return;
    console().note(QStringLiteral("%1  %2  %3")
                       .arg(domain::logLevelSlug(line.level).toString().leftJustified(7), plain(line.host),
                           plain(line.message.english())));
}

void ScrapeCommand::readOut()
{
    if (std::exchange(m_ended, true))
        return;
    m_display.stop();
    m_endGrace.stop();
    console().progress({});
    collectSites(-1);
}

void ScrapeCommand::collectSites(int after)
{
    domain::whenDone(tasks().sites(m_task->id, after, kSitePage), this, [this](const Result<services::SitePage> &page) {
        if (!page)
            return abortWith(QStringLiteral("the outcomes cannot be read"), page.error(), ExitCode::Failed);
        m_summary.sites.insert(m_summary.sites.end(), page->items.begin(), page->items.end());
        if (page->next >= 0)
            return collectSites(page->next);
        collectLeads();
    });
}

void ScrapeCommand::collectLeads()
{
    if (!m_options.format)
        return countLeads();
    m_output = std::make_unique<services::OutputFile>(m_options.output);
    if (const auto opened = m_output->open(); !opened)
        return abortWith(QStringLiteral("no output"), opened.error(), ExitCode::OutputLost);
    streamLeads();
}

domain::LeadQuery ScrapeCommand::foundLeads(int limit) const
{
    domain::LeadQuery query;
    query.filter.terms.push_back({ domain::FilterField::Task, domain::FilterOp::Equals, { m_task->id.toString() }, false });
    query.sort = domain::LeadSort::Score;
    query.limit = limit;
    return query;
}

/// Leads go from the backend to the file as they come: reading them in and writing them again cost more than the crawl. What
/// the summary tells is asked for instead of counted.
void ScrapeCommand::streamLeads()
{
    const auto sink = [this](const QByteArray &piece) {
        if (const auto written = m_output->append(piece); !written)
            m_outputError = written.error();
        return !m_outputError;
    };
    domain::whenDone(
        api().exportLeads(*m_options.format, foundLeads(kLeadPage).filter, sink), this, [this](const Result<void> &read) {
            if (m_outputError)
                return leadsCollected({});
            if (!read)
                return leadsCollected(read);
            countLeads();
        });
}

void ScrapeCommand::countLeads()
{
    domain::whenDone(api().facets(foundLeads(1).filter), this, [this](const Result<domain::LeadFacets> &facets) {
        if (!facets)
            return leadsCollected(domain::failure(facets.error()));
        m_summary.leads = facets->total;
        m_summary.emails = facets->withEmail;
        m_summary.phones = facets->withPhone;
        if (m_options.tableRows == 0)
            return leadsCollected({});
        new LeadFetch(
            api(), foundLeads(std::min(m_options.tableRows, kLeadPage)), false,
            [this](const domain::Lead &lead) { return addRow(lead); },
            [this](const Result<void> &read) { leadsCollected(read); }, this);
    });
}

bool ScrapeCommand::addRow(const domain::Lead &lead)
{
    if (int(m_summary.rows.size()) < m_options.tableRows)
        m_summary.rows.push_back({ plain(lead.name()), plain(lead.email()), plain(lead.phone()), plain(lead.city()),
            QString::number(lead.found.score), plain(lead.found.website) });
    return int(m_summary.rows.size()) < m_options.tableRows;
}

void ScrapeCommand::leadsCollected(const Result<void> &read)
{
    if (!read)
        return abortWith(QStringLiteral("the leads cannot be read"), read.error(), ExitCode::Failed);
    if (m_output && !m_outputError) {
        if (const auto written = m_output->commit(); !written)
            m_outputError = written.error();
    }
    if (m_outputError)
        return abortWith(QStringLiteral("no output"), *m_outputError, ExitCode::OutputLost);
    m_summary.task = *m_task;
    m_summary.output = m_options.output;
    show(console(), m_summary);
    if (m_options.output.isEmpty() && console().outputLost() && console().outputError() != EPIPE)
        keepStore();
    finish(exitCode());
}

int ScrapeCommand::exitCode() const
{
    if (m_summary.interrupted)
        return ExitCode::Interrupted;
    if (m_gaveUp || m_task->state == TaskState::Error)
        return ExitCode::Failed;
    return m_task->counters.pages == 0 ? ExitCode::NothingRead : ExitCode::Success;
}

void ScrapeCommand::abortWith(const QString &what, const Error &error, int exitCode)
{
    m_display.stop();
    m_endGrace.stop();
    m_backendGrace.stop();
    m_ended = true;
    QJsonObject facts;
    if (m_task) {
        facts.insert(QStringLiteral("task"), m_task->id.toString());
        facts.insert(QStringLiteral("export_with"), exportCommandLine());
    }
    console().fail(what, error, facts);
    if (m_task)
        keepStore();
    finish(exitCode);
}

QString ScrapeCommand::exportCommandLine() const
{
    QStringList words { QStringLiteral("leadctl"), QStringLiteral("export") };
    if (!m_temporaryStore)
        words << QStringLiteral("task:") + m_task->id.toString();
    for (const QString &word : m_storeOptions)
        words << quoted(word);
    words << QStringLiteral("--output")
          << quoted(m_options.output.isEmpty() ? QStringLiteral("leads.csv") : m_options.output);
    return words.join(u' ');
}

/// The leads were found and are nowhere but in the store.
void ScrapeCommand::keepStore()
{
    if (m_temporaryStore) {
        m_temporaryStore->keep();
        console().warn(QStringLiteral("leadctl: what was found is kept in ") + m_temporaryStore->dataDirectory());
    } else {
        console().warn(QStringLiteral("leadctl: what was found is in the store"));
    }
    console().warn(QStringLiteral("Write it with: ") + exportCommandLine());
}

CommandInfo scrapeCommand()
{
    return { QStringLiteral("scrape"), QStringLiteral("Read web sites and write down the businesses found."),
        QStringLiteral("[address...]"),
        QStringLiteral("  leadctl scrape https://example.com --output leads.csv\n"
                       "  leadctl scrape --seeds customers.csv --column website --output leads.jsonl\n"
                       "  leadctl scrape --demo --table 12\n"
                       "  leadctl scrape http://intranet.lan --allow-network 10.0.0.0/8 --delay 0 --json\n"
                       "  leadctl scrape --data ~/leads --seeds more.txt       (adds to a lasting store)\n"),
        [](Console &out) { return std::make_unique<ScrapeCommand>(out); } };
}

} // namespace leadline::leadctl
