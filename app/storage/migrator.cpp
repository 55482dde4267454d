#include "storage/migrator.h"

#include "storage/migration_steps.h"
#include "storage/sql_error.h"
#include "storage/sqlite_file.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <sqlite3.h>

#include <memory>

namespace leadline::storage {

using domain::Error;
using domain::ErrorCode;
using domain::Result;

namespace {

constexpr int kHighestStep = 9999; ///< four digits in a step's name

Result<void> run(sqlite3 *handle, const QByteArray &sql)
{
    if (sqlite3_exec(handle, sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return domain::failure(lastError(handle));
    return {};
}

Result<qint64> readNumber(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr) != SQLITE_OK)
        return domain::failure(lastError(handle));
    const int code = sqlite3_step(statement);
    const qint64 number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    const bool failed = code != SQLITE_ROW && code != SQLITE_DONE;
    auto error = failed ? std::optional(lastError(handle)) : std::nullopt;
    sqlite3_finalize(statement);
    if (error)
        return domain::failure(std::move(*error));
    return number;
}

/// What the file says about itself. With a log beside it the newest header may be in there, so SQLite has to read it.
struct Identity
{
    qint64 version = 0;
    quint32 applicationId = 0;
    bool isEmpty = true;
};

Result<Identity> identityOf(const QString &path)
{
    Identity identity;
    QFile file(path);
    if (!file.exists())
        return identity;
    if (!file.open(QIODevice::ReadOnly))
        return domain::failure(ErrorCode::Io, QStringLiteral("the store's file cannot be read"));
    const QByteArray header = file.read(100);
    const bool hasLog = QFileInfo(path + QStringLiteral("-wal")).size() > 0;
    if (header.isEmpty() && !hasLog)
        return identity;
    // SQLite would take an empty file for a new one and throw the log beside it away.
    if (header.isEmpty())
        return domain::failure(ErrorCode::Corrupt, QStringLiteral("the store's file is empty, but its log is not"));
    if (header.size() < 100 || !header.startsWith(QByteArray("SQLite format 3\0", 16)))
        return domain::failure(ErrorCode::Corrupt, QStringLiteral("the file is not a store"));
    identity.isEmpty = false;
    if (!hasLog) {
        identity.version = qFromBigEndian<qint32>(header.constData() + 60);
        identity.applicationId = qFromBigEndian<quint32>(header.constData() + 68);
        return identity;
    }
    const auto handle = openSqliteFile(path, SQLITE_OPEN_READWRITE);
    if (!handle)
        return domain::failure(handle.error());
    const auto version = readNumber(handle->get(), "PRAGMA user_version");
    if (!version)
        return domain::failure(version.error());
    const auto application = readNumber(handle->get(), "PRAGMA application_id");
    if (!application)
        return domain::failure(application.error());
    identity.version = *version;
    identity.applicationId = static_cast<quint32>(*application);
    return identity;
}

Result<void> runStep(sqlite3 *handle, int number, const QString &file)
{
    const auto script = migrationScript(number, file);
    if (!script)
        return domain::failure(script.error());
    const auto applied = [&]() -> Result<void> {
        if (const auto begun = run(handle, "BEGIN IMMEDIATE"); !begun)
            return begun;
        if (const auto ran = run(handle, *script); !ran)
            return ran;
        if (const auto violations = readNumber(handle, "SELECT count(*) FROM pragma_foreign_key_check");
            !violations || *violations != 0)
            return domain::failure(ErrorCode::Storage, QStringLiteral("foreign keys do not hold"));
        if (const auto marked = run(handle, "PRAGMA user_version=" + QByteArray::number(number)); !marked)
            return marked;
        return run(handle, "COMMIT");
    }();
    if (applied)
        return {};
    sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
    return domain::failure(applied.error().code(),
        QStringLiteral("migration step %1 failed: %2").arg(QString::number(number), applied.error().detail()));
}

} // namespace

Migrator::Migrator(QString directory, quint32 applicationId)
    : m_directory(std::move(directory))
    , m_applicationId(applicationId)
{ }

Result<int> Migrator::newestVersion() const
{
    const auto steps = migrationSteps(m_directory);
    if (!steps)
        return domain::failure(steps.error());
    return steps->rbegin()->first;
}

Result<MigrationReport> Migrator::migrate(const QString &path) const
{
    const auto steps = migrationSteps(m_directory);
    if (!steps)
        return domain::failure(steps.error());
    const int newest = steps->rbegin()->first;
    const auto identity = identityOf(path);
    if (!identity)
        return domain::failure(identity.error());
    if (!identity->isEmpty && identity->applicationId != m_applicationId)
        return domain::failure(ErrorCode::Unsupported, QStringLiteral("the file belongs to another program"));
    if (identity->version < 0 || identity->version > kHighestStep)
        return domain::failure(ErrorCode::Corrupt, QStringLiteral("the store's header is damaged"));
    if (identity->version > newest) {
        return domain::failure(ErrorCode::SchemaTooNew,
            QStringLiteral("the store has schema version %1, this program knows up to %2")
                .arg(identity->version)
                .arg(newest));
    }
    MigrationReport report { static_cast<int>(identity->version), newest, {} };
    if (report.from == newest)
        return report;

    const auto handle = openSqliteFile(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!handle)
        return domain::failure(handle.error());
    if (identity->isEmpty) {
        const QByteArray setup = "PRAGMA application_id=" + QByteArray::number(m_applicationId) + ";PRAGMA journal_mode=WAL";
        if (const auto set = run(handle->get(), setup); !set)
            return domain::failure(set.error());
    } else {
        report.backup = QStringLiteral("%1.v%2.backup").arg(path).arg(report.from);
        if (const auto copied = copySqliteFile(handle->get(), report.backup); !copied)
            return domain::failure(copied.error());
    }
    sqlite3_db_config(handle->get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    for (auto step = steps->upper_bound(report.from); step != steps->end(); ++step) {
        if (const auto applied = runStep(handle->get(), step->first, step->second); !applied)
            return domain::failure(applied.error());
    }
    return report;
}

} // namespace leadline::storage
