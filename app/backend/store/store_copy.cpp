#include "backend/store/store_copy.h"

#include "storage/postgres_connection.h"

#include <QSet>

#include <algorithm>
#include <functional>

namespace leadline::backend {

using domain::failure;
using domain::Result;
using storage::Connection;
using storage::DirectStatement;
using storage::Engine;
using storage::PostgresConnection;
using storage::Statement;

namespace {

constexpr int kRowsAtOnce = 2'000; ///< gathered before they are sent to a server

Result<QStringList> texts(Connection &db, const QString &sql)
{
    const auto statement = db.prepare(sql);
    LEADLINE_TRY(statement);
    QStringList values;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) { values.append(row.text(0)); }));
    return values;
}

/// A value that PostgreSQL wrote as text, as SQLite stores it.
QVariant stored(const std::optional<QByteArray> &text, const QString &type)
{
    if (!text)
        return {};
    if (type == u"INTEGER")
        return text->toLongLong();
    if (type == u"REAL")
        return text->toDouble();
    if (type == u"BLOB")
        return text->startsWith("\\x") ? QByteArray::fromHex(text->mid(2))
                                       : QUuid::fromString(QString::fromLatin1(*text)).toRfc4122();
    return QString::fromUtf8(*text);
}

} // namespace

Result<void> StoreCopy::run()
{
    LEADLINE_TRY(
        (m_from.engine() == Engine::Postgres ? m_from : m_to).exec(u"SET bytea_output = hex; SET statement_timeout = 0"));
    const auto all = tables();
    LEADLINE_TRY(all);
    LEADLINE_TRY(m_to.exec(m_to.engine() == Engine::Sqlite ? u"DELETE FROM lead_fts" : u"DELETE FROM lead_text"));
    for (auto table = all->rbegin(); table != all->rend(); ++table)
        LEADLINE_TRY(m_to.exec(QStringLiteral("DELETE FROM ") + table->name));
    for (const Table &table : *all)
        LEADLINE_TRY(copyTable(table));
    LEADLINE_TRY(copyWords());
    return setCounters();
}

/// Referenced tables before those that refer to them.
Result<QStringList> StoreCopy::tableNames()
{
    Connection &sqlite = m_from.engine() == Engine::Sqlite ? m_from : m_to;
    const auto names = texts(sqlite,
        QStringLiteral("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE "
                       "'lead_fts%' ORDER BY name"));
    LEADLINE_TRY(names);
    const auto links = texts(sqlite,
        QStringLiteral("SELECT m.name || ' ' || f.\"table\" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f "
                       "WHERE m.type = 'table'"));
    LEADLINE_TRY(links);
    QStringList ordered;
    const std::function<void(const QString &)> place = [&](const QString &name) {
        if (ordered.contains(name))
            return;
        for (const QString &link : *links) {
            if (link.section(u' ', 0, 0) == name && link.section(u' ', 1) != name)
                place(link.section(u' ', 1));
        }
        ordered.append(name);
    };
    for (const QString &name : *names)
        place(name);
    return ordered;
}

Result<std::vector<StoreCopy::Table>> StoreCopy::tables()
{
    Connection &postgres = m_from.engine() == Engine::Postgres ? m_from : m_to;
    const auto uuids = texts(postgres,
        QStringLiteral("SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = "
                       "current_schema() AND data_type = 'uuid'"));
    LEADLINE_TRY(uuids);
    const auto names = tableNames();
    LEADLINE_TRY(names);
    std::vector<Table> tables;
    for (const QString &name : *names) {
        auto table = describe(name, *uuids);
        LEADLINE_TRY(table);
        tables.push_back(std::move(*table));
    }
    return tables;
}

Result<StoreCopy::Table> StoreCopy::describe(const QString &name, const QStringList &uuids)
{
    Connection &sqlite = m_from.engine() == Engine::Sqlite ? m_from : m_to;
    const auto statement = sqlite.prepare(
        QStringLiteral("SELECT name, type, pk FROM pragma_table_xinfo('%1') WHERE hidden = 0 ORDER BY cid").arg(name));
    LEADLINE_TRY(statement);
    Table table { name, {}, {} };
    LEADLINE_TRY((*statement)->each([&](const Statement &row) {
        table.columns.push_back({ row.text(0), row.text(1), uuids.contains(name + u'.' + row.text(0)) });
        if (row.integer(2) > 0)
            table.key.append(row.text(0));
    }));
    return table;
}

Result<void> StoreCopy::copyTable(const Table &table)
{
    QStringList names;
    for (const Column &column : table.columns)
        names.append(column.name);
    const auto insert = m_to.prepareBulk(table.name, names);
    LEADLINE_TRY(insert);
    const QString query = QStringLiteral("SELECT %1 FROM %2 ORDER BY %3")
                              .arg(names.join(QStringLiteral(", ")), table.name, table.key.join(QStringLiteral(", ")));
    return m_from.engine() == Engine::Postgres ? rowsFromPostgres(query, table.columns, **insert)
                                               : rowsFromSqlite(query, table.columns, **insert);
}

/// Full text is a table of the engine's own; the words of PostgreSQL are a text that FTS5 reads as the same words.
Result<void> StoreCopy::copyWords()
{
    const std::vector<Column> columns { { {}, QStringLiteral("INTEGER") }, { {}, QStringLiteral("TEXT") } };
    if (m_from.engine() == Engine::Postgres) {
        const auto insert
            = m_to.prepareBulk(QStringLiteral("lead_fts"), { QStringLiteral("rowid"), QStringLiteral("text") });
        LEADLINE_TRY(insert);
        return rowsFromPostgres(QStringLiteral("SELECT lead_pk, words FROM lead_text ORDER BY lead_pk"), columns, **insert);
    }
    const auto insert
        = m_to.prepareBulk(QStringLiteral("lead_text"), { QStringLiteral("lead_pk"), QStringLiteral("words") });
    LEADLINE_TRY(insert);
    const auto statement = m_from.prepare(QStringLiteral("SELECT rowid, text FROM lead_fts ORDER BY rowid"));
    LEADLINE_TRY(statement);
    Result<void> outcome;
    int gathered = 0;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) {
        if (outcome)
            outcome = (*insert)->bindAll(row.integer(0), m_to.dialect().searchable(row.text(1))).exec();
        if (outcome && ++gathered % kRowsAtOnce == 0)
            outcome = (*insert)->flush();
    }));
    LEADLINE_TRY(outcome);
    return (*insert)->flush();
}

Result<void> StoreCopy::rowsFromPostgres(const QString &query, const std::vector<Column> &columns, DirectStatement &insert)
{
    std::vector<QVariant> cells(columns.size());
    return static_cast<PostgresConnection &>(m_from).copyOut(query, [&](const PostgresConnection::TextRow &row) {
        for (size_t i = 0; i < columns.size(); ++i)
            cells[i] = stored(row[i], columns[i].type);
        return insert.bindRow(cells).exec();
    });
}

Result<void> StoreCopy::rowsFromSqlite(const QString &query, const std::vector<Column> &columns, DirectStatement &insert)
{
    const auto statement = m_from.prepare(query);
    LEADLINE_TRY(statement);
    std::vector<QVariant> cells(columns.size());
    Result<void> outcome;
    int gathered = 0;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) {
        if (!outcome)
            return;
        for (size_t i = 0; i < columns.size(); ++i) {
            const int column = static_cast<int>(i);
            if (row.isNull(column))
                cells[i] = QVariant();
            else
                cells[i] = columns[i].isUuid ? QVariant::fromValue(row.uuid(column)) : row.value(column);
        }
        outcome = insert.bindRow(cells).exec();
        if (outcome && ++gathered % kRowsAtOnce == 0)
            outcome = insert.flush();
    }));
    LEADLINE_TRY(outcome);
    return insert.flush();
}

/// PostgreSQL counts by itself and has not seen the rows.
Result<void> StoreCopy::setCounters()
{
    if (m_to.engine() == Engine::Sqlite)
        return {};
    const auto columns = texts(m_to,
        QStringLiteral("SELECT table_name || ' ' || column_name FROM information_schema.columns WHERE table_schema = "
                       "current_schema() AND is_identity = 'YES'"));
    LEADLINE_TRY(columns);
    for (const QString &column : *columns) {
        LEADLINE_TRY(m_to.exec(QStringLiteral(
            "SELECT setval(pg_get_serial_sequence('%1', '%2'), (SELECT coalesce(max(%2), 0) + 1 FROM %1), false)")
                                   .arg(column.section(u' ', 0, 0), column.section(u' ', 1))));
    }
    return m_to.exec(u"ANALYZE");
}

} // namespace leadline::backend
