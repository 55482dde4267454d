#include "domain/folded_key.h"
#include "domain/lead_filter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace leadline::domain;

class TestLeadFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_example_givesItsTerms()
    {
        const auto filter = parseLeadFilter(u"status:new has:email score>60 city:\"Saint-Étienne\" -tag:chain bakery");
        QVERIFY(filter);
        const LeadFilter expected { {
            { FilterField::Status, FilterOp::Equals, { QStringLiteral("new") }, false },
            { FilterField::Has, FilterOp::Equals, { QStringLiteral("email") }, false },
            { FilterField::Score, FilterOp::Greater, { QStringLiteral("60") }, false },
            { FilterField::City, FilterOp::Equals, { QStringLiteral("Saint-Étienne") }, false },
            { FilterField::Tag, FilterOp::Equals, { QStringLiteral("chain") }, true },
            { FilterField::Text, FilterOp::Equals, { QStringLiteral("bakery") }, false },
        } };
        QVERIFY(*filter == expected);
    }

    void text_ofParsed_isShortestForm_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shortest");
        const auto row = [](const char *text, const char *shortest) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(shortest);
        };
        row("", "");
        row("   ", "");
        row("status:New,ACCEPTED,new", "status:new,accepted");
        row("score:>60", "score>60");
        row("score=60", "score:60");
        row("rating>=3", "rating>=3");
        row("found>2026-11-01", "found>2026-11-01");
        row("country:fr", "country:FR");
        row("site:example.com", "website:example.com");
        row("is:deleted", "is:deleted");
        row("-city:\"New York\",Lyon", "-city:\"New York\",Lyon");
        row("\"two words\"", "\"two words\"");
        row("\"one\"", "one");
        row("city:\"Lyon\"", "city:Lyon");
        row("city:\"open end", "city:\"open end\"");
        row("\"a \\\"b\\\" c\"", "\"a \\\"b\\\" c\"");
        row("\"status:new\"", "\"status:new\""); // a word, not the field
        row("\"-x\"", "\"-x\"");
        row("- x", "- x");
        row("https://example.com/a", "https://example.com/a");
        row("12:30", "12:30");
        row("a,b", "a,b");
        row("name:a,\"b,c\"", "name:a,\"b,c\"");
        row("  kestrel   bakery ", "kestrel bakery");
        row("tag:\"Key  Account\"", "tag:\"key account\"");
    }
    void text_ofParsed_isShortestForm()
    {
        QFETCH(QString, text);
        QFETCH(QString, shortest);
        const auto filter = parseLeadFilter(text);
        QVERIFY(filter);
        QCOMPARE(toText(*filter), shortest);
        const auto again = parseLeadFilter(toText(*filter));
        QVERIFY(again && *again == *filter);
    }

    void parse_mistake_namesTheWord_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *text, const char *word) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(word);
        };
        row("bakery colour:red", "colour:red");
        row("status:done", "status:done");
        row("status:", "status:");
        row("status:new,", "status:new,");
        row("has:money", "has:money");
        row("score>101", "score>101");
        row("score:x", "score:x");
        row("score>1,2", "score>1,2");
        row("city>Lyon", "city>Lyon");
        row("-task:42", "-task:42");
        row("found:yesterday", "found:yesterday");
        row("country:France", "country:France");
        row("is:new", "is:new");
    }
    void parse_mistake_namesTheWord()
    {
        QFETCH(QString, text);
        QFETCH(QString, word);
        const auto filter = parseLeadFilter(text);
        QVERIFY(!filter);
        QCOMPARE(filter.error().code(), ErrorCode::InvalidArgument);
        QCOMPARE(filter.error().field, word);
    }

    void parse_randomText_neverFailsToRoundTrip()
    {
        QRandomGenerator random(20261123);
        const QString alphabet = QStringLiteral("ab:\"\\,-<>= é/\n");
        for (int round = 0; round < 20'000; ++round) {
            QString text;
            for (quint32 i = random.bounded(12u); i > 0; --i)
                text += alphabet[static_cast<int>(random.bounded(quint32(alphabet.size())))];
            const auto filter = parseLeadFilter(text);
            if (!filter)
                continue;
            const auto again = parseLeadFilter(toText(*filter));
            QVERIFY2(again && *again == *filter, qPrintable(text));
        }
    }

    void foldedKey_spellings_compareEqual()
    {
        QCOMPARE(foldedKey(u"Saint-Étienne"), QStringLiteral("saint-etienne"));
        QCOMPARE(foldedKey(u"  New   York "), QStringLiteral("new york"));
        QCOMPARE(foldedKey(u"Große Straße"), QStringLiteral("grosse strasse"));
        QCOMPARE(foldedKey(u"GROSSE STRASSE"), foldedKey(u"Große Straße"));
        QCOMPARE(foldedKey(u"ﬁne Ａ"), QStringLiteral("fine a"));
        QCOMPARE(foldedKey(u"Ελλάδα"), foldedKey(u"ΕΛΛΑΔΑ"));
        QCOMPARE(foldedKey(u""), QString());
    }
};

QTEST_GUILESS_MAIN(TestLeadFilter)
#include "tst_lead_filter.moc"
