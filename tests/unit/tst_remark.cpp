#include "domain/remark.h"

#include <QSet>
#include <QTest>

using namespace leadline::domain;

class RemarkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void english_everyCode_saysAllItsFacts()
    {
        QSet<QStringView> slugs;
        for (const RemarkCode code : remarkCodes()) {
            QStringList facts;
            for (int i = 0; i < remarkFactCount(code); ++i)
                facts << QString::number(70 + i);
            const Remark remark(code, facts);
            QVERIFY2(!remark.slug().isEmpty() && !slugs.contains(remark.slug()), qPrintable(remark.slug().toString()));
            slugs.insert(remark.slug());
            QVERIFY(!remark.english().contains(u'%'));
            // The error's slug is for the reader that has words of its own.
            for (qsizetype i = code == RemarkCode::CannotGoOn ? 1 : 0; i < facts.size(); ++i)
                QVERIFY2(remark.english().contains(facts[i]), qPrintable(remark.english()));
        }
    }

    void english_numbers_decideTheWords_data()
    {
        QTest::addColumn<QStringList>("facts");
        QTest::addColumn<QString>("english");
        QTest::newRow("one of each") << QStringList { u"1"_qs, u"1"_qs, u"1"_qs, u"1"_qs, u"1"_qs }
                                     << u"1 page read: 1 e-mail, 1 phone, 1 profile"_qs;
        QTest::newRow("several") << QStringList { u"4"_qs, u"2"_qs, u"0"_qs, u"0"_qs, u"3"_qs }
                                 << u"4 pages read: 2 e-mails, 0 phones of 3 businesses"_qs;
    }

    void english_numbers_decideTheWords()
    {
        QFETCH(QStringList, facts);
        QFETCH(QString, english);
        QCOMPARE(Remark(RemarkCode::Found, facts).english(), english);
    }

    void english_causes_areToldWithWhatTheyExplain()
    {
        const Remark robots(RemarkCode::RobotsForbids, { u"example.com"_qs, u"/contact"_qs });
        QCOMPARE(Remark(RemarkCode::NoLeads).because(robots).english(),
            u"0 leads: robots.txt of example.com forbids /contact"_qs);
        QCOMPARE(Remark(RemarkCode::PagesRead, { u"2"_qs }).because(robots).english(),
            u"2 pages read; ended early: robots.txt of example.com forbids /contact"_qs);
        const Remark aside(RemarkCode::PageHangsReader, { u"example.com/a"_qs });
        const Remark both = Remark(RemarkCode::PagesRead, { u"2"_qs }).because(aside).because(robots);
        QCOMPARE(both.english(),
            u"2 pages read; example.com/a kept the page reader busy without end twice and was set aside; ended early: "
            "robots.txt of example.com forbids /contact"_qs);
        QCOMPARE(Remark::fromText(both.toText()), both);
    }

    void english_factThatLooksLikeAPlace_isLeftAlone()
    {
        QCOMPARE(Remark(RemarkCode::RobotsForbids, { u"%2.example"_qs, u"/%1"_qs }).english(),
            u"robots.txt of %2.example forbids /%1"_qs);
    }

    void text_everyCode_comesBackWhole()
    {
        for (const RemarkCode code : remarkCodes()) {
            QStringList facts;
            for (int i = 0; i < remarkFactCount(code); ++i)
                facts << (i == 0 ? QString() : u"a fact"_qs);
            const Remark remark(code, facts);
            QCOMPARE(Remark::fromText(remark.toText()), remark);
            const Remark why = Remark(RemarkCode::NoLeads).because(remark);
            QCOMPARE(Remark::fromText(why.toText()), why);
        }
        QCOMPARE(Remark::fromText(u"just words"_qs), Remark(u"just words"_qs));
        QCOMPARE(Remark::fromText({}), Remark());
    }

    void text_factWithMarks_breaksNothing()
    {
        const Remark hostile(RemarkCode::RobotsForbids, { u"a\u001fb"_qs, u"/\u001e\u001fdisk-full"_qs });
        const Remark read = Remark::fromText(hostile.toText());
        QCOMPARE(read.code(), RemarkCode::RobotsForbids);
        QCOMPARE(read.facts(), QStringList({ u"a b"_qs, u"/  disk-full"_qs }));
        QVERIFY(read.causes().empty());
        // However many marks there are, the causes stay few.
        QVERIFY(Remark::fromText(QString(100'000, QChar(0x1e))).causes().size() <= 4);
    }

    void slug_ofANewerBackend_leavesTheWordsThatWereSent()
    {
        const Remark remark = Remark::fromSlug(u"site-levitates", { u"x"_qs }, u"x levitates"_qs);
        QCOMPARE(remark.code(), RemarkCode::Plain);
        QCOMPARE(remark.english(), u"x levitates"_qs);
        QCOMPARE(Remark::fromSlug(u"robots-forbids", { u"one fact short"_qs }, u"words"_qs).english(), u"words"_qs);
    }

    void subject_becomesTheFirstFact()
    {
        QCOMPARE(Remark(RemarkCode::PortNotAllowed, { u"22"_qs }).about(u"example.com"_qs).english(),
            u"example.com uses port 22, which is not allowed"_qs);
    }
};

QTEST_GUILESS_MAIN(RemarkTest)
#include "tst_remark.moc"
