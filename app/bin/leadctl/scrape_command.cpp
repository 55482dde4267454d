#include "scrape_command.h"

#include "exit_codes.h"
#include "lead_fetch.h"

#include "client/api_client.h"
#include "domain/async.h"
#include "domain/lead_filter.h"
#include "services/connectivity.h"
#include "services/task_service.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <map>

namespace leadline::leadctl {

using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::SourceOutcome;
using domain::Task;
using domain::TaskState;
using services::TaskCommand;

namespace {

constexpr int displayMs = 200;
constexpr int plainLineMs = 10'000;
constexpr int stopPatienceMs = 20'000;
constexpr int sitePage = 500;
constexpr int leadPage = 500;

QString bar(qint64 done, qint64 total)
{
    constexpr int width = 20;
    const int filled = total > 0 ? int(std::min<qint64>(width, done * width / total)) : 0;
    return u'[' + QString(filled, u'#') + QString(width - filled, u'-') + u']';
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
    return true;
}

/// An unattended run gets a backend and a data directory of its own, unless one was named.
bool ScrapeCommand::chooseBackend(const QCommandLineParser &parser, services::WorkbenchOptions &options)
{
    if (!BackendCommand::chooseBackend(parser, options))
        return false;
    options.allowNetworks = parser.values(QStringLiteral("allow-network"));
    options.demoSite = m_options.demo;
    m_opensNetworks = !options.allowNetworks.isEmpty();
    if (options.mode == services::BackendMode::Join)
        return true;
    if (parser.isSet(QStringLiteral("data")))
        return true;
    m_temporaryData = std::make_unique<QTemporaryDir>();
    if (!m_temporaryData->isValid()) {
        refuse(QStringLiteral("no temporary directory can be made: %1").arg(m_temporaryData->errorString()));
        return false;
    }
    options.dataDirectory = m_temporaryData->filePath(QStringLiteral("backend"));
    options.mode = services::BackendMode::Own;
    return true;
}

void ScrapeCommand::run()
{
    if (m_opensNetworks && !workbench().connectivity().status().ownBackend)
        console().warn(QStringLiteral("leadctl: --allow-network has no effect on a backend that runs already"));
    if (m_options.demo)
        useDemoSite();
    else
        createTask();
}

void ScrapeCommand::useDemoSite()
{
    domain::whenDone(tasks().demo(), this, [this](const Result<services::DemoInfo> &demo) {
        if (!demo)
            return abortWith(QStringLiteral("the demo site cannot be asked for"), demo.error());
        if (!demo->available)
            return abortWith(QStringLiteral("no demo site"),
                Error(ErrorCode::Unsupported, QStringLiteral("this backend runs without --demo-site")));
        m_options.spec.seeds = demo->seeds + m_options.spec.seeds;
        createTask();
    });
}

void ScrapeCommand::createTask()
{
    m_matcher = std::make_unique<SeedMatcher>(m_options.spec.seeds);
    domain::whenDone(tasks().create(m_options.spec), this, [this](const Result<Task> &task) {
        if (!task)
            return abortWith(QStringLiteral("the task was refused"), task.error());
        m_task = *task;
        watchTask();
        if (m_interrupted)
            control(TaskCommand::Stop);
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
    m_display.setInterval(displayMs);
    connect(&m_display, &QTimer::timeout, this, &ScrapeCommand::showProgress);
    m_display.start();
    m_endGrace.setSingleShot(true);
    connect(&m_endGrace, &QTimer::timeout, this, [this] {
        m_ended = true;
        collectSites(-1);
    });
    judge(*m_task);
}

/// Follows the task: an interrupted one goes on (the backend was restarted), a paused one is not waited for.
void ScrapeCommand::judge(const Task &task)
{
    m_task = task;
    if (task.isFinal()) {
        m_display.stop();
        m_ended = true;
        return collectSites(-1);
    }
    if (m_interrupted || m_busy)
        return;
    if (task.state == TaskState::Interrupted) {
        console().warn(QStringLiteral("the backend was restarted; the task goes on where it was"));
        control(TaskCommand::Resume);
    } else if (task.state == TaskState::Paused) {
        console().warn(
            QStringLiteral("the task was paused%1; stopping it")
                .arg(task.stateReason.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(plain(task.stateReason))));
        control(TaskCommand::Stop);
    }
}

void ScrapeCommand::control(TaskCommand command)
{
    m_busy = true;
    domain::whenDone(tasks().control(m_task->id, command), this, [this](const Result<Task> &task) {
        m_busy = false;
        if (!task && task.error().code() != ErrorCode::BadState)
            console().warn(QStringLiteral("leadctl: the task could not be told: ") + plain(task.error().detail()));
        if (!m_ended)
            tasks().refresh();
    });
}

void ScrapeCommand::interrupt()
{
    if (m_ended)
        return;
    m_interrupted = true;
    if (!m_task) {
        console().note(QStringLiteral("stopping …"));
        return finish(ExitCode::Interrupted);
    }
    console().note(QStringLiteral("stopping; what was found is kept (Ctrl+C again ends at once)"));
    control(TaskCommand::Stop);
    m_endGrace.start(stopPatienceMs);
}

void ScrapeCommand::showProgress()
{
    const domain::TaskProgress &now = m_live->progress();
    const auto &counters = now.counters;
    QString line = QStringLiteral("%1 %2/%3 sites  %4 pages  %5/s  %6 leads")
                       .arg(bar(counters.sitesDone, counters.sitesTotal), grouped(counters.sitesDone),
                           grouped(counters.sitesTotal), grouped(counters.pages))
                       .arg(now.pagesPerSecond, 0, 'f', 1)
                       .arg(grouped(counters.newLeads + counters.duplicates));
    if (counters.failed + counters.blocked > 0)
        line += QStringLiteral("  %1 not read").arg(grouped(counters.failed + counters.blocked));
    if (now.etaLowMs && now.etaHighMs)
        line += QStringLiteral("  %1-%2 left").arg(durationText(*now.etaLowMs), durationText(*now.etaHighMs));
    if (!now.currentHost.isEmpty())
        line += QStringLiteral("  ") + plain(now.currentHost);
    if (console().isInteractive())
        return console().progress(line);
    const qint64 ms = QDateTime::currentMSecsSinceEpoch();
    if (ms - m_lastLine < plainLineMs)
        return;
    if (std::exchange(m_lastLine, ms) != 0)
        console().note(line);
}

void ScrapeCommand::showLog(const domain::LogLine &line)
{
    const bool important = line.level == domain::LogLevel::Warning || line.level == domain::LogLevel::Error;
    if (!m_options.verbose && !(important && console().isInteractive()))
        return;
    console().note(
        QStringLiteral("%1  %2  %3")
            .arg(domain::logLevelSlug(line.level).toString().leftJustified(7), plain(line.host), plain(line.message)));
}

void ScrapeCommand::collectSites(int after)
{
    m_display.stop();
    m_endGrace.stop();
    domain::whenDone(tasks().sites(m_task->id, after, sitePage), this, [this](const Result<services::SitePage> &page) {
        if (!page)
            return abortWith(QStringLiteral("the outcomes cannot be read"), page.error());
        m_sites.insert(m_sites.end(), page->items.begin(), page->items.end());
        if (page->next >= 0)
            return collectSites(page->next);
        collectLeads();
    });
}

void ScrapeCommand::collectLeads()
{
    if (m_options.format) {
        m_writer = std::make_unique<LeadWriter>(m_options.output, *m_options.format);
        if (const auto opened = m_writer->open(); !opened)
            return abortWith(QStringLiteral("no output"), opened.error());
    }
    domain::LeadQuery query;
    query.filter.terms.push_back({ domain::FilterField::Task, domain::FilterOp::Equals, { m_task->id.toString() }, false });
    query.sort = domain::LeadSort::Score;
    query.limit = leadPage;
    new LeadFetch(
        api(), query, true,
        [this](const domain::Lead &lead) {
            keep(lead);
            return true;
        },
        [this](const Result<void> &read) {
            if (!read)
                return abortWith(QStringLiteral("the leads cannot be read"), read.error());
            if (m_writer) {
                if (const auto written = m_writer->commit(); !written)
                    return abortWith(QStringLiteral("no output"), written.error());
            }
            summarise();
        },
        this);
}

void ScrapeCommand::keep(const domain::Lead &lead)
{
    ++m_leads;
    m_emails += lead.email().isEmpty() ? 0 : 1;
    m_phones += lead.phone().isEmpty() ? 0 : 1;
    if (m_writer)
        m_writer->write(lead, m_matcher->seedOf(lead));
    if (int(m_rows.size()) < m_options.tableRows)
        m_rows.push_back({ plain(lead.name()), plain(lead.email()), plain(lead.phone()), plain(lead.city()),
            QString::number(lead.found.score), plain(lead.found.website) });
}

void ScrapeCommand::summarise()
{
    std::map<QString, int> outcomes;
    for (const domain::SiteReport &site : m_sites)
        ++outcomes[domain::sourceOutcomeSlug(site.outcome).toString()];
    const domain::TaskCounters &counters = m_task->counters;
    if (console().isJson()) {
        summariseJson(outcomes, counters);
        return finish(exitCode());
    }
    console().progress({});
    if (!m_rows.empty()) {
        console().table({ QStringLiteral("NAME"), QStringLiteral("E-MAIL"), QStringLiteral("PHONE"), QStringLiteral("CITY"),
                            QStringLiteral("SCORE"), QStringLiteral("WEBSITE") },
            m_rows);
        if (m_leads > qint64(m_rows.size()))
            console().print(QStringLiteral("… and %1 more").arg(grouped(m_leads - qint64(m_rows.size()))));
        console().print(QString());
    }
    const double seconds = double(counters.activeMs) / 1000;
    QStringList ends;
    for (const auto &[outcome, count] : outcomes)
        ends.append(QStringLiteral("%1 %2").arg(grouped(count), outcome));
    console().note(QStringLiteral("%1 leads (%2 new, %3 with e-mail, %4 with phone)")
                       .arg(grouped(m_leads), grouped(counters.newLeads), grouped(m_emails), grouped(m_phones)));
    console().note(QStringLiteral("%1 pages in %2 s, %3 pages/s, %4; %5 failed, %6 kept out")
                       .arg(grouped(counters.pages))
                       .arg(seconds, 0, 'f', 1)
                       .arg(seconds > 0 ? double(counters.pages) / seconds : 0.0, 0, 'f', 1)
                       .arg(bytesText(counters.bytes), grouped(counters.failed), grouped(counters.blocked)));
    console().note(QStringLiteral("%1 sites: %2").arg(grouped(qint64(m_sites.size())), ends.join(QStringLiteral(", "))));
    int shown = 0;
    for (const domain::SiteReport &site : m_sites) {
        const bool fine = site.outcome == SourceOutcome::Ok || site.outcome == SourceOutcome::Pending;
        if (!fine && ++shown <= 10)
            console().note(QStringLiteral("  %1: %2").arg(plain(site.seed), plain(site.evidence)));
    }
    if (shown > 10)
        console().note(QStringLiteral("  … and %1 more").arg(shown - 10));
    if (!m_options.output.isEmpty())
        console().note(QStringLiteral("written to %1").arg(m_options.output));
    if (m_task->state == TaskState::Error)
        console().warn(QStringLiteral("leadctl: the task ended in error: ") + plain(m_task->stateReason));
    finish(exitCode());
}

void ScrapeCommand::summariseJson(const std::map<QString, int> &outcomes, const domain::TaskCounters &counters)
{
    QJsonObject ends;
    for (const auto &[outcome, count] : outcomes)
        ends.insert(outcome, count);
    QJsonArray sites;
    for (const domain::SiteReport &site : m_sites)
        sites.append(protocol::toJson(site));
    const double seconds = double(counters.activeMs) / 1000;
    QJsonObject summary {
        { QStringLiteral("task"), m_task->id.toString() },
        { QStringLiteral("state"), domain::taskStateSlug(m_task->state).toString() },
        { QStringLiteral("leads"), m_leads },
        { QStringLiteral("new_leads"), counters.newLeads },
        { QStringLiteral("with_email"), m_emails },
        { QStringLiteral("with_phone"), m_phones },
        { QStringLiteral("pages"), counters.pages },
        { QStringLiteral("failed"), counters.failed },
        { QStringLiteral("blocked"), counters.blocked },
        { QStringLiteral("bytes"), counters.bytes },
        { QStringLiteral("seconds"), seconds },
        { QStringLiteral("pages_per_second"), seconds > 0 ? double(counters.pages) / seconds : 0.0 },
        { QStringLiteral("outcomes"), ends },
        { QStringLiteral("sites"), sites },
        { QStringLiteral("interrupted"), m_interrupted },
    };
    if (!m_options.output.isEmpty())
        summary.insert(QStringLiteral("output"), m_options.output);
    console().print(summary);
}

int ScrapeCommand::exitCode() const
{
    if (m_interrupted)
        return ExitCode::Interrupted;
    if (m_task->state == TaskState::Error)
        return ExitCode::Failed;
    return m_task->counters.pages == 0 ? ExitCode::NothingRead : ExitCode::Success;
}

void ScrapeCommand::abortWith(const QString &what, const Error &error)
{
    m_display.stop();
    m_ended = true;
    console().fail(what, error);
    finish(ExitCode::Failed);
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
