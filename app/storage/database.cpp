#include "storage/database.h"

#include "storage/database_pool.h"
#include "storage/sqlite_connection.h"

namespace leadline::storage {

Database::Database(std::unique_ptr<Pool> pool)
    : m_pool(std::move(pool))
{ }

bool Database::wasLeftOpen(const QString &path)
{
    return SqliteConnection::wasLeftOpen(path);
}

Database::~Database()
{
    (void)close();
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseConfig &config)
{
    auto pool = std::make_unique<Pool>(config);
    if (const auto started = pool->start(); !started)
        return domain::failure(started.error());
    return std::unique_ptr<Database>(new Database(std::move(pool)));
}

void Database::enqueue(Kind kind, Lane lane, std::unique_ptr<Job> job)
{
    m_pool->enqueue(kind, lane, std::move(job));
}

Statistics Database::statistics() const
{
    return m_pool->statistics();
}

const StoreAddress &Database::address() const
{
    return m_pool->config().address;
}

Result<void> Database::close()
{
    return m_pool->stop();
}

} // namespace leadline::storage
