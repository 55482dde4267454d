#include "domain/seed_file.h"

#include <QStringEncoder>
#include <QTest>

using namespace leadline::domain;

class SeedFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void file_eachShape_givesItsAddresses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("seeds");
        const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &seeds) {
            QTest::newRow(name) << bytes << QString::fromUtf8(seeds).split(u'|');
        };
        row("one per line", "a.example\n\n  b.example/x \r\na.example\n", "a.example|b.example/x");
        row("comments", "# list, of 2024\na.example # first, best\nb.example/#top\n", "a.example|b.example/#top");
        row("what is no address is kept", "a.example\nnot one\n", "a.example|not one");
        row("separators in addresses", "a.example/x,y\nb.example\n", "a.example/x,y|b.example");
        row("broken first line", "not one, really\na.example\nb.example\n", "not one, really|a.example|b.example");
        row("one column with its name", "Website\na.example\n", "a.example");
        row("one quoted column", "\"website\"\n\"a.example\"\n", "a.example");
        row("quotes and semicolons",
            "\xEF\xBB\xBFName;Site;Mail\r\n\"Caf\xC3\xA9; du Pont\";www.cafe.example;info@cafe.example\r\n"
            "\"Gar\"\"age\";https://garage.example/x;\r\n;;\r\n",
            "www.cafe.example|https://garage.example/x");
        row("tabs, no header", "1\ta.example\n2\tb.example\n", "a.example|b.example");
        row("one row", "Bakery;a.example", "a.example");
        row("break inside quotes", "\"Name\nof shop\",url\nBakery,a.example\n", "a.example");
        row("named column wins", "source,website\nmaps.example,a.example\nmaps.example/2,\n", "a.example");
        row("cells that are no address are kept", "name,url\nA,a.example\nB,n/a\nC,\n", "a.example|n/a");
        row("prices are no addresses", "price,home\n12.50,a.example\n13.50,\n14.50,\n", "a.example");
        row("latin-1", "name;url\nM\xFCller;m\xFCller.example\n", "m\xC3\xBCller.example");
        QStringEncoder utf16(QStringConverter::Utf16LE, QStringConverter::Flag::WriteBom);
        row("utf-16", utf16(QStringLiteral("name\turl\r\nA\ta.example\r\n")), "a.example");
    }

    void file_eachShape_givesItsAddresses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, seeds);
        const auto found = seedsFromFile(bytes);
        QVERIFY2(found, found ? "" : qPrintable(found.error().detail()));
        QCOMPARE(*found, seeds);
    }

    void column_byNameOrNumber_isRead()
    {
        const QByteArray bytes = "name,url,shop\nA,a.example,shop.example\n";
        QCOMPARE(seedsFromFile(bytes, QStringLiteral("Shop")).value(), QStringList(QStringLiteral("shop.example")));
        QCOMPARE(seedsFromFile(bytes, QStringLiteral("2")).value(), QStringList(QStringLiteral("a.example")));
    }

    void lines_thatAreNoAddresses_areSkippedByNumber_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("seeds");
        QTest::addColumn<QString>("skipped");
        const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &seeds, const char *skipped) {
            QTest::newRow(name) << bytes << QString::fromUtf8(seeds).split(u'|') << QString::fromLatin1(skipped);
        };
        row("text", "# list\na.example\nnot one\n\nftp://b.example/\nc.example # old\n", "a.example|c.example", "3 5");
        row("mixed line ends", "a.example\rbad one\r\nb.example\n\rworse one\rc.example", "a.example|b.example|c.example",
            "2 5");
        row("zero bytes", QByteArray("a.example\nb\0.example\nc.example/\0\nd.example\n", 43), "a.example|d.example", "2 3");
        row("other control characters", "a.example\n\x1b[2Jb.example\nc.example/\x07\n", "a.example", "2 3");
        row("a line without an end", "a.example\n" + QByteArray(100'000, 'x') + "\nb.example\n", "a.example|b.example", "2");
        row("an address that is too long", "a.example\nb.example/" + QByteArray(3'000, 'x') + "\n", "a.example", "2");
        row("table", "name,url\r\nA,a.example\r\nB,n/a\r\nC,\r\n# gone,\r\nD,mailto:d@d.example\r\nE,e.example\r\n",
            "a.example|e.example", "3 6");
        row("lines within quotes count", "name,url\n\"A\nof\nshops\",a.example\nB,none\n", "a.example", "5");
        row("comments above a table", "# one\n# two\nname;url\nA;a.example\nB;none\n", "a.example", "5");
        row("a quote that never ends",
            "name,url\nA,a.example\nB,\"b.example\nC,c.example\nD,\"d \"\"x\"\"\",\nE,e.example\n",
            "a.example|c.example|e.example", "3 5");
    }

    void lines_thatAreNoAddresses_areSkippedByNumber()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, seeds);
        QFETCH(QString, skipped);
        const auto file = readSeedFile(bytes);
        QVERIFY2(file, file ? "" : qPrintable(file.error().detail()));
        QCOMPARE(file->seeds, seeds);
        QStringList numbers;
        for (const SkippedSeed &line : file->skipped) {
            numbers << QString::number(line.line);
            QVERIFY(line.problem != SeedProblem::None && line.text.size() <= 200);
        }
        QCOMPARE(numbers.join(u' '), skipped);
    }

    void lines_thatRepeat_areCounted()
    {
        const auto file = readSeedFile("a.example\nb.example\na.example\na.example\n");
        QVERIFY(file);
        QCOMPARE(file->seeds.size(), 2);
        QCOMPARE(file->repeated, 2);
    }

    void quotes_thatNeverEnd_costLinearTime()
    {
        QByteArray bytes = "name,url\n";
        for (int i = 0; i < 200; ++i)
            bytes += "\"x," + QByteArray(40'000, 'a') + "\nB,b.example\n";
        const auto file = readSeedFile(bytes);
        QVERIFY(file);
        QCOMPARE(file->seeds, QStringList(QStringLiteral("b.example")));
        QCOMPARE(file->repeated, 199);
    }

    void file_withoutAddresses_saysWhatIsMissing_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << QByteArray() << QString() << QStringLiteral("no addresses");
        QTest::newRow("comments only") << QByteArray("# a\n\n#b\n") << QString() << QStringLiteral("no addresses");
        QTest::newRow("no such column") << QByteArray("name,url\nA,a.example\n") << QStringLiteral("web")
                                        << QStringLiteral("there are: name, url");
        QTest::newRow("number too high") << QByteArray("name,url\nA,a.example\n") << QStringLiteral("3")
                                         << QStringLiteral("no column");
        QTest::newRow("no column of addresses")
            << QByteArray("name,phone,mail\nAda,+33199004085,ada@a.example\n") << QString() << QStringLiteral("no column");
        QTest::newRow("utf-16 without its mark")
            << QByteArray("a\0.\0e\0x\0a\0m\0p\0l\0e\0\n\0", 20) << QString() << QStringLiteral("UTF-16");
        QTest::newRow("bytes") << QByteArray("\0\0\0\1\0\0\2\0\0\0\3\0", 12) << QString()
                               << QStringLiteral("not a text file");
        QTest::newRow("bytes of another kind") << QByteArray("\x7f"
                                                             "ELF\x02\x01\0\0,\0\xff\xfe",
            12) << QString() << QStringLiteral("no column");
    }

    void file_withoutAddresses_saysWhatIsMissing()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, column);
        QFETCH(QString, words);
        const auto found = seedsFromFile(bytes, column);
        QVERIFY(!found);
        QCOMPARE(found.error().code(), ErrorCode::InvalidArgument);
        QVERIFY2(found.error().detail().contains(words), qPrintable(found.error().detail()));
    }
};

QTEST_APPLESS_MAIN(SeedFileTest)
#include "tst_seed_file.moc"
