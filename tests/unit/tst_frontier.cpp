#include "crawl/frontier.h"
#include "crawl/link_filter.h"
#include "crawl/politeness.h"

#include <QtTest>

using namespace leadline::crawl;
using std::chrono::milliseconds;

class TestFrontier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void take_contactPages_comeFirst();
    void take_budgetSpent_givesNothing();
    void take_pagesUnderWay_countAgainstTheBudget();
    void putBack_comesFirstOfItsKind();
    void admit_sameLink_isAnsweredOnce();
    void admit_otherSiteOrFolder_isRefused();
    void admit_otherSpellingOfTheSite_becomesThePreferredOne();
    void admit_traps_areRefused_data();
    void admit_traps_areRefused();
    void admit_calendar_isLeftAfterAFewPages();
    void admit_endlessFacets_areBounded();
    void admit_hugeSite_rememberedAddressesAreBounded();
    void admit_tenThousandPages_isNotQuadratic();
    void politeness_gapAndCrawlDelay_spaceRequests();
    void politeness_retryAfter_winsAndIsClamped();
    void politeness_withoutRetryAfter_backsOff();
    void clampLimits_outOfRange_isClamped();
};

namespace {

LinkFilter filterFor(const std::string &folder = "/", int maxPages = 40)
{
    return LinkFilter({ "example.com", folder }, 8, maxPages);
}

} // namespace

void TestFrontier::take_contactPages_comeFirst()
{
    Frontier frontier(10, 0);
    frontier.add({ "http://e.com/a", 1, LinkPriority::Plain, UrlState::Pending });
    frontier.add({ "http://e.com/team", 1, LinkPriority::Team, UrlState::Pending });
    frontier.add({ "http://e.com/b", 1, LinkPriority::Plain, UrlState::Pending });
    frontier.add({ "http://e.com/kontakt", 2, LinkPriority::Contact, UrlState::Pending });
    frontier.add({ "http://e.com/impressum", 2, LinkPriority::Imprint, UrlState::Pending });
    std::vector<std::string> order;
    while (auto url = frontier.take())
        order.push_back(url->url.substr(13));
    QCOMPARE(order, (std::vector<std::string> { "kontakt", "impressum", "team", "a", "b" }));
}

void TestFrontier::take_budgetSpent_givesNothing()
{
    Frontier frontier(3, 2);
    frontier.add({ "http://e.com/a", 1, LinkPriority::Plain, UrlState::Pending });
    frontier.add({ "http://e.com/b", 1, LinkPriority::Plain, UrlState::Pending });
    QVERIFY(frontier.take());
    frontier.pageRead();
    QVERIFY(frontier.budgetSpent());
    QVERIFY(!frontier.take());
}

void TestFrontier::take_pagesUnderWay_countAgainstTheBudget()
{
    Frontier frontier(2, 0);
    for (const char *url : { "http://e.com/a", "http://e.com/b", "http://e.com/c" })
        frontier.add({ url, 1, LinkPriority::Plain, UrlState::Pending });
    frontier.setInFlight(2);
    QVERIFY(!frontier.take());
    QVERIFY(!frontier.budgetSpent());
    frontier.setInFlight(1);
    QVERIFY(frontier.take());
}

void TestFrontier::putBack_comesFirstOfItsKind()
{
    Frontier frontier(10, 0);
    frontier.add({ "http://e.com/a", 1, LinkPriority::Plain, UrlState::Pending });
    frontier.add({ "http://e.com/b", 1, LinkPriority::Plain, UrlState::Pending });
    auto first = frontier.take();
    frontier.putBack(*first);
    QCOMPARE(frontier.take()->url, std::string("http://e.com/a"));
}

void TestFrontier::admit_sameLink_isAnsweredOnce()
{
    LinkFilter filter = filterFor();
    QCOMPARE(filter.admit("http://example.com/a", LinkPriority::Plain, 1).value_or(""), std::string("http://example.com/a"));
    QVERIFY(!filter.admit("http://example.com/a", LinkPriority::Plain, 1));
    QVERIFY(!filter.admit("http://example.com/b/../a?utm_source=x", LinkPriority::Contact, 1));
    filter.markSeen("http://example.com/c");
    QVERIFY(!filter.admit("http://example.com/c", LinkPriority::Plain, 1));
    QVERIFY(!filter.admit("http://example.com/deep", LinkPriority::Contact, 9));
}

void TestFrontier::admit_otherSiteOrFolder_isRefused()
{
    LinkFilter filter = filterFor("/berlin/");
    QVERIFY(filter.admit("http://example.com/berlin/kontakt", LinkPriority::Contact, 1));
    QVERIFY(filter.admit("https://www.example.com/berlin/", LinkPriority::Plain, 1));
    for (const char *link : { "http://example.com/hamburg/", "http://example.com/berlin", "http://sub.example.com/berlin/",
             "http://example.com:8080/berlin/", "http://notexample.com/berlin/", "http://example.com/berlin/../hamburg/",
             "http://user@example.com/berlin/x", "ftp://example.com/berlin/x" })
        QVERIFY2(!filter.admit(link, LinkPriority::Contact, 1), link);
}

void TestFrontier::admit_otherSpellingOfTheSite_becomesThePreferredOne()
{
    LinkFilter filter = filterFor();
    filter.preferOrigin(*Url::parse("https://www.example.com/de/"));
    QCOMPARE(
        filter.admit("http://example.com/a", LinkPriority::Plain, 1).value_or(""), std::string("https://www.example.com/a"));
    QVERIFY(!filter.admit("https://example.com/a", LinkPriority::Plain, 1));
}

void TestFrontier::admit_traps_areRefused_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("segment three times") << QByteArray("/a/b/a/b/a/b");
    QTest::newRow("21 segments") << QByteArray("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21");
    QTest::newRow("over 2000 characters") << "/" + QByteArray("x").repeated(2000);
    QTest::newRow("image") << QByteArray("/photo.JPG");
    QTest::newRow("document") << QByteArray("/price-list.pdf?x=1");
    QTest::newRow("archive") << QByteArray("/a.zip");
    QTest::newRow("basket") << QByteArray("/shop?add-to-cart=17");
    QTest::newRow("log out") << QByteArray("/user/logout");
    QTest::newRow("feed") << QByteArray("/blog/feed/");
}

void TestFrontier::admit_traps_areRefused()
{
    QFETCH(QByteArray, path);
    LinkFilter filter = filterFor();
    QVERIFY(!filter.admit("http://example.com" + path.toStdString(), LinkPriority::Contact, 1));
    QVERIFY(filter.admit("http://example.com/a/b/a/b", LinkPriority::Plain, 1));
    QVERIFY(filter.admit("http://example.com/page.html", LinkPriority::Plain, 1));
    QVERIFY(filter.admit("http://example.com/v1.2/notes", LinkPriority::Plain, 1));
}

void TestFrontier::admit_calendar_isLeftAfterAFewPages()
{
    LinkFilter filter = filterFor("/", 2000);
    int months = 0;
    int parameters = 0;
    int posts = 0;
    for (int year = 2000; year < 2100; ++year) {
        for (int month = 1; month <= 12; ++month) {
            const std::string when = std::to_string(year) + '/' + std::to_string(month);
            months += filter.admit("http://example.com/events/" + when + '/', LinkPriority::Plain, 1) ? 1 : 0;
            parameters
                += filter.admit("http://example.com/cal?month=" + std::to_string(month) + "&year=" + std::to_string(year),
                       LinkPriority::Plain, 1)
                ? 1
                : 0;
        }
        posts += filter.admit("http://example.com/2024/05/post-" + std::string(1, static_cast<char>('a' + year % 26))
                         + std::string(static_cast<size_t>(year - 1999), 'x'),
                     LinkPriority::Plain, 1)
            ? 1
            : 0;
    }
    QVERIFY2(months >= 1 && months <= 8, qPrintable(QString::number(months)));
    QVERIFY2(parameters >= 1 && parameters <= 8, qPrintable(QString::number(parameters)));
    QCOMPARE(posts, 100); // articles filed under their date are pages like others
}

void TestFrontier::admit_endlessFacets_areBounded()
{
    LinkFilter filter = filterFor("/", 40);
    int admitted = 0;
    for (int i = 0; i < 5000; ++i)
        admitted += filter.admit("http://example.com/shop?colour=" + std::to_string(i) + "&size=3", LinkPriority::Plain, 1)
            ? 1
            : 0;
    QVERIFY(admitted > 0 && admitted <= 40);
}

void TestFrontier::admit_hugeSite_rememberedAddressesAreBounded()
{
    LinkFilter filter = filterFor("/", 40);
    int plain = 0;
    for (int i = 0; i < 100000; ++i)
        plain += filter.admit("http://example.com/p" + std::to_string(i), LinkPriority::Plain, 1) ? 1 : 0;
    QVERIFY(plain >= 40 && plain <= 400);
    QVERIFY2(filter.admit("http://example.com/kontakt", LinkPriority::Contact, 1), "a contact page must always find room");
}

void TestFrontier::admit_tenThousandPages_isNotQuadratic()
{
    LinkFilter filter = filterFor("/", 2000);
    const auto begun = leadline::tests::cpuTime();
    for (int page = 0; page < 10000; ++page) {
        for (int link = 0; link < 30; ++link)
            static_cast<void>(filter.admit("http://example.com/x/" + std::to_string(link + page), LinkPriority::Plain, 1));
    }
    const auto took = leadline::tests::cpuTime() - begun;
    QVERIFY2(took < milliseconds(5'000) * leadline::tests::kSlowness, qPrintable(QString::number(took.count())));
}

void TestFrontier::politeness_gapAndCrawlDelay_spaceRequests()
{
    const Politeness::Instant now { std::chrono::seconds(1000) };
    Politeness politeness(milliseconds(1000));
    QVERIFY(politeness.readyAt() <= now);
    QCOMPARE(politeness.connections(), 1);
    politeness.requestStarted(now);
    QVERIFY(politeness.readyAt() == now + milliseconds(1000));
    politeness.setCrawlDelay(milliseconds(500));
    QCOMPARE(politeness.gap().count(), 1000); // a shorter Crawl-delay does not hurry us
    politeness.setCrawlDelay(milliseconds(7000));
    QCOMPARE(politeness.gap().count(), 7000);
    politeness.setCrawlDelay(milliseconds(3'600'000));
    QCOMPARE(politeness.gap(), Politeness::maxCrawlDelay);
}

void TestFrontier::politeness_retryAfter_winsAndIsClamped()
{
    const Politeness::Instant now { std::chrono::seconds(1000) };
    Politeness politeness(milliseconds(0));
    QCOMPARE(politeness.refused(now, milliseconds(30'000)).count(), 30'000);
    QVERIFY(politeness.readyAt() == now + milliseconds(30'000));
    QCOMPARE(politeness.refused(now, milliseconds(10)).count(), 1'000);
    QCOMPARE(politeness.refused(now, milliseconds(86'400'000)), Politeness::maxRetryAfter);
    politeness.answered();
    QCOMPARE(politeness.refusals(), 0);
}

void TestFrontier::politeness_withoutRetryAfter_backsOff()
{
    const Politeness::Instant now { std::chrono::seconds(1000) };
    Politeness politeness(milliseconds(0));
    QCOMPARE(politeness.refused(now, milliseconds(0)).count(), 5'000);
    QCOMPARE(politeness.refused(now, milliseconds(0)).count(), 10'000);
    QCOMPARE(politeness.refused(now, milliseconds(0)).count(), 20'000);
    for (int i = 0; i < 40; ++i)
        QVERIFY(politeness.refused(now, milliseconds(0)) <= Politeness::maxRetryAfter);
}

void TestFrontier::clampLimits_outOfRange_isClamped()
{
    const leadline::domain::CrawlLimits low = clampLimits({ 0, -1, 0, -5, -1 });
    QCOMPARE(low, (leadline::domain::CrawlLimits { 1, 0, 1, 0, 0 }));
    const leadline::domain::CrawlLimits high = clampLimits({ 99999, 99, 9999, 999999, 7 });
    QCOMPARE(high, (leadline::domain::CrawlLimits { 2000, 8, 256, 60000, 7 }));
}

QTEST_APPLESS_MAIN(TestFrontier)
#include "tst_frontier.moc"
