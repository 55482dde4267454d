#include "watch_command.h"

#include "exit_codes.h"
#include "task_lookup.h"

#include "protocol/lead_json.h"
#include "protocol/task_json.h"
#include "services/live_task.h"
#include "services/task_service.h"

#include <algorithm>

namespace leadline::leadctl {

using domain::Result;
using domain::TaskId;
using domain::TaskState;

namespace {

bool isOver(TaskState state)
{
    return state == TaskState::Completed || state == TaskState::Stopped || state == TaskState::Error;
}

} // namespace

WatchCommand::WatchCommand(Console &out)
    : BackendCommand(out)
{ }

WatchCommand::~WatchCommand()
{
    m_live.clear();
    closeBackend();
}

void WatchCommand::addOptions(QCommandLineParser &parser)
{
    BackendCommand::addOptions(parser);
}

bool WatchCommand::prepare(const QCommandLineParser &parser)
{
    m_ids = parser.positionalArguments().mid(1);
    return true;
}

void WatchCommand::run()
{
    if (m_ids.isEmpty()) {
        whenLoaded(
            tasks(), this, [this] { watchActive(); },
            [this](const domain::Error &error) {
                console().fail(QStringLiteral("the tasks cannot be read"), error);
                finish(ExitCode::Failed);
            });
        return;
    }
    m_unresolved = int(m_ids.size());
    for (const QString &prefix : std::as_const(m_ids)) {
        findTask(tasks(), prefix, this, [this](const Result<TaskId> &id) {
            --m_unresolved;
            if (id)
                return watch(*id);
            console().fail(QStringLiteral("watch"), id.error());
            finish(ExitCode::Failed);
        });
    }
}

void WatchCommand::watchActive()
{
    for (const domain::Task &task : tasks().tasks()) {
        if (!task.isFinal())
            watch(task.id);
    }
    if (m_live.empty()) {
        console().note(QStringLiteral("no active tasks"));
        finish(ExitCode::Success);
    }
}

void WatchCommand::watch(const TaskId &id)
{
    auto live = tasks().watch(id);
    connect(live.get(), &services::LiveTask::logsAdded, this, [this, id](const std::vector<domain::LogLine> &lines) {
        for (const domain::LogLine &line : lines)
            showEvent(id, QStringLiteral("log"), protocol::toJson(line),
                QStringLiteral("%1  %2  %3")
                    .arg(domain::logLevelSlug(line.level).toString().leftJustified(7), plain(line.host),
                        plain(line.message.english())));
    });
    connect(live.get(), &services::LiveTask::leadsAdded, this, [this, id](const std::vector<domain::Lead> &leads) {
        for (const domain::Lead &lead : leads)
            showEvent(id, QStringLiteral("lead"), protocol::toJson(lead, protocol::LeadDetail::Row),
                QStringLiteral("lead     %1  %2  %3").arg(plain(lead.name()), plain(lead.email()), plain(lead.phone())));
    });
    connect(live.get(), &services::LiveTask::progressChanged, this,
        [this, id](const domain::TaskProgress &progress) { showProgress(id, progress); });
    connect(live.get(), &services::LiveTask::stateChanged, this, [this, id](services::LiveState state) {
        if (state != services::LiveState::Closed)
            return;
        console().fail(QStringLiteral("watch"),
            domain::Error(domain::ErrorCode::NotFound, QStringLiteral("there is no task ") + id.toString()));
        finish(ExitCode::Failed);
    });
    m_live[id] = std::move(live);
}

void WatchCommand::showEvent(const TaskId &id, const QString &type, QJsonObject event, const QString &line)
{
    if (!console().isJson())
        return console().print(m_live.size() > 1 ? id.toString().left(8) + QStringLiteral("  ") + line : line);
    event.insert(QStringLiteral("type"), type);
    event.insert(QStringLiteral("task"), id.toString());
    console().print(event);
}

void WatchCommand::showProgress(const TaskId &id, const domain::TaskProgress &progress)
{
    if (console().isJson()) {
        showEvent(id, QStringLiteral("progress"), protocol::toJson(progress), {});
    } else {
        const auto &counters = progress.counters;
        console().progress(QStringLiteral("%1  %2/%3 sites  %4 pages  %5/s  %6 new leads")
                               .arg(domain::taskStateSlug(progress.state), grouped(counters.sitesDone),
                                   grouped(counters.sitesTotal), grouped(counters.pages))
                               .arg(progress.pagesPerSecond, 0, 'f', 1)
                               .arg(grouped(counters.newLeads)));
    }
    if (isOver(progress.state))
        endWhenAllEnded();
}

void WatchCommand::endWhenAllEnded()
{
    const bool all = m_unresolved == 0
        && std::ranges::all_of(m_live, [](const auto &entry) { return isOver(entry.second->progress().state); });
    if (!all)
        return;
    if (!console().isJson()) {
        for (const auto &[id, live] : m_live)
            console().note(QStringLiteral("%1 %2: %3 pages, %4 new leads")
                               .arg(id.toString().left(8), domain::taskStateSlug(live->progress().state),
                                   grouped(live->progress().counters.pages), grouped(live->progress().counters.newLeads)));
    }
    const bool failed
        = std::ranges::any_of(m_live, [](const auto &entry) { return entry.second->progress().state == TaskState::Error; });
    finish(failed ? ExitCode::Failed : ExitCode::Success);
}

/// The tasks go on; only the watching ends.
void WatchCommand::interrupt()
{
    finish(ExitCode::Success);
}

CommandInfo watchCommand()
{
    return { QStringLiteral("watch"), QStringLiteral("Follow tasks live until they end."), QStringLiteral("[ID...]"),
        QStringLiteral("  leadctl watch\n"
                       "  leadctl watch 3f2a --json | jq 'select(.type==\"lead\") | .email'\n"),
        [](Console &out) { return std::make_unique<WatchCommand>(out); } };
}

} // namespace leadline::leadctl
