#include "backend/leads/lead_repository.h"
#include "storage/migrator.h"

// Resources of a static library are registered by its users; the macro works in the global namespace only.
static void registerMigrations()
{
    Q_INIT_RESOURCE(migrations_server_sqlite);
}

namespace leadline::backend {

Result<void> migrateServerStore(const QString &path)
{
    registerMigrations();
    const storage::Migrator migrator(QStringLiteral(":/migrations/server/sqlite"), storage::kServerApplicationId);
    const auto report = migrator.migrate(path);
    LEADLINE_TRY(report);
    return {};
}

} // namespace leadline::backend
