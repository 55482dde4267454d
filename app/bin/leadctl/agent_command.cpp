#include "agent_command.h"

#include "exit_codes.h"

#include "cache/lead_cache.h"
#include "domain/async.h"
#include "protocol/lead_json.h"
#include "protocol/task_json.h"
#include "services/connectivity.h"
#include "services/live_task.h"
#include "services/review_service.h"
#include "services/sync_service.h"
#include "services/task_service.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

namespace leadline::leadctl {

using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::TaskId;
using services::ConnectionState;
using services::ConnectionStatus;

namespace {

constexpr int dumpPageSize = 500;
constexpr qsizetype longestLine = 8 * 1024 * 1024;

QString stateSlug(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Offline:
        return QStringLiteral("offline");
    case ConnectionState::Starting:
        return QStringLiteral("starting");
    case ConnectionState::Connecting:
        return QStringLiteral("connecting");
    case ConnectionState::Online:
        break;
    }
    return QStringLiteral("online");
}

QJsonObject rowJson(const domain::LeadRow &row)
{
    return { { QStringLiteral("id"), row.id.toString() }, { QStringLiteral("name"), row.name },
        { QStringLiteral("category"), row.category }, { QStringLiteral("email"), row.email },
        { QStringLiteral("phone"), row.phone }, { QStringLiteral("city"), row.city },
        { QStringLiteral("country"), row.country }, { QStringLiteral("website"), row.website },
        { QStringLiteral("status"), domain::reviewStatusSlug(row.status).toString() },
        { QStringLiteral("rating"), row.rating }, { QStringLiteral("score"), row.score },
        { QStringLiteral("assignee"), row.assignee }, { QStringLiteral("tags"), QJsonArray::fromStringList(row.tags) },
        { QStringLiteral("notes"), row.notes }, { QStringLiteral("waiting"), row.waiting },
        { QStringLiteral("deleted"), row.deleted } };
}

QJsonObject connectionJson(const ConnectionStatus &status)
{
    QJsonObject out { { QStringLiteral("state"), stateSlug(status.state) }, { QStringLiteral("server"), status.server },
        { QStringLiteral("user"), status.user } };
    if (!status.detail.isEmpty())
        out.insert(QStringLiteral("detail"), status.detail);
    return out;
}

bool isOver(domain::TaskState state)
{
    using domain::TaskState;
    return state == TaskState::Completed || state == TaskState::Stopped || state == TaskState::Error;
}

} // namespace

AgentCommand::AgentCommand(Console &out)
    : BackendCommand(out)
{ }

AgentCommand::~AgentCommand()
{
    m_live.clear();
    closeBackend();
}

void AgentCommand::addOptions(QCommandLineParser &parser)
{
    BackendCommand::addOptions(parser);
    parser.addOptions({
        { QStringLiteral("profile"),
            QStringLiteral("Profile directory with the offline store (default: the window's, which must be closed)."),
            QStringLiteral("DIR") },
        { QStringLiteral("allow-network"), QStringLiteral("For an own backend, see scrape (repeatable)."),
            QStringLiteral("CIDR") },
        { QStringLiteral("demo"), QStringLiteral("Serve the demo site with an own backend.") },
    });
}

bool AgentCommand::prepare(const QCommandLineParser &parser)
{
    console().setJson(true);
    auto profile = services::Profile::open(parser.value(QStringLiteral("profile")));
    if (!profile) {
        console().fail(QStringLiteral("no profile"), profile.error());
        finish(ExitCode::Failed);
        return false;
    }
    m_profile = std::move(*profile);
    return true;
}

void AgentCommand::start(const QCommandLineParser &parser)
{
    services::WorkbenchOptions options;
    if (!prepare(parser) || !chooseBackend(parser, options))
        return;
    if (!parser.isSet(QStringLiteral("data")))
        options.dataDirectory = m_profile->backendDataDirectory();
    options.cachePath = m_profile->cachePath();
    options.allowNetworks = parser.values(QStringLiteral("allow-network"));
    options.demoSite = parser.isSet(QStringLiteral("demo"));
    if (!openWorkbench(options))
        return;
    connect(&workbench().connectivity(), &services::Connectivity::changed, this,
        [this](const ConnectionStatus &status) { event(QStringLiteral("connection"), connectionJson(status)); });
    connect(workbench().sync(), &services::SyncService::roundFinished, this, [this](const services::SyncReport &report) {
        event(QStringLiteral("synced"),
            { { QStringLiteral("pushed"), report.pushed }, { QStringLiteral("pulled"), report.pulled },
                { QStringLiteral("conflicts"), report.conflicts } });
    });
    ::fcntl(STDIN_FILENO, F_SETFL, ::fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
    m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_input.get(), &QSocketNotifier::activated, this, &AgentCommand::readInput);
    event(QStringLiteral("ready"), { { QStringLiteral("profile"), m_profile->directory() } });
    tellRepair();
}

/// The operator of an agent reads its events; one that has told of the repair has done its part.
void AgentCommand::tellRepair()
{
    cache::LeadCache &store = *workbench().cache();
    if (!store.repair())
        return;
    const domain::StoreRepair &repair = *store.repair();
    const bool damaged = repair.cause == domain::StoreRepair::Cause::Damaged;
    event(QStringLiteral("store_repaired"),
        { { QStringLiteral("cause"), damaged ? QStringLiteral("damaged") : QStringLiteral("log-missing") },
            { QStringLiteral("kept_as"), repair.keptAs }, { QStringLiteral("waiting"), repair.waiting },
            { QStringLiteral("conflicts"), repair.conflicts }, { QStringLiteral("views"), repair.views },
            { QStringLiteral("complete"), repair.complete },
            { QStringLiteral("detail"),
                damaged ? QStringLiteral("the offline store was damaged: it was put aside, its waiting changes were carried "
                                         "over and everything else is fetched again")
                        : QStringLiteral("the log of the offline store is missing: the newest changes may be lost") } });
    store.confirmRepair();
}

void AgentCommand::interrupt()
{
    finish(ExitCode::Interrupted);
}

void AgentCommand::readInput()
{
    char bytes[16 * 1024];
    ssize_t count = 0;
    while ((count = ::read(STDIN_FILENO, bytes, sizeof(bytes))) > 0)
        m_partial.append(bytes, count);
    if (count == 0 || m_partial.size() > longestLine) {
        m_input->setEnabled(false);
        m_inputEnded = true;
        m_partial.append('\n');
    }
    for (qsizetype end = m_partial.indexOf('\n'); end >= 0; end = m_partial.indexOf('\n')) {
        const QByteArray line = m_partial.left(end).trimmed();
        m_partial.remove(0, end + 1);
        if (!line.isEmpty())
            m_queue.push_back(QJsonDocument::fromJson(line).object());
    }
    obeyNext();
}

void AgentCommand::obeyNext()
{
    if (m_busy)
        return;
    if (m_queue.empty()) {
        if (m_inputEnded)
            finish(ExitCode::Success);
        return;
    }
    m_current = m_queue.front();
    m_queue.pop_front();
    m_busy = true;
    obey(m_current);
}

void AgentCommand::obey(const QJsonObject &command)
{
    const QString word = command.value(u"cmd").toString();
    if (word == u"login" || word == u"online")
        login();
    else if (word == u"offline")
        offline();
    else if (word == u"start")
        startTask(command);
    else if (word == u"control")
        controlTask(command);
    else if (word == u"watch")
        watch(command);
    else if (word == u"wait")
        waitForTask(command);
    else if (word == u"edit")
        edit(command);
    else if (word == u"undo")
        undo();
    else if (word == u"sync")
        sync();
    else if (word == u"dump")
        dump(command);
    else if (word == u"status")
        status();
    else if (word == u"quit")
        finish(ExitCode::Success);
    else
        refuseCommand(Error(ErrorCode::InvalidArgument,
            QStringLiteral(
                "cmd is login, online, offline, start, control, watch, wait, edit, undo, sync, dump, status or quit")));
}

void AgentCommand::answer(QJsonObject facts)
{
    facts.insert(QStringLiteral("cmd"), m_current.value(u"cmd"));
    facts.insert(QStringLiteral("ok"), true);
    if (m_current.contains(u"id"))
        facts.insert(QStringLiteral("id"), m_current.value(u"id"));
    console().print(facts);
    m_busy = false;
    QMetaObject::invokeMethod(this, &AgentCommand::obeyNext, Qt::QueuedConnection);
}

void AgentCommand::refuseCommand(const Error &error)
{
    QJsonObject facts { { QStringLiteral("cmd"), m_current.value(u"cmd") }, { QStringLiteral("ok"), false },
        { QStringLiteral("error"), domain::errorCodeSlug(error.code()).toString() },
        { QStringLiteral("detail"), error.detail() } };
    if (m_current.contains(u"id"))
        facts.insert(QStringLiteral("id"), m_current.value(u"id"));
    console().print(facts);
    m_busy = false;
    QMetaObject::invokeMethod(this, &AgentCommand::obeyNext, Qt::QueuedConnection);
}

void AgentCommand::event(const QString &name, QJsonObject facts)
{
    facts.insert(QStringLiteral("event"), name);
    console().print(facts);
}

/// Answers when online, or when the attempt has ended otherwise; the connection is tried on for ever either way.
void AgentCommand::login()
{
    auto &connectivity = workbench().connectivity();
    if (connectivity.isOnline())
        return answer(connectionJson(connectivity.status()));
    m_wait = std::make_unique<QObject>();
    connect(&connectivity, &services::Connectivity::changed, m_wait.get(), [this](const ConnectionStatus &status) {
        const bool failed
            = status.state == ConnectionState::Offline && status.reason != services::ConnectionReason::ByOperator;
        if (status.state != ConnectionState::Online && !failed)
            return;
        m_wait.release()->deleteLater();
        if (failed)
            refuseCommand(Error(ErrorCode::Unavailable, status.detail));
        else
            answer(connectionJson(status));
    });
    connectivity.goOnline();
}

void AgentCommand::offline()
{
    workbench().connectivity().goOffline();
    answer();
}

std::optional<TaskId> AgentCommand::taskOf(const QJsonObject &command)
{
    const auto id = TaskId::fromString(command.value(u"task").toString());
    if (!id)
        refuseCommand(Error(ErrorCode::InvalidArgument, QStringLiteral("task is the id of a task")));
    return id;
}

void AgentCommand::startTask(const QJsonObject &command)
{
    domain::TaskSpec spec;
    for (const QJsonValue &seed : command.value(u"seeds").toArray())
        spec.seeds.append(seed.toString());
    spec.name = command.value(u"name").toString(spec.seeds.value(0, QStringLiteral("agent"))).left(200);
    spec.limits.delayMs = command.value(u"delay_ms").toInt(spec.limits.delayMs);
    spec.limits.maxPagesPerSite = command.value(u"max_pages_per_site").toInt(spec.limits.maxPagesPerSite);
    spec.limits.maxDepth = command.value(u"depth").toInt(spec.limits.maxDepth);
    spec.limits.concurrentSites = command.value(u"concurrency").toInt(spec.limits.concurrentSites);
    const auto created = [this](const Result<domain::Task> &task) {
        if (!task)
            return refuseCommand(task.error());
        answer({ { QStringLiteral("task"), task->id.toString() } });
    };
    if (!command.value(u"demo").toBool()) {
        domain::whenDone(tasks().create(spec), this, created);
        return;
    }
    domain::whenDone(tasks().demo(), this, [this, spec, created](const Result<services::DemoInfo> &demo) mutable {
        if (!demo)
            return refuseCommand(demo.error());
        spec.seeds += demo->seeds;
        domain::whenDone(tasks().create(spec), this, created);
    });
}

void AgentCommand::controlTask(const QJsonObject &command)
{
    using services::TaskCommand;
    static const std::map<QString, TaskCommand> actions { { QStringLiteral("start"), TaskCommand::Start },
        { QStringLiteral("pause"), TaskCommand::Pause }, { QStringLiteral("resume"), TaskCommand::Resume },
        { QStringLiteral("stop"), TaskCommand::Stop }, { QStringLiteral("retry"), TaskCommand::Retry } };
    const auto id = taskOf(command);
    if (!id)
        return;
    const auto action = actions.find(command.value(u"action").toString());
    if (action == actions.end())
        return refuseCommand(
            Error(ErrorCode::InvalidArgument, QStringLiteral("action is start, pause, resume, stop or retry")));
    domain::whenDone(tasks().control(*id, action->second), this, [this](const Result<domain::Task> &task) {
        if (!task)
            return refuseCommand(task.error());
        answer({ { QStringLiteral("state"), domain::taskStateSlug(task->state).toString() } });
    });
}

void AgentCommand::watch(const QJsonObject &command)
{
    const auto id = taskOf(command);
    if (!id)
        return;
    auto live = tasks().watch(*id);
    const QString name = id->toString();
    const auto tell = [this, name](const QString &what, QJsonObject facts) {
        facts.insert(QStringLiteral("task"), name);
        event(what, facts);
    };
    connect(live.get(), &services::LiveTask::logsAdded, this, [tell](const std::vector<domain::LogLine> &lines) {
        for (const auto &line : lines)
            tell(QStringLiteral("log"), protocol::toJson(line));
    });
    connect(live.get(), &services::LiveTask::leadsAdded, this, [tell](const std::vector<domain::Lead> &leads) {
        for (const auto &lead : leads)
            tell(QStringLiteral("lead"), protocol::toJson(lead, protocol::LeadDetail::Row));
    });
    connect(live.get(), &services::LiveTask::progressChanged, this,
        [tell](const domain::TaskProgress &progress) { tell(QStringLiteral("progress"), protocol::toJson(progress)); });
    m_live[*id] = std::move(live);
    answer();
}

void AgentCommand::waitForTask(const QJsonObject &command)
{
    const auto id = taskOf(command);
    if (!id)
        return;
    const auto judge = [this, id = *id] {
        const auto task = tasks().task(id);
        if (!task || !isOver(task->state))
            return false;
        if (m_wait)
            m_wait.release()->deleteLater();
        answer({ { QStringLiteral("state"), domain::taskStateSlug(task->state).toString() },
            { QStringLiteral("new_leads"), task->counters.newLeads }, { QStringLiteral("pages"), task->counters.pages } });
        return true;
    };
    if (judge())
        return;
    m_wait = std::make_unique<QObject>();
    connect(&tasks(), &services::TaskService::tasksChanged, m_wait.get(), [judge] { judge(); });
}

void AgentCommand::edit(const QJsonObject &command)
{
    auto plan = editPlanFromJson(command);
    if (!plan)
        return refuseCommand(plan.error());
    m_edits = std::move(*plan);
    m_edited = 0;
    editNext();
}

/// One edit after the other, so that the answer means: all of them are on disk.
void AgentCommand::editNext()
{
    if (m_edits.edits.empty())
        return answer({ { QStringLiteral("changed"), m_edited },
            { QStringLiteral("waiting"), workbench().review()->waitingCount() } });
    const domain::LeadEdit next = m_edits.edits.front();
    m_edits.edits.pop_front();
    const auto done = [this](const Result<domain::EditReceipt> &receipt) {
        if (!receipt)
            return refuseCommand(receipt.error());
        m_edited += receipt->leads;
        editNext();
    };
    services::ReviewService &review = *workbench().review();
    if (!m_edits.filter) {
        domain::whenDone(review.edit(m_edits.leads, next), this, done);
        return;
    }
    domain::LeadQuery query;
    query.filter = *m_edits.filter;
    domain::whenDone(review.order(query), this, [this, &review, next, done](const Result<QList<domain::RowId>> &rows) {
        if (!rows)
            return refuseCommand(rows.error());
        domain::whenDone(review.editRows(*rows, next), this, done);
    });
}

void AgentCommand::undo()
{
    if (!workbench().review()->undoStep())
        return refuseCommand(Error(ErrorCode::BadState, QStringLiteral("there is nothing to undo")));
    domain::whenDone(workbench().review()->undo(), this, [this](const Result<domain::UndoStep> &step) {
        if (!step)
            return refuseCommand(step.error());
        answer({ { QStringLiteral("leads"), step->leads } });
    });
}

void AgentCommand::sync()
{
    domain::whenDone(workbench().sync()->syncNow(), this, [this](const Result<services::SyncReport> &report) {
        if (!report)
            return refuseCommand(report.error());
        answer({ { QStringLiteral("pushed"), report->pushed }, { QStringLiteral("pulled"), report->pulled },
            { QStringLiteral("conflicts"), report->conflicts } });
    });
}

void AgentCommand::dump(const QJsonObject &command)
{
    auto filter = domain::parseLeadFilter(command.value(u"filter").toString());
    if (!filter)
        return refuseCommand(filter.error());
    m_dump = {};
    m_dump.filter = std::move(*filter);
    m_dump.sort = domain::LeadSort::Name;
    m_dump.order = domain::SortOrder::Ascending;
    m_dump.limit = dumpPageSize;
    m_dumpLeft = command.value(u"limit").toInteger(std::numeric_limits<qint64>::max());
    m_dumped = 0;
    dumpPage();
}

/// Rows come as events, so that a large dump needs no large line.
void AgentCommand::dumpPage()
{
    domain::whenDone(workbench().review()->page(m_dump), this, [this](const Result<domain::LeadRowPage> &page) {
        if (!page)
            return refuseCommand(page.error());
        for (const domain::LeadRow &row : page->rows) {
            if (m_dumpLeft-- <= 0)
                break;
            ++m_dumped;
            event(QStringLiteral("row"), rowJson(row));
        }
        m_dump.after = page->next;
        if (!page->next.isEmpty() && m_dumpLeft > 0)
            return dumpPage();
        answer({ { QStringLiteral("count"), m_dumped } });
    });
}

void AgentCommand::status()
{
    const auto &sync = workbench().sync()->status();
    QJsonObject facts = connectionJson(workbench().connectivity().status());
    facts.insert(QStringLiteral("waiting"), workbench().review()->waitingCount());
    facts.insert(QStringLiteral("conflicts"), workbench().review()->conflictCount());
    facts.insert(QStringLiteral("last_sync"), sync.lastSync ? QJsonValue(domain::toRfc3339(*sync.lastSync)) : QJsonValue());
    QJsonArray list;
    for (const domain::Task &task : tasks().tasks())
        list.append(QJsonObject { { QStringLiteral("task"), task.id.toString() }, { QStringLiteral("name"), task.spec.name },
            { QStringLiteral("state"), domain::taskStateSlug(task.state).toString() },
            { QStringLiteral("new_leads"), task.counters.newLeads } });
    facts.insert(QStringLiteral("tasks"), list);
    domain::whenDone(workbench().review()->count({}), this, [this, facts](const Result<qint64> &count) mutable {
        if (count)
            facts.insert(QStringLiteral("leads"), *count);
        answer(facts);
    });
}

CommandInfo agentCommand()
{
    return { QStringLiteral("agent"), QStringLiteral("Keep a session open and obey JSON lines on standard input."),
        QString(),
        QStringLiteral(
            "  printf '%s\\n' '{\"cmd\":\"login\"}' '{\"cmd\":\"start\",\"seeds\":[\"https://example.com\"]}' \\\n"
            "      '{\"cmd\":\"sync\"}' '{\"cmd\":\"dump\",\"filter\":\"has:email\"}' | leadctl agent\n"
            "\nCommands: login, online, offline, start {seeds, name, delay_ms, max_pages_per_site, depth, concurrency, "
            "demo},\n"
            "  control {task, action}, watch {task}, wait {task}, edit {lead | leads | filter, status, rating, assignee,\n"
            "  tag, untag, note, correct, delete, restore}, undo, sync, dump {filter, limit}, status, quit.\n"
            "  Each is answered by one line {\"cmd\", \"ok\"} with its \"id\"; edits are on disk when ok is true.\n"),
        [](Console &out) { return std::make_unique<AgentCommand>(out); } };
}

} // namespace leadline::leadctl
