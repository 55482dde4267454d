#include "sources/site_plan.h"

#include <QtTest>

using namespace leadline;
using sources::planSites;

class TestSitePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plan_schemeLess_triesHttpsFirst();
    void plan_mappedHost_usesHttp();
    void plan_oneSeedPerHost_coversTheHost();
    void plan_severalFoldersOfAHost_boundsEach();
    void plan_badSeeds_areRefusedWithReason_data();
    void plan_badSeeds_areRefusedWithReason();
};

void TestSitePlan::plan_schemeLess_triesHttpsFirst()
{
    const auto plan = planSites({ QStringLiteral("www.Example.com"), QStringLiteral("http://other.org/x") }, {}, {});
    QCOMPARE(plan.jobs.size(), size_t { 2 });
    QCOMPARE(plan.jobs[0].seed, std::string("https://www.example.com/"));
    QVERIFY(plan.jobs[0].schemeAssumed);
    QCOMPARE(plan.jobs[0].scope.host, std::string("example.com"));
    QVERIFY(!plan.jobs[1].schemeAssumed);
    QCOMPARE(plan.jobs[1].scope.folder, std::string("/"));
}

void TestSitePlan::plan_mappedHost_usesHttp()
{
    crawl::AddressPolicy policy;
    policy.hostMap = { { "*.demo.example", "127.0.0.1", 8901 } };
    const auto plan = planSites({ QStringLiteral("bakery.demo.example") }, {}, policy);
    QCOMPARE(plan.jobs.at(0).seed, std::string("http://bakery.demo.example/"));
}

void TestSitePlan::plan_oneSeedPerHost_coversTheHost()
{
    const auto plan = planSites({ QStringLiteral("https://example.com/de/start.html") }, {}, {});
    QCOMPARE(plan.jobs.at(0).scope.folder, std::string("/"));
}

void TestSitePlan::plan_severalFoldersOfAHost_boundsEach()
{
    const auto plan = planSites({ QStringLiteral("http://h.com/a/"), QStringLiteral("http://www.h.com/b/index.html"),
                                    QStringLiteral("http://x.com/c/") },
        {}, {});
    QCOMPARE(plan.jobs.at(0).scope.folder, std::string("/a/"));
    QCOMPARE(plan.jobs.at(1).scope.folder, std::string("/b/"));
    QCOMPARE(plan.jobs.at(2).scope.folder, std::string("/"));
}

void TestSitePlan::plan_badSeeds_areRefusedWithReason_data()
{
    QTest::addColumn<QString>("seed");
    for (const char *seed : { "", "   ", "ftp://example.com/", "mailto:a@b.com", "javascript:alert(1)", "just words",
             "nodots", "http://", "http://user:pw@example.com/", "someone@example.com", "http://exa mple.com" })
        QTest::newRow(seed) << QString::fromLatin1(seed);
}

void TestSitePlan::plan_badSeeds_areRefusedWithReason()
{
    QFETCH(QString, seed);
    const auto plan = planSites({ QStringLiteral("ok.com"), seed, QStringLiteral("ok.com") }, {}, {});
    QCOMPARE(plan.jobs.size(), size_t { 1 });
    QCOMPARE(plan.refused.size(), size_t { 2 }); // the bad one and the repeated one
    QCOMPARE(plan.refused[0].index, 1);
    QVERIFY(!plan.refused[0].reason.isEmpty());
    QCOMPARE(plan.refused[1].index, 2);
}

QTEST_APPLESS_MAIN(TestSitePlan)
#include "tst_site_plan.moc"
