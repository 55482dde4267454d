#include "ui/models/seed_list.h"

#include <QElapsedTimer>
#include <QTest>

using namespace leadline::ui;

class SeedLinesTest : public QObject
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
        good("ipv4", "127.0.0.1:9000", "https://127.0.0.1:9000");
        good("ipv6", "http://[::1]:9000/", "http://[::1]:9000/");
        bad("words", "not an address", SeedProblem::NotAnAddress);
        bad("one word", "bakery", SeedProblem::NotAnAddress);
        bad("ftp", "ftp://a.example", SeedProblem::UnknownScheme);
        bad("javascript", "javascript://a.example/%0aalert(1)", SeedProblem::UnknownScheme);
        bad("no host", "https:///contact", SeedProblem::NoHost);
        bad("credentials", "https://user:secret@a.example", SeedProblem::NoHost);
        bad("e-mail", "info@a.example", SeedProblem::NotAnAddress);
        bad("double dot", "a..example", SeedProblem::NotAnAddress);
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

    void csv_quotesAndSemicolons_givesTheColumnOfAddresses()
    {
        const QByteArray bytes
            = "\xEF\xBB\xBFName;Site;Mail\r\n\"Caf\xC3\xA9; du Pont\";www.cafe.example;info@cafe.example\r\n"
              "\"Gar\"\"age\";https://garage.example/x;\r\n;;\r\n";
        QCOMPARE(seedsFromCsv(bytes),
            QStringList({ QStringLiteral("www.cafe.example"), QStringLiteral("https://garage.example/x") }));
        QVERIFY(seedsFromCsv("name,phone\nAda,+33199004085\n").isEmpty());
        QCOMPARE(seedsFromCsv("a.example\nb.example\n").size(), 2);
    }

    void list_hundredThousandLines_isReadQuickly()
    {
        QString text;
        for (int i = 0; i < 100'000; ++i)
            text += QStringLiteral("site%1.example/contact\n").arg(i);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(parseSeeds(text).addresses.size(), 100'000);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }

    void name_severalAddresses_namesTheFirst()
    {
        QCOMPARE(suggestedTaskName({ QStringLiteral("https://www.a.example/x") }), QStringLiteral("a.example"));
        QCOMPARE(suggestedTaskName({ QStringLiteral("https://a.example"), QStringLiteral("b"), QStringLiteral("c") }),
            QStringLiteral("a.example and 2 more"));
    }
};

QTEST_GUILESS_MAIN(SeedLinesTest)
#include "tst_seed_lines.moc"
