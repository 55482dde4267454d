#include "storage/sql_error.h"

#include <QLoggingCategory>

#include <sqlite3.h>

#include <cerrno>

namespace leadline::storage {

using domain::Error;
using domain::ErrorCode;

namespace {

Q_LOGGING_CATEGORY(lcStorage, "leadline.storage", QtWarningMsg)

QString sentenceOf(ErrorCode code, int sqliteCode)
{
    switch (code) {
    case ErrorCode::DiskFull:
        return QStringLiteral("the disk is full");
    case ErrorCode::Locked:
        return QStringLiteral("the store is in use by another program");
    case ErrorCode::Corrupt:
        return QStringLiteral("the store's file is damaged");
    case ErrorCode::Io:
        return QStringLiteral("the store's file cannot be read or written");
    case ErrorCode::AlreadyExists:
        return QStringLiteral("a record with this key exists already");
    default:
        return QStringLiteral("the store refused a statement (code %1)").arg(sqliteCode);
    }
}

/// errno of the failed call. SQLite's own record is read after its clean-up and often overwritten by then; the two files
/// remember theirs.
int systemErrorOf(sqlite3 *handle)
{
    if (handle == nullptr)
        return 0;
    int error = 0;
    sqlite3_file *log = nullptr;
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log != nullptr
        && log->pMethods != nullptr)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
    if (error == 0)
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
    return error != 0 ? error : sqlite3_system_errno(handle);
}

Error build(sqlite3 *handle, int sqliteCode, const QString &text)
{
    const bool isIo = (sqliteCode & 0xff) == SQLITE_IOERR;
    const ErrorCode code = errorCodeOf(sqliteCode, isIo ? systemErrorOf(handle) : 0);
    if (code != ErrorCode::Cancelled) // which was asked for
        qCWarning(lcStorage).noquote() << "SQLite code" << sqliteCode << text;
    return Error(code, sentenceOf(code, sqliteCode));
}

} // namespace

ErrorCode errorCodeOf(int sqliteCode, int systemError)
{
    switch (sqliteCode & 0xff) {
    case SQLITE_FULL:
        return ErrorCode::DiskFull;
    case SQLITE_IOERR:
        return systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG ? ErrorCode::DiskFull : ErrorCode::Io;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return ErrorCode::Io;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::Locked;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::Corrupt;
    case SQLITE_TOOBIG:
        return ErrorCode::TooLarge;
    case SQLITE_INTERRUPT:
        return ErrorCode::Cancelled;
    case SQLITE_CONSTRAINT:
        return sqliteCode == SQLITE_CONSTRAINT_UNIQUE || sqliteCode == SQLITE_CONSTRAINT_PRIMARYKEY
            ? ErrorCode::AlreadyExists
            : ErrorCode::Storage;
    default:
        return ErrorCode::Storage;
    }
}

Error lastError(sqlite3 *handle)
{
    if (handle == nullptr)
        return build(nullptr, SQLITE_CANTOPEN, QStringLiteral("no connection"));
    return build(handle, sqlite3_extended_errcode(handle), QString::fromUtf8(sqlite3_errmsg(handle)));
}

Error errorOf(const QSqlError &error, sqlite3 *handle)
{
    bool isNumber = false;
    int code = error.nativeErrorCode().toInt(&isNumber);
    if (!isNumber || code == SQLITE_OK)
        code = handle != nullptr ? sqlite3_extended_errcode(handle) : SQLITE_ERROR;
    return build(handle, code, error.databaseText().isEmpty() ? error.driverText() : error.databaseText());
}

} // namespace leadline::storage
