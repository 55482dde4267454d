#include "ui/models/command_model.h"
#include "ui/models/connection_text.h"
#include "ui/models/format.h"
#include "ui/models/found_lead_model.h"
#include "ui/models/log_model.h"
#include "ui/models/site_table_model.h"
#include "ui/models/task_plan.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace leadline;
using namespace leadline::ui;
using Mode = QAbstractItemModelTester::FailureReportingMode;

namespace {

std::vector<domain::LogLine> lines(int count, domain::LogLevel level, const QString &text)
{
    std::vector<domain::LogLine> all;
    for (int i = 0; i < count; ++i) {
        domain::LogLine line;
        line.level = level;
        line.message = text + QString::number(i);
        all.push_back(line);
    }
    return all;
}

domain::SiteReport site(int index, domain::SourceOutcome outcome, qint64 pages)
{
    domain::SiteReport report;
    report.index = index;
    report.host = QStringLiteral("h%1.example").arg(index);
    report.outcome = outcome;
    report.pages = pages;
    return report;
}

} // namespace

class LiveModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void log_overCapacity_dropsTheOldestAndStaysInOrder()
    {
        LogModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        for (int batch = 0; batch < 50; ++batch)
            model.append(lines(500, domain::LogLevel::Info, QStringLiteral("%1-").arg(batch)));
        QVERIFY(model.total() <= LogModel::kCapacity);
        QVERIFY(model.total() >= LogModel::kCapacity * 8 / 10);
        QCOMPARE(model.rowCount(), model.total());
        QCOMPARE(model.index(model.rowCount() - 1).data(LogModel::MessageRole).toString(), QStringLiteral("49-499"));
    }

    void log_filteredWhileTrimmed_showsOnlyWhatPasses()
    {
        LogModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setLeastLevel(domain::LogLevel::Warning);
        for (int batch = 0; batch < 50; ++batch) {
            model.append(lines(500, domain::LogLevel::Info, QStringLiteral("i")));
            model.append(lines(1, domain::LogLevel::Error, QStringLiteral("fail %1 ").arg(batch)));
        }
        QVERIFY(model.rowCount() < 50 && model.rowCount() > 30);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.index(row).data(LogModel::LevelRole).toInt(), static_cast<int>(domain::LogLevel::Error));
        model.setText(QStringLiteral("FAIL 49"));
        QCOMPARE(model.rowCount(), 1);
    }

    void sites_newerReports_growInPlace()
    {
        SiteTableModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.merge({ site(0, domain::SourceOutcome::Ok, 7), site(1, domain::SourceOutcome::Pending, 3) });
        QCOMPARE(model.firstOpen(), 1);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.merge({ site(1, domain::SourceOutcome::Pending, 2), site(2, domain::SourceOutcome::Ok, 1),
            site(5, domain::SourceOutcome::Ok, 1) });
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.rowCount(), 3); // a report after a gap waits for its turn
        QCOMPARE(model.site(1)->pages, 3); // the overtaken answer took nothing back
        model.merge({ site(1, domain::SourceOutcome::Empty, 4) });
        QCOMPARE(model.firstOpen(), 3);
    }

    void foundLeads_repeatedAndMany_keepsNewestOnce()
    {
        FoundLeadModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        std::vector<domain::Lead> leads;
        for (int i = 0; i < 150; ++i) {
            domain::Lead lead;
            lead.id = domain::LeadId::create();
            lead.found.name = QString::number(i);
            leads.push_back(lead);
        }
        model.add(leads);
        model.add({ leads.begin() + 140, leads.end() });
        QCOMPARE(model.rowCount(), 150);
        QCOMPARE(model.index(0, FoundLeadModel::Name).data().toString(), QStringLiteral("149"));
        for (auto &lead : leads)
            lead.id = domain::LeadId::create();
        model.add(leads);
        QCOMPARE(model.rowCount(), FoundLeadModel::kCapacity);
    }

    void commands_typedText_ranksWordStartsFirst()
    {
        CommandModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setCommands({ { QStringLiteral("Keyboard shortcuts"), QStringLiteral("Window"), {}, {}, true, {} },
            { QStringLiteral("New task"), QStringLiteral("Tasks"), {}, {}, true, {} },
            { QStringLiteral("Pause all tasks"), QStringLiteral("Tasks"), {}, {}, false, {} } });
        QCOMPARE(model.rowCount({}), 3);
        model.setText(QStringLiteral("task"));
        QCOMPARE(model.commandAt(0)->title, QStringLiteral("New task"));
        model.setText(QStringLiteral("pau all"));
        QCOMPARE(model.commandAt(0)->title, QStringLiteral("Pause all tasks"));
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsEnabled));
        model.setText(QStringLiteral("zzz"));
        QCOMPARE(model.rowCount({}), 0);
        model.setFallback([](const QString &text) {
            return std::vector<Command> { { text, QStringLiteral("Search"), {}, {}, true, {} } };
        });
        model.setText(QStringLiteral("zzz"));
        QCOMPARE(model.rowCount({}), 1);
        QVERIFY(matchScore(u"Café du Pont", u"cafe") > 0);
        QVERIFY(matchScore(u"New task", u"nt") > 0);
        QVERIFY(matchScore(u"New task", u"tn") < 0);
    }

    void format_figures_areGroupedAndRounded()
    {
        QCOMPARE(formatCount(6204), QStringLiteral("6\u202f204"));
        QCOMPARE(formatCount(-1234567), QStringLiteral("-1\u202f234\u202f567"));
        QCOMPARE(formatCount(999), QStringLiteral("999"));
        QCOMPARE(formatRate(0), QStringLiteral("–"));
        QCOMPARE(formatRate(38.2), QStringLiteral("38/s"));
        QCOMPARE(formatRange(180'000, 300'000), QStringLiteral("3–5 min"));
        QCOMPARE(formatRange(std::nullopt, 5), QStringLiteral("unknown"));
        QCOMPARE(formatRange(2'700'000, 4'500'000), QStringLiteral("45–75 min"));
    }

    void estimate_limits_boundPagesAndTime()
    {
        domain::CrawlLimits limits;
        const TaskEstimate e = estimate(12, limits);
        QCOMPARE(e.mostPages, 480);
        QVERIFY(e.lowMs > 0 && e.lowMs < e.highMs);
        QCOMPARE(estimate(0, limits).mostPages, 0);
        QCOMPARE(QString::fromLatin1(politeness(QStringLiteral("nonsense")).key), QStringLiteral("normal"));
    }

    void status_everyState_hasItsWords()
    {
        services::ConnectionStatus status;
        status.state = services::ConnectionState::Offline;
        status.reason = services::ConnectionReason::Unreachable;
        QCOMPARE(connectionWords(status).word, QStringLiteral("Offline"));
        QVERIFY(!connectionWords(status).sentence.isEmpty());
        QVERIFY(waitingWords(14).startsWith(QStringLiteral("14 change")));
        status.reason = services::ConnectionReason::NotAnswering;
        QCOMPARE(connectionWords(status).word, QStringLiteral("Not answering"));
        status.state = services::ConnectionState::Online;
        QCOMPARE(connectionWords(status).word, QStringLiteral("This computer"));
        services::SyncStatus sync;
        const auto now = domain::SystemClock().now();
        sync.lastSync = now;
        QCOMPARE(syncWords(sync, now).word, QStringLiteral("Synced just now"));
        QVERIFY(syncWords(sync, now + std::chrono::hours(2)).word.startsWith(QStringLiteral("Last sync")));
    }
};

QTEST_GUILESS_MAIN(LiveModelsTest)
#include "tst_live_models.moc"
