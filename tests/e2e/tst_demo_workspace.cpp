#include "client/api_client.h"
#include "client/backend_process.h"
#include "services/connectivity.h"
#include "services/demo_workspace.h"
#include "services/review_service.h"
#include "services/sync_service.h"
#include "services/task_service.h"
#include "services/workbench.h"
#include "support/wait.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace leadline;
using domain::TaskState;
using services::DemoWorkspace;
using services::Workbench;

namespace {

const services::DemoTaskNames names { QStringLiteral("food"), QStringLiteral("offices"), QStringLiteral("directories"),
    QStringLiteral("workshops") };

} // namespace

/// The demo workspace with the real daemon: what is in it came there the way everything does.
class DemoWorkspaceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }
    void cleanup()
    {
        m_demo.reset();
        m_workbench.reset();
    }

    void firstStart_threeHundredLeadsAConflictAndADuplicate()
    {
        open();
        fill();
        // The first leads are there long before the rest.
        QTRY_VERIFY_WITH_TIMEOUT(count("") > 0, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_finished, 90'000);
        QVERIFY(count("") >= 220);
        QCOMPARE(task(QStringLiteral("food")).state, TaskState::Completed);
        QCOMPARE(task(QStringLiteral("offices")).state, TaskState::Completed);
        QCOMPARE(task(QStringLiteral("directories")).state, TaskState::Completed);
        const domain::Task slow = task(QStringLiteral("workshops"));
        QCOMPARE(slow.state, TaskState::Running);
        // What is still to come: with what the quick tasks found it is three hundred.
        QVERIFY(count("") + slow.counters.sitesTotal - slow.counters.sitesDone >= 290);

        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->review()->conflictCount(), 1, 30'000);
        const auto conflicts = tests::outcomeOf(m_workbench->review()->conflicts());
        QVERIFY(conflicts && conflicts->size() == 1);
        QCOMPARE(conflicts->front().leadName, QStringLiteral("The Invented Tea Rooms"));
        QCOMPARE(conflicts->front().mine.field, QStringLiteral("status"));
        QCOMPARE(conflicts->front().theirs, QStringLiteral("rejected"));
        QCOMPARE(conflicts->front().theirsBy, QStringLiteral("demo-colleague"));
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->review()->waitingCount(), 0, 30'000);

        QCOMPARE(count("tag:duplicate"), 2);
        QCOMPARE(count("tag:duplicate name:muster"), 2);
        QVERIFY(count("status:accepted") >= 4);
        const auto pair = rows("tag:duplicate");
        QCOMPARE(pair[0].phone, pair[1].phone);
        QVERIFY(pair[0].email != pair[1].email);
        const auto history = tests::outcomeOf(m_workbench->api().leadHistory(pair[0].id));
        QVERIFY(history);
        QVERIFY(
            std::ranges::any_of(*history, [](const domain::AuditEntry &entry) { return entry.actor == u"demo-colleague"; }));
    }

    void secondStart_doesNothingAgain()
    {
        open();
        fill();
        QTRY_VERIFY_WITH_TIMEOUT(m_finished, 90'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->review()->conflictCount(), 1, 30'000);
        const qint64 accepted = count("status:accepted");
        cleanup();
        open();
        fill();
        QTRY_VERIFY_WITH_TIMEOUT(m_finished, 60'000);
        QCOMPARE(m_workbench->tasks().tasks().size(), size_t(4));
        QCOMPARE(m_made, 0);
        QCOMPARE(count("status:accepted"), accepted);
        QCOMPARE(m_workbench->review()->conflictCount(), 1);
    }

    void closedBeforeTheColleagueCame_comesWithTheNextStart()
    {
        open();
        fill();
        QTRY_COMPARE_WITH_TIMEOUT(m_made, 4, 30'000);
        cleanup();
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->tasks().tasks().size(), size_t(4), 30'000);
        for (const domain::Task &task : m_workbench->tasks().tasks()) {
            if (task.state == TaskState::Interrupted)
                (void)tests::outcomeOf(m_workbench->tasks().control(task.id, services::TaskCommand::Resume));
        }
        fill();
        QTRY_VERIFY_WITH_TIMEOUT(m_finished, 90'000);
        QCOMPARE(m_made, 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->review()->conflictCount(), 1, 30'000);
    }

    void operatorWhoReviewsFirst_isLeftAlone()
    {
        open();
        fill();
        QTRY_VERIFY_WITH_TIMEOUT(count("") > 0, 30'000);
        const auto first = rows("").front();
        QVERIFY(tests::outcomeOf(
            m_workbench->review()->edit(first.id, domain::LeadEdit::setStatus(domain::ReviewStatus::Contacted))));
        QTRY_VERIFY_WITH_TIMEOUT(m_finished, 90'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->review()->waitingCount(), 0, 30'000);
        QCOMPARE(m_workbench->review()->conflictCount(), 0);
        QCOMPARE(count("status:contacted"), 1);
    }

    void colleague_withoutADemoSite_isRefused()
    {
        open(false);
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->connectivity().isOnline(), 30'000);
        domain::PushRequest request;
        request.client = domain::ClientId::create();
        const auto changes = tests::outcomeOf(m_workbench->api().changes(0, {}, request.client, 1));
        QVERIFY(changes);
        request.epoch = changes->epoch;
        const auto pushed = tests::outcomeOf(m_workbench->api().pushAsDemoColleague(request));
        QVERIFY(!pushed);
        QCOMPARE(pushed.error().code(), domain::ErrorCode::NotFound);
    }

private:
    void open(bool demoSite = true)
    {
        services::WorkbenchOptions options;
        options.mode = services::BackendMode::Own;
        options.dataDirectory = m_directory->filePath(QStringLiteral("data"));
        options.cachePath = m_directory->filePath(QStringLiteral("cache.sqlite"));
        options.daemonProgram = QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadlined");
        options.demoSite = demoSite;
        auto workbench = Workbench::create(options);
        QVERIFY(workbench);
        m_workbench = std::move(*workbench);
    }

    void fill()
    {
        m_finished = false;
        m_made = 0;
        m_demo = std::make_unique<DemoWorkspace>(m_workbench->api(), m_workbench->tasks(), *m_workbench->review(),
            *m_workbench->sync(), m_workbench->connectivity(), names);
        connect(m_demo.get(), &DemoWorkspace::finished, this, [this] { m_finished = true; });
        connect(m_demo.get(), &DemoWorkspace::taskMade, this, [this] { ++m_made; });
        m_demo->fill();
    }

    [[nodiscard]] domain::Task task(const QString &name) const
    {
        for (const domain::Task &task : m_workbench->tasks().tasks()) {
            if (task.spec.name == name)
                return task;
        }
        return {};
    }

    [[nodiscard]] qint64 count(const char *filter) const
    {
        const auto parsed = domain::parseLeadFilter(QString::fromLatin1(filter));
        return parsed ? tests::outcomeOf(m_workbench->review()->count(*parsed)).value_or(-1) : -1;
    }

    [[nodiscard]] std::vector<domain::LeadRow> rows(const char *filter) const
    {
        domain::LeadQuery query;
        query.filter = domain::parseLeadFilter(QString::fromLatin1(filter)).value_or(domain::LeadFilter {});
        query.limit = 500;
        const auto page = tests::outcomeOf(m_workbench->review()->page(query));
        return page ? page->rows : std::vector<domain::LeadRow>();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<DemoWorkspace> m_demo;
    int m_made = 0;
    bool m_finished = false;
};

QTEST_GUILESS_MAIN(DemoWorkspaceTest)
#include "tst_demo_workspace.moc"
