#include "storage/connection.h"

#include "storage/sql_error.h"

#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>

#include <sqlite3.h>

#include <atomic>

namespace leadline::storage {

namespace {

constexpr int kStatementsKept = 200;

QString nextConnectionName()
{
    static std::atomic<quint64> counter { 0 }; // Qt wants a process-wide unique name
    return QStringLiteral("leadline-%1").arg(counter.fetch_add(1));
}

} // namespace

Connection::Connection(Role role, QString name)
    : m_role(role)
    , m_name(std::move(name))
{ }

Connection::~Connection()
{
    qDeleteAll(m_statements);
    m_statements.clear();
    qDeleteAll(m_directStatements);
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Role role, bool create)
{
    if (!create && !QFileInfo::exists(path))
        return domain::failure(ErrorCode::NotFound, QStringLiteral("the store's file does not exist"));
    std::unique_ptr<Connection> connection(new Connection(role, nextConnectionName()));
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->m_name);
        database.setDatabaseName(path);
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
        if (!database.open())
            return domain::failure(errorOf(database.lastError(), nullptr));
        const QVariant handle = database.driver()->handle();
        if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
            return domain::failure(ErrorCode::Internal, QStringLiteral("the SQLite driver gives no handle"));
        connection->m_handle = *static_cast<sqlite3 *const *>(handle.data());
    }
    // Until the writer knows that the file is sound, its log stays for whoever salvages it.
    sqlite3_db_config(connection->m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
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
    pragmas += role == Role::Writer ? QStringLiteral("PRAGMA cache_size=-65536;")
                                    : QStringLiteral("PRAGMA cache_size=-16384;PRAGMA query_only=ON;");
    if (const auto set = connection->exec(pragmas); !set)
        return domain::failure(set.error());
    return connection;
}

Result<void> Connection::exec(QStringView sql)
{
    const QByteArray utf8 = sql.toUtf8();
    if (sqlite3_exec(m_handle, utf8.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return domain::failure(lastError(m_handle));
    return {};
}

Result<Statement *> Connection::prepare(const QString &sql)
{
    if (Statement *known = m_statements.value(sql)) {
        known->reset();
        return known;
    }
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return domain::failure(errorOf(query.lastError(), m_handle));
    auto *statement = new Statement(std::move(query), m_handle);
    m_statements.insert(sql, statement);
    return statement;
}

Result<DirectStatement *> Connection::prepareDirect(const QString &sql)
{
    if (DirectStatement *known = m_directStatements.value(sql))
        return known;
    const QByteArray utf8 = sql.toUtf8();
    sqlite3_stmt *raw = nullptr;
    if (sqlite3_prepare_v3(
            m_handle, utf8.constData(), static_cast<int>(utf8.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr)
        != SQLITE_OK)
        return domain::failure(lastError(m_handle));
    auto *statement = new DirectStatement(m_handle, raw);
    m_directStatements.insert(sql, statement);
    return statement;
}

Result<QVariant> Connection::single(const QString &sql)
{
    const auto statement = prepare(sql);
    if (!statement)
        return domain::failure(statement.error());
    if (const auto ran = (*statement)->exec(); !ran)
        return domain::failure(ran.error());
    QVariant value;
    if ((*statement)->next())
        value = (*statement)->value(0);
    if (const auto finished = (*statement)->finish(); !finished)
        return domain::failure(finished.error());
    return value;
}

Result<void> Connection::begin()
{
    return exec(m_role == Role::Writer ? u"BEGIN IMMEDIATE" : u"BEGIN");
}

Result<void> Connection::commit()
{
    return exec(u"COMMIT");
}

void Connection::rollback()
{
    if (inTransaction())
        sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Connection::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

void Connection::endJob()
{
    if (m_statements.size() > kStatementsKept) {
        qDeleteAll(m_statements);
        m_statements.clear();
        return;
    }
    for (Statement *statement : std::as_const(m_statements))
        statement->reset();
}

} // namespace leadline::storage
