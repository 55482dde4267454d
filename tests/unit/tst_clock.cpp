#include "domain/clock.h"

#include <QTest>

using namespace leadline::domain;

class ClockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc3339_writesUtcWithMilliseconds()
    {
        QCOMPARE(toRfc3339(fromMilliseconds(1'764'000'000'007)), QStringLiteral("2025-11-24T16:00:00.007Z"));
    }

    void rfc3339_readsAnyOffset()
    {
        const auto utc = fromRfc3339(u"2026-11-23T14:00:00Z");
        const auto offset = fromRfc3339(u"2026-11-23T15:00:00+01:00");
        QVERIFY(utc && offset);
        QCOMPARE(toMilliseconds(*utc), toMilliseconds(*offset));
    }

    void rfc3339_refusesTimesWithoutOffset() { QVERIFY(!fromRfc3339(u"2026-11-23T14:00:00")); }
};

QTEST_APPLESS_MAIN(ClockTest)
#include "tst_clock.moc"
