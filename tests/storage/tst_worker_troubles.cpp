#include "backend/tasks/worker_troubles.h"

#include <QtTest>

using leadline::backend::WorkerTroubles;
using leadline::sources::SuspectPage;
using namespace std::chrono_literals;

class TestWorkerTroubles : public QObject
{
    Q_OBJECT

private:
    static SuspectPage page(int n, SuspectPage::Deed deed = SuspectPage::Deed::Crashed)
    {
        return { 0, "https://e.com/" + std::to_string(n), deed };
    }

private Q_SLOTS:
    void worker_diesInARowForNoReason_isGivenUp()
    {
        WorkerTroubles troubles;
        for (int death = 1; death <= 3; ++death) {
            troubles.workerStarted(0ms);
            QVERIFY(troubles.workerDied(1s, {}).goOn);
        }
        troubles.workerStarted(0ms);
        QVERIFY(!troubles.workerDied(1s, {}).goOn);
    }

    void worker_thatLivedForAMinute_startsTheRowAnew()
    {
        WorkerTroubles troubles;
        for (int death = 1; death <= 50; ++death) {
            troubles.workerStarted(0ms);
            QVERIFY(troubles.workerDied(death % 4 == 0 ? 60s : 1s, {}).goOn);
        }
    }

    void page_toBlameTwice_isSetAsideOnce()
    {
        WorkerTroubles troubles;
        QVERIFY(troubles.workerDied(1s, { page(1) }).setAside.empty());
        const auto second = troubles.workerDied(1s, { page(1) });
        QCOMPARE(second.setAside.size(), size_t(1));
        QCOMPARE(second.setAside[0].url, page(1).url);
        QVERIFY(troubles.workerDied(1s, { page(1) }).setAside.empty());
    }

    void pages_toBlameInTurn_neverEndTheRun()
    {
        WorkerTroubles troubles;
        int setAside = 0;
        for (int round = 0; round < 2; ++round) {
            for (int n = 0; n < 40; ++n) {
                const auto verdict = troubles.workerDied(1s, { page(n) });
                QVERIFY(verdict.goOn);
                setAside += static_cast<int>(verdict.setAside.size());
            }
        }
        QCOMPARE(setAside, 40);
    }

    void pages_beyondTheBound_endTheRun()
    {
        WorkerTroubles troubles;
        bool goesOn = true;
        int n = 0;
        for (; goesOn && n < 1000; ++n) {
            (void)troubles.workerDied(1s, { page(n) });
            goesOn = troubles.workerDied(1s, { page(n) }).goOn;
        }
        QCOMPARE(n, WorkerTroubles::maxSetAside + 1);
    }

    /// Killed from outside with several pages in hand: which of them did it shows when it happens again.
    void pages_onlyPresent_areSetAsideWhenPresentAgain()
    {
        const auto present = SuspectPage::Deed::Present;
        WorkerTroubles troubles;
        QVERIFY(troubles.workerDied(1s, { page(1, present), page(2, present) }).setAside.empty());
        const auto second = troubles.workerDied(1s, { page(3, present), page(2, present) });
        QCOMPARE(second.setAside.size(), size_t(1));
        QCOMPARE(second.setAside[0].url, page(2).url);
    }
};

QTEST_GUILESS_MAIN(TestWorkerTroubles)
#include "tst_worker_troubles.moc"
