#include "backend/store/store_backup.h"

#include "backend/leads/lead_repository.h"
#include "backend/store/store_check.h"
#include "backend/store/store_copy.h"
#include "storage/connection.h"
#include "storage/sqlite_file.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QUuid>

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::Result;
using storage::Connection;
using storage::Engine;
using storage::StoreAddress;

namespace {

/// Everything beside a SQLite store that belongs to it.
constexpr const char *kCompanions[] { "", "-wal", "-shm", ".open" };

Result<void> exportTo(const StoreAddress &from, const QString &file)
{
    LEADLINE_TRY(migrateServerStore(file));
    const auto source = Connection::open(from, Connection::Role::Reader, false);
    if (!source)
        return failure(source.error());
    const auto target = Connection::open(file, Connection::Role::Writer, false);
    if (!target)
        return failure(target.error());
    const auto version = (*source)->schemaVersion();
    LEADLINE_TRY(version);
    const auto ours = (*target)->schemaVersion();
    LEADLINE_TRY(ours);
    if (*version != *ours) {
        return failure(ErrorCode::Unsupported,
            QStringLiteral("the store has schema version %1, this program %2; run leadlined migrate first")
                .arg(*version)
                .arg(*ours));
    }
    LEADLINE_TRY((*source)->begin());
    LEADLINE_TRY((*target)->exec(u"PRAGMA foreign_keys = OFF"));
    LEADLINE_TRY((*target)->begin());
    LEADLINE_TRY(StoreCopy(**source, **target).run());
    (*target)->endJob();
    LEADLINE_TRY((*target)->commit());
    (*source)->rollback();
    return (*target)->close();
}

Result<void> setEpoch(Connection &db, const QString &epoch)
{
    const auto statement = db.prepare(QStringLiteral("UPDATE feed_head SET epoch = ? WHERE ws = 1"));
    LEADLINE_TRY(statement);
    return (*statement)->bindAll(epoch).exec();
}

/// A copy of the backup at the current schema: the backup itself is not touched.
Result<void> prepare(const QString &file, const QString &copy)
{
    if (!QFile::exists(file))
        return failure(ErrorCode::NotFound, QStringLiteral("there is no file %1").arg(file));
    LEADLINE_TRY(storage::copySqliteFile(file, copy));
    LEADLINE_TRY(migrateServerStore(copy));
    const auto findings = checkServerStore(copy);
    if (!findings)
        return failure(findings.error());
    if (!findings->problems.isEmpty())
        return failure(ErrorCode::Corrupt, QStringLiteral("the backup is damaged: %1").arg(findings->problems.front()));
    return {};
}

Result<QString> setAside(const QString &path)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    const QString aside = QStringLiteral("%1.replaced-%2").arg(path, stamp);
    for (const char *suffix : kCompanions) {
        const QString companion = path + QString::fromLatin1(suffix);
        if (QFile::exists(companion) && !QFile::rename(companion, aside + QString::fromLatin1(suffix)))
            return failure(ErrorCode::Io, QStringLiteral("the store that is there cannot be set aside"));
    }
    return aside;
}

Result<void> refuseUsedDatabase(Connection &db, bool replace)
{
    const auto others = db.single(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                                                 "AND application_name = 'leadlined' AND pid "
                                                 "<> pg_backend_pid()"));
    LEADLINE_TRY(others);
    if (others->toInt() > 0)
        return failure(ErrorCode::Locked, QStringLiteral("a leadlined works with the database; stop it first"));
    const auto used = db.single(QStringLiteral(
        "SELECT count(*) FROM (SELECT 1 FROM lead UNION ALL SELECT 1 FROM task UNION ALL SELECT 1 FROM person) "
        "used"));
    LEADLINE_TRY(used);
    if (used->toLongLong() > 0 && !replace)
        return failure(ErrorCode::AlreadyExists, QStringLiteral("the database holds a store already"));
    return {};
}

Result<void> importInto(const QString &copy, const StoreAddress &to, const QString &epoch, bool replace)
{
    LEADLINE_TRY(migrateServerStore(to));
    const auto source = Connection::open(copy, Connection::Role::Reader, false);
    if (!source)
        return failure(source.error());
    const auto target = Connection::open(to, Connection::Role::Writer, false);
    if (!target)
        return failure(target.error());
    LEADLINE_TRY(refuseUsedDatabase(**target, replace));
    LEADLINE_TRY((*target)->begin());
    LEADLINE_TRY(StoreCopy(**source, **target).run());
    LEADLINE_TRY(setEpoch(**target, epoch));
    (*source)->endJob();
    return (*target)->commit();
}

} // namespace

Result<void> backupServerStore(const StoreAddress &from, const QString &file)
{
    if (QFile::exists(file))
        return failure(ErrorCode::AlreadyExists, QStringLiteral("%1 exists already").arg(file));
    if (from.engine() == Engine::Sqlite)
        return storage::copySqliteFile(from.path(), file);
    const QTemporaryDir work(file + QStringLiteral(".XXXXXX"));
    if (!work.isValid())
        return failure(ErrorCode::Io, QStringLiteral("the folder of %1 cannot be written").arg(file));
    const QString whole = work.filePath(QStringLiteral("store.sqlite"));
    LEADLINE_TRY(exportTo(from, whole));
    return storage::copySqliteFile(whole, file);
}

Result<RestoreReport> restoreServerStore(const QString &file, const StoreAddress &to, bool replace)
{
    const bool isFile = to.engine() == Engine::Sqlite;
    if (isFile && QFile::exists(to.path()) && !replace)
        return failure(ErrorCode::AlreadyExists, QStringLiteral("there is a store already"));
    const QTemporaryDir work((isFile ? to.path() : file) + QStringLiteral(".XXXXXX"));
    if (!work.isValid())
        return failure(ErrorCode::Io, QStringLiteral("the folder cannot be written"));
    const QString copy = work.filePath(QStringLiteral("store.sqlite"));
    LEADLINE_TRY(prepare(file, copy));
    RestoreReport report { QUuid::createUuid().toString(QUuid::WithoutBraces), {} };
    if (!isFile) {
        LEADLINE_TRY(importInto(copy, to, report.epoch, replace));
        return report;
    }
    {
        const auto db = Connection::open(copy, Connection::Role::Writer, false);
        if (!db)
            return failure(db.error());
        LEADLINE_TRY(setEpoch(**db, report.epoch));
        (*db)->endJob();
        LEADLINE_TRY((*db)->close());
    }
    if (QFile::exists(to.path())) {
        auto aside = setAside(to.path());
        LEADLINE_TRY(aside);
        report.setAside = *aside;
    }
    LEADLINE_TRY(storage::copySqliteFile(copy, to.path()));
    return report;
}

} // namespace leadline::backend
