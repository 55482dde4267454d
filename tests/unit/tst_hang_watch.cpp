#include "sources/hang_watch.h"

#include <QtTest>

using leadline::sources::HangWatch;
using leadline::sources::WorkerBoard;
using namespace std::chrono_literals;

class TestHangWatch : public QObject
{
    Q_OBJECT

private:
    static WorkerBoard::PageInHand page(int reader, uint64_t turn)
    {
        return { reader, turn, 7, "https://e.com/" + std::to_string(turn) };
    }

private Q_SLOTS:
    void worker_thatBeats_neverHangs()
    {
        HangWatch watch(8s, 16s);
        QCOMPARE(watch.tickLength(), 1000ms);
        for (uint64_t beat = 1; beat < 100; ++beat)
            QVERIFY(!watch.tick(beat, { page(0, beat * 2 + 1), page(1, beat * 2 + 1) }));
    }

    void worker_withoutABeat_hangsAfterTheSilence_whateverItReads()
    {
        HangWatch watch(8s, 16s);
        QVERIFY(!watch.tick(5, { page(0, 1) }));
        for (int tick = 1; tick < 8; ++tick)
            QVERIFY(!watch.tick(5, { page(0, 1) }));
        const auto hang = watch.tick(5, { page(0, 1) });
        QVERIFY(hang);
        QVERIFY(hang->pages.empty());
        QCOMPARE(hang->time, 8s);
    }

    void worker_thatNeverBegan_hangsToo()
    {
        HangWatch watch(8s, 16s);
        for (int tick = 1; tick < 8; ++tick)
            QVERIFY(!watch.tick(0, {}));
        QVERIFY(watch.tick(0, {}));
    }

    void page_inHandForTooLong_isNamedAlone()
    {
        HangWatch watch(8s, 16s);
        uint64_t beat = 0;
        for (int tick = 0; tick < 16; ++tick) {
            ++beat;
            QVERIFY(!watch.tick(beat, { page(0, beat * 2 + 1), page(3, 9) }));
        }
        const auto hang = watch.tick(beat + 1, { page(0, 4001), page(3, 9) });
        QVERIFY(hang);
        QCOMPARE(hang->pages.size(), size_t(1));
        QCOMPARE(hang->pages[0].url, "https://e.com/9");
        QCOMPARE(hang->time, 16s);
    }
};

QTEST_GUILESS_MAIN(TestHangWatch)
#include "tst_hang_watch.moc"
