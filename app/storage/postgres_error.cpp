#include "storage/postgres_error.h"

#include <QLoggingCategory>

#include <libpq-fe.h>

namespace leadline::storage {

using domain::Error;
using domain::ErrorCode;

namespace {

Q_LOGGING_CATEGORY(lcStorage, "leadline.storage", QtWarningMsg)

QString sentenceOf(ErrorCode code, const QByteArray &state)
{
    switch (code) {
    case ErrorCode::Unavailable:
        return QStringLiteral("the database does not answer");
    case ErrorCode::DiskFull:
        return QStringLiteral("the disk of the database is full");
    case ErrorCode::Locked:
        return QStringLiteral("the record is held by another transaction");
    case ErrorCode::Corrupt:
        return QStringLiteral("the database is damaged");
    case ErrorCode::Io:
        return QStringLiteral("the database cannot read or write its files");
    case ErrorCode::AlreadyExists:
        return QStringLiteral("a record with this key exists already");
    default:
        return QStringLiteral("the database refused a statement (SQLSTATE %1)").arg(QString::fromLatin1(state));
    }
}

} // namespace

ErrorCode errorCodeOfState(QByteArrayView state)
{
    struct Row
    {
        const char *state; ///< a whole SQLSTATE or its class
        ErrorCode code;
    };
    static constexpr Row kRows[] {
        { "22021", ErrorCode::InvalidArgument }, // character not in repertoire
        { "22P05", ErrorCode::InvalidArgument }, // untranslatable character: NUL in a JSON text
        { "23505", ErrorCode::AlreadyExists },
        { "25006", ErrorCode::Unavailable }, // read-only: the server became a standby
        { "25P03", ErrorCode::Unavailable }, // idle in transaction for too long
        { "40001", ErrorCode::Locked }, // serialization failure
        { "40P01", ErrorCode::Locked }, // deadlock
        { "53100", ErrorCode::DiskFull },
        { "55P03", ErrorCode::Locked }, // lock timeout
        { "57014", ErrorCode::Unavailable }, // statement timeout
        { "58", ErrorCode::Io },
        { "08", ErrorCode::Unavailable },
        { "53", ErrorCode::Unavailable }, // out of memory, too many connections
        { "57P", ErrorCode::Unavailable }, // shutting down, starting up
        { "XX001", ErrorCode::Corrupt },
        { "XX002", ErrorCode::Corrupt },
    };
    for (const Row &row : kRows) {
        if (state.startsWith(QByteArrayView(row.state)))
            return row.code;
    }
    return ErrorCode::Storage;
}

Error postgresError(PGconn *connection, const QByteArray &state, const QString &text)
{
    const bool isGone = connection == nullptr || PQstatus(connection) != CONNECTION_OK;
    const ErrorCode code = isGone ? ErrorCode::Unavailable : errorCodeOfState(state);
    qCWarning(lcStorage).noquote() << "PostgreSQL" << (state.isEmpty() ? QByteArray("connection") : state)
                                   << text.simplified();
    Error error(code, sentenceOf(code, state));
    if (code == ErrorCode::Unavailable)
        error.retryAfter = kAwayRetry;
    return error;
}

Error postgresError(PGconn *connection, const PGresult *result)
{
    const char *state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const char *text = result != nullptr ? PQresultErrorMessage(result) : PQerrorMessage(connection);
    return postgresError(connection, QByteArray(state), QString::fromUtf8(text));
}

} // namespace leadline::storage
