#include "storage/connection.h"

#include "storage/postgres_connection.h"
#include "storage/sqlite_connection.h"

#include <QSqlError>

#include <atomic>

namespace leadline::storage {

namespace {

constexpr int kStatementsKept = 200;

QString nextConnectionName()
{
    static std::atomic<quint64> counter { 0 }; // Qt wants a process-wide unique name
    return QStringLiteral("leadline-%1").arg(counter.fetch_add(1));
}

template<typename T> Result<std::unique_ptr<Connection>> asConnection(Result<std::unique_ptr<T>> opened)
{
    if (!opened)
        return domain::failure(std::move(opened).error());
    return std::unique_ptr<Connection>(std::move(*opened));
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const StoreAddress &address, Role role, bool create)
{
    if (address.engine() == Engine::Postgres)
        return asConnection(PostgresConnection::open(address, role));
    return asConnection(SqliteConnection::open(address.path(), role, create));
}

Connection::Connection(Engine engine, Role role)
    : m_role(role)
    , m_name(nextConnectionName())
    , m_dialect(engine)
{ }

Connection::~Connection() = default;

void Connection::dropStatements()
{
    qDeleteAll(m_statements);
    m_statements.clear();
    qDeleteAll(m_directStatements);
    m_directStatements.clear();
}

Result<Statement *> Connection::prepare(const QString &sql)
{
    if (Statement *known = m_statements.value(sql)) {
        known->reset();
        return known;
    }
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    // A forward-only query of PostgreSQL's driver fetches row by row and is lost as soon as another statement runs.
    query.setForwardOnly(engine() == Engine::Sqlite);
    if (!query.prepare(sql))
        return domain::failure(errorOf(query.lastError()));
    auto *statement = new Statement(std::move(query), *this);
    m_statements.insert(sql, statement);
    return statement;
}

Result<DirectStatement *> Connection::prepareDirect(const QString &sql)
{
    if (DirectStatement *known = m_directStatements.value(sql))
        return known;
    auto made = makeDirect(sql);
    if (!made)
        return domain::failure(made.error());
    DirectStatement *statement = made->release();
    m_directStatements.insert(sql, statement);
    return statement;
}

Result<DirectStatement *> Connection::prepareBulk(const QString &table, const QStringList &columns)
{
    const QString list = columns.join(QStringLiteral(", "));
    if (engine() == Engine::Sqlite) {
        QStringList marks;
        marks.fill(QStringLiteral("?"), columns.size());
        return prepareDirect(
            QStringLiteral("INSERT INTO %1 (%2) VALUES (%3)").arg(table, list, marks.join(QStringLiteral(", "))));
    }
    const QString key = QStringLiteral("COPY %1 (%2)").arg(table, list);
    if (DirectStatement *known = m_directStatements.value(key))
        return known;
    DirectStatement *made = makeBulk(table, columns).release();
    m_directStatements.insert(key, made);
    return made;
}

std::unique_ptr<DirectStatement> Connection::makeBulk(const QString &table, const QStringList &columns)
{
    Q_UNUSED(table)
    Q_UNUSED(columns)
    return nullptr; // SQLite needs none
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

QString Connection::lockRows(const QString &table) const
{
    if (engine() == Engine::Sqlite || m_role == Role::Reader)
        return {};
    // Keys never change, so rows that refer to a locked one may be added meanwhile.
    return table.isEmpty() ? QStringLiteral(" FOR NO KEY UPDATE") : QStringLiteral(" FOR NO KEY UPDATE OF ") + table;
}

QString Connection::lockFreeRows() const
{
    const QString lock = lockRows();
    return lock.isEmpty() ? lock : lock + QStringLiteral(" SKIP LOCKED");
}

void Connection::endJob()
{
    for (Statement *statement : std::as_const(m_statements))
        statement->reset();
    for (DirectStatement *statement : std::as_const(m_directStatements))
        statement->discard();
}

void Connection::trimStatements()
{
    if (m_statements.size() <= kStatementsKept)
        return;
    qDeleteAll(m_statements);
    m_statements.clear();
}

bool Connection::tidy(bool idle)
{
    Q_UNUSED(idle)
    return false;
}

} // namespace leadline::storage
