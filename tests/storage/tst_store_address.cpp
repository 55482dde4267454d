#include "storage/store_address.h"

#include <QTest>

using namespace leadline;
using storage::Engine;
using storage::StoreAddress;

class TestStoreAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_path_isSqlite()
    {
        const auto address = StoreAddress::parse(QStringLiteral("/var/lib/leadline/store.sqlite"));
        QVERIFY(address);
        QCOMPARE(address->engine(), Engine::Sqlite);
        QCOMPARE(address->path(), QStringLiteral("/var/lib/leadline/store.sqlite"));
        QCOMPARE(address->label(), address->path());
    }

    void parse_server_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("label");
        QTest::newRow("host and port") << QStringLiteral("postgresql://ann@db.example:5433/leads")
                                       << QStringLiteral("db.example") << QStringLiteral("leads")
                                       << QStringLiteral("postgresql://ann@db.example:5433/leads");
        QTest::newRow("short scheme") << QStringLiteral("postgres://db.example/leads") << QStringLiteral("db.example")
                                      << QStringLiteral("leads") << QStringLiteral("postgresql://db.example/leads");
        QTest::newRow("socket folder") << QStringLiteral("postgresql:///leads?host=/run/postgresql")
                                       << QStringLiteral("/run/postgresql") << QStringLiteral("leads")
                                       << QStringLiteral("postgresql:///run/postgresql/leads");
        QTest::newRow("socket folder, encoded")
            << QStringLiteral("postgresql://ann@%2Frun%2Fpostgresql/leads") << QStringLiteral("/run/postgresql")
            << QStringLiteral("leads") << QStringLiteral("postgresql://ann@/run/postgresql/leads");
        QTest::newRow("password and options are not shown")
            << QStringLiteral("postgresql://ann:s%40cret@db.example/leads?sslmode=require") << QStringLiteral("db.example")
            << QStringLiteral("leads") << QStringLiteral("postgresql://ann@db.example/leads");
    }
    void parse_server()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(QString, database);
        QFETCH(QString, label);
        const auto address = StoreAddress::parse(text);
        QVERIFY(address);
        QCOMPARE(address->engine(), Engine::Postgres);
        QCOMPARE(address->parameter(QStringLiteral("host")), host);
        QCOMPARE(address->parameter(QStringLiteral("dbname")), database);
        QCOMPARE(address->label(), label);
    }

    void parse_password_isDecoded()
    {
        const auto address = StoreAddress::parse(QStringLiteral("postgresql://ann:s%40cret@db.example/leads"));
        QCOMPARE(address->parameter(QStringLiteral("password")), QStringLiteral("s@cret"));
    }

    void parse_wrongAddress_isRefusedWithoutRepeatingIt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown option") << QStringLiteral("postgresql://ann:secret@db.example/leads?nonsense=1");
        QTest::newRow("bad escape") << QStringLiteral("postgresql://ann:secret%zz@db.example/leads");
        QTest::newRow("semicolon") << QStringLiteral("postgresql://ann:secret@db.example/leads?options=a%3Bb");
    }
    void parse_wrongAddress_isRefusedWithoutRepeatingIt()
    {
        QFETCH(QString, text);
        const auto address = StoreAddress::parse(text);
        QVERIFY(!address);
        QCOMPARE(address.error().code(), domain::ErrorCode::InvalidArgument);
        QVERIFY(!address.error().detail().contains(QStringLiteral("secret")));
    }
};

QTEST_GUILESS_MAIN(TestStoreAddress)
#include "tst_store_address.moc"
