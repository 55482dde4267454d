#include "domain/remark.h"
#include "ui/models/remark_text.h"

#include <QTest>

using namespace leadline;
using domain::Remark;
using domain::RemarkCode;

class RemarkTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_everyCode_hasWordsWithItsFacts()
    {
        for (const RemarkCode code : domain::remarkCodes()) {
            QStringList facts;
            for (int i = 0; i < domain::remarkFactCount(code); ++i)
                facts << QString::number(70 + i);
            const Remark remark(code, facts);
            const QString text = ui::remarkText(remark);
            QVERIFY2(!text.isEmpty(), qPrintable(remark.slug().toString()));
            QVERIFY2(!text.contains(u'%'), qPrintable(text));
            for (const QString &fact : facts)
                QVERIFY2(code == RemarkCode::CannotGoOn || text.contains(fact), qPrintable(text));
        }
    }

    void text_wordsWithoutACode_areShownAsTheyCame()
    {
        QCOMPARE(ui::remarkText(QStringLiteral("site 50% done %1")), QStringLiteral("site 50% done %1"));
        QCOMPARE(ui::remarkText({}), QString());
    }

    void text_factThatLooksLikeAPlace_isLeftAlone()
    {
        QVERIFY(ui::remarkText({ RemarkCode::RobotsForbids, { QStringLiteral("%2.example"), QStringLiteral("/%1") } })
                    .contains(QStringLiteral("%2.example")));
    }

    void text_cause_followsWhatItExplains()
    {
        const Remark robots(RemarkCode::RobotsForbids, { QStringLiteral("example.com"), QStringLiteral("/contact") });
        const QString why = ui::remarkText(robots);
        QCOMPARE(ui::remarkText(Remark(RemarkCode::NoLeads).because(robots)), QStringLiteral("0 leads: ") + why);
        QVERIFY(ui::remarkText(Remark(RemarkCode::PagesRead, { QStringLiteral("2") }).because(robots)).endsWith(why));
    }

    void text_failureOfTheStore_isToldLikeEveryOtherError()
    {
        const QString text
            = ui::remarkText({ RemarkCode::CannotGoOn, { QStringLiteral("storage"), QStringLiteral("code 522") } });
        QVERIFY(text.contains(QStringLiteral("disk")));
        QVERIFY(!text.contains(QStringLiteral("522")));
    }
};

QTEST_GUILESS_MAIN(RemarkTextTest)
#include "tst_remark_text.moc"
