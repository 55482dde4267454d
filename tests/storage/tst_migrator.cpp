#include "storage/migrator.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace leadline;
using domain::ErrorCode;
using storage::Migrator;

namespace {

constexpr quint32 kApplication = 0x4C4C5431;

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A plain connection beside the code under test.
class Raw
{
public:
    explicit Raw(const QString &path) { sqlite3_open(path.toUtf8().constData(), &m_db); }
    ~Raw() { sqlite3_close(m_db); }
    Raw(const Raw &) = delete;
    Raw &operator=(const Raw &) = delete;

    bool exec(const char *sql) { return sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }
    QByteArray value(const char *sql)
    {
        QByteArray result("(error)");
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(m_db, sql, -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
            result = QByteArray(reinterpret_cast<const char *>(sqlite3_column_text(statement, 0)));
        sqlite3_finalize(statement);
        return result;
    }
    void keepLogOnClose() { sqlite3_db_config(m_db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }

private:
    sqlite3 *m_db = nullptr;
};

} // namespace

/// Migrator with scripted steps, and the server's own steps over the stored fixture.
class TestMigrator : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;

    QString steps(const QByteArrayList &scripts)
    {
        const QString directory = m_dir->filePath(QStringLiteral("steps"));
        QDir(directory).removeRecursively();
        QDir().mkpath(directory);
        int n = 0;
        for (const QByteArray &script : scripts) {
            QFile file(QStringLiteral("%1/%2_step.sql").arg(directory).arg(++n, 4, 10, QChar(u'0')));
            if (!file.open(QIODevice::WriteOnly) || file.write(script) != script.size())
                qFatal("cannot write a step");
        }
        return directory;
    }
    domain::Result<storage::MigrationReport> migrate(const QByteArrayList &scripts)
    {
        return Migrator(steps(scripts), kApplication).migrate(m_path);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(QStringLiteral("t.sqlite"));
    }

    void migrate_newFile_runsAllSteps()
    {
        const auto report = migrate({ "CREATE TABLE a (n); INSERT INTO a VALUES (1);", "CREATE TABLE b (n)" });
        QVERIFY(report);
        QCOMPARE(report->from, 0);
        QCOMPARE(report->to, 2);
        QVERIFY(report->backup.isEmpty());
        Raw raw(m_path);
        QCOMPARE(raw.value("PRAGMA user_version"), "2");
        QCOMPARE(raw.value("PRAGMA application_id"), QByteArray::number(kApplication));
        QCOMPARE(raw.value("PRAGMA journal_mode"), "wal");
        QCOMPARE(raw.value("SELECT count(*) FROM a"), "1");
    }

    void migrate_olderFile_isCopiedFirst()
    {
        QVERIFY(migrate({ "CREATE TABLE a (n); INSERT INTO a VALUES (7);" }));
        const auto report = migrate({ "", "ALTER TABLE a RENAME COLUMN n TO m" });
        QVERIFY(report);
        QCOMPARE(report->from, 1);
        Raw now(m_path);
        QCOMPARE(now.value("SELECT m FROM a"), "7");
        Raw copy(report->backup);
        QCOMPARE(copy.value("SELECT n FROM a"), "7");
        QCOMPARE(copy.value("PRAGMA user_version"), "1");
        QVERIFY(!QFile::exists(report->backup + QStringLiteral("-wal")));
    }

    void migrate_currentFile_isLeftAlone()
    {
        QVERIFY(migrate({ "CREATE TABLE a (n)" }));
        const QByteArray before = bytesOf(m_path);
        const auto report = migrate({ "CREATE TABLE a (n)" });
        QVERIFY(report && report->backup.isEmpty());
        QCOMPARE(bytesOf(m_path), before);
    }

    void migrate_newerFile_isRefusedBytesUnchanged()
    {
        QVERIFY(migrate({ "CREATE TABLE a (n)", "CREATE TABLE b (n)" }));
        const QByteArray before = bytesOf(m_path);
        const auto report = migrate({ "CREATE TABLE a (n)" });
        QCOMPARE(report.error().code(), ErrorCode::SchemaTooNew);
        QCOMPARE(bytesOf(m_path), before);
        QVERIFY(!QFile::exists(m_path + QStringLiteral("-wal")));
    }

    void migrate_newerVersionOnlyInTheLog_isRefusedBytesUnchanged() // a newer program was killed before its checkpoint
    {
        QVERIFY(migrate({ "CREATE TABLE a (n)" }));
        {
            Raw raw(m_path);
            raw.keepLogOnClose();
            QVERIFY(raw.exec("CREATE TABLE b (n); PRAGMA user_version=2"));
        }
        const QByteArray file = bytesOf(m_path);
        const QByteArray log = bytesOf(m_path + QStringLiteral("-wal"));
        QVERIFY(!log.isEmpty());
        QCOMPARE(migrate({ "CREATE TABLE a (n)" }).error().code(), ErrorCode::SchemaTooNew);
        QCOMPARE(bytesOf(m_path), file);
        QCOMPARE(bytesOf(m_path + QStringLiteral("-wal")), log);
    }

    void migrate_foreignFile_isRefusedBytesUnchanged()
    {
        {
            Raw raw(m_path);
            QVERIFY(raw.exec("CREATE TABLE theirs (n)"));
        }
        const QByteArray before = bytesOf(m_path);
        QCOMPARE(migrate({ "CREATE TABLE a (n)" }).error().code(), ErrorCode::Unsupported);
        QCOMPARE(bytesOf(m_path), before);
    }

    void migrate_noDatabase_isCorruptBytesUnchanged()
    {
        const QByteArray text(5000, 'x');
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QCOMPARE(migrate({ "CREATE TABLE a (n)" }).error().code(), ErrorCode::Corrupt);
        QCOMPARE(bytesOf(m_path), text);
    }

    void migrate_failingStep_keepsTheVersionBefore()
    {
        QVERIFY(migrate({ "CREATE TABLE a (n)" }));
        const auto report = migrate(
            { "", "CREATE TABLE b (n); INSERT INTO b VALUES (1)", "CREATE TABLE c (n); INSERT INTO missing VALUES (1)" });
        QVERIFY(!report);
        QVERIFY(report.error().detail().contains(QStringLiteral("step 3")));
        Raw raw(m_path);
        QCOMPARE(raw.value("PRAGMA user_version"), "2");
        QCOMPARE(raw.value("SELECT count(*) FROM sqlite_master WHERE name = 'c'"), "0");
        QCOMPARE(raw.value("SELECT count(*) FROM b"), "1");
    }

    void migrate_stepBreakingForeignKeys_fails()
    {
        QVERIFY(migrate({ "CREATE TABLE p (n INTEGER PRIMARY KEY); CREATE TABLE c (n REFERENCES p (n)); "
                          "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)" }));
        QVERIFY(!migrate({ "", "DELETE FROM p" }));
        QCOMPARE(Raw(m_path).value("SELECT count(*) FROM p"), "1");
    }

    void migrate_gapInTheSteps_isRefused()
    {
        const QString directory = steps({ "CREATE TABLE a (n)", "", "CREATE TABLE c (n)" });
        QVERIFY(QFile::remove(directory + QStringLiteral("/0002_step.sql")));
        QVERIFY(!Migrator(directory, kApplication).migrate(m_path));
        QVERIFY(!QFile::exists(m_path));
    }

    void migrate_serverFixtureOfVersion1_keepsItsLeads()
    {
        // Version 1 as it was released, with one reviewed lead.
        QFile fixture(QStringLiteral(LEADLINE_SOURCE_DIR "/tests/data/store/server_v1.sql"));
        QVERIFY(fixture.open(QIODevice::ReadOnly));
        {
            Raw raw(m_path);
            QVERIFY(raw.exec(fixture.readAll().constData()));
        }
        const Migrator migrator(
            QStringLiteral(LEADLINE_SOURCE_DIR "/migrations/server/sqlite"), storage::kServerApplicationId);
        const auto report = migrator.migrate(m_path);
        QVERIFY(report);
        QCOMPARE(report->from, 1);
        QCOMPARE(report->to, *migrator.newestVersion());
        Raw raw(m_path);
        QCOMPARE(raw.value("SELECT email FROM lead"), "hello@atelier.example");
        QCOMPARE(raw.value("SELECT group_concat(tag) FROM lead_tag"), "vip");
        QCOMPARE(raw.value("SELECT rowid FROM lead_fts WHERE lead_fts MATCH 'atelier'"), "1");
        QCOMPARE(raw.value("PRAGMA integrity_check"), "ok");
        QCOMPARE(raw.value("SELECT epoch FROM feed_head"), "0b6a1d9e-5a50-4c0b-a3f5-2f6d3a1b7c11");
    }
};

QTEST_GUILESS_MAIN(TestMigrator)
#include "tst_migrator.moc"
