#include "backend/leads/lead_repository.h"
#include "backend/store/store_check.h"
#include "storage/database.h"
#include "storage/postgres_migrator.h"
#include "support/store_maker.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>
#include <thread>

using namespace leadline;
using domain::ErrorCode;
using domain::Result;
using leadline::tests::StoreMaker;
using storage::Connection;
using storage::Database;
using storage::Engine;
using storage::PostgresMigrator;
using storage::Statement;
using storage::StoreAddress;

namespace {

constexpr quint32 kApplication = 0x4C4C5431;

QByteArray fileOf(const QString &path)
{
    QFile file(QStringLiteral(LEADLINE_SOURCE_DIR "/") + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

void run(const QString &path, const QByteArray &sql)
{
    sqlite3 *db = nullptr;
    if (sqlite3_open(path.toUtf8().constData(), &db) != SQLITE_OK
        || sqlite3_exec(db, sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

QStringList stepNames(const char *engine)
{
    const QDir directory(QStringLiteral(LEADLINE_SOURCE_DIR "/migrations/server/") + QString::fromLatin1(engine));
    return directory.entryList({ QStringLiteral("*.sql") }, QDir::Files, QDir::Name);
}

/// First column of every row.
QSet<QString> texts(const StoreAddress &address, const QString &sql)
{
    auto database = Database::open({ address, 1, false });
    if (!database)
        qFatal("%s", qPrintable(database.error().detail()));
    const auto found = (*database)
                           ->read([&](Connection &c) -> Result<QSet<QString>> {
                               const auto statement = c.prepare(sql);
                               LEADLINE_TRY(statement);
                               QSet<QString> values;
                               LEADLINE_TRY((*statement)->each([&](const Statement &row) { values.insert(row.text(0)); }));
                               return values;
                           })
                           .result();
    if (!found)
        qFatal("%s", qPrintable(found.error().detail()));
    return *found;
}

QByteArray sorted(const QSet<QString> &set)
{
    QStringList list = set.values();
    list.sort();
    return list.join(u' ').toUtf8();
}

} // namespace

/// The two sets of migration steps say the same, and PostgreSQL's are run as carefully as SQLite's (tst_migrator).
class TestServerSchema : public QObject
{
    Q_OBJECT

private:
    StoreMaker m_sqlite { Engine::Sqlite };
    StoreMaker m_postgres { Engine::Postgres };
    std::unique_ptr<QTemporaryDir> m_steps;

    QString steps(const QByteArrayList &scripts)
    {
        m_steps = std::make_unique<QTemporaryDir>();
        int n = 0;
        for (const QByteArray &script : scripts) {
            QFile file(m_steps->filePath(QStringLiteral("%1_step.sql").arg(++n, 4, 10, QChar(u'0'))));
            if (!file.open(QIODevice::WriteOnly) || file.write(script) != script.size())
                qFatal("cannot write a step");
        }
        return m_steps->path();
    }
    Result<storage::MigrationReport> migrate(const StoreAddress &address, const QByteArrayList &scripts)
    {
        return PostgresMigrator(steps(scripts), kApplication).migrate(address);
    }
    QString ask(const StoreAddress &address, const char *sql)
    {
        return m_postgres.cluster().sql(address.parameter(QStringLiteral("dbname")), QString::fromUtf8(sql));
    }

private Q_SLOTS:
    void steps_ofBothEngines_arePaired() { QCOMPARE(stepNames("postgres"), stepNames("sqlite")); }

    void schema_ofBothEngines_hasTheSameColumns()
    {
        const auto sqlite = texts(m_sqlite.create(),
            QStringLiteral(
                "SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c "
                "WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'lead_fts%' AND m.name NOT LIKE 'sqlite%'"));
        const auto postgres = texts(m_postgres.create(),
            QStringLiteral("SELECT table_name || '.' || column_name FROM information_schema.columns "
                           "WHERE table_schema = current_schema() AND table_name NOT IN ('lead_text', 'leadline_schema')"));
        QVERIFY(sqlite.size() > 100);
        QCOMPARE(sorted(postgres - sqlite), QByteArray());
        QCOMPARE(sorted(sqlite - postgres), QByteArray());
    }

    void schema_ofBothEngines_hasTheSameIndexes()
    {
        const auto sqlite = texts(
            m_sqlite.create(), QStringLiteral("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"));
        const auto postgres = texts(m_postgres.create(),
            QStringLiteral("SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                           "JOIN pg_class t ON t.oid = i.indrelid WHERE t.relnamespace = current_schema()::regnamespace "
                           "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)"));
        const QSet<QString> onlyPostgres { QStringLiteral("lead_text_tokens") };
        QCOMPARE(sorted(postgres - sqlite - onlyPostgres), QByteArray());
        QCOMPARE(sorted(sqlite - postgres), QByteArray());
    }

    /// The cluster's language sorts otherwise, so a column that is sorted by and forgot its collation would differ.
    void schema_textThatIsSorted_comparesByBytes()
    {
        const auto wrong = texts(m_postgres.create(),
            QStringLiteral("SELECT DISTINCT a.attrelid::regclass::text || '.' || a.attname FROM pg_index i "
                           "JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attcollation <> 0 "
                           "JOIN pg_collation l ON l.oid = a.attcollation JOIN pg_class t ON t.oid = i.indrelid "
                           "WHERE t.relnamespace = current_schema()::regnamespace AND l.collname <> 'C' "
                           "AND t.relname IN ('lead', 'lead_tag', 'lead_text', 'task_frontier')"));
        QCOMPARE(sorted(wrong), QByteArray());
    }

    void migrate_emptyDatabase_runsAllSteps()
    {
        const auto address = m_postgres.createEmpty();
        const auto report
            = migrate(address, { "CREATE TABLE a (n integer); INSERT INTO a VALUES (1);", "CREATE TABLE b (n integer)" });
        QVERIFY(report);
        QCOMPARE(report->from, 0);
        QCOMPARE(report->to, 2);
        QCOMPARE(ask(address, "SELECT version FROM leadline_schema"), QStringLiteral("2"));
        QCOMPARE(ask(address, "SELECT n FROM a"), QStringLiteral("1"));
    }

    void migrate_olderDatabase_runsWhatIsMissing()
    {
        const auto address = m_postgres.createEmpty();
        QVERIFY(migrate(address, { "CREATE TABLE a (n integer); INSERT INTO a VALUES (7)" }));
        const auto report = migrate(address, { "nonsense", "ALTER TABLE a RENAME COLUMN n TO m" });
        QVERIFY(report);
        QCOMPARE(report->from, 1);
        QCOMPARE(ask(address, "SELECT m FROM a"), QStringLiteral("7"));
    }

    void migrate_newerDatabase_isRefusedUnchanged()
    {
        const auto address = m_postgres.createEmpty();
        QVERIFY(migrate(address, { "CREATE TABLE a (n integer)", "CREATE TABLE b (n integer)" }));
        const QString before = ask(address, "SELECT string_agg(relname || ' ' || xmin, ',' ORDER BY relname) FROM pg_class");
        const auto report = migrate(address, { "CREATE TABLE a (n integer)" });
        QCOMPARE(report.error().code(), ErrorCode::SchemaTooNew);
        QCOMPARE(ask(address, "SELECT version FROM leadline_schema"), QStringLiteral("2"));
        QCOMPARE(ask(address, "SELECT string_agg(relname || ' ' || xmin, ',' ORDER BY relname) FROM pg_class"), before);
    }

    void migrate_foreignDatabase_isRefusedUnchanged()
    {
        const auto address = m_postgres.createEmpty();
        ask(address, "CREATE TABLE theirs (n integer)");
        QCOMPARE(migrate(address, { "CREATE TABLE a (n integer)" }).error().code(), ErrorCode::Unsupported);
        QCOMPARE(
            ask(address, "SELECT to_regclass('leadline_schema') IS NULL AND to_regclass('a') IS NULL"), QStringLiteral("t"));
        ask(address,
            "DROP TABLE theirs; CREATE TABLE leadline_schema (application bigint, version integer);"
            "INSERT INTO leadline_schema VALUES (1, 1)");
        QCOMPARE(migrate(address, { "CREATE TABLE a (n integer)" }).error().code(), ErrorCode::Unsupported);
    }

    void migrate_otherEncoding_isRefused()
    {
        m_postgres.cluster().sql(QStringLiteral("postgres"),
            QStringLiteral("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"));
        const auto report = migrate(m_postgres.cluster().address(QStringLiteral("latin")), { "CREATE TABLE a (n integer)" });
        QCOMPARE(report.error().code(), ErrorCode::Unsupported);
    }

    void migrate_failingStep_keepsTheVersionBefore()
    {
        const auto address = m_postgres.createEmpty();
        const auto report = migrate(address,
            { "CREATE TABLE a (n integer)", "CREATE TABLE b (n integer); INSERT INTO b VALUES (1)",
                "CREATE TABLE c (n integer); INSERT INTO missing VALUES (1)" });
        QVERIFY(!report);
        QVERIFY(report.error().detail().contains(QStringLiteral("step 3")));
        QCOMPARE(ask(address, "SELECT version FROM leadline_schema"), QStringLiteral("2"));
        QCOMPARE(ask(address, "SELECT to_regclass('c') IS NULL"), QStringLiteral("t"));
        QCOMPARE(ask(address, "SELECT count(*) FROM b"), QStringLiteral("1"));
    }

    /// Rows of version 1 on both engines, one reviewed lead with its history, keep their meaning in the newest version.
    void migrate_rowsOfVersion1_keepTheirMeaning_data()
    {
        QTest::addColumn<bool>("isSqlite");
        QTest::newRow("sqlite") << true;
        QTest::newRow("postgres") << false;
    }
    void migrate_rowsOfVersion1_keepTheirMeaning()
    {
        QFETCH(bool, isSqlite);
        const StoreAddress address = (isSqlite ? m_sqlite : m_postgres).createEmpty();
        if (isSqlite) {
            run(address.path(), fileOf(QStringLiteral("tests/data/store/server_v1.sql")));
        } else {
            QVERIFY(PostgresMigrator(steps({ fileOf(QStringLiteral("migrations/server/postgres/0001_leads.sql")) }),
                storage::kServerApplicationId)
                        .migrate(address));
            ask(address, fileOf(QStringLiteral("tests/data/store/server_v1_postgres.sql")).constData());
        }
        QVERIFY(backend::migrateServerStore(address));
        const auto findings = backend::checkServerStore(address);
        QVERIFY(findings);
        QCOMPARE(findings->problems, QStringList()); // the chain of the audit log among them
        QCOMPARE(findings->epoch, QStringLiteral("0b6a1d9e-5a50-4c0b-a3f5-2f6d3a1b7c11"));
        QCOMPARE(findings->auditRows, 2);
        auto database = Database::open({ address, 1, false });
        QVERIFY(database);
        const auto page = (*database)
                              ->read([](Connection &c) {
                                  domain::LeadQuery query;
                                  query.filter = *domain::parseLeadFilter(u"boreal tag:vip has:note email:hello");
                                  return backend::LeadRepository::list(
                                      c, query, backend::Reach::everything(), backend::LeadDetail::Full);
                              })
                              .result();
        QVERIFY(page);
        QCOMPARE(page->items.size(), 1u);
        const domain::Lead &lead = page->items.front();
        QCOMPARE(lead.found.name, QStringLiteral("Atelier Bor\u00e9al"));
        QCOMPARE(lead.email(), QStringLiteral("hello@atelier.example"));
        QCOMPARE(lead.review.status, domain::ReviewStatus::Accepted);
        QCOMPARE(lead.review.notes.front().text, QStringLiteral("Call in spring"));
        QCOMPARE(lead.found.contacts.front().evidence.front().confidence, 95);
        QCOMPARE(lead.tasks.size(), 1u);
        QCOMPARE(lead.id.toString(), QStringLiteral("6f1c1a52-b1a9-4f5f-9a3e-0c6b7a0d1e2f"));
    }

    void migrate_severalProgramsAtOnce_oneMigrates()
    {
        const auto address = m_postgres.createEmpty();
        const PostgresMigrator migrator(
            steps({ "CREATE TABLE a (n integer); SELECT pg_sleep(0.2)", "INSERT INTO a VALUES (1)" }), kApplication);
        std::vector<std::thread> programs;
        std::vector<Result<storage::MigrationReport>> reports(4);
        for (auto &report : reports)
            programs.emplace_back([&] { report = migrator.migrate(address); });
        for (std::thread &program : programs)
            program.join();
        int migrated = 0;
        for (const auto &report : reports) {
            QVERIFY(report);
            migrated += report->from == 0 ? 1 : 0;
        }
        QCOMPARE(migrated, 1);
        QCOMPARE(ask(address, "SELECT count(*) FROM a"), QStringLiteral("1"));
    }
};

QTEST_GUILESS_MAIN(TestServerSchema)
#include "tst_server_schema.moc"
