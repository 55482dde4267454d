#include "backend/http/controllers/controllers.h"
#include "backend/http/controllers/trash_controller.h"

#include "protocol/lead_json.h"

#include <QUuid>

namespace leadline::backend {

using domain::failure;
using domain::LeadId;
using domain::Mutation;
using domain::MutationOp;
using domain::Timestamp;
using storage::Connection;
using storage::Database;

namespace {

using WireDetail = protocol::LeadDetail;

QByteArray etagOf(const domain::Lead &lead)
{
    return "\"r" + QByteArray::number(lead.rev) + '"';
}

HttpResponse leadAnswer(const domain::Lead &lead)
{
    return HttpResponse::json(protocol::toJson(lead, WireDetail::Full)).with("ETag", etagOf(lead));
}

/// The revision of `If-Match: "r7"`.
Result<qint64> baseRevision(const HttpRequest &request)
{
    const QByteArray tag = request.header("if-match").trimmed();
    if (tag.isEmpty())
        return failure(ErrorCode::PreconditionRequired, QStringLiteral("say with If-Match which revision you saw"));
    bool isNumber = false;
    const qint64 revision = tag.size() > 3 && tag.startsWith("\"r") && tag.endsWith('"')
        ? tag.mid(2, tag.size() - 3).toLongLong(&isNumber)
        : 0;
    if (!isNumber || revision < 1) {
        Error error(ErrorCode::InvalidArgument, QStringLiteral("If-Match must be an ETag such as \"r7\""));
        error.field = QStringLiteral("If-Match");
        return failure(std::move(error));
    }
    return revision;
}

/// One mutation per changed member. With an idempotency key a repeated note gets the same id and is recognised.
std::vector<Mutation> mutationsOf(
    const protocol::LeadPatch &patch, const LeadId &lead, qint64 base, const QByteArray &key, Timestamp now)
{
    std::vector<Mutation> mutations;
    const auto add = [&](MutationOp op, const QString &field, std::optional<QString> value) {
        Mutation mutation;
        mutation.lead = lead;
        mutation.op = op;
        mutation.field = field;
        mutation.value = std::move(value);
        mutation.baseRev = base;
        mutation.at = now;
        if (op == MutationOp::NoteAdd) {
            mutation.note = key.isEmpty() ? domain::NoteId::create()
                                          : domain::NoteId(QUuid::createUuidV5(lead.uuid(), QByteArray("note|" + key)));
        }
        mutations.push_back(std::move(mutation));
    };
    for (const auto &member : patch.set)
        add(MutationOp::Set, member.field, member.value);
    for (const QString &tag : patch.addTags)
        add(MutationOp::TagAdd, {}, tag);
    for (const QString &tag : patch.removeTags)
        add(MutationOp::TagRemove, {}, tag);
    if (patch.addNote)
        add(MutationOp::NoteAdd, {}, *patch.addNote);
    return mutations;
}

/// 412 with the current lead and what stood against the change, or 400 when a value was refused.
HttpResponse refusedAnswer(const PatchAnswer &answer, const QString &requestId)
{
    QJsonArray fields;
    for (const domain::MutationOutcome &outcome : answer.refused) {
        if (outcome.result == domain::MutationResult::Rejected) {
            Error error(ErrorCode::InvalidArgument, outcome.detail);
            error.field = outcome.field;
            return HttpResponse::problem(error, requestId);
        }
        fields.append(QJsonObject {
            { QStringLiteral("field"), outcome.field },
            { QStringLiteral("theirs"), outcome.theirs ? QJsonValue(*outcome.theirs) : QJsonValue() },
            { QStringLiteral("theirs_by"), outcome.theirsBy },
        });
    }
    return HttpResponse::problem(Error(ErrorCode::PreconditionFailed, QStringLiteral("the lead was changed meanwhile")),
        requestId,
        { { QStringLiteral("conflicts"), fields },
            { QStringLiteral("current"), protocol::toJson(answer.lead, WireDetail::Full) } })
        .with("ETag", etagOf(answer.lead));
}

QFuture<HttpResponse> list(Database &database, const HttpRequest &request)
{
    const auto query = protocol::leadQueryFromQuery(request.query);
    if (!query)
        return refuse(request, query.error());
    const bool isFull = request.queryValue(u"detail") == u"1";
    const bool wantsTotal = request.queryValue(u"total") == u"1";
    auto page = database.read(
        [query = *query, isFull, wantsTotal, reach = reachOf(request)](Connection &db) -> Result<domain::LeadPage> {
            auto leads = LeadRepository::list(db, query, reach, isFull ? LeadDetail::Full : LeadDetail::Row);
            if (!leads || !wantsTotal)
                return leads;
            const auto total = LeadRepository::count(db, query.filter, reach);
            if (!total)
                return failure(total.error());
            leads->total = *total;
            return leads;
        });
    return reply(request, std::move(page), [isFull](const domain::LeadPage &leads) {
        return HttpResponse::json(protocol::toJson(leads, isFull ? WireDetail::Full : WireDetail::Row));
    });
}

QFuture<HttpResponse> facets(Database &database, const HttpRequest &request)
{
    const auto filter = domain::parseLeadFilter(request.queryValue(u"q"));
    if (!filter)
        return refuse(request, filter.error());
    return reply(request, database.read([filter = *filter, reach = reachOf(request)](Connection &db) {
        return LeadRepository::facets(db, filter, reach);
    }),
        [](const domain::LeadFacets &counts) { return HttpResponse::json(protocol::toJson(counts)); });
}

QFuture<HttpResponse> get(Database &database, const HttpRequest &request)
{
    const auto id = request.id<LeadId>();
    if (!id)
        return refuse(request, id.error());
    return reply(request,
        database.read([id = *id, reach = reachOf(request)](Connection &db) { return LeadRepository::get(db, id, reach); }),
        leadAnswer);
}

QFuture<HttpResponse> audit(Database &database, const HttpRequest &request)
{
    const auto id = request.id<LeadId>();
    if (!id)
        return refuse(request, id.error());
    const auto limit = request.queryNumber(u"limit", 200, 1, 1'000);
    if (!limit)
        return refuse(request, limit.error());
    auto history = database.read(
        [id = *id, limit = *limit, reach = reachOf(request)](Connection &db) -> Result<std::vector<domain::AuditEntry>> {
            if (const auto lead = LeadRepository::get(db, id, reach); !lead)
                return failure(lead.error());
            return LeadRepository::history(db, id, static_cast<int>(limit));
        });
    return reply(request, std::move(history),
        [](const std::vector<domain::AuditEntry> &entries) { return HttpResponse::json(protocol::auditToJson(entries)); });
}

QFuture<HttpResponse> patch(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    const auto id = request.id<LeadId>();
    if (!id)
        return refuse(request, id.error());
    const auto base = baseRevision(request);
    if (!base)
        return refuse(request, base.error());
    const auto body = request.json().and_then([](const QJsonObject &object) { return protocol::leadPatchFromJson(object); });
    if (!body)
        return refuse(request, body.error());
    const Timestamp now = clock.now();
    const auto mutations = mutationsOf(*body, *id, *base, request.header("idempotency-key").left(200), now);
    const QString requestId = request.requestId;
    auto patched = database.write([id = *id, base = *base, mutations, actor = actorOf(request), now](Connection &db) {
        return LeadRepository::patch(db, id, base, mutations, actor, now);
    });
    return reply(request, std::move(patched), [requestId](const PatchAnswer &result) {
        return result.refused.empty() ? leadAnswer(result.lead) : refusedAnswer(result, requestId);
    });
}

struct BulkOutcome
{
    qint64 changed = 0;
    qint64 unchanged = 0;
    QStringList missing;
};

Result<void> changeOne(Connection &db, const protocol::BulkRequest &bulk, const LeadId &id, const QByteArray &key,
    const Actor &actor, Timestamp now, BulkOutcome &outcome)
{
    const auto lead = LeadRepository::get(db, id, actor.reach);
    if (!lead && lead.error().code() == ErrorCode::NotFound) {
        outcome.missing.append(id.toString());
        return {};
    }
    if (!lead)
        return failure(lead.error());
    bool changed = false;
    if (!bulk.patch.isEmpty()) {
        const auto mutations = mutationsOf(bulk.patch, id, lead->rev, key, now);
        const auto result = LeadRepository::patch(db, id, lead->rev, mutations, actor, now);
        if (!result)
            return failure(result.error());
        if (!result->refused.empty()) {
            Error error(ErrorCode::InvalidArgument, result->refused.front().detail);
            error.field = QStringLiteral("/patch/") + result->refused.front().field;
            return failure(std::move(error));
        }
        changed = result->changed;
    }
    if (bulk.remove || bulk.restore) {
        const auto result
            = bulk.remove ? LeadRepository::softDelete(db, id, actor, now) : LeadRepository::restore(db, id, actor, now);
        if (!result)
            return failure(result.error());
        changed = changed || result->rev != lead->rev;
    }
    ++(changed ? outcome.changed : outcome.unchanged);
    return {};
}

QFuture<HttpResponse> bulk(Database &database, const domain::Clock &clock, const HttpRequest &request)
{
    auto body = request.json().and_then(protocol::bulkRequestFromJson);
    if (!body)
        return refuse(request, body.error());
    auto done = database.write([body = std::move(*body), key = request.header("idempotency-key").left(200),
                                   actor = actorOf(request), now = clock.now()](Connection &db) -> Result<BulkOutcome> {
        BulkOutcome outcome;
        for (const LeadId &id : body.leads) {
            if (const auto changed = changeOne(db, body, id, key, actor, now, outcome); !changed)
                return failure(changed.error());
        }
        return outcome;
    });
    return reply(request, std::move(done), [](const BulkOutcome &outcome) {
        return HttpResponse::json({
            { QStringLiteral("changed"), outcome.changed },
            { QStringLiteral("unchanged"), outcome.unchanged },
            { QStringLiteral("missing"), QJsonArray::fromStringList(outcome.missing) },
        });
    });
}

/// Soft delete and restore.
template<typename Change>
QFuture<HttpResponse> change(Database &database, const domain::Clock &clock, const HttpRequest &request, Change apply)
{
    const auto id = request.id<LeadId>();
    if (!id)
        return refuse(request, id.error());
    return reply(request, database.write([id = *id, actor = actorOf(request), now = clock.now(), apply](Connection &db) {
        return apply(db, id, actor, now);
    }),
        leadAnswer);
}

} // namespace

void addLeadRoutes(RouteTable &table, Database &database, const domain::Clock &clock)
{
    using enum HttpMethod;
    addTrashRoutes(table, database, clock);
    table.handle(Get, u"/api/leads", [&](const HttpRequest &request) { return list(database, request); });
    table.handle(Get, u"/api/leads/facets", [&](const HttpRequest &request) { return facets(database, request); });
    table.handle(Get, u"/api/leads/{id}", [&](const HttpRequest &request) { return get(database, request); });
    table.handle(Get, u"/api/leads/{id}/audit", [&](const HttpRequest &request) { return audit(database, request); });
    table.handle(Patch, u"/api/leads/{id}", [&](const HttpRequest &request) { return patch(database, clock, request); });
    table.handle(Post, u"/api/leads/bulk", [&](const HttpRequest &request) { return bulk(database, clock, request); });
    table.handle(Delete, u"/api/leads/{id}", [&](const HttpRequest &request) {
        return change(database, clock, request, [](Connection &db, const LeadId &id, const Actor &actor, Timestamp now) {
            return LeadRepository::softDelete(db, id, actor, now);
        });
    });
    table.handle(Post, u"/api/leads/{id}/restore", [&](const HttpRequest &request) {
        return change(database, clock, request, [](Connection &db, const LeadId &id, const Actor &actor, Timestamp now) {
            return LeadRepository::restore(db, id, actor, now);
        });
    });
}

} // namespace leadline::backend
