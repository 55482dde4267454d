#include "domain/async.h"
#include "services/connectivity.h"
#include "services/task_service.h"
#include "services/workbench.h"
#include "support/daemon_process.h"
#include "support/lead_factory.h"

#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace leadline;
using domain::Task;
using domain::TaskState;

namespace {

constexpr int kKills = 30;

/// What the file says after a kill, read while no daemon has it open.
struct StoreFacts
{
    QString integrity;
    QSet<QString> leads; ///< profile keys
    qint64 leadRows = 0;
    qint64 streamRows = 0; ///< rows of all results streams
    qint64 counted = 0; ///< new and duplicate leads the tasks say they found
    qint64 gaps = 0; ///< results streams whose numbers are not 1 … n
    qint64 wrongTotals = 0; ///< tasks whose totals differ from their start addresses'
};

QVariant single(QSqlDatabase &db, const QString &sql)
{
    QSqlQuery query(db);
    return query.exec(sql) && query.next() ? query.value(0) : QVariant();
}

StoreFacts readStore(const QString &path)
{
    StoreFacts facts;
    const QString name = QStringLiteral("facts");
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        db.setDatabaseName(path);
        if (!db.open())
            return facts;
        facts.integrity = single(db, QStringLiteral("PRAGMA integrity_check")).toString();
        QSqlQuery keys(QStringLiteral("SELECT profile_key FROM lead"), db);
        while (keys.next())
            facts.leads.insert(keys.value(0).toString());
        facts.leadRows = single(db, QStringLiteral("SELECT count(*) FROM lead")).toLongLong();
        facts.streamRows = single(db, QStringLiteral("SELECT count(*) FROM task_lead")).toLongLong();
        facts.counted = single(db, QStringLiteral("SELECT coalesce(sum(new_leads + duplicates), 0) FROM task")).toLongLong();
        facts.gaps = single(
            db, QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM task_lead GROUP BY task_id HAVING max(n) <> count(*))"))
                         .toLongLong();
        facts.wrongTotals = single(db,
            QStringLiteral("SELECT count(*) FROM task WHERE pages <> (SELECT sum(pages) FROM task_site WHERE task = task.n)"
                           " OR new_leads <> (SELECT sum(new_leads) FROM task_site WHERE task = task.n)"))
                                .toLongLong();
        db.close();
    }
    QSqlDatabase::removeDatabase(name);
    return facts;
}

} // namespace

/// The daemon is killed again and again in the middle of its work. What was stored stays, nothing is stored twice, and the
/// task goes on where it was.
class KillDaemonTest : public QObject
{
    Q_OBJECT

private:
    /// The services as a client of the running daemon, online.
    [[nodiscard]] std::unique_ptr<services::Workbench> join(const QString &data)
    {
        services::WorkbenchOptions options;
        options.mode = services::BackendMode::Join;
        options.dataDirectory = data;
        auto workbench = services::Workbench::create(options);
        if (!workbench)
            return nullptr;
        const bool online = QTest::qWaitFor([&] { return (*workbench)->connectivity().isOnline(); }, tests::kPatience);
        return online ? std::move(*workbench) : nullptr;
    }

    /// Resumes what was interrupted; starts another crawl of the same sites when all is done.
    void keepWorking(services::Workbench &workbench)
    {
        services::TaskService &tasks = workbench.tasks();
        tasks.refresh();
        QVERIFY(QTest::qWaitFor([&] { return tasks.loaded(); }, tests::kPatience));
        bool active = false;
        for (const Task &task : tasks.tasks()) {
            QVERIFY2(task.state != TaskState::Running || active, "a task of the killed daemon is shown as running");
            if (task.state == TaskState::Interrupted) {
                QVERIFY(tests::await(tasks.control(task.id, services::TaskCommand::Resume)));
                active = true;
            }
        }
        if (active)
            return;
        domain::TaskSpec spec;
        spec.name = QStringLiteral("Killed again and again");
        const auto demo = tests::await(tasks.demo());
        QVERIFY(demo && demo->available);
        spec.seeds = demo->seeds.mid(0, 40);
        spec.limits.delayMs = 0;
        spec.limits.concurrentSites = 8;
        QVERIFY(tests::await(tasks.create(spec)));
    }

private Q_SLOTS:
    void daemon_killedAtRandomMoments_losesAndRepeatsNothing()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        QTemporaryDir dir;
        tests::DaemonProcess daemon(dir.path(), { QStringLiteral("--demo-site") });
        const QString store = dir.filePath(QStringLiteral("leadline.sqlite"));
        QSet<QString> seen;
        for (int round = 0; round < kKills; ++round) {
            QVERIFY2(daemon.start(), daemon.errors().constData());
            {
                const auto workbench = join(dir.path());
                QVERIFY(workbench);
                keepWorking(*workbench);
                if (QTest::currentTestFailed())
                    return;
                bool late = false;
                QTimer::singleShot(static_cast<int>(random.bounded(250u)), [&late] { late = true; });
                QTRY_VERIFY(late);
                daemon.kill();
            }
            const StoreFacts facts = readStore(store);
            QCOMPARE(facts.integrity, QStringLiteral("ok"));
            QVERIFY2(facts.leads.contains(seen), "a stored lead is gone");
            QCOMPARE(facts.leadRows, static_cast<qint64>(facts.leads.size()));
            QCOMPARE(facts.gaps, 0);
            QCOMPARE(facts.counted, facts.streamRows);
            QCOMPARE(facts.wrongTotals, 0);
            seen = facts.leads;
        }
        QVERIFY2(!seen.isEmpty(), "nothing was stored between the kills");

        // At last it may finish: the same leads as in a crawl that nobody disturbed.
        QVERIFY(daemon.start());
        const auto workbench = join(dir.path());
        QVERIFY(workbench);
        keepWorking(*workbench);
        QTRY_VERIFY_WITH_TIMEOUT(!workbench->tasks().tasks().empty()
                && std::ranges::all_of(workbench->tasks().tasks(), [](const Task &task) { return task.isFinal(); }),
            60'000);
        QVERIFY(daemon.terminate());
        const StoreFacts disturbed = readStore(store);

        QTemporaryDir calmDir;
        tests::DaemonProcess calm(calmDir.path(), { QStringLiteral("--demo-site") });
        QVERIFY(calm.start());
        const auto calmBench = join(calmDir.path());
        QVERIFY(calmBench);
        keepWorking(*calmBench);
        QTRY_VERIFY_WITH_TIMEOUT(
            !calmBench->tasks().tasks().empty() && calmBench->tasks().tasks().front().isFinal(), 60'000);
        QVERIFY(calm.terminate());
        const StoreFacts undisturbed = readStore(calmDir.filePath(QStringLiteral("leadline.sqlite")));
        const auto only = [](const QSet<QString> &in, const QSet<QString> &notIn) {
            return QStringList((in - notIn).values()).join(u' ').toUtf8();
        };
        QVERIFY2(disturbed.leads.contains(undisturbed.leads), "missing: " + only(undisturbed.leads, disturbed.leads));
        QVERIFY2(undisturbed.leads.contains(disturbed.leads), "too many: " + only(disturbed.leads, undisturbed.leads));
    }
};

QTEST_GUILESS_MAIN(KillDaemonTest)
#include "tst_kill_daemon.moc"
