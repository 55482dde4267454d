#include "support/fake_task_gateway.h"

#include "domain/async.h"
#include "ui/pages/tasks/tasks_controller.h"

#include <QPromise>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <vector>

using namespace leadline;
using namespace leadline::ui;
using domain::TaskState;
using services::TaskCommand;
using Gateway = leadline::tests::FakeTaskGateway;

namespace {

/// A backend that takes its time: commands are answered by answerAll().
class SlowGateway : public Gateway
{
public:
    QFuture<domain::Result<domain::Task>> control(const domain::TaskId &id, TaskCommand) override
    {
        promises.emplace_back();
        promises.back().start();
        asked.push_back(id);
        return promises.back().future();
    }
    void answerAll()
    {
        for (size_t i = 0; i < promises.size(); ++i) {
            promises[i].addResult(domain::Result<domain::Task>(*find(asked[i])));
            promises[i].finish();
        }
    }

    std::vector<QPromise<domain::Result<domain::Task>>> promises;
    std::vector<domain::TaskId> asked;
};

} // namespace

class TasksControllerTest : public QObject
{
    Q_OBJECT

private:
    template<typename G> static void fill(G &gateway)
    {
        gateway.list = { Gateway::make(QStringLiteral("a"), TaskState::Running, 1),
            Gateway::make(QStringLiteral("b"), TaskState::Running, 2),
            Gateway::make(QStringLiteral("c"), TaskState::Completed, 3) };
    }

private Q_SLOTS:
    void runAll_lastAnswer_endsTheFuture()
    {
        SlowGateway gateway;
        fill(gateway);
        TasksController controller(gateway);
        bool ended = false;
        domain::whenDone(controller.runAll(TaskCommand::Pause), this, [&](const domain::Result<void> &) { ended = true; });
        QCOMPARE(gateway.asked.size(), size_t(2)); // the completed one cannot be paused
        QCoreApplication::sendPostedEvents();
        QVERIFY(!ended);
        gateway.answerAll();
        QTRY_VERIFY(ended);
    }

    void taskFinished_notOnePageRead_isAProblemThatCanBeRetried()
    {
        Gateway gateway;
        domain::Task task = Gateway::make(QStringLiteral("nowhere.example"), TaskState::Completed, 1);
        task.counters = {};
        task.counters.sitesTotal = task.counters.sitesDone = task.counters.failed = 1;
        gateway.list = { task };
        TasksController controller(gateway);
        TasksController::Message told;
        connect(&controller, &TasksController::notified, this, [&](const TasksController::Message &m) { told = m; });
        Q_EMIT gateway.taskFinished(task);
        QVERIFY(told.problem);
        QVERIFY2(told.text.contains(QStringLiteral("not one page")), qPrintable(told.text));
        QVERIFY(told.action);
        QCOMPARE(taskStateWords(task, {}).tone, Tone::Warning);
        task.counters.pages = 3;
        Q_EMIT gateway.taskFinished(task);
        QVERIFY(!told.problem);
        QCOMPARE(taskStateWords(task, {}).tone, Tone::Neutral);
    }

    void backendEnded_tasksAtWork_areToldOnceAndCanBeResumed()
    {
        Gateway gateway;
        fill(gateway);
        gateway.list.push_back(Gateway::make(QStringLiteral("old"), TaskState::Interrupted, 9));
        TasksController controller(gateway);
        std::vector<TasksController::Message> told;
        connect(&controller, &TasksController::notified, this,
            [&](const TasksController::Message &message) { told.push_back(message); });
        QList<domain::TaskId> all;
        for (domain::Task &task : gateway.list) {
            all << task.id;
            if (task.state == TaskState::Running)
                task.state = TaskState::Interrupted;
        }
        Q_EMIT gateway.tasksChanged(all, {});
        QCOMPARE(told.size(), size_t(1));
        QVERIFY(told.front().problem);
        QVERIFY2(told.front().text.contains(QStringLiteral("interrupted")), qPrintable(told.front().text));
        Q_EMIT gateway.tasksChanged(all, {});
        QCOMPARE(told.size(), size_t(1));
        QVERIFY(told.front().action);
        told.front().action();
        // Not the one that was interrupted before this window looked.
        QCOMPARE(gateway.commands.size(), size_t(2));
        for (const auto &[id, command] : gateway.commands) {
            QCOMPARE(command, TaskCommand::Resume);
            QCOMPARE(gateway.find(id)->state, TaskState::Running);
        }
        domain::Task first = gateway.list.front();
        first.state = TaskState::Interrupted;
        gateway.put(first);
        QCOMPARE(told.size(), size_t(2));
        QVERIFY2(told.back().text.contains(QStringLiteral("“a”")), qPrintable(told.back().text));
    }

    void runAll_nothingToPause_endsTheFuture()
    {
        Gateway gateway;
        TasksController controller(gateway);
        bool ended = false;
        domain::whenDone(controller.runAll(TaskCommand::Pause), this, [&](const domain::Result<void> &) { ended = true; });
        QTRY_VERIFY(ended);
    }

    void answer_afterTheControllerIsGone_harmsNobody()
    {
        SlowGateway gateway;
        fill(gateway);
        auto controller = std::make_unique<TasksController>(gateway);
        bool ended = false;
        domain::whenDone(controller->runAll(TaskCommand::Pause), this, [&](const domain::Result<void> &outcome) {
            QVERIFY(!outcome);
            ended = true;
        });
        controller.reset();
        gateway.answerAll();
        QTRY_VERIFY(ended);
    }

    void run_refused_tellsWhichTaskAndWhy()
    {
        Gateway gateway;
        fill(gateway);
        gateway.refuseWith = domain::Error(domain::ErrorCode::Network, QStringLiteral("gone"));
        TasksController controller(gateway);
        TasksController::Message told;
        connect(&controller, &TasksController::notified, this, [&](const TasksController::Message &m) { told = m; });
        controller.run({ gateway.list.front().id }, TaskCommand::Stop);
        QTRY_VERIFY(told.problem);
        QVERIFY(told.text.contains(QStringLiteral("“a”")));
    }

    void remove_severalTasks_isToldOnceAndUndone()
    {
        Gateway gateway;
        fill(gateway);
        TasksController controller(gateway);
        std::vector<TasksController::Message> told;
        connect(&controller, &TasksController::notified, this,
            [&](const TasksController::Message &message) { told.push_back(message); });
        controller.remove({ gateway.list.at(0).id, gateway.list.at(2).id });
        QTRY_COMPARE(told.size(), size_t(1));
        QCOMPARE(gateway.list.size(), size_t(1));
        told.front().action();
        QTRY_COMPARE(gateway.list.size(), size_t(3));
    }
};

QTEST_GUILESS_MAIN(TasksControllerTest)
#include "tst_tasks_controller.moc"
