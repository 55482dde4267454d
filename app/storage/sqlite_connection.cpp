#include "storage/sqlite_connection.h"

#include "storage/sql_error.h"
#include "storage/sqlite_direct_statement.h"
#include "storage/sqlite_file.h"

#include <QFile>
#include <QSqlDriver>
#include <QSqlError>

#include <sqlite3.h>

#include <algorithm>

namespace leadline::storage {

namespace {

// Pages of 4 KiB. An idle writer uses the pause for a smaller checkpoint.
constexpr int kCheckpointPages = 16384;
constexpr int kIdleCheckpointPages = 1024;

QString openFlagPath(const QString &path)
{
    return path + QStringLiteral(".open");
}

int rememberLogPages(void *pages, sqlite3 *, const char *, int count)
{
    *static_cast<int *>(pages) = count;
    return SQLITE_OK;
}

} // namespace

SqliteConnection::SqliteConnection(QString path, Role role)
    : Connection(Engine::Sqlite, role)
    , m_path(std::move(path))
{ }

SqliteConnection::~SqliteConnection()
{
    dropStatements();
    QSqlDatabase::removeDatabase(name());
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const QString &path, Role role, bool create)
{
    if (!create && !QFile::exists(path))
        return domain::failure(ErrorCode::NotFound, QStringLiteral("the store's file does not exist"));
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(path, role));
    if (const auto ready = connection->setUp(); !ready)
        return domain::failure(ready.error());
    if (role == Role::Writer) {
        if (const auto ready = connection->becomeWriter(); !ready)
            return domain::failure(ready.error());
    }
    return connection;
}

Result<void> SqliteConnection::setUp()
{
    setUpSqlite();
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name());
        database.setDatabaseName(m_path);
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
        if (!database.open())
            return domain::failure(storage::errorOf(database.lastError(), nullptr));
        const QVariant handle = database.driver()->handle();
        if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
            return domain::failure(ErrorCode::Internal, QStringLiteral("the SQLite driver gives no handle"));
        m_handle = *static_cast<sqlite3 *const *>(handle.data());
    }
    // Until the writer knows that the file is sound, its log stays for whoever salvages it.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // The journal mode comes first: it needs the page size settled and is kept in the file.
    QString pragmas = QStringLiteral("PRAGMA journal_mode=WAL;"
                                     "PRAGMA synchronous=FULL;"
                                     "PRAGMA foreign_keys=ON;"
                                     "PRAGMA secure_delete=ON;"
                                     "PRAGMA trusted_schema=OFF;"
                                     "PRAGMA cell_size_check=ON;"
                                     "PRAGMA mmap_size=0;"
                                     "PRAGMA temp_store=MEMORY;"
                                     "PRAGMA journal_size_limit=67108864;"
                                     "PRAGMA wal_autocheckpoint=0;");
    pragmas += role() == Role::Writer ? QStringLiteral("PRAGMA cache_size=-65536;")
                                      : QStringLiteral("PRAGMA cache_size=-16384;PRAGMA query_only=ON;");
    return exec(pragmas);
}

Result<void> SqliteConnection::becomeWriter()
{
    QFile flag(openFlagPath(m_path));
    if (flag.exists()) {
        const auto verdict = single(QStringLiteral("PRAGMA quick_check(1)"));
        if (!verdict)
            return domain::failure(verdict.error());
        if (verdict->toString() != QLatin1String("ok"))
            return domain::failure(ErrorCode::Corrupt, QStringLiteral("the store's file is damaged"));
    }
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    if (!flag.open(QIODevice::WriteOnly))
        return domain::failure(ErrorCode::Io, QStringLiteral("the store's folder cannot be written"));
    sqlite3_wal_hook(m_handle, rememberLogPages, &m_logPages);
    return {};
}

bool SqliteConnection::wasLeftOpen(const QString &path)
{
    return QFile::exists(openFlagPath(path));
}

Result<void> SqliteConnection::exec(QStringView sql)
{
    const QByteArray utf8 = sql.toUtf8();
    if (sqlite3_exec(m_handle, utf8.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return domain::failure(lastError(m_handle));
    return {};
}

Result<std::unique_ptr<DirectStatement>> SqliteConnection::makeDirect(const QString &sql)
{
    return SqliteDirectStatement::prepare(m_handle, sql);
}

Result<int> SqliteConnection::schemaVersion()
{
    const auto version = single(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return domain::failure(version.error());
    return version->toInt();
}

Error SqliteConnection::errorOf(const QSqlError &error)
{
    return storage::errorOf(error, m_handle);
}

Result<void> SqliteConnection::begin()
{
    return exec(role() == Role::Writer ? u"BEGIN IMMEDIATE" : u"BEGIN");
}

Result<void> SqliteConnection::commit()
{
    return exec(u"COMMIT");
}

void SqliteConnection::rollback()
{
    if (inTransaction())
        sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool SqliteConnection::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

bool SqliteConnection::tidy(bool idle)
{
    if (role() == Role::Reader || m_logPages < (idle ? kIdleCheckpointPages : kCheckpointPages))
        return false;
    checkpoint();
    return true;
}

void SqliteConnection::checkpoint()
{
    // A checkpoint that readers hold up copies what it can and is tried again later; only the pages left count.
    int inLog = 0;
    int copied = 0;
    const int code = sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, &inLog, &copied);
    m_logPages = code == SQLITE_OK ? std::max(0, inLog - copied) : 0;
    if (code != SQLITE_OK)
        (void)lastError(m_handle); // logs it; the data is safe in the log
}

Result<void> SqliteConnection::close()
{
    if (role() == Role::Reader)
        return {};
    int inLog = 0;
    int copied = 0;
    if (sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, &inLog, &copied) != SQLITE_OK)
        return domain::failure(lastError(m_handle));
    QFile::remove(openFlagPath(m_path));
    return {};
}

} // namespace leadline::storage
