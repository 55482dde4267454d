#include "crawl/shared_pace.h"

#include <QtTest>

#include <sys/wait.h>
#include <unistd.h>

using leadline::crawl::SharedPace;
using namespace std::chrono_literals;

/// Two handles on one table stand for two workers.
class TestSharedPace : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SharedPace> m_one;
    std::unique_ptr<SharedPace> m_two;
    const SharedPace::Instant m_now { 1000h };

private Q_SLOTS:
    void init()
    {
        m_one = std::move(*SharedPace::create());
        m_two = std::move(*SharedPace::attach(::dup(m_one->descriptor())));
    }

    void begin_byTwo_keepsTheGapAndOneRequestAtATime()
    {
        QCOMPARE(m_one->begin("http://a", m_now, 1000ms, 31s), m_now);
        QCOMPARE(m_two->begin("http://a", m_now, 1000ms, 31s), m_now + 1000ms);
        QCOMPARE(m_two->begin("http://b", m_now, 1000ms, 31s), m_now); // other origins are not concerned
        QVERIFY(m_two->begin("http://a", m_now + 1000ms, 1000ms, 31s) > m_now + 1000ms); // not answered yet
        m_one->ended("http://a", m_now, 31s);
        QCOMPARE(m_two->begin("http://a", m_now + 1000ms, 5000ms, 31s), m_now + 1000ms);
        m_two->ended("http://a", m_now + 1000ms, 31s);
        QCOMPARE(m_one->begin("http://a", m_now + 2000ms, 1000ms, 31s), m_now + 6000ms); // the wider gap counts
    }

    void begin_afterALongRequest_isOpenWithItsEnd()
    {
        QCOMPARE(m_one->begin("http://a", m_now, 1000ms, 31s), m_now);
        m_one->ended("http://a", m_now, 31s);
        QCOMPARE(m_two->begin("http://a", m_now + 10s, 1000ms, 31s), m_now + 10s);
        QCOMPARE(m_one->begin("http://a", m_now + 45s, 1000ms, 31s), m_now + 45s); // never told its end
    }

    void begin_ofAWorkerThatDied_doesNotHoldTheOthers()
    {
        const pid_t child = ::fork();
        if (child == 0) {
            (void)m_one->begin("http://a", m_now, 1000ms, 31s);
            ::_exit(0);
        }
        QVERIFY(child > 0);
        QCOMPARE(::waitpid(child, nullptr, 0), child);
        QCOMPARE(m_two->begin("http://a", m_now + 500ms, 1000ms, 31s), m_now + 1000ms);
        QCOMPARE(m_two->begin("http://a", m_now + 1000ms, 1000ms, 31s), m_now + 1000ms);
    }

    void quiet_toldToOne_holdsForAll()
    {
        m_one->quiet("http://a", m_now, m_now + 60s);
        m_one->quiet("http://a", m_now, m_now + 10s);
        QCOMPARE(m_two->quietUntil("http://a", m_now), m_now + 60s);
        QCOMPARE(m_two->begin("http://a", m_now, 1000ms, 31s), m_now + 60s);
        QVERIFY(m_two->quietUntil("http://b", m_now) <= m_now);
        QCOMPARE(m_two->begin("http://a", m_now + 60s, 1000ms, 31s), m_now + 60s);
    }

    void times_ofALyingWorker_areBounded()
    {
        m_one->quiet("http://a", m_now, m_now + 10'000h);
        QVERIFY(m_two->quietUntil("http://a", m_now) <= m_now + 15min);
        (void)m_one->begin("http://b", m_now, 10'000h, 0s);
        QVERIFY(m_two->begin("http://b", m_now, 1000ms, 31s) <= m_now + 60s);
    }

    void table_full_letsPass_andIsUsedAgain()
    {
        for (int round = 0; round < 3; ++round) {
            const auto now = m_now + round * 10min;
            for (int i = 0; i < 40'000; ++i) {
                const std::string origin = "http://h" + std::to_string(round * 100'000 + i);
                QCOMPARE(m_one->begin(origin, now, 1000ms, 31s), now);
            }
        }
        const auto now = m_now + 40min;
        QCOMPARE(m_one->begin("http://late", now, 1000ms, 31s), now);
        QVERIFY(m_two->begin("http://late", now, 1000ms, 31s) > now);
    }
};

QTEST_GUILESS_MAIN(TestSharedPace)
#include "tst_shared_pace.moc"
