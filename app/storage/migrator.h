#pragma once

#include "domain/result.h"

#include <QString>

namespace leadline::storage {

struct MigrationReport
{
    int from = 0; ///< schema version found, 0 for a new file
    int to = 0; ///< schema version now
    QString backup; ///< copy made before the first step, empty for a new file or when nothing was to do
};

/// Brings a SQLite file to the newest schema, before a Database opens it. Steps are resources `NNNN_name.sql`, numbered from
/// 0001 without gaps; the number is the `user_version` after the step. Each step runs in one transaction. Before the first
/// step an existing file is copied by the backup API to `<path>.v<version>.backup`.
///
/// Refuses, with the bytes of the file unchanged: a newer version (SchemaTooNew), a file of another application
/// (Unsupported), a file that is no database (Corrupt). A failing step leaves the version before it and is an error.
class Migrator
{
public:
    /// `directory` such as `:/migrations/server/sqlite`; `applicationId` marks the file as ours.
    Migrator(QString directory, quint32 applicationId);

    [[nodiscard]] domain::Result<MigrationReport> migrate(const QString &path) const;
    /// Highest number among the steps.
    [[nodiscard]] domain::Result<int> newestVersion() const;

private:
    QString m_directory;
    quint32 m_applicationId;
};

inline constexpr quint32 kServerApplicationId = 0x4C4C5331; ///< "LLS1"
inline constexpr quint32 kClientApplicationId = 0x4C4C4331; ///< "LLC1"

} // namespace leadline::storage
