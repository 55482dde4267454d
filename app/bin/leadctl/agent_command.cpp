#include "agent_command.h"

#include "exit_codes.h"

#include "cache/lead_cache.h"
#include "client/api_client.h"
#include "domain/async.h"
#include "protocol/json.h"
#include "protocol/lead_json.h"
#include "protocol/task_json.h"
#include "services/connectivity.h"
#include "services/live_task.h"
#include "services/review_service.h"
#include "services/sync_service.h"
#include "services/task_service.h"

#include <QJsonArray>
#include <QTimer>

#include <chrono>

namespace leadline::leadctl {

using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::TaskId;
using domain::TaskState;
using protocol::ObjectReader;
using services::ConnectionState;
using services::ConnectionStatus;

namespace {

constexpr std::chrono::seconds kLoginPatience { 90 };
constexpr int kLongestWaitSeconds = 7 * 24 * 3600;
constexpr qsizetype kMostSeeds = 100'000;

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

QJsonObject connectionJson(const ConnectionStatus &status)
{
    QJsonObject out { { QStringLiteral("state"), stateSlug(status.state) }, { QStringLiteral("server"), status.server },
        { QStringLiteral("user"), status.user } };
    if (!status.detail.isEmpty())
        out.insert(QStringLiteral("detail"), status.detail);
    return out;
}

/// Nothing more happens by itself: ended, or somebody has to resume it.
bool isAtRest(TaskState state)
{
    return state != TaskState::Queued && state != TaskState::Running && state != TaskState::Stopping;
}

TaskId readTask(ObjectReader &in)
{
    TaskId id;
    in.id(u"task", id);
    return id;
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
    connect(&workbench().connectivity(), &services::Connectivity::changed, this, &AgentCommand::tellConnection);
    connect(workbench().sync(), &services::SyncService::roundFinished, this, [this](const services::SyncReport &report) {
        event(QStringLiteral("synced"),
            { { QStringLiteral("pushed"), report.pushed }, { QStringLiteral("pulled"), report.pulled },
                { QStringLiteral("conflicts"), report.conflicts } });
    });
    m_input = std::make_unique<AgentInput>();
    connect(m_input.get(), &AgentInput::arrived, this, &AgentCommand::obeyNext);
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

void AgentCommand::tellConnection()
{
    event(QStringLiteral("connection"), connectionJson(workbench().connectivity().status()));
}

void AgentCommand::interrupt()
{
    finish(ExitCode::Interrupted);
}

const std::map<QString, AgentCommand::Handler> &AgentCommand::handlers()
{
    static const std::map<QString, Handler> all {
        { QStringLiteral("login"), &AgentCommand::login },
        { QStringLiteral("online"), &AgentCommand::login },
        { QStringLiteral("offline"), &AgentCommand::offline },
        { QStringLiteral("status"), &AgentCommand::status },
        { QStringLiteral("quit"), &AgentCommand::quit },
        { QStringLiteral("start"), &AgentCommand::startTask },
        { QStringLiteral("control"), &AgentCommand::controlTask },
        { QStringLiteral("watch"), &AgentCommand::watch },
        { QStringLiteral("wait"), &AgentCommand::waitForTask },
        { QStringLiteral("edit"), &AgentCommand::edit },
        { QStringLiteral("undo"), &AgentCommand::undo },
        { QStringLiteral("sync"), &AgentCommand::sync },
        { QStringLiteral("dump"), &AgentCommand::dump },
        { QStringLiteral("conflicts"), &AgentCommand::conflicts },
        { QStringLiteral("resolve"), &AgentCommand::resolve },
    };
    return all;
}

void AgentCommand::obeyNext()
{
    if (m_busy || m_quitting)
        return;
    auto line = m_input->next();
    if (!line) {
        if (m_input->ended())
            finish(ExitCode::Success);
        return;
    }
    m_busy = true;
    m_current = std::move(line->object);
    if (line->problem.isEmpty())
        obey(m_current);
    else
        refuseCommand(Error(ErrorCode::InvalidArgument, line->problem));
}

void AgentCommand::obey(const QJsonObject &command)
{
    QJsonObject members = command;
    members.remove(QStringLiteral("id"));
    const auto handler = handlers().find(members.take(QStringLiteral("cmd")).toString());
    if (handler == handlers().end()) {
        QStringList words;
        for (const auto &[word, known] : handlers())
            words << word;
        return refuseCommand(
            Error(ErrorCode::InvalidArgument, QStringLiteral("cmd is one of ") + words.join(QStringLiteral(", "))));
    }
    ObjectReader in(members);
    (this->*handler->second)(in);
}

bool AgentCommand::accept(ObjectReader &in)
{
    in.refuseUnknown();
    if (in.error())
        refuseCommand(*in.error());
    return !in.error();
}

void AgentCommand::answer(QJsonObject facts)
{
    facts.insert(QStringLiteral("ok"), true);
    reply(std::move(facts));
}

void AgentCommand::refuseCommand(const Error &error)
{
    QJsonObject facts { { QStringLiteral("ok"), false },
        { QStringLiteral("error"), domain::errorCodeSlug(error.code()).toString() },
        { QStringLiteral("detail"), error.detail() } };
    if (!error.field.isEmpty())
        facts.insert(QStringLiteral("field"), error.field);
    reply(std::move(facts));
}

void AgentCommand::reply(QJsonObject facts)
{
    for (const QString &member : { QStringLiteral("cmd"), QStringLiteral("id") }) {
        if (m_current.contains(member))
            facts.insert(member, m_current.value(member));
    }
    console().print(facts);
    m_busy = false;
    QMetaObject::invokeMethod(this, &AgentCommand::obeyNext, Qt::QueuedConnection);
}

void AgentCommand::event(const QString &name, QJsonObject facts)
{
    facts.insert(QStringLiteral("event"), name);
    console().print(facts);
}

void AgentCommand::waitUntil(const std::function<bool()> &judge, std::chrono::milliseconds patience)
{
    if (judge())
        return;
    m_wait = std::make_unique<QObject>();
    const auto again = [this, judge] {
        if (m_wait && judge())
            m_wait.release()->deleteLater(); // we are in a signal to it
    };
    connect(&workbench().connectivity(), &services::Connectivity::changed, m_wait.get(), again);
    connect(&tasks(), &services::TaskService::tasksChanged, m_wait.get(), again);
    if (patience.count() > 0)
        QTimer::singleShot(patience, m_wait.get(), [this] {
            m_wait.release()->deleteLater();
            refuseCommand(Error(ErrorCode::Timeout, QStringLiteral("it took too long; it goes on")));
        });
}

/// Answers when online, or when the attempt has ended otherwise; the connection is tried on for ever either way.
void AgentCommand::login(ObjectReader &in)
{
    if (!accept(in))
        return;
    auto &connectivity = workbench().connectivity();
    if (connectivity.isOnline())
        return answer(connectionJson(connectivity.status()));
    // Before the first attempt, or after one that failed and waits for its next.
    const bool waits = connectivity.status().state == ConnectionState::Offline
        && connectivity.status().reason != services::ConnectionReason::ByOperator;
    auto begun = std::make_shared<bool>(false);
    waitUntil(
        [this, begun] {
            const ConnectionStatus &status = workbench().connectivity().status();
            if (status.state == ConnectionState::Online) {
                answer(connectionJson(status));
                return true;
            }
            *begun = *begun || status.state != ConnectionState::Offline;
            if (!*begun || status.state != ConnectionState::Offline)
                return false;
            refuseCommand(Error(ErrorCode::Unavailable, status.detail));
            return true;
        },
        kLoginPatience);
    if (waits)
        connectivity.retryNow();
    else
        connectivity.goOnline();
}

void AgentCommand::offline(ObjectReader &in)
{
    if (!accept(in))
        return;
    workbench().connectivity().goOffline();
    answer();
}

void AgentCommand::quit(ObjectReader &in)
{
    if (!accept(in))
        return;
    m_quitting = true;
    answer();
    finish(ExitCode::Success);
}

void AgentCommand::startTask(ObjectReader &in)
{
    domain::TaskSpec spec;
    spec.seeds = in.texts(u"seeds", kMostSeeds, 2'000);
    spec.name = in.textOr(u"name", spec.seeds.value(0, QStringLiteral("agent")), 2'000).left(200);
    spec.limits.delayMs = in.smallOr(u"delay_ms", spec.limits.delayMs, 0, 60'000);
    spec.limits.maxPagesPerSite = in.smallOr(u"max_pages_per_site", spec.limits.maxPagesPerSite, 1, 2'000);
    spec.limits.maxDepth = in.smallOr(u"depth", spec.limits.maxDepth, 0, 8);
    spec.limits.concurrentSites = in.smallOr(u"concurrency", spec.limits.concurrentSites, 1, 256);
    const bool demo = in.booleanOr(u"demo", false);
    if (!accept(in))
        return;
    const auto created = [this](const Result<domain::Task> &task) {
        if (!task)
            return refuseCommand(task.error());
        answer({ { QStringLiteral("task"), task->id.toString() } });
    };
    if (!demo) {
        domain::whenDone(tasks().create(spec), this, created);
        return;
    }
    domain::whenDone(tasks().demo(), this, [this, spec, created](const Result<services::DemoInfo> &site) mutable {
        if (!site)
            return refuseCommand(site.error());
        spec.seeds += site->seeds;
        domain::whenDone(tasks().create(spec), this, created);
    });
}

void AgentCommand::controlTask(ObjectReader &in)
{
    using services::TaskCommand;
    static const std::map<QString, TaskCommand> actions { { QStringLiteral("start"), TaskCommand::Start },
        { QStringLiteral("pause"), TaskCommand::Pause }, { QStringLiteral("resume"), TaskCommand::Resume },
        { QStringLiteral("stop"), TaskCommand::Stop }, { QStringLiteral("retry"), TaskCommand::Retry } };
    const TaskId id = readTask(in);
    const auto action = actions.find(in.text(u"action", 20));
    if (action == actions.end())
        in.fail(u"action", QStringLiteral("is start, pause, resume, stop or retry"));
    if (!accept(in))
        return;
    domain::whenDone(tasks().control(id, action->second), this, [this](const Result<domain::Task> &task) {
        if (!task)
            return refuseCommand(task.error());
        answer({ { QStringLiteral("state"), domain::taskStateSlug(task->state).toString() } });
    });
}

void AgentCommand::watch(ObjectReader &in)
{
    const TaskId id = readTask(in);
    if (!accept(in))
        return;
    auto live = tasks().watch(id);
    const auto tell = [this, name = id.toString()](const QString &what, QJsonObject facts) {
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
    connect(live.get(), &services::LiveTask::stateChanged, this, [tell](services::LiveState state) {
        if (state == services::LiveState::Closed)
            tell(QStringLiteral("closed"), {});
    });
    m_live[id] = std::move(live);
    answer();
}

/// Answers when the task does nothing more by itself, which includes paused and interrupted: nobody could resume it as long
/// as this command is obeyed.
void AgentCommand::waitForTask(ObjectReader &in)
{
    const TaskId id = readTask(in);
    const int seconds = in.smallOr(u"seconds", 0, 0, kLongestWaitSeconds);
    if (!accept(in))
        return;
    const auto judge = [this, id] {
        const auto task = tasks().task(id);
        if (isLostForGood(workbench().connectivity().status())) {
            refuseCommand(Error(ErrorCode::Unavailable, workbench().connectivity().status().detail));
            return true;
        }
        if (!task || !isAtRest(task->state))
            return false;
        answer({ { QStringLiteral("state"), domain::taskStateSlug(task->state).toString() },
            { QStringLiteral("new_leads"), task->counters.newLeads }, { QStringLiteral("pages"), task->counters.pages } });
        return true;
    };
    domain::whenDone(tasks().fetch(id), this, [this, judge, seconds](const Result<domain::Task> &task) {
        if (!task)
            return refuseCommand(task.error());
        waitUntil(judge, std::chrono::seconds(seconds));
        tasks().refresh();
    });
}

void AgentCommand::status(ObjectReader &in)
{
    if (!accept(in))
        return;
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
            "  control {task, action}, watch {task}, wait {task, seconds}, edit {lead | leads | filter, status, rating,\n"
            "  assignee, tag, untag, note, correct, delete, restore}, undo, sync, conflicts, resolve {conflict, keep},\n"
            "  dump {filter, limit}, status, quit.\n"
            "  Each is answered by one line {\"cmd\", \"ok\"} with its \"id\"; edits are on disk when ok is true.\n"),
        [](Console &out) { return std::make_unique<AgentCommand>(out); } };
}

} // namespace leadline::leadctl
