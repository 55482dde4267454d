#include "backend/leads/lead_repository.h"
#include "storage/postgres_migrator.h"

// Resources of a static library are registered by its users; the macro works in the global namespace only.
static void registerMigrations()
{
    Q_INIT_RESOURCE(migrations_server_sqlite);
    Q_INIT_RESOURCE(migrations_server_postgres);
}

namespace leadline::backend {

using namespace storage;

Result<void> migrateServerStore(const StoreAddress &address)
{
    registerMigrations();
    const auto report = address.engine() == Engine::Sqlite
        ? Migrator(QStringLiteral(":/migrations/server/sqlite"), kServerApplicationId).migrate(address.path())
        : PostgresMigrator(QStringLiteral(":/migrations/server/postgres"), kServerApplicationId).migrate(address);
    LEADLINE_TRY(report);
    return {};
}

} // namespace leadline::backend
