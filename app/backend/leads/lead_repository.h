#pragma once

#include "backend/leads/reach.h"
#include "domain/lead.h"
#include "domain/lead_filter.h"
#include "domain/lead_page.h"
#include "domain/mutation.h"
#include "storage/database.h"

#include <span>
#include <vector>

namespace leadline::backend {

using domain::Result;

/// Who writes, for the audit log.
struct Actor
{
    QString name; ///< user name, or `task:<id>`
    QString origin; ///< client id or peer address
    QString requestId;
    std::optional<domain::UserId> person; ///< empty for tasks and the daemon itself
    Reach reach; ///< writes outside it answer NotFound

    /// The daemon, a task, or one of the programs that look after a store.
    [[nodiscard]] static Actor unlimited(const QString &name, const QString &origin = {}, const QString &requestId = {})
    {
        return { name, origin, requestId, std::nullopt, Reach::everything() };
    }
};

/// One reading of one business. Several readings of one profile key become one lead.
struct FoundLead
{
    QString profileKey; ///< canonical identity: `web:example.com`, `biz:example.com#slug`
    QString source; ///< sourceKindSlug()
    domain::FoundData found;
    int site = -1; ///< index of the seed it came from
};

struct IngestOutcome
{
    domain::LeadId id;
    bool inserted = false; ///< the store did not know it
    bool newForTask = false; ///< the task had not found it before; !inserted && newForTask = duplicate
    qint64 seq = 0; ///< feed number when the lead was inserted or changed, otherwise 0
    qint64 n = 0; ///< number in the task's results stream when newForTask, otherwise 0
};

/// One row of a task's results stream.
struct TaskResult
{
    qint64 n = 0; ///< contiguous from 1 per task
    int site = -1;
    domain::Lead lead;
};

enum class LeadDetail {
    Row, ///< without contacts, notes and score terms
    Full,
};

/// What REST's PATCH came to: the new lead, or the outcomes that stood against it (then nothing was changed).
struct PatchAnswer
{
    domain::Lead lead;
    std::vector<domain::MutationOutcome> refused; ///< Conflict and Rejected, empty on success
    bool changed = false;
};

/// The lead tables. Reads take the reach of whoever asks; outside of it nothing is there. Stateless functions for
/// Database::read() and write() jobs; every write sets feed numbers, revisions, audit rows and full text in the same
/// transaction.
class LeadRepository
{
public:
    /// Stores a batch: inserts new businesses, merges readings of known ones, links all to the task. Never touches review
    /// data and never brings a deleted lead back (its outcome then has neither flag). Numbers of task_lead are contiguous.
    [[nodiscard]] static Result<std::vector<IngestOutcome>> ingest(
        storage::Connection &, const domain::TaskId &, std::span<const FoundLead>, domain::Timestamp now);

    [[nodiscard]] static Result<domain::LeadPage> list(
        storage::Connection &, const domain::LeadQuery &, const Reach &, LeadDetail detail = LeadDetail::Row);
    [[nodiscard]] static Result<qint64> count(storage::Connection &, const domain::LeadFilter &, const Reach &);
    /// NotFound for an unknown id. Deleted leads are found.
    [[nodiscard]] static Result<domain::Lead> get(storage::Connection &, const domain::LeadId &, const Reach &);
    /// Newest first.
    [[nodiscard]] static Result<std::vector<domain::AuditEntry>> history(
        storage::Connection &, const domain::LeadId &, int limit = 200);
    [[nodiscard]] static Result<domain::LeadFacets> facets(storage::Connection &, const domain::LeadFilter &, const Reach &);
    /// Rows of a task's results stream with n > since, ascending. Deleted leads are among them, with their time of deletion:
    /// a hole in the numbers would mean a lost event to a reader.
    [[nodiscard]] static Result<std::vector<TaskResult>> taskResults(
        storage::Connection &, const domain::TaskId &, qint64 since, int limit, LeadDetail detail = LeadDetail::Full);
    /// Highest n of the task's results stream, 0 when empty.
    [[nodiscard]] static Result<qint64> taskResultsHead(storage::Connection &, const domain::TaskId &);

    /// UUID of the data store; another one after a restore.
    [[nodiscard]] static Result<QString> epoch(storage::Connection &);
    /// One page of the change feed. EpochChanged when `epoch` is neither empty nor ours or `since` is ahead of us, Gone when
    /// `since` is too old.
    [[nodiscard]] static Result<domain::ChangePage> changes(
        storage::Connection &, qint64 since, const QString &epoch, int limit, const domain::ClientId &client, const Reach &);

    /// Decides and applies a batch of mutations, each in its own transaction (decision.h). EpochChanged, MutationGap
    /// (`field` holds the expected number), MutationReused, Gone (a retired client, or an outcome that was acknowledged and
    /// dropped). Mutations before the failing one stay applied.
    [[nodiscard]] static QFuture<Result<domain::PushAnswer>> push(
        storage::Database &, domain::PushRequest, Actor, domain::Timestamp now);

    /// REST twin of push: all mutations or none against revision `baseRev`, same decision function. NotFound; EpochChanged
    /// for a revision the lead has never had.
    [[nodiscard]] static Result<PatchAnswer> patch(storage::Connection &, const domain::LeadId &, qint64 baseRev,
        std::span<const domain::Mutation>, const Actor &, domain::Timestamp now);
    /// Idempotent; NotFound for an unknown id. Forbidden to restore what somebody else deleted, unless the reach is
    /// everything.
    [[nodiscard]] static Result<domain::Lead> softDelete(
        storage::Connection &, const domain::LeadId &, const Actor &, domain::Timestamp now);
    [[nodiscard]] static Result<domain::Lead> restore(
        storage::Connection &, const domain::LeadId &, const Actor &, domain::Timestamp now);
};

/// Brings the store to the current schema; call before Database::open().
[[nodiscard]] Result<void> migrateServerStore(const storage::StoreAddress &address);

} // namespace leadline::backend
