#include "domain/seed_list.h"

#include <QTest>

using namespace leadline::domain;

class SeedListTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void line_eachKind_isJudged_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("problem");
        const auto good = [](const char *name, const char *text, const char *address) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(address)
                                << static_cast<int>(SeedProblem::None);
        };
        const auto bad = [](const char *name, const char *text, SeedProblem problem) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString() << static_cast<int>(problem);
        };
        good("bare host", "boulangerie.example", "https://boulangerie.example");
        good("path", "http://a.example/contact?x=1#y", "http://a.example/contact?x=1#y");
        good("port", "localhost:8080/shop", "https://localhost:8080/shop");
        good("spaces around", "  a.example \t", "https://a.example");
        good("international", "café-müller.example", "https://café-müller.example");
        good("combining marks", "हिन्दी.example", "https://हिन्दी.example");
        good("intranet with scheme", "http://wiki/start", "http://wiki/start");
        good("comment", "a.example # the first, best", "https://a.example");
        good("fragment", "a.example/#top", "https://a.example/#top");
        good("ipv4", "127.0.0.1:9000", "https://127.0.0.1:9000");
        good("ipv6", "http://[::1]:9000/", "http://[::1]:9000/");
        bad("words", "not an address", SeedProblem::NotAnAddress);
        bad("one word", "bakery", SeedProblem::NotAnAddress);
        bad("ftp", "ftp://a.example", SeedProblem::UnknownScheme);
        bad("javascript", "javascript://a.example/%0aalert(1)", SeedProblem::UnknownScheme);
        bad("no host", "https:///contact", SeedProblem::NoHost);
        bad("scheme without slashes", "mailto:info@a.example", SeedProblem::UnknownScheme);
        bad("http without slashes", "http:a.example", SeedProblem::NotAnAddress);
        bad("credentials", "https://user:secret@a.example", SeedProblem::Credentials);
        bad("e-mail", "info@a.example", SeedProblem::NotAnAddress);
        bad("double dot", "a..example", SeedProblem::NotAnAddress);
        bad("price", "12.50", SeedProblem::NotAnAddress);
        bad("telephone", "03.12.34.56.78", SeedProblem::NotAnAddress);
        bad("no ipv4", "10.0.0.256", SeedProblem::NotAnAddress);
        bad("markup", "a.example/<b>", SeedProblem::NotAnAddress);
        bad("port not a number", "a.example:http", SeedProblem::NotAnAddress);
    }

    void line_eachKind_isJudged()
    {
        QFETCH(QString, text);
        QFETCH(QString, address);
        QFETCH(int, problem);
        const SeedList list = parseSeeds(text);
        QCOMPARE(list.lines.size(), size_t(1));
        QCOMPARE(static_cast<int>(list.lines.front().problem), problem);
        QCOMPARE(list.lines.front().address, address);
        QCOMPARE(list.problems, problem == 0 ? 0 : 1);
    }

    void line_longerThanTheLimit_isRefused()
    {
        const QString start = QStringLiteral("https://a.example/");
        const QString longest = start + QString(kMaxSeedLength - start.size(), u'x');
        QCOMPARE(readSeed(longest).address, longest);
        QCOMPARE(readSeed(longest + u'x').problem, SeedProblem::TooLong);
    }

    // The crawler treats these as one start address as well.
    void list_sameAddressWrittenDifferently_isARepeat()
    {
        const SeedList list
            = parseSeeds(u"a.example/x\nhttp://www.A.example/x\na.example/x#part\na.example/X\na.example/x/\n");
        QCOMPARE(list.duplicates, 2);
        QCOMPARE(list.addresses.size(), 3);
    }

    void host_portAndBrackets_areLeftOut()
    {
        QCOMPARE(seedHost(u"https://a.example:8080/x"), QStringView(u"a.example"));
        QCOMPARE(seedHost(u"http://[::1]:9000/"), QStringView(u"::1"));
    }

    void list_commentsBlanksAndRepeats_areLeftOut()
    {
        const SeedList list = parseSeeds(u"a.example\n\n# note\nhttps://A.example/\nb.example\nA.example\n");
        QCOMPARE(list.addresses, QStringList({ QStringLiteral("https://a.example"), QStringLiteral("https://b.example") }));
        QCOMPARE(list.duplicates, 2);
        QCOMPARE(list.problems, 0);
        QCOMPARE(list.lines.at(1).line, 3);
    }

    void paste_prose_isNotAList()
    {
        QVERIFY(looksLikeSeeds(u"a.example\nb.example"));
        QVERIFY(!looksLikeSeeds(u"Dear Ada,\nplease call me tomorrow.\nYours"));
        QVERIFY(!looksLikeSeeds(u""));
    }

    void list_hundredThousandLines_isReadQuickly()
    {
        QString text;
        for (int i = 0; i < 100'000; ++i)
            text += QStringLiteral("site%1.example/contact\n").arg(i);
        const auto begun = leadline::tests::cpuTime();
        QCOMPARE(parseSeeds(text).addresses.size(), 100'000);
        const auto took = leadline::tests::cpuTime() - begun;
        QVERIFY2(took < std::chrono::seconds(3) * leadline::tests::kSlowness, qPrintable(QString::number(took.count())));
    }
};

QTEST_GUILESS_MAIN(SeedListTest)
#include "tst_seed_list.moc"
