#include "backend/auth/one_time_code.h"
#include "backend/auth/password_hasher.h"

#include <QTest>

using namespace leadline;
using namespace leadline::backend;

/// What is guessed: passwords and one-time codes.
class PasswordHasherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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

QTEST_GUILESS_MAIN(PasswordHasherTest)
#include "tst_password_hasher.moc"
