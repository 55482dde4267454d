#include "storage/postgres_connection.h"

#include "storage/postgres_copy.h"
#include "storage/postgres_direct_statement.h"
#include "storage/postgres_error.h"

#include <QLoggingCategory>
#include <QSqlDriver>
#include <QSqlError>
#include <QStringList>

#include <libpq-fe.h>

#include <memory>

namespace leadline::storage {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "leadline.storage", QtWarningMsg)

struct ClearResult
{
    void operator()(PGresult *result) const { PQclear(result); }
};
using ResultOwner = std::unique_ptr<PGresult, ClearResult>;

/// In libpq's connection strings: value in quotes, quotes and backslashes escaped.
QString quoted(QString value)
{
    value.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
    return u'\'' + value + u'\'';
}

/// Options beside those Qt has setters for; ours first, the address may set them otherwise. A server that is gone without a
/// word is noticed within half a minute.
QString optionsOf(const StoreAddress &address)
{
    StoreAddress::Parameters options {
        { QStringLiteral("application_name"), QStringLiteral("leadlined") },
        { QStringLiteral("connect_timeout"), QStringLiteral("5") },
        { QStringLiteral("keepalives_idle"), QStringLiteral("10") },
        { QStringLiteral("keepalives_interval"), QStringLiteral("5") },
        { QStringLiteral("keepalives_count"), QStringLiteral("3") },
        { QStringLiteral("tcp_user_timeout"), QStringLiteral("20000") },
    };
    static const QStringList own { QStringLiteral("host"), QStringLiteral("port"), QStringLiteral("user"),
        QStringLiteral("password"), QStringLiteral("dbname") };
    for (const auto &parameter : address.parameters()) {
        if (!own.contains(parameter.first))
            options.push_back(parameter);
    }
    QStringList words;
    for (const auto &[name, value] : options)
        words.append(name + u'=' + quoted(value));
    return words.join(u' ');
}

void logNotice(void *, const char *text)
{
    qCDebug(lcStorage).noquote() << QString::fromUtf8(text).trimmed();
}

} // namespace

PostgresConnection::PostgresConnection(Role role)
    : Connection(Engine::Postgres, role)
{ }

PostgresConnection::~PostgresConnection()
{
    // Closing the session frees the prepared statements with it, and on a broken one they could not be freed singly.
    QSqlDatabase::removeDatabase(name());
    m_handle = nullptr;
    dropStatements();
}

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const StoreAddress &address, Role role)
{
    std::unique_ptr<PostgresConnection> connection(new PostgresConnection(role));
    if (const auto ready = connection->setUp(address); !ready)
        return domain::failure(ready.error());
    return connection;
}

Result<void> PostgresConnection::setUp(const StoreAddress &address)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), name());
        if (!database.isValid())
            return domain::failure(
                ErrorCode::Unsupported, QStringLiteral("Qt's PostgreSQL driver (package libqt6sql6-psql) is not installed"));
        database.setHostName(address.parameter(QStringLiteral("host")));
        database.setDatabaseName(address.parameter(QStringLiteral("dbname")));
        database.setUserName(address.parameter(QStringLiteral("user")));
        database.setPassword(address.parameter(QStringLiteral("password")));
        if (const QString port = address.parameter(QStringLiteral("port")); !port.isEmpty())
            database.setPort(port.toInt());
        database.setConnectOptions(optionsOf(address));
        if (!database.open())
            return domain::failure(
                postgresError(nullptr, database.lastError().nativeErrorCode().toLatin1(), database.lastError().text()));
        const QVariant handle = database.driver()->handle();
        if (!handle.isValid() || qstrcmp(handle.typeName(), "pg_conn*") != 0)
            return domain::failure(ErrorCode::Internal, QStringLiteral("the PostgreSQL driver gives no handle"));
        m_handle = *static_cast<PGconn *const *>(handle.data());
    }
    PQsetNoticeProcessor(m_handle, logNotice, nullptr);
    // Compiling a query at run time costs more than our queries take. A transaction whose program hangs may not hold its
    // locks for ever.
    QString settings = QStringLiteral("SET client_min_messages = warning;"
                                      "SET jit = off;"
                                      "SET lock_timeout = '30s';"
                                      "SET statement_timeout = '120s';"
                                      "SET idle_in_transaction_session_timeout = '60s';");
    if (role() == Role::Reader)
        settings += QStringLiteral("SET default_transaction_read_only = on;");
    return exec(settings);
}

Result<void> PostgresConnection::exec(QStringView sql)
{
    const ResultOwner result(PQexec(m_handle, sql.toUtf8().constData()));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return {};
    const char *state = result ? PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) : nullptr;
    return domain::failure(noted(postgresError(m_handle, result.get()), QByteArray(state)));
}

Result<std::unique_ptr<DirectStatement>> PostgresConnection::makeDirect(const QString &sql)
{
    return PostgresDirectStatement::prepare(m_handle, sql);
}

std::unique_ptr<DirectStatement> PostgresConnection::makeBulk(const QString &table, const QStringList &columns)
{
    return std::make_unique<PostgresCopyIn>(m_handle, table, columns);
}

Result<void> PostgresConnection::copyOut(const QString &query, const std::function<Result<void>(const TextRow &)> &row)
{
    const ResultOwner begun(PQexec(m_handle, QStringLiteral("COPY (%1) TO STDOUT").arg(query).toUtf8().constData()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT)
        return domain::failure(postgresError(m_handle, begun.get()));
    Result<void> outcome;
    TextRow values;
    char *line = nullptr;
    for (int size = 0; (size = PQgetCopyData(m_handle, &line, 0)) > 0;) {
        if (outcome) { // after a failure the rest is only read off the wire
            splitCopyRow(QByteArrayView(line, size), values);
            outcome = row(values);
        }
        PQfreemem(line);
    }
    while (const ResultOwner last { PQgetResult(m_handle) }) {
        if (PQresultStatus(last.get()) != PGRES_COMMAND_OK && outcome)
            outcome = domain::failure(postgresError(m_handle, last.get()));
    }
    return outcome;
}

Result<int> PostgresConnection::schemaVersion()
{
    const auto version = single(QStringLiteral("SELECT version FROM leadline_schema"));
    if (!version)
        return domain::failure(version.error());
    return version->toInt();
}

Error PostgresConnection::errorOf(const QSqlError &error)
{
    const QByteArray state = error.nativeErrorCode().toLatin1();
    const QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    return noted(postgresError(m_handle, state, text), state);
}

/// A server that shuts down or became a standby is of no use to this session, while its socket may still stand.
Error PostgresConnection::noted(Error error, const QByteArray &state)
{
    m_isBroken = m_isBroken || state.startsWith("57P") || state.startsWith("08") || state == "25006";
    return error;
}

Result<void> PostgresConnection::begin()
{
    return exec(role() == Role::Writer ? u"BEGIN" : u"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

Result<void> PostgresConnection::commit()
{
    // After a failed statement COMMIT answers that it rolled back, and that must not pass for a success.
    const bool isFailed = PQtransactionStatus(m_handle) == PQTRANS_INERROR;
    LEADLINE_TRY(exec(u"COMMIT"));
    if (isFailed)
        return domain::failure(ErrorCode::Storage, QStringLiteral("a statement of the transaction failed"));
    return {};
}

void PostgresConnection::rollback()
{
    if (inTransaction())
        (void)exec(u"ROLLBACK");
}

bool PostgresConnection::inTransaction() const
{
    const PGTransactionStatusType status = PQtransactionStatus(m_handle);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

bool PostgresConnection::isUsable() const
{
    return !m_isBroken && PQstatus(m_handle) == CONNECTION_OK;
}

Result<void> PostgresConnection::ping()
{
    return exec(u"SELECT 1");
}

} // namespace leadline::storage
