#include "storage/postgres_migrator.h"

#include "storage/connection.h"
#include "storage/migration_steps.h"

namespace leadline::storage {

namespace {

constexpr int kOldestServer = 150'000;

const QString kOwnTables
    = QStringLiteral("SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
                     "AND relname = 'leadline_schema'");
/// Tables and views beside those that extensions brought.
const QString kAnyTables
    = QStringLiteral("SELECT count(*) FROM pg_class c WHERE relnamespace = current_schema()::regnamespace AND relkind IN "
                     "('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = "
                     "'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')");

Result<qint64> number(Connection &connection, const QString &sql)
{
    const auto value = connection.single(sql);
    if (!value)
        return domain::failure(value.error());
    return value->toLongLong();
}

Result<void> checkServer(Connection &connection)
{
    const auto version = number(connection, QStringLiteral("SELECT current_setting('server_version_num')::integer"));
    LEADLINE_TRY(version);
    if (*version < kOldestServer)
        return domain::failure(ErrorCode::Unsupported, QStringLiteral("the database needs PostgreSQL 15 or newer"));
    const auto encoding = connection.single(QStringLiteral("SELECT current_setting('server_encoding')"));
    LEADLINE_TRY(encoding);
    if (encoding->toString() != QStringLiteral("UTF8"))
        return domain::failure(ErrorCode::Unsupported, QStringLiteral("the database has to be made with encoding UTF8"));
    const auto schema = connection.single(QStringLiteral("SELECT current_schema()"));
    LEADLINE_TRY(schema);
    if (schema->isNull())
        return domain::failure(ErrorCode::Unsupported, QStringLiteral("the search path of the database names no schema"));
    return {};
}

/// 0 for an empty database.
Result<int> versionOf(Connection &connection, quint32 applicationId)
{
    const auto own = number(connection, kOwnTables);
    LEADLINE_TRY(own);
    const domain::Unexpected foreign
        = domain::failure(ErrorCode::Unsupported, QStringLiteral("the database belongs to another program"));
    if (*own == 0) {
        const auto any = number(connection, kAnyTables);
        LEADLINE_TRY(any);
        return *any == 0 ? Result<int>(0) : foreign;
    }
    const auto application = number(connection, QStringLiteral("SELECT application FROM leadline_schema"));
    LEADLINE_TRY(application);
    if (*application != applicationId)
        return foreign;
    return connection.schemaVersion();
}

Result<void> runStep(Connection &connection, quint32 applicationId, int step, const QString &file)
{
    const auto script = migrationScript(step, file);
    LEADLINE_TRY(script);
    QString sql = QStringLiteral("BEGIN;\n");
    if (step == 1) {
        sql += QStringLiteral("CREATE TABLE leadline_schema (application bigint NOT NULL, version integer NOT NULL);\n"
                              "INSERT INTO leadline_schema VALUES (%1, 0);\n")
                   .arg(applicationId);
    }
    sql += QString::fromUtf8(*script) + QStringLiteral("\n;UPDATE leadline_schema SET version = %1;\nCOMMIT").arg(step);
    const auto applied = connection.exec(sql);
    connection.rollback();
    if (applied)
        return {};
    return domain::failure(applied.error().code(),
        QStringLiteral("migration step %1 failed: %2").arg(QString::number(step), applied.error().detail()));
}

} // namespace

PostgresMigrator::PostgresMigrator(QString directory, quint32 applicationId)
    : m_directory(std::move(directory))
    , m_applicationId(applicationId)
{ }

Result<int> PostgresMigrator::newestVersion() const
{
    const auto steps = migrationSteps(m_directory);
    LEADLINE_TRY(steps);
    return steps->rbegin()->first;
}

Result<MigrationReport> PostgresMigrator::migrate(const StoreAddress &address) const
{
    const auto steps = migrationSteps(m_directory);
    LEADLINE_TRY(steps);
    const auto opened = Connection::open(address, Connection::Role::Writer, false);
    if (!opened)
        return domain::failure(opened.error());
    Connection &connection = **opened;
    // A step over a million leads takes its time, and so does another program's.
    LEADLINE_TRY(connection.exec(u"SET statement_timeout = 0; SET lock_timeout = 0"));
    LEADLINE_TRY(checkServer(connection));
    // Of the session: it ends with the connection, at the end of this function or of this process.
    LEADLINE_TRY(connection.exec(QStringLiteral("SELECT pg_advisory_lock(%1, hashtext(current_schema()))")
                                     .arg(static_cast<qint32>(m_applicationId))));
    const auto found = versionOf(connection, m_applicationId);
    LEADLINE_TRY(found);
    const int newest = steps->rbegin()->first;
    if (*found > newest) {
        return domain::failure(ErrorCode::SchemaTooNew,
            QStringLiteral("the store has schema version %1, this program knows up to %2").arg(*found).arg(newest));
    }
    for (auto step = steps->upper_bound(*found); step != steps->end(); ++step)
        LEADLINE_TRY(runStep(connection, m_applicationId, step->first, step->second));
    return MigrationReport { *found, newest, {} };
}

} // namespace leadline::storage
