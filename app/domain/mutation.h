#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/lead.h"

#include <QString>

#include <optional>
#include <vector>

namespace leadline::domain {

/// What a person may do to a lead. The scalar fields of Set are `status`, `rating`, `assignee`, `name`, `email`, `phone`,
/// `city`, `category`; an absent value of a correction means "as found" again.
enum class MutationOp { Set, TagAdd, TagRemove, NoteAdd, Delete, Restore, Void };

/// The server's word on a mutation. A conflict, gone or rejected mutation changed nothing.
enum class MutationResult { Applied, Noop, Conflict, Gone, Rejected };

struct Mutation
{
    qint64 mid = 0; ///< per client, consecutive from 1; 0 = not sealed yet
    LeadId lead;
    MutationOp op = MutationOp::Set;
    QString field; ///< Set only
    std::optional<QString> value; ///< Set: new value; TagAdd/TagRemove: the tag; NoteAdd: the text
    NoteId note; ///< NoteAdd only: made by the client, so that a repeat is recognised
    qint64 baseRev = 0; ///< lead revision the person saw
    Timestamp at {};

    [[nodiscard]] bool operator==(const Mutation &) const = default;
};

struct MutationOutcome
{
    qint64 mid = 0;
    MutationResult result = MutationResult::Applied;
    qint64 leadRev = 0; ///< revision after the decision
    QString field; ///< conflicting field; `deleted` when someone deleted the lead
    std::optional<QString> theirs; ///< Conflict: the value the server holds
    QString theirsBy; ///< Conflict: who wrote it
    QString detail; ///< Rejected: why, in English

    [[nodiscard]] bool operator==(const MutationOutcome &) const = default;
};

struct PushRequest
{
    QString epoch;
    ClientId client;
    qint64 ackMid = 0;
    std::vector<ClientId> retiredClients;
    std::vector<Mutation> mutations; ///< at most 100
};

struct PushAnswer
{
    QString epoch;
    qint64 lastMid = 0;
    std::vector<MutationOutcome> outcomes;
};

enum class TombstoneKind { HardDelete, Erase };

struct Tombstone
{
    qint64 seq = 0;
    LeadId lead;
    TombstoneKind kind = TombstoneKind::HardDelete;
};

/// One page of the change feed: each lead at its newest number, ascending.
struct ChangePage
{
    QString epoch;
    qint64 to = 0; ///< cursor to store with the rows
    qint64 head = 0; ///< newest number at the server
    bool more = false;
    qint64 lastMid = 0; ///< last mutation number the server has from this client
    std::vector<Lead> changes;
    std::vector<Tombstone> tombstones;
};

[[nodiscard]] QStringView mutationOpSlug(MutationOp op);
[[nodiscard]] std::optional<MutationOp> mutationOpFromSlug(QStringView slug);
[[nodiscard]] QStringView mutationResultSlug(MutationResult result);
[[nodiscard]] std::optional<MutationResult> mutationResultFromSlug(QStringView slug);

} // namespace leadline::domain
