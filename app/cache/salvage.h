#pragma once

#include "cache/meta.h"
#include "cache/stored_lead.h"
#include "domain/store_repair.h"

#include <QByteArray>
#include <QVariant>

#include <map>
#include <set>
#include <vector>

namespace leadline::cache {

class CarvedRow;

/// What an operator would miss, read from a damaged store: waiting edits, conflicts, the log of sent edits, saved views, and
/// the leads the edits are about. Everything else comes from the server again.
class Salvage
{
public:
    /// Reads the file and its log, changing neither. Finds nothing rather than fail.
    [[nodiscard]] static Salvage read(const QString &path);

    /// Fills a new store: a job for its writer. The edits get a new client id and are judged by value once the leads have
    /// come again, because nobody knows which of them the server has seen. Keeps the report, with its counts
    /// filled in, in the store; `report.complete` says beforehand whether the log was sound.
    [[nodiscard]] Result<void> write(Connection &connection, domain::StoreRepair report) const;

private:
    using Values = std::vector<QVariant>;

    void take(const CarvedRow &row);
    bool takeOutbox(const CarvedRow &row);
    bool takeConflict(const CarvedRow &row);
    bool takeSent(const CarvedRow &row);
    bool takeView(const CarvedRow &row);
    void takeMeta(const CarvedRow &row);
    void takeLead(const CarvedRow &row);
    void compare(const QString &path);
    [[nodiscard]] Result<void> writeLeads(Connection &connection) const;

    std::map<qint64, OutboxRow> m_outbox;
    std::map<qint64, Values> m_conflicts;
    std::map<qint64, Values> m_sent;
    std::map<qint64, Values> m_views;
    std::map<domain::LeadId, domain::Lead> m_leads;
    std::set<domain::LeadId> m_wanted; ///< leads of waiting edits and conflicts
    SyncState m_state;
    int m_unreadable = 0;
    bool m_complete = false;
};

/// The report of a repair nobody has confirmed yet.
[[nodiscard]] Result<std::optional<domain::StoreRepair>> readRepair(Connection &connection);
[[nodiscard]] Result<void> writeRepair(Connection &connection, const domain::StoreRepair &repair);
[[nodiscard]] Result<void> removeRepair(Connection &connection);

} // namespace leadline::cache
