#include "tasks_command.h"

#include "exit_codes.h"
#include "task_lookup.h"

#include "client/api_client.h"
#include "domain/async.h"
#include "services/task_service.h"

#include <QHash>

#include <memory>

namespace leadline::leadctl {

using domain::Result;
using domain::Task;
using domain::TaskId;
using services::TaskCommand;

namespace {

constexpr int kSitePage = 500;

const QHash<QString, TaskCommand> controls { { QStringLiteral("start"), TaskCommand::Start },
    { QStringLiteral("pause"), TaskCommand::Pause }, { QStringLiteral("resume"), TaskCommand::Resume },
    { QStringLiteral("stop"), TaskCommand::Stop }, { QStringLiteral("retry"), TaskCommand::Retry } };

const QStringList otherVerbs { QStringLiteral("list"), QStringLiteral("show"), QStringLiteral("sites"),
    QStringLiteral("remove"), QStringLiteral("restore") };

} // namespace

void TasksCommand::addOptions(QCommandLineParser &parser)
{
    BackendCommand::addOptions(parser);
    parser.addOption({ QStringLiteral("state"), QStringLiteral("list: only tasks in this state (running, completed …)."),
        QStringLiteral("STATE") });
}

bool TasksCommand::prepare(const QCommandLineParser &parser)
{
    const QStringList words = parser.positionalArguments().mid(1);
    m_verb = words.value(0, QStringLiteral("list"));
    m_id = words.value(1);
    m_state = parser.value(QStringLiteral("state"));
    if (!controls.contains(m_verb) && !otherVerbs.contains(m_verb)) {
        refuse(QStringLiteral("tasks: there is no \"%1\"").arg(m_verb));
        return false;
    }
    if (m_verb != u"list" && m_id.isEmpty()) {
        refuse(QStringLiteral("tasks %1 needs the id of a task").arg(m_verb));
        return false;
    }
    if (!m_state.isEmpty() && !domain::taskStateFromSlug(m_state)) {
        refuse(QStringLiteral("there is no task state \"%1\"").arg(m_state));
        return false;
    }
    return true;
}

void TasksCommand::run()
{
    if (m_verb == u"list") {
        whenLoaded(
            tasks(), this, [this] { list(); },
            [this](const domain::Error &error) {
                console().fail(QStringLiteral("the tasks cannot be read"), error);
                finish(ExitCode::Failed);
            });
        return;
    }
    findTask(tasks(), m_id, this, [this](const Result<TaskId> &id) {
        if (id)
            return act(*id);
        console().fail(QStringLiteral("tasks ") + m_verb, id.error());
        finish(ExitCode::Failed);
    });
}

void TasksCommand::list()
{
    std::vector<QStringList> rows;
    for (const Task &task : tasks().tasks()) {
        const QString state = domain::taskStateSlug(task.state).toString();
        if (!m_state.isEmpty() && m_state != state)
            continue;
        if (console().isJson()) {
            console().print(protocol::toJson(task, protocol::TaskDetail::Row));
            continue;
        }
        rows.push_back({ task.id.toString().left(8), state, plain(task.spec.name),
            QStringLiteral("%1/%2").arg(task.counters.sitesDone).arg(task.counters.sitesTotal), grouped(task.counters.pages),
            grouped(task.counters.newLeads), domain::toRfc3339(task.createdAt).left(16).replace(u'T', u' ') });
    }
    if (!console().isJson() && rows.empty())
        console().note(QStringLiteral("no tasks"));
    else if (!console().isJson())
        console().table({ QStringLiteral("ID"), QStringLiteral("STATE"), QStringLiteral("NAME"), QStringLiteral("SITES"),
                            QStringLiteral("PAGES"), QStringLiteral("NEW"), QStringLiteral("CREATED (UTC)") },
            rows);
    finish(ExitCode::Success);
}

void TasksCommand::act(const TaskId &id)
{
    const auto reported = [this](const Result<Task> &task) { report(task); };
    if (m_verb == u"sites")
        sites(id, -1);
    else if (m_verb == u"show")
        domain::whenDone(tasks().fetch(id), this, reported);
    else if (m_verb == u"restore")
        domain::whenDone(tasks().restore(id), this, reported);
    else if (controls.contains(m_verb))
        domain::whenDone(tasks().control(id, controls.value(m_verb)), this, reported);
    else
        domain::whenDone(tasks().remove(id), this, [this](const Result<void> &removed) {
            if (!removed)
                console().fail(QStringLiteral("the task cannot be removed"), removed.error());
            finish(removed ? ExitCode::Success : ExitCode::Failed);
        });
}

void TasksCommand::report(const Result<Task> &task)
{
    if (!task) {
        console().fail(QStringLiteral("tasks ") + m_verb, task.error());
        return finish(ExitCode::Failed);
    }
    if (console().isJson())
        console().print(protocol::toJson(*task));
    else
        show(*task);
    finish(ExitCode::Success);
}

void TasksCommand::show(const Task &task)
{
    const auto line = [this](const QString &name, const QString &value) { console().print(name.leftJustified(12) + value); };
    line(QStringLiteral("id"), task.id.toString());
    line(QStringLiteral("name"), plain(task.spec.name));
    line(QStringLiteral("state"),
        domain::taskStateSlug(task.state).toString()
            + (task.stateReason.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(plain(task.stateReason.english()))));
    line(QStringLiteral("sites"), QStringLiteral("%1 of %2").arg(task.counters.sitesDone).arg(task.counters.sitesTotal));
    line(QStringLiteral("pages"),
        QStringLiteral("%1, %2 failed, %3 kept out")
            .arg(grouped(task.counters.pages), grouped(task.counters.failed), grouped(task.counters.blocked)));
    line(QStringLiteral("leads"),
        QStringLiteral("%1 new, %2 known before").arg(grouped(task.counters.newLeads), grouped(task.counters.duplicates)));
    line(QStringLiteral("read"),
        QStringLiteral("%1 in %2").arg(bytesText(task.counters.bytes), durationText(task.counters.activeMs)));
}

void TasksCommand::sites(const TaskId &id, int after)
{
    domain::whenDone(tasks().sites(id, after, kSitePage), this, [this, id](const Result<services::SitePage> &page) {
        if (!page) {
            console().fail(QStringLiteral("the sites cannot be read"), page.error());
            return finish(ExitCode::Failed);
        }
        for (const domain::SiteReport &site : page->items) {
            if (console().isJson())
                console().print(protocol::toJson(site));
            else
                console().print(QStringLiteral("%1  %2 pages  %3 leads  %4  %5")
                                    .arg(domain::sourceOutcomeSlug(site.outcome).toString().leftJustified(13))
                                    .arg(site.pages, 4)
                                    .arg(site.newLeads + site.duplicates, 3)
                                    .arg(plain(site.seed), plain(site.evidence.english())));
        }
        if (page->next >= 0)
            return sites(id, page->next);
        finish(ExitCode::Success);
    });
}

CommandInfo tasksCommand()
{
    return { QStringLiteral("tasks"), QStringLiteral("List and control tasks."),
        QStringLiteral("[list | show|sites|start|pause|resume|stop|retry|remove|restore ID]"),
        QStringLiteral("  leadctl tasks\n"
                       "  leadctl tasks --state running --json\n"
                       "  leadctl tasks pause 3f2a\n"
                       "  leadctl tasks sites 3f2a          (how each start address ended)\n"),
        [](Console &out) { return std::make_unique<TasksCommand>(out); } };
}

} // namespace leadline::leadctl
