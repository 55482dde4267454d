#pragma once

#include "domain/contact_point.h"
#include "domain/lead.h"
#include "domain/lead_filter.h"
#include "domain/lead_page.h"
#include "protocol/json.h"

namespace leadline::protocol {

/// List answers and live events carry rows, everything else the whole lead.
enum class LeadDetail {
    Row, ///< without contacts, notes and score terms
    Full,
};

/// Top-level name, category, email, phone and city are the effective values; `found` holds them as found and
/// `corrections` the ones a person set. leadFromJson() reads `found` and `corrections`, so that a lead survives the trip.
[[nodiscard]] QJsonObject toJson(const domain::Lead &lead, LeadDetail detail);
[[nodiscard]] Result<domain::Lead> leadFromJson(const QJsonObject &object, const QString &path = {});

[[nodiscard]] QJsonObject toJson(const domain::Evidence &evidence);
[[nodiscard]] QJsonObject toJson(const domain::ScoreTerm &term);
[[nodiscard]] QJsonObject toJson(const domain::ContactPoint &contact);
[[nodiscard]] Result<domain::ContactPoint> contactFromJson(const QJsonObject &object, const QString &path = {});
[[nodiscard]] QJsonObject toJson(const domain::Note &note);
[[nodiscard]] Result<domain::Note> noteFromJson(const QJsonObject &object, const QString &path = {});
[[nodiscard]] QJsonObject toJson(const domain::AuditEntry &entry);
[[nodiscard]] Result<domain::AuditEntry> auditEntryFromJson(const QJsonObject &object, const QString &path = {});

/// `{items[], next, total?}`
[[nodiscard]] QJsonObject toJson(const domain::LeadPage &page, LeadDetail detail);
[[nodiscard]] Result<domain::LeadPage> leadPageFromJson(const QJsonObject &object);

/// `{total, with_email, with_phone, status[], source[], country[], city[], category[], tag[], task[]}`, lists of
/// `{value, count}`.
[[nodiscard]] QJsonObject toJson(const domain::LeadFacets &facets);
[[nodiscard]] Result<domain::LeadFacets> leadFacetsFromJson(const QJsonObject &object);

/// `{items[]}` of a lead's history, newest first.
[[nodiscard]] QJsonObject auditToJson(const std::vector<domain::AuditEntry> &entries);
[[nodiscard]] Result<std::vector<domain::AuditEntry>> auditFromJson(const QJsonObject &object);

/// Body of PATCH /api/leads/{id}: only members that are present change. A correction set to null means "as found" again.
struct LeadPatch
{
    struct Member
    {
        QString field; ///< scalar field name of domain::Mutation
        std::optional<QString> value;

        [[nodiscard]] bool operator==(const Member &) const = default;
    };
    std::vector<Member> set;
    QStringList addTags;
    QStringList removeTags;
    std::optional<QString> addNote;

    [[nodiscard]] bool isEmpty() const { return set.empty() && addTags.isEmpty() && removeTags.isEmpty() && !addNote; }
    [[nodiscard]] bool operator==(const LeadPatch &) const = default;
};
[[nodiscard]] QJsonObject toJson(const LeadPatch &patch);
[[nodiscard]] Result<LeadPatch> leadPatchFromJson(const QJsonObject &object, const QString &path = {});

/// Body of POST /api/leads/bulk: one change for many leads. Each lead is decided at the revision the server has.
struct BulkRequest
{
    std::vector<domain::LeadId> leads; ///< 1–500
    LeadPatch patch;
    bool remove = false; ///< soft delete
    bool restore = false;
};
[[nodiscard]] QJsonObject toJson(const BulkRequest &request);
[[nodiscard]] Result<BulkRequest> bulkRequestFromJson(const QJsonObject &object);

} // namespace leadline::protocol
