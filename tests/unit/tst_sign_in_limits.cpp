#include "backend/auth/one_time_code.h"
#include "backend/auth/password_hasher.h"
#include "backend/auth/sign_in_limits.h"
#include "support/manual_clock.h"

#include <QTest>

using namespace leadline;
using namespace leadline::backend;
using namespace std::chrono_literals;

/// The brakes on guessing, and what is guessed.
class SignInLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void account_failures_waitLongerAndLonger()
    {
        tests::ManualClock clock;
        SignInLimits limits(clock);
        QVERIFY(!limits.admitAccount("ann"));
        QVERIFY(!limits.admitAccount("ann")); // a typing error costs nothing
        QCOMPARE(limits.admitAccount("ann")->count(), 1);
        clock.advance(1s);
        QVERIFY(!limits.admitAccount("ann"));
        QCOMPARE(limits.admitAccount("ann")->count(), 2);
        clock.advance(2s);
        QVERIFY(!limits.admitAccount("ann"));
        QCOMPARE(limits.admitAccount("ann")->count(), 4);
        clock.advance(4s);
        QVERIFY(!limits.admitAccount("ann")); // the fifth
        QCOMPARE(limits.admitAccount("ann")->count(), 15 * 60 - 7);
        QVERIFY2(!limits.admitAccount("ben"), "others are not touched");
        clock.advance(15min - 7s);
        QVERIFY(!limits.admitAccount("ann"));
    }

    void account_success_startsAnew()
    {
        tests::ManualClock clock;
        SignInLimits limits(clock);
        for (int i = 0; i < 20; ++i) {
            QVERIFY(!limits.admitAccount("ann"));
            limits.succeed("ann");
        }
        QVERIFY(!limits.admitAccount("ann"));
        limits.withdraw("ann");
        QVERIFY(!limits.admitAccount("ann"));
        QVERIFY(!limits.admitAccount("ann"));
        QVERIFY(limits.admitAccount("ann"));
    }

    void address_attempts_areCountedPerMinuteAndNetwork()
    {
        tests::ManualClock clock;
        SignInLimits limits(clock);
        for (int i = 0; i < 20; ++i)
            QVERIFY(!limits.admitAddress(QStringLiteral("2001:db8:1:2::%1").arg(i + 1)));
        QCOMPARE(limits.admitAddress(QStringLiteral("2001:db8:1:2:ffff::1"))->count(), 60);
        QVERIFY(!limits.admitAddress(QStringLiteral("2001:db8:1:3::1")));
        QVERIFY(!limits.admitAddress(QStringLiteral("192.0.2.1")));
        QVERIFY(!limits.admitAddress(QStringLiteral("::ffff:192.0.2.2")));
        clock.advance(1min);
        QVERIFY(!limits.admitAddress(QStringLiteral("2001:db8:1:2::1")));
    }

    void total_flood_isBoundedWhateverItsAddresses()
    {
        tests::ManualClock clock;
        SignInLimits limits(clock, { 5, 15min, 20, 100 });
        int admitted = 0;
        for (int i = 0; i < 1'000; ++i)
            admitted += limits.admitAddress(QStringLiteral("10.0.%1.%2").arg(i / 250).arg(i % 250)) ? 0 : 1;
        QCOMPARE(admitted, 100);
    }

    void hasher_costs_areInTheHashAndRehashedOnChange()
    {
        PasswordHasher cheap({ 1, 8'192 });
        const QString password = QStringLiteral("correct horse battery staple");
        const QString stored = cheap.hash(password).result().value();
        QVERIFY(stored.startsWith(QStringLiteral("$argon2id$v=19$m=8,t=1,p=1$")));
        QVERIFY(stored != cheap.hash(password).result().value()); // salted
        QVERIFY(cheap.verify(password, stored).result()->matches);
        QVERIFY(!cheap.verify(password, stored).result()->isOutdated);
        QVERIFY(!cheap.verify(password + u'x', stored).result()->matches);
        QVERIFY(!cheap.verify(QStringLiteral("nobody has this password"), QString()).result()->matches);
        QVERIFY(!cheap.verify(password, QStringLiteral("$argon2id$broken")).result()->matches);
        PasswordHasher real;
        const auto verdict = real.verify(password, stored).result();
        QVERIFY(verdict->matches && verdict->isOutdated);
        QVERIFY(real.hash(password).result()->startsWith(QStringLiteral("$argon2id$v=19$m=19456,t=2,p=1$")));
    }

    void hasher_longPasswords_areRefusedAndNeverCut()
    {
        PasswordHasher hasher({ 1, 8'192 });
        const QString longest(1'024, u'x');
        const QString stored = hasher.hash(longest).result().value();
        QVERIFY(hasher.verify(longest, stored).result()->matches);
        QVERIFY(!hasher.verify(longest.chopped(1), stored).result()->matches);
        QVERIFY(!hasher.hash(longest + u'x').result());
        QVERIFY(!hasher.hash(QString(342, QChar(0x20AC))).result()); // 1 026 bytes of UTF-8
        QVERIFY(!hasher.verify(longest + u'x', stored).result());
        // The same letter, composed and decomposed.
        const QString composed = hasher.hash(QStringLiteral("caf\u00e9 caf\u00e9 caf\u00e9")).result().value();
        QVERIFY(hasher.verify(QStringLiteral("cafe\u0301 cafe\u0301 cafe\u0301"), composed).result()->matches);
    }

    void hasher_flood_waitsInABoundedQueue()
    {
        PasswordHasher hasher({ 1, 8'192 }, 1, 4);
        QList<QFuture<domain::Result<QString>>> asked;
        for (int i = 0; i < 200; ++i)
            asked.append(hasher.hash(QStringLiteral("correct horse battery staple")));
        int refused = 0;
        for (auto &answer : asked) {
            const auto result = answer.result();
            if (!result) {
                QCOMPARE(result.error().code(), domain::ErrorCode::Unavailable);
                QVERIFY(result.error().retryAfter);
                ++refused;
            }
        }
        QVERIFY(refused > 0);
        QVERIFY(hasher.hash(QStringLiteral("correct horse battery staple")).result()); // and then goes on
    }

    void newPassword_rules_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<bool>("isFine");
        QTest::newRow("four words") << QStringLiteral("correct horse battery staple") << true;
        QTest::newRow("twelve") << QStringLiteral("k3Xv!9qLm#2z") << true;
        QTest::newRow("eleven") << QStringLiteral("k3Xv!9qLm#2") << false;
        QTest::newRow("twelve letters of another script") << QStringLiteral("Пароль-Дом-7") << true;
        QTest::newRow("repetition") << QStringLiteral("abababababababab") << false;
        QTest::newRow("own name") << QStringLiteral("i am Marlene, hello") << false;
        QTest::newRow("own address") << QStringLiteral("m.dietrich-2026!") << false;
        QTest::newRow("too long") << QStringLiteral("0123456789").repeated(103) << false;
    }
    void newPassword_rules()
    {
        QFETCH(QString, password);
        QFETCH(bool, isFine);
        const auto refused
            = passwordRefusal(password, QStringLiteral("M.Dietrich@example.com"), QStringLiteral("Marlene Dietrich"));
        QCOMPARE(!refused, isFine);
        if (refused)
            QCOMPARE(refused->field, QStringLiteral("password"));
    }

    void code_typedByHand_isForgiving()
    {
        const QString code = makeOneTimeCode();
        QCOMPARE(code.size(), 29);
        QVERIFY(code != makeOneTimeCode());
        const QByteArray hash = oneTimeCodeHash(code);
        QCOMPARE(oneTimeCodeHash(code.toLower()), hash);
        QCOMPARE(oneTimeCodeHash(QString(code).remove(u'-')), hash);
        QCOMPARE(oneTimeCodeHash(u' ' + QString(code).replace(u'-', u' ')), hash);
        QCOMPARE(oneTimeCodeHash(QStringLiteral("O0iL1")), oneTimeCodeHash(QStringLiteral("00111")));
        QVERIFY(oneTimeCodeHash(code.chopped(1)) != hash);
        QVERIFY(oneTimeCodeHash(QString()) != hash);
    }
};

QTEST_GUILESS_MAIN(SignInLimitsTest)
#include "tst_sign_in_limits.moc"
