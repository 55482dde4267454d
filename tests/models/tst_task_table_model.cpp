#include "support/fake_task_gateway.h"

#include "ui/models/task_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace leadline;
using namespace leadline::ui;
using domain::TaskState;
using Gateway = leadline::tests::FakeTaskGateway;

class TaskTableModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changes_insertUpdateRemove_neverReset()
    {
        Gateway gateway;
        gateway.list = { Gateway::make(QStringLiteral("b"), TaskState::Running, 5),
            Gateway::make(QStringLiteral("a"), TaskState::Queued, 10) };
        TaskTableModel model(gateway);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

        const domain::Task fresh = Gateway::make(QStringLiteral("c"), TaskState::Running, 0);
        gateway.put(fresh);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, TaskTableModel::Name).data().toString(), QStringLiteral("c"));
        QCOMPARE(model.rowOf(gateway.list.back().id), 2);

        domain::Task older = gateway.list.back();
        older.state = TaskState::Running;
        gateway.put(older);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.index(2, 0).data(TaskTableModel::TaskStateRole).toInt(), static_cast<int>(TaskState::Running));

        (void)gateway.remove(fresh.id);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowOf(older.id), 1);
        QCOMPARE(model.rowOf(fresh.id), -1);
        QCOMPARE(reset.size(), 0);
    }

    void insertion_olderTaskArrivingLate_keepsNewestFirst()
    {
        Gateway gateway;
        TaskTableModel model(gateway);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        gateway.put(Gateway::make(QStringLiteral("new"), TaskState::Running, 0));
        gateway.put(Gateway::make(QStringLiteral("old"), TaskState::Completed, 60));
        gateway.put(Gateway::make(QStringLiteral("middle"), TaskState::Completed, 30));
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.index(row, 0).data().toString();
        QCOMPARE(names, QStringList({ QStringLiteral("new"), QStringLiteral("middle"), QStringLiteral("old") }));
    }

    void figures_overtakenAnswer_neverShrink()
    {
        Gateway gateway;
        domain::Task task = Gateway::make(QStringLiteral("t"), TaskState::Running);
        task.counters.newLeads = 412;
        task.counters.pages = 6204;
        gateway.list = { task };
        TaskTableModel model(gateway);
        task.counters.newLeads = 400;
        task.counters.pages = 6210;
        gateway.put(task);
        QCOMPARE(model.index(0, TaskTableModel::New).data(TaskTableModel::SortRole).toLongLong(), 412);
        QCOMPARE(model.index(0, TaskTableModel::Pages).data(TaskTableModel::SortRole).toLongLong(), 6210);
        QCOMPARE(model.index(0, TaskTableModel::New).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight,
            static_cast<int>(Qt::AlignRight));
    }

    void state_runningWithoutSignOfLife_isStalled()
    {
        Gateway gateway;
        domain::Task task = Gateway::make(QStringLiteral("t"), TaskState::Running, 20);
        task.lastActivityAt = domain::SystemClock().now() - std::chrono::minutes(5);
        gateway.list = { task };
        TaskTableModel model(gateway);
        const QModelIndex state = model.index(0, TaskTableModel::State);
        QVERIFY2(state.data().toString().contains(QStringLiteral("Stalled")), qPrintable(state.data().toString()));
        QCOMPARE(state.data(TaskTableModel::ToneRole).toInt(), static_cast<int>(Tone::Warning));
    }

    void progress_parts_sumToTheFractionDone()
    {
        domain::Task task = Gateway::make(QStringLiteral("t"), TaskState::Running);
        task.counters.sitesTotal = 10;
        task.counters.sitesDone = 5;
        task.counters.pages = 60;
        task.counters.failed = 20;
        task.counters.blocked = 20;
        const PageShares shares = pageShares(task);
        QVERIFY(std::abs(shares.read + shares.blocked + shares.failed - taskFraction(task)) < 1e-9);
        QVERIFY(shares.read > shares.failed);
        task.counters.sitesDone = 10;
        QVERIFY(taskFraction(task) < 1.0); // only a completed task is full
        task.state = TaskState::Completed;
        QCOMPARE(taskFraction(task), 1.0);
    }

    void pace_tenSecondWindow_forgetsOlderReadings()
    {
        TaskPace pace;
        domain::Timestamp at = domain::fromMilliseconds(1'000'000);
        domain::TaskCounters counters;
        for (int second = 0; second <= 30; ++second) {
            counters.pages += second < 15 ? 100 : 10;
            pace.add(counters, at);
            at += std::chrono::seconds(1);
        }
        QVERIFY2(std::abs(pace.pagesPerSecond() - 10.0) < 0.5, qPrintable(QString::number(pace.pagesPerSecond())));
    }

    void remaining_fewSitesDone_isUnknown()
    {
        domain::TaskCounters counters;
        counters.sitesTotal = 100;
        counters.sitesDone = 2;
        counters.activeMs = 10'000;
        QVERIFY(!TaskPace::remaining(counters));
        counters.sitesDone = 50;
        const auto range = TaskPace::remaining(counters);
        QVERIFY(range);
        QVERIFY(range->lowMs < 10'000 && range->highMs > 10'000);
    }
};

QTEST_GUILESS_MAIN(TaskTableModelTest)
#include "tst_task_table_model.moc"
