#include "protocol/sync_json.h"

#include "protocol/lead_json.h"

namespace leadline::protocol {

using namespace domain;

namespace {

template<typename T> QJsonArray arrayOf(const std::vector<T> &items)
{
    QJsonArray out;
    for (const T &item : items)
        out.append(toJson(item));
    return out;
}

QJsonValue textOrNull(const std::optional<QString> &text)
{
    return text ? QJsonValue(*text) : QJsonValue();
}

QString tombstoneSlug(TombstoneKind kind)
{
    return kind == TombstoneKind::Erase ? QStringLiteral("erase") : QStringLiteral("hard_delete");
}

std::optional<TombstoneKind> tombstoneFromSlug(QStringView slug)
{
    if (slug == u"erase")
        return TombstoneKind::Erase;
    if (slug == u"hard_delete")
        return TombstoneKind::HardDelete;
    return std::nullopt;
}

Result<Tombstone> tombstoneFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    Tombstone tombstone;
    tombstone.seq = in.integer(u"seq");
    in.id(u"lead", tombstone.lead);
    in.slug(u"kind", tombstoneFromSlug, tombstone.kind);
    return in.finish(tombstone);
}

} // namespace

QJsonObject toJson(const Tombstone &tombstone)
{
    return {
        { QStringLiteral("seq"), tombstone.seq },
        { QStringLiteral("lead"), tombstone.lead.toString() },
        { QStringLiteral("kind"), tombstoneSlug(tombstone.kind) },
    };
}

QJsonObject toJson(const Mutation &mutation)
{
    QJsonObject out {
        { QStringLiteral("mid"), mutation.mid },
        { QStringLiteral("lead"), mutation.lead.toString() },
        { QStringLiteral("op"), mutationOpSlug(mutation.op).toString() },
        { QStringLiteral("base_rev"), mutation.baseRev },
        { QStringLiteral("at"), toRfc3339(mutation.at) },
    };
    if (!mutation.field.isEmpty())
        out.insert(QStringLiteral("field"), mutation.field);
    if (mutation.value)
        out.insert(QStringLiteral("value"), *mutation.value);
    if (!mutation.note.isNull())
        out.insert(QStringLiteral("note"), mutation.note.toString());
    return out;
}

Result<Mutation> mutationFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    Mutation mutation;
    mutation.mid = in.integer(u"mid", 0);
    in.slug(u"op", mutationOpFromSlug, mutation.op);
    // A void keeps its number only; its lead may be gone from the client already.
    if (mutation.op != MutationOp::Void || in.has(u"lead"))
        in.id(u"lead", mutation.lead);
    mutation.field = in.textOr(u"field", {}, 64);
    mutation.value = in.optionalText(u"value", 20'000);
    if (mutation.op == MutationOp::NoteAdd || in.has(u"note"))
        in.id(u"note", mutation.note);
    mutation.baseRev = in.integerOr(u"base_rev", 0);
    mutation.at = in.optionalTime(u"at").value_or(Timestamp());
    if (mutation.op == MutationOp::Set && mutation.field.isEmpty())
        in.fail(u"field", QStringLiteral("is missing"));
    const bool needsValue
        = mutation.op == MutationOp::TagAdd || mutation.op == MutationOp::TagRemove || mutation.op == MutationOp::NoteAdd;
    if (needsValue && !mutation.value)
        in.fail(u"value", QStringLiteral("is missing"));
    return in.finish(std::move(mutation));
}

QJsonObject toJson(const MutationOutcome &outcome)
{
    return {
        { QStringLiteral("mid"), outcome.mid },
        { QStringLiteral("result"), mutationResultSlug(outcome.result).toString() },
        { QStringLiteral("lead_rev"), outcome.leadRev },
        { QStringLiteral("field"), outcome.field },
        { QStringLiteral("theirs"), textOrNull(outcome.theirs) },
        { QStringLiteral("theirs_by"), outcome.theirsBy },
        { QStringLiteral("detail"), outcome.detail },
    };
}

Result<MutationOutcome> mutationOutcomeFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    MutationOutcome outcome;
    outcome.mid = in.integer(u"mid");
    in.slug(u"result", mutationResultFromSlug, outcome.result);
    outcome.leadRev = in.integerOr(u"lead_rev", 0);
    outcome.field = in.textOr(u"field", {}, 64);
    outcome.theirs = in.optionalText(u"theirs", 20'000);
    outcome.theirsBy = in.textOr(u"theirs_by", {}, 200);
    outcome.detail = in.textOr(u"detail", {}, 10'000);
    return in.finish(std::move(outcome));
}

QJsonObject toJson(const PushRequest &request)
{
    QJsonArray retired;
    for (const ClientId &client : request.retiredClients)
        retired.append(client.toString());
    return {
        { QStringLiteral("epoch"), request.epoch },
        { QStringLiteral("client"), request.client.toString() },
        { QStringLiteral("ack_mid"), request.ackMid },
        { QStringLiteral("retired_clients"), retired },
        { QStringLiteral("mutations"), arrayOf(request.mutations) },
    };
}

Result<PushRequest> pushRequestFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    PushRequest request;
    request.epoch = in.text(u"epoch", 64);
    in.id(u"client", request.client);
    request.ackMid = in.integerOr(u"ack_mid", 0);
    request.retiredClients = in.ids<ClientTag>(u"retired_clients", 100);
    request.mutations = in.list<Mutation>(u"mutations", kMaxPushMutations, mutationFromJson);
    for (size_t i = 0; i < request.mutations.size(); ++i) {
        if (request.mutations[i].mid < 1)
            in.fail(u"mutations", QStringLiteral("%1 has no number").arg(i));
    }
    in.refuseUnknown();
    return in.finish(std::move(request));
}

QJsonObject toJson(const PushAnswer &answer)
{
    return {
        { QStringLiteral("epoch"), answer.epoch },
        { QStringLiteral("last_mid"), answer.lastMid },
        { QStringLiteral("outcomes"), arrayOf(answer.outcomes) },
    };
}

Result<PushAnswer> pushAnswerFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    PushAnswer answer;
    answer.epoch = in.text(u"epoch", 64);
    answer.lastMid = in.integer(u"last_mid");
    answer.outcomes = in.list<MutationOutcome>(u"outcomes", kMaxPushMutations, mutationOutcomeFromJson);
    return in.finish(std::move(answer));
}

QJsonObject toJson(const ChangePage &page)
{
    QJsonArray changes;
    for (const Lead &lead : page.changes)
        changes.append(toJson(lead, LeadDetail::Full));
    return {
        { QStringLiteral("epoch"), page.epoch },
        { QStringLiteral("to"), page.to },
        { QStringLiteral("head"), page.head },
        { QStringLiteral("more"), page.more },
        { QStringLiteral("last_mid"), page.lastMid },
        { QStringLiteral("changes"), changes },
        { QStringLiteral("tombstones"), arrayOf(page.tombstones) },
    };
}

Result<ChangePage> changePageFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    ChangePage page;
    page.epoch = in.text(u"epoch", 64);
    page.to = in.integer(u"to");
    page.head = in.integerOr(u"head", page.to);
    page.more = in.booleanOr(u"more", false);
    page.lastMid = in.integerOr(u"last_mid", 0);
    page.changes = in.list<Lead>(u"changes", kMaxChanges, leadFromJson);
    page.tombstones = in.list<Tombstone>(u"tombstones", 10'000, tombstoneFromJson);
    return in.finish(std::move(page));
}

} // namespace leadline::protocol
