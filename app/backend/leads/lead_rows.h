#pragma once

#include "backend/audit/audit_log.h"
#include "backend/leads/decision.h"
#include "backend/leads/lead_repository.h"
#include "domain/lead.h"
#include "storage/connection.h"

#include <QString>

#include <optional>
#include <vector>

/// How leads lie in the tables of migrations/server/sqlite/0001_leads.sql. Shared by the parts of LeadRepository.
namespace leadline::backend::rows {

/// Columns for `SELECT <columns> FROM lead …`, read by leadFrom().
[[nodiscard]] const QString &leadColumns();

struct StoredLead
{
    qint64 pk = 0;
    domain::Lead lead;
    FieldWrites writes;
};

/// The columns of the row; side tables are not read.
[[nodiscard]] StoredLead leadFrom(const storage::Statement &row);
/// Tags and tasks, and for Full also contact points and notes.
[[nodiscard]] Result<void> loadSides(storage::Connection &, qint64 pk, domain::Lead &lead, LeadDetail detail);
[[nodiscard]] Result<std::optional<StoredLead>> load(storage::Connection &, const domain::LeadId &);
/// As if it did not exist when it is out of reach.
[[nodiscard]] Result<std::optional<StoredLead>> loadWithin(storage::Connection &, const domain::LeadId &, const Reach &);
[[nodiscard]] Result<std::optional<StoredLead>> loadByProfile(storage::Connection &, const QString &profileKey);
[[nodiscard]] Result<std::vector<domain::ContactPoint>> loadContacts(storage::Connection &, qint64 pk);

/// Writes the contact points of many leads. For one job.
class ContactWriter
{
public:
    [[nodiscard]] static Result<ContactWriter> open(storage::Connection &connection);
    /// In the store after flush(), so that a batch of leads is written at once.
    [[nodiscard]] Result<void> write(qint64 pk, const std::vector<domain::ContactPoint> &contacts);
    [[nodiscard]] Result<void> flush();

private:
    ContactWriter(storage::DirectStatement &point, storage::DirectStatement &place)
        : m_point(&point)
        , m_place(&place)
    { }
    storage::DirectStatement *m_point;
    storage::DirectStatement *m_place;
};

[[nodiscard]] QString scoreTermsText(const std::vector<domain::ScoreTerm> &terms);

/// Everything the full-text search looks at.
[[nodiscard]] QString searchText(const domain::Lead &lead);
/// Bulk statement of (pk, Dialect::searchable(text)).
[[nodiscard]] Result<storage::DirectStatement *> prepareSearchText(storage::Connection &);
[[nodiscard]] Result<void> replaceSearchText(storage::Connection &, qint64 pk, const domain::Lead &lead);

struct AuditRow
{
    qint64 leadPk = 0;
    QString action;
    QString field;
    std::optional<QString> oldValue;
    std::optional<QString> newValue;
};
[[nodiscard]] AuditRecord auditRecord(const Actor &, domain::Timestamp at, const AuditRow &row);

/// Numbers of the change feed within one write transaction, which holds the head from begin() until it commits: number order
/// is commit order, so whoever has read up to a number has missed none below it, and between the two nobody else writes a
/// lead. A plain sequence would not do: a smaller number may commit later and be skipped for ever. So a lead is loaded for
/// writing after begin(). Take what is needed, then store().
class FeedNumbers
{
public:
    [[nodiscard]] static Result<FeedNumbers> begin(storage::Connection &connection);
    [[nodiscard]] qint64 peek() const { return m_seq + 1; }
    [[nodiscard]] qint64 take() { return ++m_seq; }
    [[nodiscard]] Result<void> store();

private:
    explicit FeedNumbers(storage::Connection &connection)
        : m_connection(&connection)
    { }
    storage::Connection *m_connection;
    qint64 m_first = 0;
    qint64 m_seq = 0;
};

} // namespace leadline::backend::rows
