#include "backend/auth/sign_in_limits.h"
#include "backend/leads/lead_repository.h"
#include "storage/database.h"
#include "support/store_maker.h"

#include <QTest>

using namespace leadline;
using namespace leadline::backend;
using namespace std::chrono_literals;
using storage::Connection;
using storage::Database;

namespace {

/// What one daemon asks, with a time of ours. SQLite has one daemon per file, so there "another" is the same after a
/// restart.
class Daemon
{
public:
    Daemon(Database &database, SignInRules rules = {})
        : m_database(database)
        , m_limits(rules, "salt")
    { }

    std::optional<int> address(const QString &address, domain::Timestamp now)
    {
        if (const auto known = m_limits.knownRefusal(address, now))
            return int(known->count());
        return seconds([=, this](Connection &db) { return m_limits.admitAddress(db, address, now); });
    }
    std::optional<int> account(const QString &account, domain::Timestamp now)
    {
        return seconds([=, this](Connection &db) { return m_limits.admitAccount(db, account, now); });
    }
    void succeed(const QString &account)
    {
        QVERIFY(m_database.write([=, this](Connection &db) { return m_limits.succeed(db, account); }).result());
    }
    void withdraw(const QString &account, domain::Timestamp now)
    {
        QVERIFY(m_database.write([=, this](Connection &db) { return m_limits.withdraw(db, account, now); }).result());
    }
    [[nodiscard]] QFuture<Result<SignInLimits::Wait>> ask(const QString &account, domain::Timestamp now)
    {
        return m_database.write([=, this](Connection &db) { return m_limits.admitAccount(db, account, now); },
            storage::Lane::of(domain::TaskId::create()));
    }
    [[nodiscard]] QFuture<Result<SignInLimits::Wait>> askAddress(const QString &address, domain::Timestamp now)
    {
        return m_database.write([=, this](Connection &db) { return m_limits.admitAddress(db, address, now); },
            storage::Lane::of(domain::TaskId::create()));
    }

private:
    template<typename F> std::optional<int> seconds(F job)
    {
        const auto wait = m_database.write(job).result();
        if (!wait)
            qFatal("%s", qPrintable(wait.error().detail()));
        return *wait ? std::optional(int((*wait)->count())) : std::nullopt;
    }

    Database &m_database;
    SignInLimits m_limits;
};

} // namespace

/// The brakes on guessing, in the store.
class SignInLimitsTest : public QObject
{
    Q_OBJECT

public:
    explicit SignInLimitsTest(leadline::tests::StoreMaker &stores)
        : m_stores(stores)
    { }

private:
    leadline::tests::StoreMaker &m_stores;
    storage::StoreAddress m_address;
    std::unique_ptr<Database> m_first;
    std::unique_ptr<Database> m_second; ///< PostgreSQL: of another daemon
    domain::Timestamp m_now = domain::fromMilliseconds(1'790'000'000'000);

    Database &other() { return m_second ? *m_second : *m_first; }
    std::unique_ptr<Database> open()
    {
        storage::DatabaseConfig config { m_address, 1, false };
        config.writers = m_stores.isSqlite() ? 1 : 4;
        return std::move(Database::open(config).value());
    }

private Q_SLOTS:
    void init()
    {
        m_address = m_stores.create();
        m_first = open();
        if (!m_stores.isSqlite())
            m_second = open();
    }
    void cleanup()
    {
        m_first.reset();
        m_second.reset();
        m_stores.remove(m_address);
    }

    void account_failures_waitLongerAndLonger()
    {
        Daemon daemon(*m_first);
        const QString ann = QStringLiteral("ann");
        QVERIFY(!daemon.account(ann, m_now));
        QVERIFY(!daemon.account(ann, m_now)); // a typing error costs nothing
        QCOMPARE(daemon.account(ann, m_now), 1);
        QVERIFY(!daemon.account(ann, m_now + 1s));
        QCOMPARE(daemon.account(ann, m_now + 1s), 2);
        QVERIFY(!daemon.account(ann, m_now + 3s));
        QCOMPARE(daemon.account(ann, m_now + 3s), 4);
        QVERIFY(!daemon.account(ann, m_now + 7s)); // the fifth
        QCOMPARE(daemon.account(ann, m_now + 7s), 15 * 60 - 7);
        QVERIFY2(!daemon.account(QStringLiteral("ben"), m_now + 7s), "others are not touched");
        QVERIFY(!daemon.account(ann, m_now + 15min));
    }

    void account_success_startsAnew()
    {
        Daemon daemon(*m_first);
        const QString ann = QStringLiteral("ann");
        for (int i = 0; i < 20; ++i) {
            QVERIFY(!daemon.account(ann, m_now));
            daemon.succeed(ann);
        }
        QVERIFY(!daemon.account(ann, m_now));
        daemon.withdraw(ann, m_now);
        QVERIFY(!daemon.account(ann, m_now));
        QVERIFY(!daemon.account(ann, m_now));
        QVERIFY(daemon.account(ann, m_now));
    }

    void address_attempts_areCountedPerMinuteAndNetwork()
    {
        Daemon daemon(*m_first);
        for (int i = 0; i < 20; ++i)
            QVERIFY(!daemon.address(QStringLiteral("2001:db8:1:2::%1").arg(i + 1), m_now));
        for (int again = 0; again < 3; ++again) // the second is answered from memory
            QCOMPARE(daemon.address(QStringLiteral("2001:db8:1:2:ffff::1"), m_now + 5s), 55);
        QVERIFY(!daemon.address(QStringLiteral("2001:db8:1:3::1"), m_now));
        QVERIFY(!daemon.address(QStringLiteral("192.0.2.1"), m_now));
        QVERIFY(!daemon.address(QStringLiteral("::ffff:192.0.2.2"), m_now));
        QVERIFY(!daemon.address(QStringLiteral("2001:db8:1:2::1"), m_now + 1min));
    }

    void total_flood_isBoundedWhateverItsAddresses()
    {
        Daemon daemon(*m_first, { 5, 15min, 20, 100 });
        int admitted = 0;
        for (int i = 0; i < 300; ++i)
            admitted += daemon.address(QStringLiteral("10.0.%1.%2").arg(i / 250).arg(i % 250), m_now) ? 0 : 1;
        QCOMPARE(admitted, 100);
    }

    void limits_ofSeveralDaemons_holdForAllTogether()
    {
        Daemon here(*m_first);
        Daemon there(other());
        const QString ann = QStringLiteral("ann");
        QVERIFY(!here.account(ann, m_now));
        QVERIFY(!there.account(ann, m_now));
        QCOMPARE(here.account(ann, m_now), 1);
        QCOMPARE(there.account(ann, m_now), 1);
        there.succeed(ann);
        QVERIFY(!here.account(ann, m_now));
        for (int i = 0; i < 20; ++i)
            QVERIFY(!(i % 2 ? here : there).address(QStringLiteral("192.0.2.1"), m_now));
        QCOMPARE(here.address(QStringLiteral("192.0.2.1"), m_now), 60);
        QCOMPARE(there.address(QStringLiteral("192.0.2.1"), m_now), 60);
    }

    void attempts_atTheSameTime_seeOneAnother()
    {
        Daemon here(*m_first);
        Daemon there(other());
        const auto admitted = [](QList<QFuture<Result<SignInLimits::Wait>>> &asked) {
            int count = 0;
            for (auto &answer : asked) {
                const auto wait = answer.result();
                if (!wait)
                    qFatal("%s", qPrintable(wait.error().detail()));
                count += *wait ? 0 : 1;
            }
            return count;
        };
        QList<QFuture<Result<SignInLimits::Wait>>> accounts;
        QList<QFuture<Result<SignInLimits::Wait>>> addresses;
        for (int i = 0; i < 40; ++i) {
            accounts.append((i % 2 ? here : there).ask(QStringLiteral("ann"), m_now));
            addresses.append((i % 2 ? here : there).askAddress(QStringLiteral("192.0.2.1"), m_now));
        }
        QCOMPARE(admitted(accounts), 2);
        QCOMPARE(admitted(addresses), 20);
    }

    /// A clock that ran ahead may not lock anybody out for longer than the window.
    void clock_putBack_holdsNobodyForLonger()
    {
        Daemon daemon(*m_first);
        const QString ann = QStringLiteral("ann");
        for (int i = 0; i < 5; ++i)
            QVERIFY(!daemon.account(ann, m_now + 24h + i * 10s));
        QVERIFY(daemon.account(ann, m_now).value_or(0) <= 15 * 60);
        QVERIFY(!daemon.account(ann, m_now + 15min + 1s));
    }

    void brakes_thatEnded_leaveNoRows()
    {
        Daemon daemon(*m_first);
        for (int i = 0; i < 10; ++i) {
            QVERIFY(!daemon.address(QStringLiteral("192.0.2.%1").arg(i), m_now));
            QVERIFY(!daemon.account(QStringLiteral("nobody%1").arg(i), m_now));
        }
        QVERIFY(!daemon.address(QStringLiteral("192.0.2.1"), m_now + 16min));
        const auto rows
            = m_first->read([](Connection &db) { return db.single(QStringLiteral("SELECT count(*) FROM sign_in_brake")); });
        QCOMPARE(rows.result()->toInt(), 2); // everybody and this address
        QVERIFY(!m_stores.everythingIn(m_address).contains("nobody1"));
    }
};

LEADLINE_STORE_TEST_MAIN(SignInLimitsTest)
#include "tst_sign_in_limits.moc"
