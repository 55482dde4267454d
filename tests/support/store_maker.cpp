#include "support/store_maker.h"

#include "backend/leads/lead_repository.h"

#include <QFile>

namespace leadline::tests {

namespace {

void migrate(const storage::StoreAddress &address)
{
    if (const auto migrated = backend::migrateServerStore(address); !migrated)
        qFatal("the store cannot be migrated: %s", qPrintable(migrated.error().detail()));
}

} // namespace

StoreMaker *StoreMaker::s_current = nullptr;

StoreMaker::StoreMaker(storage::Engine engine)
    : m_engine(engine)
{
    if (isSqlite())
        m_dir = std::make_unique<QTemporaryDir>();
    else
        m_cluster = std::make_unique<PostgresCluster>();
}

StoreMaker::~StoreMaker()
{
    if (s_current == this)
        s_current = nullptr;
}

storage::StoreAddress StoreMaker::createEmpty()
{
    if (isSqlite())
        return m_dir->filePath(QStringLiteral("store%1.sqlite").arg(++m_files));
    return m_cluster->address(m_cluster->createDatabase());
}

storage::StoreAddress StoreMaker::create()
{
    if (isSqlite()) {
        const storage::StoreAddress address = createEmpty();
        migrate(address);
        return address;
    }
    if (m_template.isEmpty()) {
        const QString name = m_cluster->createDatabase();
        migrate(m_cluster->address(name));
        m_template = name;
    }
    // The copy has its template's epoch; a store of its own has its own.
    const QString name = m_cluster->createDatabase(m_template);
    m_cluster->sql(name, QStringLiteral("UPDATE feed_head SET epoch = gen_random_uuid()::text"));
    return m_cluster->address(name);
}

QByteArray StoreMaker::everythingIn(const storage::StoreAddress &address)
{
    QByteArray all;
    if (isSqlite()) {
        for (const char *suffix : { "", "-wal" }) {
            QFile file(address.path() + QString::fromLatin1(suffix));
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }
    const QString name = address.parameter(QStringLiteral("dbname"));
    const QStringList tables = m_cluster
                                   ->sql(name,
                                       QStringLiteral("SELECT string_agg(quote_ident(tablename), ' ') FROM pg_tables "
                                                      "WHERE schemaname = 'public'"))
                                   .split(u' ');
    for (const QString &table : tables)
        all += m_cluster->sql(name, QStringLiteral("SELECT string_agg(r::text, ' ') FROM %1 r").arg(table)).toUtf8();
    return all;
}

void StoreMaker::remove(const storage::StoreAddress &address)
{
    if (isSqlite()) {
        for (const char *suffix : { "", "-wal", "-shm", ".open" })
            QFile::remove(address.path() + QString::fromLatin1(suffix));
        return;
    }
    m_cluster->dropDatabase(address.parameter(QStringLiteral("dbname")));
}

} // namespace leadline::tests
