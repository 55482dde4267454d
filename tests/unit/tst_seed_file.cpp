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
