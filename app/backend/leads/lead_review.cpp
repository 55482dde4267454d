#include "backend/leads/decision.h"
#include "backend/leads/lead_repository.h"
#include "backend/leads/lead_rows.h"
#include "domain/folded_key.h"
#include "domain/lead_edit.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace leadline::backend {

using domain::ErrorCode;
using domain::Lead;
using domain::Mutation;
using domain::MutationOp;
using domain::MutationOutcome;
using domain::MutationResult;
using rows::StoredLead;
using storage::Connection;
using storage::Statement;

namespace {

constexpr size_t kMaxMutations = 100;

/// Who decides and when, for one request.
struct Writer
{
    Connection &connection;
    const Actor &actor;
    domain::Timestamp now;
    domain::ClientId client;
};

Result<bool> noteExists(Connection &connection, const domain::NoteId &id)
{
    const auto statement = connection.prepare(QStringLiteral("SELECT 1 FROM note WHERE id = ?"));
    LEADLINE_TRY(statement);
    bool exists = false;
    LEADLINE_TRY((*statement)->bindAll(id).each([&](const Statement &) { exists = true; }));
    return exists;
}

/// The same tag however it was typed, before anything is decided or compared.
Mutation normalised(Mutation mutation)
{
    if (mutation.value && (mutation.op == MutationOp::TagAdd || mutation.op == MutationOp::TagRemove))
        mutation.value = domain::LeadEdit::addTag(*mutation.value).value;
    return mutation;
}

/// People restore their own deletions, administrators all.
bool isForeignDeletion(const Actor &actor, const domain::ReviewData &review)
{
    return review.deletedAt && !actor.reach.isEverything() && review.deletedBy != actor.name;
}

Result<MutationOutcome> decideOn(const Writer &writer, const std::optional<StoredLead> &stored, const Mutation &mutation)
{
    if (!stored)
        return decide(nullptr, mutation, writer.client);
    if (mutation.op == MutationOp::Restore && isForeignDeletion(writer.actor, stored->lead.review)) {
        MutationOutcome outcome { mutation.mid, MutationResult::Rejected, stored->lead.rev, {}, {}, {}, {} };
        outcome.detail = QStringLiteral("only who deleted a lead or an administrator restores it");
        return outcome;
    }
    DecisionRow row { stored->lead.rev, stored->lead.review, stored->writes };
    if (mutation.op == MutationOp::NoteAdd && !mutation.note.isNull()) {
        const auto exists = noteExists(writer.connection, mutation.note);
        LEADLINE_TRY(exists);
        row.noteExists = *exists;
    }
    return decide(&row, mutation, writer.client);
}

Result<void> writeSide(
    Connection &connection, qint64 pk, const Mutation &mutation, const Actor &actor, domain::Timestamp now)
{
    const QString text = mutation.value.value_or(QString());
    switch (mutation.op) {
    case MutationOp::TagAdd: {
        const auto statement = connection.prepare(QStringLiteral("INSERT INTO lead_tag (lead_pk, tag) "
                                                                 "VALUES (?, ?) ON CONFLICT DO NOTHING"));
        LEADLINE_TRY(statement);
        return (*statement)->bindAll(pk, text).exec();
    }
    case MutationOp::TagRemove: {
        const auto statement = connection.prepare(QStringLiteral("DELETE FROM lead_tag WHERE lead_pk = ? AND tag = ?"));
        LEADLINE_TRY(statement);
        return (*statement)->bindAll(pk, text).exec();
    }
    case MutationOp::NoteAdd: {
        const auto statement = connection.prepare(QStringLiteral("INSERT INTO note (id, lead_pk, author, text, created_at) "
                                                                 "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"));
        LEADLINE_TRY(statement);
        return (*statement)->bindAll(mutation.note, pk, actor.name, text, now).exec();
    }
    default:
        return {};
    }
}

rows::AuditRow auditRow(qint64 pk, const domain::ReviewData &before, const Mutation &mutation)
{
    rows::AuditRow row { pk, domain::mutationOpSlug(mutation.op).toString(), mutation.field, std::nullopt, mutation.value };
    if (mutation.op == MutationOp::Set)
        row.oldValue = domain::reviewValue(before, mutation.field);
    if (mutation.op == MutationOp::TagRemove)
        std::swap(row.oldValue, row.newValue);
    return row;
}

/// Applies one accepted mutation to the lead in memory, its side table and the audit log; saveReview() writes the row.
Result<void> applyAccepted(const Writer &writer, StoredLead &stored, const Mutation &mutation, qint64 rev)
{
    LEADLINE_TRY(writeAudit(
        writer.connection, rows::auditRecord(writer.actor, writer.now, auditRow(stored.pk, stored.lead.review, mutation))));
    LEADLINE_TRY(writeSide(writer.connection, stored.pk, mutation, writer.actor, writer.now));
    domain::apply(
        { mutation.op, mutation.field, mutation.value }, stored.lead.review, writer.actor.name, writer.now, mutation.note);
    if (const QString field = writtenField(mutation); !field.isEmpty())
        stored.writes[field] = { rev, writer.client, writer.actor.name };
    return {};
}

Result<void> saveReview(const Writer &writer, rows::FeedNumbers numbers, StoredLead &stored)
{
    Lead &lead = stored.lead;
    lead.seq = numbers.take();
    lead.rev += 1;
    lead.modifiedAt = writer.now;
    lead.modifiedBy = writer.actor.name;
    const auto statement = writer.connection.prepare(QStringLiteral(
        "UPDATE lead SET rev = ?, seq = ?, status = ?, rating = ?, assignee = ?, fix_name = ?, fix_category = ?, "
        "fix_email = ?, fix_phone = ?, fix_city = ?, deleted_at = ?, deleted_by = ?, fmeta = ?, modified_at = ?, "
        "modified_by = ?, name_key = ?, city_key = ?, category_key = ? WHERE pk = ?"));
    LEADLINE_TRY(statement);
    const domain::ReviewData &review = lead.review;
    const domain::Corrections &fixes = review.corrections;
    LEADLINE_TRY(
        (*statement)
            ->bindAll(lead.rev, lead.seq, static_cast<int>(review.status), review.rating, review.assignee, fixes.name,
                fixes.category, fixes.email, fixes.phone, fixes.city, review.deletedAt, review.deletedBy,
                QString::fromUtf8(toJson(stored.writes)), lead.modifiedAt, lead.modifiedBy, domain::foldedKey(lead.name()),
                domain::foldedKey(lead.city()), domain::foldedKey(lead.category()), stored.pk)
            .exec());
    LEADLINE_TRY(numbers.store());
    return rows::replaceSearchText(writer.connection, stored.pk, lead);
}

Result<MutationOutcome> decideAndApply(const Writer &writer, const Mutation &sent)
{
    const Mutation mutation = normalised(sent);
    const auto numbers = rows::FeedNumbers::begin(writer.connection);
    LEADLINE_TRY(numbers);
    auto stored = rows::loadWithin(writer.connection, mutation.lead, writer.actor.reach);
    LEADLINE_TRY(stored);
    auto outcome = decideOn(writer, *stored, mutation);
    LEADLINE_TRY(outcome);
    if (outcome->result != MutationResult::Applied)
        return outcome;
    LEADLINE_TRY(applyAccepted(writer, **stored, mutation, (*stored)->lead.rev + 1));
    LEADLINE_TRY(saveReview(writer, *numbers, **stored));
    outcome->leadRev = (*stored)->lead.rev;
    return outcome;
}

QByteArray payloadHash(const Mutation &mutation)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << mutation.lead.uuid() << domain::mutationOpSlug(mutation.op).toString() << mutation.field
           << mutation.value.has_value() << mutation.value.value_or(QString()) << mutation.note.uuid() << mutation.baseRev;
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

/// One push: a client row, then each mutation in a transaction of its own.
class Push
{
public:
    Push(Connection &connection, const domain::PushRequest &request, const Actor &actor, domain::Timestamp now)
        : m_writer { connection, actor, now, request.client }
        , m_request(request)
    { }

    Result<domain::PushAnswer> run()
    {
        if (m_request.mutations.size() > kMaxMutations)
            return domain::failure(ErrorCode::TooLarge, QStringLiteral("a push holds at most 100 mutations"));
        if (m_request.client.isNull())
            return domain::failure(ErrorCode::InvalidArgument, QStringLiteral("the client has no id"));
        LEADLINE_TRY(inTransaction([&] { return open(); }));
        for (const Mutation &mutation : m_request.mutations)
            LEADLINE_TRY(inTransaction([&] { return one(mutation); }));
        m_answer.lastMid = m_lastMid;
        return std::move(m_answer);
    }

private:
    template<typename F> Result<void> inTransaction(F &&work)
    {
        LEADLINE_TRY(m_writer.connection.begin());
        auto done = work();
        if (done)
            done = m_writer.connection.commit();
        m_writer.connection.rollback();
        return done;
    }

    Result<void> open()
    {
        const auto epoch = LeadRepository::epoch(m_writer.connection);
        LEADLINE_TRY(epoch);
        m_answer.epoch = *epoch;
        if (m_request.epoch != *epoch)
            return domain::failure(ErrorCode::EpochChanged, QStringLiteral("the store is not the one of these edits"));
        for (const domain::ClientId &old : m_request.retiredClients)
            LEADLINE_TRY(retire(old));
        LEADLINE_TRY(readClient());
        return acknowledge();
    }

    Result<void> retire(const domain::ClientId &old)
    {
        if (old == m_request.client)
            return {};
        const auto statement = m_writer.connection.prepare(
            QStringLiteral("INSERT INTO client (client_id, user_name, last_mid, ack_mid, seen_at, retired) "
                           "VALUES (?, ?, 0, 0, ?, 1) ON CONFLICT (client_id) DO UPDATE SET retired = 1 "
                           "WHERE client.user_name = excluded.user_name"));
        LEADLINE_TRY(statement);
        return (*statement)->bindAll(old, m_writer.actor.name, m_writer.now).exec();
    }

    Result<void> readClient()
    {
        const auto touch = m_writer.connection.prepare(
            QStringLiteral("INSERT INTO client (client_id, user_name, last_mid, ack_mid, seen_at, retired) "
                           "VALUES (?, ?, 0, 0, ?, 0) "
                           "ON CONFLICT (client_id) DO UPDATE SET seen_at = excluded.seen_at"));
        LEADLINE_TRY(touch);
        LEADLINE_TRY((*touch)->bindAll(m_request.client, m_writer.actor.name, m_writer.now).exec());
        return lockClient();
    }

    /// Reads the client's row and holds it to the end of the transaction: a request that was sent twice is decided once.
    Result<void> lockClient()
    {
        const auto statement = m_writer.connection.prepare(
            QStringLiteral("SELECT user_name, last_mid, ack_mid, retired FROM client WHERE client_id = ?")
            + m_writer.connection.lockRows());
        LEADLINE_TRY(statement);
        bool foreign = false;
        bool retired = false;
        LEADLINE_TRY((*statement)->bindAll(m_request.client).each([&](const Statement &row) {
            foreign = row.text(0) != m_writer.actor.name;
            m_lastMid = row.integer(1);
            m_ackMid = row.integer(2);
            retired = row.integer(3) != 0;
        }));
        if (foreign)
            return domain::failure(ErrorCode::Forbidden, QStringLiteral("the client id belongs to someone else"));
        if (retired)
            return domain::failure(ErrorCode::Gone, QStringLiteral("the client id was given up"));
        return {};
    }

    /// Outcomes the client has stored need not be kept.
    Result<void> acknowledge()
    {
        const qint64 ack = std::min(m_request.ackMid, m_lastMid);
        if (ack <= m_ackMid)
            return {};
        const auto drop
            = m_writer.connection.prepare(QStringLiteral("DELETE FROM outcome WHERE client_id = ? AND mid <= ?"));
        LEADLINE_TRY(drop);
        LEADLINE_TRY((*drop)->bindAll(m_request.client, ack).exec());
        const auto mark = m_writer.connection.prepare(QStringLiteral("UPDATE client SET ack_mid = ? WHERE client_id = ?"));
        LEADLINE_TRY(mark);
        LEADLINE_TRY((*mark)->bindAll(ack, m_request.client).exec());
        m_ackMid = ack;
        return {};
    }

    Result<void> one(const Mutation &mutation)
    {
        LEADLINE_TRY(lockClient());
        const QByteArray hash = payloadHash(mutation);
        if (mutation.mid <= m_lastMid)
            return repeat(mutation, hash);
        if (mutation.mid > m_lastMid + 1) {
            domain::Error error(ErrorCode::MutationGap, QStringLiteral("a mutation is missing"));
            error.field = QString::number(m_lastMid + 1);
            return domain::failure(std::move(error));
        }
        const auto outcome = decideAndApply(m_writer, mutation);
        LEADLINE_TRY(outcome);
        LEADLINE_TRY(storeOutcome(*outcome, hash));
        const auto mark = m_writer.connection.prepare(QStringLiteral("UPDATE client SET last_mid = ? WHERE client_id = ?"));
        LEADLINE_TRY(mark);
        LEADLINE_TRY((*mark)->bindAll(mutation.mid, m_request.client).exec());
        m_lastMid = mutation.mid;
        m_answer.outcomes.push_back(*outcome);
        return {};
    }

    Result<void> storeOutcome(const MutationOutcome &outcome, const QByteArray &hash)
    {
        const auto statement = m_writer.connection.prepare(QStringLiteral(
            "INSERT INTO outcome (client_id, mid, payload_sha256, result, lead_rev, field, theirs, theirs_by, detail) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        LEADLINE_TRY(statement);
        return (*statement)
            ->bindAll(m_request.client, outcome.mid, hash, static_cast<int>(outcome.result), outcome.leadRev, outcome.field,
                outcome.theirs, outcome.theirsBy, outcome.detail)
            .exec();
    }

    /// A number that was decided before gets the same answer again. A void is taken for any content.
    Result<void> repeat(const Mutation &mutation, const QByteArray &hash)
    {
        const auto statement = m_writer.connection.prepare(
            QStringLiteral("SELECT payload_sha256, result, lead_rev, field, theirs, theirs_by, detail FROM outcome "
                           "WHERE client_id = ? AND mid = ?"));
        LEADLINE_TRY(statement);
        QByteArray known;
        MutationOutcome outcome;
        LEADLINE_TRY((*statement)->bindAll(m_request.client, mutation.mid).each([&](const Statement &row) {
            known = row.bytes(0);
            outcome = { mutation.mid, static_cast<MutationResult>(row.integer(1)), row.integer(2), row.text(3),
                row.optionalText(4), row.text(5), row.text(6) };
        }));
        if (known.isEmpty())
            return domain::failure(ErrorCode::Gone, QStringLiteral("the outcome was acknowledged and is no longer kept"));
        if (mutation.op != MutationOp::Void && known != hash)
            return domain::failure(ErrorCode::MutationReused, QStringLiteral("the number was used for another edit"));
        m_answer.outcomes.push_back(std::move(outcome));
        return {};
    }

    Writer m_writer;
    const domain::PushRequest &m_request;
    domain::PushAnswer m_answer;
    qint64 m_lastMid = 0;
    qint64 m_ackMid = 0;
};

} // namespace

QFuture<Result<domain::PushAnswer>> LeadRepository::push(
    storage::Database &database, domain::PushRequest request, Actor actor, domain::Timestamp now)
{
    const auto lane = storage::Lane::of(request.client);
    return database.session([request = std::move(request), actor = std::move(actor), now](
                                Connection &connection) { return Push(connection, request, actor, now).run(); },
        lane);
}

Result<PatchAnswer> LeadRepository::patch(Connection &connection, const domain::LeadId &id, qint64 baseRev,
    std::span<const Mutation> mutations, const Actor &actor, domain::Timestamp now)
{
    const Writer writer { connection, actor, now, {} };
    const auto numbers = rows::FeedNumbers::begin(connection);
    LEADLINE_TRY(numbers);
    auto stored = rows::loadWithin(connection, id, actor.reach);
    LEADLINE_TRY(stored);
    if (!*stored)
        return domain::failure(ErrorCode::NotFound, QStringLiteral("no such lead"));
    PatchAnswer answer;
    std::vector<Mutation> accepted;
    for (const Mutation &sent : mutations) {
        Mutation mutation = normalised(sent);
        mutation.baseRev = baseRev;
        const auto outcome = decideOn(writer, *stored, mutation);
        LEADLINE_TRY(outcome);
        if (outcome->result == MutationResult::Applied)
            accepted.push_back(std::move(mutation));
        else if (outcome->result != MutationResult::Noop)
            answer.refused.push_back(*outcome);
    }
    if (answer.refused.empty() && !accepted.empty()) {
        const qint64 rev = (*stored)->lead.rev + 1;
        for (const Mutation &mutation : accepted)
            LEADLINE_TRY(applyAccepted(writer, **stored, mutation, rev));
        LEADLINE_TRY(saveReview(writer, *numbers, **stored));
        answer.changed = true;
    }
    LEADLINE_TRY(hideForeignTasks(connection, actor.reach, std::span(&(*stored)->lead, 1)));
    answer.lead = std::move((*stored)->lead);
    return answer;
}

namespace {

Result<Lead> setDeleted(
    Connection &connection, const domain::LeadId &id, MutationOp op, const Actor &actor, domain::Timestamp now)
{
    LEADLINE_TRY(rows::FeedNumbers::begin(connection));
    auto stored = rows::loadWithin(connection, id, actor.reach);
    LEADLINE_TRY(stored);
    if (!*stored)
        return domain::failure(ErrorCode::NotFound, QStringLiteral("no such lead"));
    Mutation mutation;
    mutation.lead = id;
    mutation.op = op;
    // A person asks for this lead as it is now, so there is nothing they have not seen.
    const qint64 rev = (*stored)->lead.rev;
    auto answer = LeadRepository::patch(connection, id, rev, std::span(&mutation, 1), actor, now);
    LEADLINE_TRY(answer);
    if (!answer->refused.empty())
        return domain::failure(ErrorCode::Forbidden, answer->refused.front().detail);
    return std::move(answer->lead);
}

} // namespace

Result<Lead> LeadRepository::softDelete(
    Connection &connection, const domain::LeadId &id, const Actor &actor, domain::Timestamp now)
{
    return setDeleted(connection, id, MutationOp::Delete, actor, now);
}

Result<Lead> LeadRepository::restore(
    Connection &connection, const domain::LeadId &id, const Actor &actor, domain::Timestamp now)
{
    return setDeleted(connection, id, MutationOp::Restore, actor, now);
}

} // namespace leadline::backend
