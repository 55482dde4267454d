#include "sources/worker_board.h"

#include <QtTest>

#include <unistd.h>

using namespace leadline;
using sources::WorkerBoard;

class TestWorkerBoard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pages_shownByTheWorker_areSeenByTheDaemon()
    {
        const auto daemon = WorkerBoard::create();
        QVERIFY(daemon);
        const auto worker = WorkerBoard::attach(::dup((*daemon)->descriptor()));
        QVERIFY(worker);
        QVERIFY((*daemon)->pagesInHand().empty());
        QVERIFY(!(*daemon)->blamed());

        (*worker)->beat();
        (*worker)->begin(0, 12, "https://e.com/a");
        (*worker)->begin(5, 13, std::string(5000, 'x'));
        QCOMPARE((*daemon)->beats(), uint64_t(1));
        const auto pages = (*daemon)->pagesInHand();
        QCOMPARE(pages.size(), size_t(2));
        QCOMPARE(pages[0].site, 12);
        QCOMPARE(pages[0].url, "https://e.com/a");
        QCOMPARE(pages[1].reader, 5);
        QVERIFY(pages[1].url.size() <= 2048); // an address is never that long, but a worker may lie

        const auto turn = pages[0].turn;
        (*worker)->end(0);
        QCOMPARE((*daemon)->pagesInHand().size(), size_t(1));
        (*worker)->begin(0, 12, "https://e.com/a");
        QVERIFY((*daemon)->pagesInHand()[0].turn != turn);
        (*worker)->blame(5);
        (*worker)->blame(0);
        QCOMPARE((*daemon)->blamed(), std::optional(5));
    }

    void blame_outsideOfReaders_namesNone()
    {
        const auto board = WorkerBoard::create();
        QVERIFY(board);
        (*board)->blame(-1);
        QCOMPARE((*board)->blamed(), std::optional(-1));
    }

    void memory_ofTheDaemon_cannotBePulledAway()
    {
        const auto board = WorkerBoard::create();
        QVERIFY(board);
        QVERIFY(::ftruncate((*board)->descriptor(), 0) != 0);
    }

    void attach_toSomethingElse_fails()
    {
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        QVERIFY(!WorkerBoard::attach(ends[0]));
        QVERIFY(!WorkerBoard::attach(-1));
        const auto small = crawl::SharedMemory::create("leadline-test", 4096);
        QVERIFY(small);
        QVERIFY(!WorkerBoard::attach(::dup((*small)->descriptor())));
        ::close(ends[1]);
    }
};

QTEST_GUILESS_MAIN(TestWorkerBoard)
#include "tst_worker_board.moc"
