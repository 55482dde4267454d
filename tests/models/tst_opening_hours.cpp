#include "ui/models/opening_hours.h"

#include <QTest>

using namespace leadline;

class OpeningHoursTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_ofStructuredData_isReadable_data()
    {
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("shown");
        QTest::newRow("list of days") << QStringLiteral("Mo,Tu,We,Th,Fr 08:30-18:00")
                                      << QStringLiteral("Mon–Fri 08:30–18:00");
        QTest::newRow("two rules") << QStringLiteral("Mo-Fr 08:30-18:00; Sa 09:00-12:30")
                                   << QStringLiteral("Mon–Fri 08:30–18:00; Sat 09:00–12:30");
        QTest::newRow("days apart") << QStringLiteral("Mo,We,Th,Fr,Su 10:00-12:00,14:00-16:00")
                                    << QStringLiteral("Mon, Wed–Fri, Sun 10:00–12:00, 14:00–16:00");
        QTest::newRow("two in a row") << QStringLiteral("Sa,Su 10:00-12:00") << QStringLiteral("Sat, Sun 10:00–12:00");
        QTest::newRow("over the weekend") << QStringLiteral("Sa-Mo 10:00-12:00")
                                          << QStringLiteral("Mon, Sat, Sun 10:00–12:00");
        for (const char *other : { "", "daily, by appointment", "Xx 10:00-12:00", "Mo-Fr", "Mo-Fr 8 bis 12 Uhr; Sa zu" })
            QTest::newRow(qPrintable(QStringLiteral("as it is: %1").arg(QLatin1String(other))))
                << QString::fromLatin1(other) << QString::fromLatin1(other);
    }
    void text_ofStructuredData_isReadable()
    {
        QFETCH(QString, found);
        QFETCH(QString, shown);
        QCOMPARE(ui::openingHoursText(found, QLocale(QLocale::English)), shown);
    }

    void text_germanWindow_namesTheDaysInGerman()
    {
        const QString shown = ui::openingHoursText(QStringLiteral("Mo-Fr 08:30-18:00"), QLocale(QLocale::German));
        QVERIFY2(shown.startsWith(QStringLiteral("Mo")) && shown.contains(QStringLiteral("–Fr")), qPrintable(shown));
    }
};

QTEST_GUILESS_MAIN(OpeningHoursTest)
#include "tst_opening_hours.moc"
