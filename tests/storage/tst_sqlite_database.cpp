#include "storage/database.h"
#include "storage/statement_budget.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace leadline;
using domain::ErrorCode;
using domain::Result;
using storage::Connection;
using storage::Database;
using storage::Statement;

namespace {

Result<void> insert(Connection &c, int n, const QString &text = {})
{
    const auto statement = c.prepare(QStringLiteral("INSERT INTO t VALUES (?, ?)"));
    LEADLINE_TRY(statement);
    return (*statement)->bindAll(n, text).exec();
}

Result<qint64> countRows(Connection &c)
{
    const auto count = c.single(QStringLiteral("SELECT count(*) FROM t"));
    LEADLINE_TRY(count);
    return count->toLongLong();
}

} // namespace

/// What is SQLite's alone: the rules its files are kept by, full disks, damage.
class TestSqliteDatabase : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
    std::unique_ptr<Database> m_db;

    void open()
    {
        auto opened = Database::open({ m_path, 2, true });
        QVERIFY(opened);
        m_db = std::move(*opened);
    }
    qint64 rows() { return m_db->read(countRows).result().value_or(-1); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(QStringLiteral("t.sqlite"));
        open();
        QVERIFY(
            m_db->write([](Connection &c) { return c.exec(u"CREATE TABLE t (n INTEGER PRIMARY KEY, s TEXT)"); }).result());
    }
    void cleanup()
    {
        m_db.reset();
        m_dir.reset();
    }

    void connection_pragmas_areThoseOfTheRules_data()
    {
        QTest::addColumn<QString>("pragma");
        QTest::addColumn<QString>("value");
        const auto row = [](const char *pragma, const char *value) {
            QTest::newRow(pragma) << QString::fromLatin1(pragma) << QString::fromLatin1(value);
        };
        row("journal_mode", "wal");
        row("synchronous", "2");
        row("foreign_keys", "1");
        row("secure_delete", "1");
        row("trusted_schema", "0");
        row("cell_size_check", "1");
        row("mmap_size", "0");
        row("busy_timeout", "5000");
        row("journal_size_limit", "67108864");
        row("wal_autocheckpoint", "0");
    }
    void connection_pragmas_areThoseOfTheRules()
    {
        QFETCH(QString, pragma);
        QFETCH(QString, value);
        const auto ask = [&](Connection &c) { return c.single(QStringLiteral("PRAGMA ") + pragma); };
        // mmap_size answers with no row when the library was built without it.
        QCOMPARE(m_db->read(ask).result()->toString(), value);
        QCOMPARE(m_db->write(ask).result()->toString(), value);
    }

    void write_fullDatabase_isDiskFull_andRecovers()
    {
        const auto fill = [](Connection &c) -> Result<void> {
            for (int i = 0; i < 1000; ++i)
                LEADLINE_TRY(insert(c, i, QString(1000, u'x')));
            return {};
        };
        QVERIFY(m_db->session([](Connection &c) { return c.single(QStringLiteral("PRAGMA max_page_count=40")); }).result());
        QCOMPARE(m_db->write(fill).result().error().code(), ErrorCode::DiskFull);
        QCOMPARE(rows(), 0);
        QVERIFY(
            m_db->session([](Connection &c) { return c.single(QStringLiteral("PRAGMA max_page_count=4000")); }).result());
        QVERIFY(m_db->write(fill).result());
        QCOMPARE(rows(), 1000);
    }

    void write_fileCannotGrow_isDiskFull_andRecovers() // SQLite says code 10 (I/O) as well as 13 for a full disk
    {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small { 256 * 1024, before.rlim_max };
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto fill = [](Connection &c) -> Result<void> {
            for (int i = 0; i < 1000; ++i)
                LEADLINE_TRY(insert(c, i, QString(1000, u'x')));
            return {};
        };
        const auto full = m_db->write(fill).result();
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!full);
        QCOMPARE(full.error().code(), ErrorCode::DiskFull);
        QCOMPARE(rows(), 0);
        QVERIFY(m_db->write(fill).result());
        QCOMPARE(rows(), 1000);
    }

    void budget_spent_endsTheStatement_andTheConnectionGoesOn()
    {
        std::optional<ErrorCode> ended;
        bool wasSpent = false;
        const auto rows = m_db->read([&](Connection &c) {
                                  {
                                      const storage::StatementBudget budget(c, std::chrono::milliseconds(1));
                                      const auto endless = c.single(
                                          QStringLiteral("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                                         "SELECT count(*) FROM n"));
                                      if (!endless)
                                          ended = endless.error().code();
                                      wasSpent = budget.isSpent();
                                  }
                                  return countRows(c);
                              })
                              .result();
        QVERIFY(ended == ErrorCode::Cancelled);
        QVERIFY(wasSpent);
        QVERIFY(rows);
        QCOMPARE(*rows, 0);
    }

    void close_finishesQueuedJobs_thenRefuses()
    {
        std::vector<QFuture<Result<void>>> futures;
        for (int i = 0; i < 20; ++i)
            futures.push_back(m_db->write([i](Connection &c) { return insert(c, i); }));
        QVERIFY(m_db->close());
        for (auto &future : futures)
            QVERIFY(future.result());
        QCOMPARE(m_db->read(countRows).result().error().code(), ErrorCode::Unavailable);
        QVERIFY(m_db->close());
        QCOMPARE(QFile(m_path + QStringLiteral("-wal")).size(), 0); // truncating checkpoint
        QVERIFY(!QFile::exists(m_path + QStringLiteral(".open")));
        open();
        QCOMPARE(rows(), 20);
    }

    void open_afterUncleanExit_checksTheFile()
    {
        QVERIFY(m_db->write([](Connection &c) -> Result<void> {
                        for (int i = 0; i < 500; ++i)
                            LEADLINE_TRY(insert(c, i, QString(200, u'y')));
                        return {};
                    })
                    .result());
        QVERIFY(m_db->close());
        m_db.reset();
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(3 * 4096));
        QCOMPARE(file.write(QByteArray(4096, '\xff')), 4096);
        file.close();
        QVERIFY(Database::open({ m_path })); // closed cleanly: no check, the damage shows when it is read
        QFile flag(m_path + QStringLiteral(".open"));
        QVERIFY(flag.open(QIODevice::WriteOnly));
        const auto opened = Database::open({ m_path });
        QVERIFY(!opened);
        QCOMPARE(opened.error().code(), ErrorCode::Corrupt);
    }

    void open_missingFileOrFolder_fails()
    {
        QCOMPARE(Database::open({ m_dir->filePath(QStringLiteral("none.sqlite")), 1, false }).error().code(),
            ErrorCode::NotFound);
        QCOMPARE(Database::open({ m_dir->filePath(QStringLiteral("no/such/folder.sqlite")) }).error().code(), ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TestSqliteDatabase)
#include "tst_sqlite_database.moc"
