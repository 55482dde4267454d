#include "protocol/lead_csv.h"

#include <array>

namespace leadline::protocol {

using domain::Lead;

namespace {

QString notesText(const Lead &lead)
{
    QStringList notes;
    for (const domain::Note &note : lead.review.notes)
        notes << note.text;
    return notes.join(QStringLiteral(" | "));
}

/// All contact points of a kind that are not junk.
template<domain::ContactKind kind> QString contactsText(const Lead &lead)
{
    QStringList values;
    for (const domain::ContactPoint &contact : lead.found.contacts) {
        if (contact.kind == kind && !contact.junk)
            values << contact.value;
    }
    return values.join(QStringLiteral("; "));
}

/// The best place of every contact point: `info@x.de: https://x.de/impressum (mailto 90)`.
QString evidenceText(const Lead &lead)
{
    QStringList places;
    for (const domain::ContactPoint &contact : lead.found.contacts) {
        if (contact.junk || contact.evidence.empty())
            continue;
        const domain::Evidence &best = contact.evidence.front();
        places << QStringLiteral("%1: %2 (%3 %4)")
                      .arg(contact.value, best.pageUrl, domain::extractionLayerSlug(best.layer))
                      .arg(best.confidence);
    }
    return places.join(QStringLiteral(" | "));
}

constexpr std::array kColumns {
    LeadColumn { u"name", [](const Lead &lead) { return lead.name(); } },
    LeadColumn { u"category", [](const Lead &lead) { return lead.category(); } },
    LeadColumn { u"website", [](const Lead &lead) { return lead.found.website; } },
    LeadColumn { u"email", [](const Lead &lead) { return lead.email(); } },
    LeadColumn { u"phone", [](const Lead &lead) { return lead.phone(); } },
    LeadColumn { u"emails", contactsText<domain::ContactKind::Email> },
    LeadColumn { u"phones", contactsText<domain::ContactKind::Phone> },
    LeadColumn { u"social", contactsText<domain::ContactKind::Social> },
    LeadColumn { u"street", [](const Lead &lead) { return lead.found.address.street; } },
    LeadColumn { u"postal_code", [](const Lead &lead) { return lead.found.address.postalCode; } },
    LeadColumn { u"city", [](const Lead &lead) { return lead.city(); } },
    LeadColumn { u"region", [](const Lead &lead) { return lead.found.address.region; } },
    LeadColumn { u"country", [](const Lead &lead) { return lead.found.address.country; } },
    LeadColumn { u"score", [](const Lead &lead) { return QString::number(lead.found.score); } },
    LeadColumn { u"status", [](const Lead &lead) { return domain::reviewStatusSlug(lead.review.status).toString(); } },
    LeadColumn { u"rating", [](const Lead &lead) { return QString::number(lead.review.rating); } },
    LeadColumn { u"assignee", [](const Lead &lead) { return lead.review.assignee; } },
    LeadColumn { u"tags", [](const Lead &lead) { return lead.review.tags.join(QStringLiteral("; ")); } },
    LeadColumn { u"notes", notesText },
    LeadColumn { u"seed", [](const Lead &lead) { return lead.knownSeeds().join(QStringLiteral("; ")); } },
    LeadColumn { u"opening_hours", [](const Lead &lead) { return lead.found.openingHours; } },
    LeadColumn { u"evidence", evidenceText },
    LeadColumn { u"source", [](const Lead &lead) { return lead.source; } },
    LeadColumn { u"found_at", [](const Lead &lead) { return domain::toRfc3339(lead.createdAt); } },
    LeadColumn { u"modified_at", [](const Lead &lead) { return domain::toRfc3339(lead.modifiedAt); } },
    LeadColumn { u"id", [](const Lead &lead) { return lead.id.toString(); } },
};

} // namespace

std::span<const LeadColumn> leadColumns()
{
    return kColumns;
}

QByteArray csvHeader(std::span<const LeadColumn> columns, CsvProfile profile)
{
    QStringList names;
    for (const LeadColumn &column : columns)
        names << QString::fromUtf16(column.name);
    return csvLine(names, profile);
}

QByteArray csvLine(std::span<const LeadColumn> columns, const Lead &lead, CsvProfile profile)
{
    QStringList cells;
    for (const LeadColumn &column : columns)
        cells << column.text(lead);
    return csvLine(cells, profile);
}

} // namespace leadline::protocol
