#include "cache/lead_cache.h"
#include "services/review_service.h"
#include "support/lead_factory.h"

#include <QTemporaryDir>
#include <QTest>

using namespace leadline;
using namespace leadline::domain;
using leadline::tests::await;
using leadline::tests::makeLead;

/// Exports of the offline store, which run on threads of their own.
class LeadExportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void service_goneWhileItExports_endsTheExportWithoutAFile()
    {
        QTemporaryDir directory;
        tests::ManualClock clock;
        auto cache = cache::LeadCache::open(directory.filePath(QStringLiteral("cache.sqlite")), clock);
        QVERIFY(cache);
        ChangePage page;
        page.epoch = QStringLiteral("epoch");
        for (int n = 1; n <= 5'000; ++n) {
            page.changes.push_back(makeLead(n));
            page.changes.back().seq = n;
        }
        page.to = page.head = 5'000;
        const auto state = await((*cache)->state());
        QVERIFY(await((*cache)->apply(page, state->cursor, state->client)));

        auto review = std::make_unique<services::ReviewService>(**cache, clock);
        services::ExportSpec spec;
        spec.format = services::ExportFormat::JsonLines;
        spec.path = directory.filePath(QStringLiteral("leads.jsonl"));
        auto future = review->exportLeads(spec);
        review.reset();
        cache->reset();
        QVERIFY(future.isFinished());
        const bool isWhole = future.isResultReadyAt(0) && future.resultAt(0);
        QCOMPARE(QFile::exists(spec.path), isWhole);
    }
};

QTEST_GUILESS_MAIN(LeadExportTest)
#include "tst_lead_export.moc"
