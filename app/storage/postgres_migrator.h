#pragma once

#include "storage/migrator.h"
#include "storage/store_address.h"

namespace leadline::storage {

/// Brings a PostgreSQL database to the newest schema, before a Database opens it. Steps are as Migrator's; the number of the
/// newest one and the application are the one row of `leadline_schema`. The tables lie in the first schema of the search
/// path. Each step runs in one transaction, all of them under an advisory lock: of several programs that start at once one
/// migrates and the others wait.
///
/// Refuses, and changes nothing: a newer version (SchemaTooNew), a database with tables of another program, an encoding
/// other than UTF-8 and a server older than PostgreSQL 15 (Unsupported). A failing step leaves the version before it and is
/// an error. There is no copy beforehand: a step either is there whole or is not there.
class PostgresMigrator
{
public:
    PostgresMigrator(QString directory, quint32 applicationId);

    [[nodiscard]] domain::Result<MigrationReport> migrate(const StoreAddress &address) const;
    [[nodiscard]] domain::Result<int> newestVersion() const;

private:
    QString m_directory;
    quint32 m_applicationId;
};

} // namespace leadline::storage
