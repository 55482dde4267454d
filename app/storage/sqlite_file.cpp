#include "storage/sqlite_file.h"

#include "storage/sql_error.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <memory>
#include <sqlite3.h>
#include <unistd.h>

namespace leadline::storage {

using domain::ErrorCode;
using domain::Result;

namespace {

bool syncToDisk(const QString &path, int flags)
{
    const int fd = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    return synced;
}

} // namespace

void CloseSqlite::operator()(sqlite3 *handle) const
{
    sqlite3_close(handle);
}

Result<SqliteHandle> openSqliteFile(const QString &path, int flags)
{
    setUpSqlite();
    sqlite3 *raw = nullptr;
    const int code = sqlite3_open_v2(path.toUtf8().constData(), &raw, flags, nullptr);
    SqliteHandle handle(raw);
    if (code != SQLITE_OK)
        return domain::failure(lastError(raw));
    sqlite3_busy_timeout(raw, 5000);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return handle;
}

void setUpSqlite()
{
    // A part of the process that used the library before keeps it as it was.
    [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

Result<void> copySqliteFile(sqlite3 *source, const QString &copy)
{
    const QString unfinished = copy + QStringLiteral(".part");
    QFile::remove(unfinished);
    {
        auto target = openSqliteFile(unfinished, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        if (!target)
            return domain::failure(target.error());
        sqlite3_backup *backup = sqlite3_backup_init(target->get(), "main", source, "main");
        if (backup == nullptr)
            return domain::failure(lastError(target->get()));
        sqlite3_backup_step(backup, -1);
        if (sqlite3_backup_finish(backup) != SQLITE_OK)
            return domain::failure(lastError(target->get()));
        // One file without a log beside it, so that putting it back is a plain copy.
        if (sqlite3_exec(target->get(), "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr) != SQLITE_OK)
            return domain::failure(lastError(target->get()));
    }
    QFile::remove(copy);
    const bool stored = syncToDisk(unfinished, O_RDONLY) && QFile::rename(unfinished, copy)
        && syncToDisk(QFileInfo(copy).absolutePath(), O_RDONLY | O_DIRECTORY);
    if (!stored)
        return domain::failure(ErrorCode::Io, QStringLiteral("the copy of the store cannot be stored"));
    return {};
}

Result<void> copySqliteFile(const QString &path, const QString &copy)
{
    const auto source = openSqliteFile(path, SQLITE_OPEN_READWRITE);
    if (!source)
        return domain::failure(source.error());
    return copySqliteFile(source->get(), copy);
}

} // namespace leadline::storage
