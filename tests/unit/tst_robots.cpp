#include "crawl/robots.h"

#include <QtTest>

using leadline::crawl::RobotsRules;

/// Robots Exclusion Protocol, RFC 9309. Each row cites the section it proves.
class TestRobots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void check_rulesOfTheRfc_data();
    void check_rulesOfTheRfc();
    void check_allowAll_allowsEverything();
    void check_disallowAll_allowsOnlyRobotsTxt();
    void check_manyWildcards_staysFast();
    void parse_lineCutByTheBound_isLeftOut();
    void crawlDelay_ofOwnGroup_isRead();
    void verdict_ofMatchingRule_quotesIt();
};

void TestRobots::check_rulesOfTheRfc_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *name, const char *body, const char *target, bool allowed) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(target) << allowed;
    };

    row("2.2 empty file allows", "", "/a", true);
    row("2.2.1 own group", "User-agent: Leadline\nDisallow: /a", "/a", false);
    row("2.2.1 token is case-insensitive", "User-agent: LEADLINE\nDisallow: /a", "/a", false);
    row("2.2.1 version after the token is not part of it", "User-agent: Leadline/2.0\nDisallow: /a", "/a", false);
    row("2.2.1 another crawler's group does not apply", "User-agent: otherbot\nDisallow: /", "/a", true);
    row("2.2.1 a longer token is another crawler", "User-agent: LeadlineImages\nDisallow: /", "/a", true);
    row("2.2.1 a shorter token is another crawler", "User-agent: Lead\nDisallow: /", "/a", true);
    row("2.2.1 star group without own group", "User-agent: *\nDisallow: /a", "/a", false);
    row("2.2.1 own group replaces star group", "User-agent: *\nDisallow: /\n\nUser-agent: Leadline\nDisallow: /b", "/a",
        true);
    row("2.2.1 own group before star group", "User-agent: Leadline\nDisallow: /b\nUser-agent: *\nDisallow: /", "/a", true);
    row("2.2.1 a blank line does not end a group", "User-agent: Leadline\n\nUser-agent: *\nDisallow: /", "/a", false);
    row("2.2.1 own group with empty disallow", "User-agent: Leadline\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", true);
    row("2.2.1 several agents share a group", "User-agent: otherbot\nUser-agent: leadline\nDisallow: /a", "/a", false);
    row("2.2.1 groups of one agent are combined",
        "User-agent: leadline\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: leadline\nDisallow: /b", "/b", false);
    row("2.2.1 combined groups keep the first",
        "User-agent: leadline\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: leadline\nDisallow: /b", "/a", false);
    row("2.2.1 rules before any group are ignored", "Disallow: /a\nUser-agent: x\nDisallow: /", "/a", true);
    row("2.2.2 prefix match", "User-agent: *\nDisallow: /a", "/abc/d", false);
    row("2.2.2 other prefix", "User-agent: *\nDisallow: /a/", "/a", true);
    row("2.2.2 paths are case-sensitive", "User-agent: *\nDisallow: /A", "/a", true);
    row("2.2.2 longest match allows", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true);
    row("2.2.2 longest match disallows", "User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", false);
    row("2.2.2 order does not matter", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", true);
    row("2.2.2 equal length prefers allow", "User-agent: *\nDisallow: /page\nAllow: /page", "/page", true);
    row("2.2.2 no match allows", "User-agent: *\nDisallow: /a", "/b", true);
    row("2.2.2 query is part of the path", "User-agent: *\nDisallow: /a?x=", "/a?x=1", false);
    row("2.2.2 encoded unreserved equals plain", "User-agent: *\nDisallow: /%7Ejoe", "/~joe/x", false);
    row("2.2.2 plain equals encoded unreserved", "User-agent: *\nDisallow: /~joe", "/%7ejoe/x", false);
    row("2.2.2 encoded slash is not a slash", "User-agent: *\nDisallow: /a/b", "/a%2fb", true);
    row("2.2.2 octets outside ASCII are compared encoded", "User-agent: *\nDisallow: /caf\xC3\xA9", "/caf%C3%A9", false);
    row("2.2.2 hexadecimal case does not matter", "User-agent: *\nDisallow: /caf%c3%a9", "/caf%C3%A9", false);
    row("2.2.2 robots.txt itself is allowed", "User-agent: *\nDisallow: /", "/robots.txt", true);
    row("2.2.3 star inside", "User-agent: *\nDisallow: /a/*/c", "/a/x/y/c", false);
    row("2.2.3 star matches nothing too", "User-agent: *\nDisallow: /a*c", "/ac", false);
    row("2.2.3 dollar ends", "User-agent: *\nDisallow: /*.php$", "/x/index.php", false);
    row("2.2.3 dollar does not match a prefix", "User-agent: *\nDisallow: /*.php$", "/index.php?id=1", true);
    row("2.2.3 dollar in the middle is plain", "User-agent: *\nDisallow: /a$b", "/a$b/c", false);
    row("2.2.3 comment ends the line", "User-agent: * # all\nDisallow: /a # not here", "/abc", false);
    row("2.2.4 unknown records do not end a group", "User-agent: *\nSitemap: https://x/s.xml\nDisallow: /a", "/a", false);
    row("2.2.4 sitemap between agents does not split", "User-agent: leadline\nSitemap: /s\nUser-agent: x\nDisallow: /a",
        "/a", false);
    row("2.2 CR line ends", "User-agent: *\rDisallow: /a\r", "/a", false);
    row("2.2 CRLF line ends", "User-agent: *\r\nDisallow: /a\r\n", "/a", false);
    row("2.2 spaces around", "  User-agent :  *  \n\tDisallow\t:\t/a\t", "/a", false);
    row("2.2 keys are case-insensitive", "USER-AGENT: *\nDISALLOW: /a", "/a", false);
    row("2.3 byte order mark is skipped", "\xEF\xBB\xBFUser-agent: *\nDisallow: /a", "/a", false);
    row("2.5 what follows 500 KiB is not read",
        QByteArray("User-agent: *\n" + QByteArray("#").repeated(RobotsRules::maxBytes) + "\nDisallow: /a").constData(), "/a",
        true);
    row("2.5 up to 500 KiB is read",
        QByteArray("User-agent: *\n" + QByteArray("#").repeated(400 * 1024) + "\nDisallow: /a").constData(), "/a", false);
}

void TestRobots::check_rulesOfTheRfc()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, target);
    QFETCH(bool, allowed);
    const RobotsRules rules = RobotsRules::parse({ body.constData(), static_cast<size_t>(body.size()) }, "Leadline");
    QCOMPARE(rules.check(target.toStdString()).allowed, allowed);
}

void TestRobots::check_allowAll_allowsEverything()
{
    QVERIFY(RobotsRules::allowAll().check("/anything?x").allowed);
}

void TestRobots::check_disallowAll_allowsOnlyRobotsTxt()
{
    QVERIFY(!RobotsRules::disallowAll().check("/").allowed);
    QVERIFY(RobotsRules::disallowAll().check("/robots.txt").allowed);
}

void TestRobots::check_manyWildcards_staysFast()
{
    std::string pattern = "/";
    for (int i = 0; i < 500; ++i)
        pattern += "*a";
    const RobotsRules rules = RobotsRules::parse("User-agent: *\nDisallow: " + pattern + "b", "Leadline");
    const std::string path = "/" + std::string(2000, 'a');
    const auto begun = leadline::tests::cpuTime();
    QVERIFY(rules.check(path).allowed);
    QVERIFY2(leadline::tests::cpuTime() - begun < std::chrono::milliseconds(500) * leadline::tests::kSlowness,
        "matching went exponential");
}

/// RFC 9309 §2.5: the first 500 KiB count, and half a rule is none.
void TestRobots::parse_lineCutByTheBound_isLeftOut()
{
    std::string body = "User-agent: *\nDisallow: /whole\n";
    const std::string last = "Disallow: /half-of-it";
    body.append(RobotsRules::maxBytes - body.size() - last.size() - 1 + 9, '#');
    body += '\n' + last + '\n';
    const auto rules = RobotsRules::parse(body, "Leadline");
    QVERIFY(!rules.check("/whole").allowed);
    QVERIFY(rules.check("/half-of-it").allowed);
    QVERIFY(rules.check("/half").allowed);
    body.erase(body.find('#'), 10); // now it ends exactly at the bound
    QCOMPARE(body.size(), RobotsRules::maxBytes);
    QVERIFY(!RobotsRules::parse(body, "Leadline").check("/half-of-it").allowed);
}

void TestRobots::crawlDelay_ofOwnGroup_isRead()
{
    using std::chrono::milliseconds;
    const auto delay = [](std::string_view body) { return RobotsRules::parse(body, "Leadline").crawlDelay(); };
    QCOMPARE(delay("User-agent: *\nCrawl-delay: 2.5").value_or(milliseconds(0)).count(), 2500);
    QCOMPARE(delay("User-agent: *\nCrawl-delay: 9\nUser-agent: leadline\nCrawl-delay: 1").value_or(milliseconds(0)).count(),
        1000);
    QVERIFY(!delay("User-agent: other\nCrawl-delay: 9"));
    QVERIFY(!delay("User-agent: *\nCrawl-delay: soon"));
    QVERIFY(!delay("User-agent: *\nCrawl-delay: -1"));
    QVERIFY(!delay("User-agent: *\nCrawl-delay: inf"));
}

void TestRobots::verdict_ofMatchingRule_quotesIt()
{
    const RobotsRules rules = RobotsRules::parse("User-agent: *\nDisallow: /contact", "Leadline");
    QCOMPARE(rules.check("/contact/us").rule, std::string("Disallow: /contact"));
    QVERIFY(rules.check("/").rule.empty());
}

QTEST_APPLESS_MAIN(TestRobots)
#include "tst_robots.moc"
