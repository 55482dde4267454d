#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"
#include "storage/connection.h"

#include <QByteArray>
#include <QString>
#include <QUuid>

#include <optional>

namespace leadline::backend {

/// One row of the audit log as it is written: who did what to which lead, task or person.
struct AuditRecord
{
    domain::Timestamp at;
    QString actor; ///< user name, `task:<id>` or `engine`
    QString origin; ///< client id or peer address
    QString requestId;
    QString action;
    qint64 leadPk = 0; ///< 0 = about no lead
    std::optional<QUuid> task;
    std::optional<QUuid> person;
    QString field;
    std::optional<QString> oldValue; ///< never a secret
    std::optional<QString> newValue;
};

/// Appends to the audit log in the caller's transaction. Each row has the next number and the hash of the row before it, so
/// a row that was changed or removed shows when the chain is read again (verifyAudit). The chain holds a salted digest of
/// the values instead of the values: erasing a person drops values and salt, and the chain still verifies. From open() to
/// the end of the transaction nobody else appends, so it comes after every other lock (PostgresConnection).
class AuditLog
{
public:
    [[nodiscard]] static domain::Result<AuditLog> open(storage::Connection &connection);
    [[nodiscard]] domain::Result<void> add(const AuditRecord &record);
    /// Sends the rows and stores the head; without it nothing was appended.
    [[nodiscard]] domain::Result<void> close();

private:
    explicit AuditLog(storage::Connection &connection)
        : m_connection(&connection)
    { }

    storage::Connection *m_connection;
    storage::DirectStatement *m_insert = nullptr;
    qint64 m_first = 0;
    qint64 m_n = 0;
    QByteArray m_hash;
};

/// One row: open(), add(), close().
[[nodiscard]] domain::Result<void> writeAudit(storage::Connection &connection, const AuditRecord &record);

/// What is wrong with the chain, in sentences; empty when it holds. Reads every row.
[[nodiscard]] domain::Result<QStringList> verifyAudit(storage::Connection &connection);

} // namespace leadline::backend
