#include "storage/database.h"
#include "support/postgres_cluster.h"
#include "support/wait.h"

#include <QTest>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <thread>

using namespace leadline;
using namespace std::chrono_literals;
using domain::ErrorCode;
using domain::Result;
using leadline::tests::PostgresCluster;
using storage::Connection;
using storage::Database;
using storage::DatabaseConfig;
using storage::Lane;
using storage::Statement;

namespace {

Result<void> insert(Connection &c, qint64 n)
{
    const auto statement = c.prepare(QStringLiteral("INSERT INTO t (n) VALUES (?)"));
    LEADLINE_TRY(statement);
    return (*statement)->bindAll(n).exec();
}

Result<qint64> countRows(Connection &c)
{
    const auto count = c.single(QStringLiteral("SELECT count(*) FROM t"));
    LEADLINE_TRY(count);
    return count->toLongLong();
}

/// A door that jobs wait at until the test opens it.
class Gate
{
public:
    void open() { m_promise.set_value(); }
    void wait() const { m_future.wait(); }
    [[nodiscard]] bool opensWithin(std::chrono::seconds time) const
    {
        return m_future.wait_for(time) == std::future_status::ready;
    }

private:
    std::promise<void> m_promise;
    std::shared_future<void> m_future = m_promise.get_future().share();
};

} // namespace

/// What is PostgreSQL's alone: several writers, an elastic pool, a server that goes away.
class TestPostgresDatabase : public QObject
{
    Q_OBJECT

private:
    PostgresCluster m_cluster;
    QString m_name;
    std::unique_ptr<Database> m_db;

    void open(DatabaseConfig config)
    {
        config.address = m_cluster.address(m_name);
        auto opened = Database::open(config);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail()));
        m_db = std::move(*opened);
    }
    /// Jobs fail while a restarted server recovers; the caller of the API would come back after retryAfter, too.
    bool isBack()
    {
        return QTest::qWaitFor([&] { return m_db->read(countRows).result().has_value(); }, 30'000);
    }

private Q_SLOTS:
    void init()
    {
        m_cluster.start();
        m_name = m_cluster.createDatabase();
        m_cluster.sql(m_name, QStringLiteral("CREATE TABLE t (n bigint PRIMARY KEY)"));
    }
    void cleanup()
    {
        if (m_db)
            (void)m_db->close();
        m_db.reset();
        m_cluster.start();
        m_cluster.dropDatabase(m_name);
    }

    void write_differentLanes_runAtTheSameTime()
    {
        open({ {}, 1, false, {}, 2 });
        Gate first;
        Gate second;
        const auto meet = [](Gate &mine, Gate &other) {
            return [&mine, &other](Connection &c) -> Result<qint64> {
                mine.open();
                if (!other.opensWithin(20s))
                    return domain::failure(ErrorCode::Timeout, QStringLiteral("alone"));
                const auto pid = c.single(QStringLiteral("SELECT pg_backend_pid()"));
                LEADLINE_TRY(pid);
                return pid->toLongLong();
            };
        };
        auto one = m_db->write(meet(first, second), Lane::of(domain::TaskId::create()));
        auto two = m_db->write(meet(second, first), Lane::of(domain::TaskId::create()));
        QVERIFY(one.result() && two.result());
        QVERIFY(*one.result() != *two.result());
    }

    void write_sameLane_keepsItsOrder()
    {
        open({ {}, 1, false, {}, 4 });
        const Lane lane = Lane::of(domain::TaskId::create());
        std::vector<int> order; // without a lock: jobs of a lane never run at the same time
        std::vector<QFuture<Result<void>>> futures;
        for (int i = 0; i < 200; ++i) {
            futures.push_back(m_db->write(
                [i, &order](Connection &c) {
                    order.push_back(i);
                    return insert(c, i);
                },
                lane));
            futures.push_back(m_db->write([i](Connection &c) { return insert(c, 1000 + i); }));
        }
        for (auto &future : futures)
            QVERIFY(future.result());
        QCOMPARE(order.size(), 200u);
        QVERIFY(std::is_sorted(order.begin(), order.end()));
        QCOMPARE(m_db->read(countRows).result().value_or(-1), 400);
    }

    void read_allBusy_opensAnOverflowConnection()
    {
        open({ {}, 1, false, {}, 1, 1 });
        Gate gate;
        auto blocking = m_db->read([&](Connection &) -> Result<void> {
            gate.wait();
            return {};
        });
        QTRY_COMPARE_WITH_TIMEOUT(m_db->statistics().checkedOut, 1, 10'000);
        QVERIFY(m_db->read(countRows).result());
        const auto figures = m_db->statistics();
        QCOMPARE(figures.overflow, 1);
        QCOMPARE(figures.size, 3);
        QVERIFY(figures.waits >= 1);
        QVERIFY(figures.longestWaitMicros > 0);
        gate.open();
        QVERIFY(blocking.result());
        QTRY_COMPARE_WITH_TIMEOUT(m_db->statistics().overflow, 0, 30'000); // it leaves when it is idle
    }

    void read_waitsTooLong_isUnavailable()
    {
        DatabaseConfig config;
        config.readers = 1;
        config.waitLimit = 50ms;
        open(config);
        Gate gate;
        auto blocking = m_db->read([&](Connection &) -> Result<void> {
            gate.wait();
            return {};
        });
        const auto late = m_db->read(countRows).result();
        QCOMPARE(late.error().code(), ErrorCode::Unavailable);
        QVERIFY(late.error().retryAfter);
        QCOMPARE(m_db->statistics().timeouts, 1);
        gate.open();
        QVERIFY(blocking.result());
        QVERIFY(m_db->read(countRows).result());
    }

    void session_endedByTheServer_costsNoJob()
    {
        open({ {}, 2, false, {}, 2 });
        QVERIFY(m_db->write([](Connection &c) { return insert(c, 1); }).result());
        m_cluster.sql(m_name,
            QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
                           "pid <> pg_backend_pid()"));
        for (int i = 2; i < 10; ++i)
            QVERIFY(m_db->write([i](Connection &c) { return insert(c, i); }).result());
        QCOMPARE(m_db->read(countRows).result().value_or(-1), 9);
        QVERIFY(m_db->statistics().reconnects > 0);
    }

    void server_away_isUnavailableWithRetryAfter_thenBack()
    {
        open({ {}, 2, false, {}, 2 });
        QVERIFY(m_db->write([](Connection &c) { return insert(c, 1); }).result());
        m_cluster.stop();
        const auto read = m_db->read(countRows).result();
        QCOMPARE(read.error().code(), ErrorCode::Unavailable);
        QVERIFY(read.error().retryAfter);
        const auto write = m_db->write([](Connection &c) { return insert(c, 2); }).result();
        QCOMPARE(write.error().code(), ErrorCode::Unavailable);
        QVERIFY(!m_db->statistics().isReachable);
        m_cluster.start();
        // Nobody asks: an idle worker finds out by itself.
        QTRY_VERIFY_WITH_TIMEOUT(m_db->statistics().isReachable, 20'000);
        QVERIFY(isBack());
        QCOMPARE(m_db->read(countRows).result().value_or(-1), 1);
        QVERIFY(m_db->write([](Connection &c) { return insert(c, 2); }).result());
    }

    void server_killedUnderLoad_losesNothingAcknowledged_data()
    {
        QTest::addColumn<bool>("killed");
        QTest::newRow("stopped") << false;
        QTest::newRow("killed") << true;
    }
    void server_killedUnderLoad_losesNothingAcknowledged()
    {
        QFETCH(bool, killed);
        open({ {}, 2, false, {}, 4 });
        std::atomic<bool> ends { false };
        std::atomic<qint64> next { 0 };
        std::mutex mutex;
        std::vector<qint64> acknowledged;
        std::atomic<int> unavailable { 0 };
        std::atomic<int> otherErrors { 0 };
        std::condition_variable woken; // with the mutex: the server was started, or the test ends
        int starts = 0;
        std::vector<std::thread> callers;
        for (int caller = 0; caller < 6; ++caller) {
            callers.emplace_back([&] {
                const Lane lane = Lane::of(domain::TaskId::create());
                while (!ends) {
                    const qint64 n = next.fetch_add(1);
                    const auto stored = m_db->write([n](Connection &c) { return insert(c, n); }, lane).result();
                    if (stored) {
                        const std::scoped_lock lock(mutex);
                        acknowledged.push_back(n);
                    } else if (stored.error().code() == ErrorCode::Unavailable) {
                        ++unavailable;
                        // As a caller that minds retryAfter, but for a start it hears of.
                        std::unique_lock lock(mutex);
                        woken.wait_for(lock, stored.error().retryAfter.value_or(1s),
                            [&, seen = starts] { return ends || starts != seen; });
                    } else {
                        ++otherErrors;
                    }
                }
            });
        }
        const auto count = [&] {
            const std::scoped_lock lock(mutex);
            return acknowledged.size();
        };
        for (int round = 0; round < 3; ++round) {
            const size_t before = count();
            QTRY_VERIFY_WITH_TIMEOUT(count() > before + 50, 30'000);
            if (killed)
                m_cluster.kill();
            else
                m_cluster.stop();
            QTRY_VERIFY_WITH_TIMEOUT(unavailable > 0, 30'000);
            m_cluster.start();
            const std::scoped_lock lock(mutex);
            ++starts;
            woken.notify_all();
        }
        const size_t before = count();
        QTRY_VERIFY_WITH_TIMEOUT(count() > before + 50, 30'000);
        {
            const std::scoped_lock lock(mutex);
            ends = true;
            woken.notify_all();
        }
        for (std::thread &caller : callers)
            caller.join();
        QCOMPARE(otherErrors.load(), 0);
        const auto kept = m_db->read([](Connection &c) -> Result<std::set<qint64>> {
                                  const auto all = c.prepare(QStringLiteral("SELECT n FROM t"));
                                  LEADLINE_TRY(all);
                                  std::set<qint64> numbers;
                                  LEADLINE_TRY((*all)->each([&](const Statement &row) { numbers.insert(row.integer(0)); }));
                                  return numbers;
                              })
                              .result();
        QVERIFY(kept);
        for (const qint64 n : acknowledged)
            QVERIFY2(kept->contains(n), qPrintable(QString::number(n)));
    }

    void open_serverAway_fails()
    {
        const auto address = m_cluster.address(m_name);
        m_cluster.stop();
        DatabaseConfig config;
        config.address = address;
        const auto opened = Database::open(config);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code(), ErrorCode::Unavailable);
    }

    void close_finishesQueuedJobs_thenRefuses()
    {
        open({ {}, 2, false, {}, 2 });
        std::vector<QFuture<Result<void>>> futures;
        for (int i = 0; i < 50; ++i)
            futures.push_back(m_db->write([i](Connection &c) { return insert(c, i); }, Lane::of(domain::TaskId::create())));
        QVERIFY(m_db->close());
        for (auto &future : futures)
            QVERIFY(future.result());
        QCOMPARE(m_db->read(countRows).result().error().code(), ErrorCode::Unavailable);
        QVERIFY(m_db->close());
        QCOMPARE(m_cluster.sql(m_name, QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("50"));
    }

    void write_deadlock_isLockedForOneOfTwo()
    {
        open({ {}, 1, false, {}, 2 });
        m_cluster.sql(m_name, QStringLiteral("INSERT INTO t VALUES (1), (2)"));
        Gate first;
        Gate second;
        const auto cross = [](Gate &mine, Gate &other, int a, int b) {
            return [&mine, &other, a, b](Connection &c) -> Result<void> {
                const QString lock = QStringLiteral("SELECT n FROM t WHERE n = %1 FOR UPDATE");
                LEADLINE_TRY(c.exec(lock.arg(a)));
                mine.open();
                other.wait();
                return c.exec(lock.arg(b));
            };
        };
        auto one = m_db->write(cross(first, second, 1, 2), Lane::of(domain::TaskId::create()));
        auto two = m_db->write(cross(second, first, 2, 1), Lane::of(domain::TaskId::create()));
        const auto a = one.result();
        const auto b = two.result();
        QCOMPARE(int(a.has_value()) + int(b.has_value()), 1);
        QCOMPARE((a ? b : a).error().code(), ErrorCode::Locked);
        QVERIFY(m_db->read(countRows).result());
    }
};

QTEST_GUILESS_MAIN(TestPostgresDatabase)
#include "tst_postgres_database.moc"
