#include "protocol/lead_json.h"

#include <limits>

namespace leadline::protocol {

using namespace domain;

namespace {

constexpr qsizetype kMaxContacts = 1'000;
constexpr qsizetype kMaxNotes = 10'000;
constexpr qsizetype kMaxTags = 200;
constexpr qsizetype kMaxPage = 1'000;
constexpr qsizetype kMaxValue = 2'000;

/// Corrections by wire name, in one place for both directions.
struct CorrectionMember
{
    const char16_t *name;
    std::optional<QString> Corrections::*member;
};
constexpr CorrectionMember kCorrections[] {
    { u"name", &Corrections::name },
    { u"email", &Corrections::email },
    { u"phone", &Corrections::phone },
    { u"city", &Corrections::city },
    { u"category", &Corrections::category },
};

struct FacetMember
{
    const char16_t *name;
    std::vector<FacetCount> LeadFacets::*member;
};
constexpr FacetMember kFacets[] {
    { u"status", &LeadFacets::status },
    { u"source", &LeadFacets::source },
    { u"country", &LeadFacets::country },
    { u"city", &LeadFacets::city },
    { u"category", &LeadFacets::category },
    { u"tag", &LeadFacets::tag },
    { u"task", &LeadFacets::task },
};

template<typename T, typename... Extra> QJsonArray arrayOf(const std::vector<T> &items, Extra... extra)
{
    QJsonArray out;
    for (const T &item : items)
        out.append(toJson(item, extra...));
    return out;
}

Result<Evidence> evidenceFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    Evidence evidence;
    evidence.pageUrl = in.text(u"url", 4'000);
    in.slug(u"layer", extractionLayerFromSlug, evidence.layer);
    evidence.confidence = in.smallOr(u"confidence", 0, 0, 100);
    evidence.foundAt = in.time(u"found_at");
    evidence.snippet = in.textOr(u"snippet", {}, 1'000);
    return in.finish(std::move(evidence));
}

Result<ScoreTerm> scoreTermFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    ScoreTerm term;
    term.term = in.text(u"term", 100);
    term.points = in.smallOr(u"points", 0, -1'000, 1'000);
    return in.finish(std::move(term));
}

QJsonObject addressToJson(const PostalAddress &address)
{
    return {
        { QStringLiteral("street"), address.street },
        { QStringLiteral("postal_code"), address.postalCode },
        { QStringLiteral("city"), address.city },
        { QStringLiteral("region"), address.region },
        { QStringLiteral("country"), address.country },
    };
}

PostalAddress readAddress(ObjectReader &outer)
{
    ObjectReader in(outer.object(u"address"), outer.pointer(u"address"));
    PostalAddress address;
    address.street = in.textOr(u"street", {}, kMaxValue);
    address.postalCode = in.textOr(u"postal_code", {}, 100);
    address.city = in.textOr(u"city", {}, kMaxValue);
    address.region = in.textOr(u"region", {}, kMaxValue);
    address.country = in.textOr(u"country", {}, 100);
    return outer.take(in.finish(std::move(address)));
}

void readFound(ObjectReader &outer, FoundData &found)
{
    ObjectReader in(outer.object(u"found"), outer.pointer(u"found"));
    found.name = in.textOr(u"name", {}, kMaxValue);
    found.category = in.textOr(u"category", {}, kMaxValue);
    found.email = in.textOr(u"email", {}, kMaxValue);
    found.phone = in.textOr(u"phone", {}, kMaxValue);
    found.website = outer.textOr(u"website", {}, 4'000);
    found.address = readAddress(outer);
    found.address.city = in.textOr(u"city", found.address.city, kMaxValue);
    found.latitude = outer.optionalNumber(u"latitude", -90, 90);
    found.longitude = outer.optionalNumber(u"longitude", -180, 180);
    found.openingHours = outer.textOr(u"opening_hours", {}, kMaxText);
    found.score = outer.smallOr(u"score", 0, -1'000, 1'000);
    found.scoreTerms = outer.list<ScoreTerm>(u"score_terms", 100, scoreTermFromJson);
    found.contacts = outer.list<ContactPoint>(u"contacts", kMaxContacts, contactFromJson);
    (void)outer.take(in.finish(0));
}

void readReview(ObjectReader &outer, ReviewData &review)
{
    ObjectReader in(outer.object(u"corrections"), outer.pointer(u"corrections"));
    for (const auto &[name, member] : kCorrections)
        review.corrections.*member = in.optionalText(name, kMaxValue);
    outer.slug(u"status", reviewStatusFromSlug, review.status);
    review.rating = outer.smallOr(u"rating", 0, 0, 5);
    review.assignee = outer.textOr(u"assignee", {}, 200);
    review.tags = outer.texts(u"tags", kMaxTags, 200);
    review.notes = outer.list<Note>(u"notes", kMaxNotes, noteFromJson);
    review.deletedAt = outer.optionalTime(u"deleted_at");
    review.deletedBy = outer.textOr(u"deleted_by", {}, 200);
    (void)outer.take(in.finish(0));
}

QJsonObject correctionsToJson(const Corrections &corrections)
{
    QJsonObject out;
    for (const auto &[name, member] : kCorrections) {
        if (corrections.*member)
            out.insert(QStringView(name), *(corrections.*member));
    }
    return out;
}

} // namespace

QJsonObject toJson(const Evidence &evidence)
{
    return {
        { QStringLiteral("url"), evidence.pageUrl },
        { QStringLiteral("layer"), extractionLayerSlug(evidence.layer).toString() },
        { QStringLiteral("confidence"), evidence.confidence },
        { QStringLiteral("found_at"), toRfc3339(evidence.foundAt) },
        { QStringLiteral("snippet"), evidence.snippet },
    };
}

QJsonObject toJson(const ScoreTerm &term)
{
    return { { QStringLiteral("term"), term.term }, { QStringLiteral("points"), term.points } };
}

QJsonObject toJson(const ContactPoint &contact)
{
    return {
        { QStringLiteral("kind"), contactKindSlug(contact.kind).toString() },
        { QStringLiteral("value"), contact.value },
        { QStringLiteral("display"), contact.display },
        { QStringLiteral("label"), contact.label },
        { QStringLiteral("junk"), contact.junk },
        { QStringLiteral("junk_reason"), contact.junkReason },
        { QStringLiteral("confidence"), contact.confidence() },
        { QStringLiteral("evidence"), arrayOf(contact.evidence) },
    };
}

Result<ContactPoint> contactFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    ContactPoint contact;
    in.slug(u"kind", contactKindFromSlug, contact.kind);
    contact.value = in.text(u"value", 4'000);
    contact.display = in.textOr(u"display", {}, 4'000);
    contact.label = in.textOr(u"label", {}, kMaxValue);
    contact.junk = in.booleanOr(u"junk", false);
    contact.junkReason = in.textOr(u"junk_reason", {}, 200);
    contact.evidence = in.list<Evidence>(u"evidence", 100, evidenceFromJson);
    return in.finish(std::move(contact));
}

QJsonObject toJson(const Note &note)
{
    return {
        { QStringLiteral("id"), note.id.toString() },
        { QStringLiteral("author"), note.author },
        { QStringLiteral("text"), note.text },
        { QStringLiteral("created_at"), toRfc3339(note.createdAt) },
    };
}

Result<Note> noteFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    Note note;
    in.id(u"id", note.id);
    note.author = in.textOr(u"author", {}, 200);
    note.text = in.text(u"text");
    note.createdAt = in.time(u"created_at");
    return in.finish(std::move(note));
}

QJsonObject toJson(const Lead &lead, LeadDetail detail)
{
    const FoundData &found = lead.found;
    const ReviewData &review = lead.review;
    QJsonArray tasks;
    for (const TaskId &task : lead.tasks)
        tasks.append(task.toString());
    QJsonObject out {
        { QStringLiteral("id"), lead.id.toString() },
        { QStringLiteral("rev"), lead.rev },
        { QStringLiteral("seq"), lead.seq },
        { QStringLiteral("source"), lead.source },
        { QStringLiteral("tasks"), tasks },
        { QStringLiteral("name"), lead.name() },
        { QStringLiteral("category"), lead.category() },
        { QStringLiteral("website"), found.website },
        { QStringLiteral("email"), lead.email() },
        { QStringLiteral("phone"), lead.phone() },
        { QStringLiteral("city"), lead.city() },
        { QStringLiteral("address"), addressToJson(found.address) },
        { QStringLiteral("latitude"), found.latitude ? QJsonValue(*found.latitude) : QJsonValue() },
        { QStringLiteral("longitude"), found.longitude ? QJsonValue(*found.longitude) : QJsonValue() },
        { QStringLiteral("opening_hours"), found.openingHours },
        { QStringLiteral("score"), found.score },
        { QStringLiteral("found"),
            QJsonObject {
                { QStringLiteral("name"), found.name },
                { QStringLiteral("category"), found.category },
                { QStringLiteral("email"), found.email },
                { QStringLiteral("phone"), found.phone },
                { QStringLiteral("city"), found.address.city },
            } },
        { QStringLiteral("corrections"), correctionsToJson(review.corrections) },
        { QStringLiteral("status"), reviewStatusSlug(review.status).toString() },
        { QStringLiteral("rating"), review.rating },
        { QStringLiteral("assignee"), review.assignee },
        { QStringLiteral("tags"), QJsonArray::fromStringList(review.tags) },
        { QStringLiteral("created_at"), toRfc3339(lead.createdAt) },
        { QStringLiteral("modified_at"), toRfc3339(lead.modifiedAt) },
        { QStringLiteral("created_by"), lead.createdBy },
        { QStringLiteral("modified_by"), lead.modifiedBy },
        { QStringLiteral("deleted_at"), timeOrNull(review.deletedAt) },
        { QStringLiteral("deleted_by"), review.deletedBy },
    };
    if (detail == LeadDetail::Full) {
        out.insert(QStringLiteral("seeds"), QJsonArray::fromStringList(lead.seeds));
        out.insert(QStringLiteral("score_terms"), arrayOf(found.scoreTerms));
        out.insert(QStringLiteral("notes"), arrayOf(review.notes));
        out.insert(QStringLiteral("contacts"), arrayOf(found.contacts));
    }
    return out;
}

Result<Lead> leadFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    Lead lead;
    in.id(u"id", lead.id);
    lead.rev = in.integer(u"rev");
    lead.seq = in.integer(u"seq");
    lead.source = in.textOr(u"source", {}, 100);
    lead.tasks = in.ids<TaskTag>(u"tasks", 10'000);
    lead.seeds = in.texts(u"seeds", 10'000, 4'000);
    readFound(in, lead.found);
    readReview(in, lead.review);
    lead.createdAt = in.time(u"created_at");
    lead.modifiedAt = in.time(u"modified_at");
    lead.createdBy = in.textOr(u"created_by", {}, 200);
    lead.modifiedBy = in.textOr(u"modified_by", {}, 200);
    return in.finish(std::move(lead));
}

QJsonObject toJson(const AuditEntry &entry)
{
    return {
        { QStringLiteral("n"), entry.n },
        { QStringLiteral("at"), toRfc3339(entry.at) },
        { QStringLiteral("actor"), entry.actor },
        { QStringLiteral("origin"), entry.origin },
        { QStringLiteral("action"), entry.action },
        { QStringLiteral("field"), entry.field },
        { QStringLiteral("old_value"), entry.oldValue },
        { QStringLiteral("new_value"), entry.newValue },
        { QStringLiteral("request_id"), entry.requestId },
    };
}

Result<AuditEntry> auditEntryFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    AuditEntry entry;
    entry.n = in.integer(u"n");
    entry.at = in.time(u"at");
    entry.actor = in.textOr(u"actor", {}, 200);
    entry.origin = in.textOr(u"origin", {}, 200);
    entry.action = in.text(u"action", 100);
    entry.field = in.textOr(u"field", {}, 100);
    entry.oldValue = in.textOr(u"old_value", {});
    entry.newValue = in.textOr(u"new_value", {});
    entry.requestId = in.textOr(u"request_id", {}, 200);
    return in.finish(std::move(entry));
}

QJsonObject toJson(const LeadPage &page, LeadDetail detail)
{
    QJsonObject out {
        { QStringLiteral("items"), arrayOf(page.items, detail) },
        { QStringLiteral("next"), page.next },
    };
    if (page.total)
        out.insert(QStringLiteral("total"), *page.total);
    return out;
}

Result<LeadPage> leadPageFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    LeadPage page;
    page.items = in.list<Lead>(u"items", kMaxPage, leadFromJson);
    page.next = in.textOr(u"next", {}, 4'000);
    page.total = in.optionalInteger(u"total", 0, std::numeric_limits<qint64>::max());
    return in.finish(std::move(page));
}

QJsonObject toJson(const LeadFacets &facets)
{
    QJsonObject out {
        { QStringLiteral("total"), facets.total },
        { QStringLiteral("with_email"), facets.withEmail },
        { QStringLiteral("with_phone"), facets.withPhone },
    };
    for (const auto &[name, member] : kFacets) {
        QJsonArray values;
        for (const FacetCount &value : facets.*member)
            values.append(
                QJsonObject { { QStringLiteral("value"), value.value }, { QStringLiteral("count"), value.count } });
        out.insert(QStringView(name), values);
    }
    return out;
}

Result<LeadFacets> leadFacetsFromJson(const QJsonObject &object)
{
    const auto readValue = [](const QJsonObject &item, const QString &path) -> Result<FacetCount> {
        ObjectReader in(item, path);
        FacetCount value;
        value.value = in.text(u"value", kMaxValue);
        value.count = in.integer(u"count");
        return in.finish(std::move(value));
    };
    ObjectReader in(object);
    LeadFacets facets;
    facets.total = in.integerOr(u"total", 0);
    facets.withEmail = in.integerOr(u"with_email", 0);
    facets.withPhone = in.integerOr(u"with_phone", 0);
    for (const auto &[name, member] : kFacets)
        facets.*member = in.list<FacetCount>(name, 10'000, readValue);
    return in.finish(std::move(facets));
}

QJsonObject auditToJson(const std::vector<AuditEntry> &entries)
{
    return { { QStringLiteral("items"), arrayOf(entries) } };
}

Result<std::vector<AuditEntry>> auditFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    return in.finish(in.list<AuditEntry>(u"items", 10'000, auditEntryFromJson));
}

QJsonObject toJson(const LeadPatch &patch)
{
    QJsonObject out;
    for (const LeadPatch::Member &member : patch.set) {
        if (member.field == u"rating")
            out.insert(member.field, member.value.value_or(QString()).toInt());
        else
            out.insert(member.field, member.value ? QJsonValue(*member.value) : QJsonValue());
    }
    if (!patch.addTags.isEmpty())
        out.insert(QStringLiteral("add_tags"), QJsonArray::fromStringList(patch.addTags));
    if (!patch.removeTags.isEmpty())
        out.insert(QStringLiteral("remove_tags"), QJsonArray::fromStringList(patch.removeTags));
    if (patch.addNote)
        out.insert(QStringLiteral("add_note"), *patch.addNote);
    return out;
}

Result<LeadPatch> leadPatchFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    LeadPatch patch;
    if (const auto status = in.optionalText(u"status", 64)) {
        if (!reviewStatusFromSlug(*status))
            in.fail(u"status", QStringLiteral("is not a known value"));
        patch.set.push_back({ QStringLiteral("status"), *status });
    }
    if (const auto rating = in.optionalInteger(u"rating", 0, 5))
        patch.set.push_back({ QStringLiteral("rating"), QString::number(*rating) });
    if (const auto assignee = in.optionalText(u"assignee", 200))
        patch.set.push_back({ QStringLiteral("assignee"), *assignee });
    for (const auto &[name, member] : kCorrections) {
        // Present and null means "as found" again, so presence is asked of the object itself.
        std::optional<QString> value = in.optionalText(name, kMaxValue);
        if (object.contains(QStringView(name)))
            patch.set.push_back({ QString(QStringView(name).toString()), std::move(value) });
    }
    patch.addTags = in.texts(u"add_tags", 50, 100);
    patch.removeTags = in.texts(u"remove_tags", 50, 100);
    patch.addNote = in.optionalText(u"add_note", 20'000);
    in.refuseUnknown();
    return in.finish(std::move(patch));
}

QJsonObject toJson(const BulkRequest &request)
{
    QJsonArray leads;
    for (const LeadId &id : request.leads)
        leads.append(id.toString());
    QJsonObject out { { QStringLiteral("leads"), leads } };
    if (!request.patch.isEmpty())
        out.insert(QStringLiteral("patch"), toJson(request.patch));
    if (request.remove)
        out.insert(QStringLiteral("delete"), true);
    if (request.restore)
        out.insert(QStringLiteral("restore"), true);
    return out;
}

Result<BulkRequest> bulkRequestFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    BulkRequest request;
    request.leads = in.ids<LeadTag>(u"leads", 500);
    request.remove = in.booleanOr(u"delete", false);
    request.restore = in.booleanOr(u"restore", false);
    request.patch = in.take(leadPatchFromJson(in.object(u"patch"), in.pointer(u"patch")));
    if (request.leads.empty())
        in.fail(u"leads", QStringLiteral("is empty"));
    if (request.patch.isEmpty() && !request.remove && !request.restore)
        in.fail(u"patch", QStringLiteral("changes nothing"));
    in.refuseUnknown();
    return in.finish(std::move(request));
}

} // namespace leadline::protocol
