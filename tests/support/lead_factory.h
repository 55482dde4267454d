#pragma once

#include "domain/lead.h"
#include "domain/mutation.h"
#include "support/manual_clock.h"
#include "support/wait.h"

namespace leadline::tests {

/// A plausible invented business, the same for the same number.
[[nodiscard]] inline domain::Lead makeLead(int number)
{
    static const QStringList kinds { QStringLiteral("Boulangerie"), QStringLiteral("Garage"), QStringLiteral("Atelier"),
        QStringLiteral("Optique"), QStringLiteral("Café") };
    static const QStringList cities { QStringLiteral("Lyon"), QStringLiteral("Saint-Étienne"), QStringLiteral("Köln"),
        QStringLiteral("Brno"), QStringLiteral("Gent") };
    domain::Lead lead;
    lead.id = domain::LeadId(QUuid::createUuidV5(QUuid(), QString::number(number)));
    lead.rev = 1;
    lead.source = QStringLiteral("website");
    lead.found.name = kinds[number % 5] + QStringLiteral(" Exemple %1").arg(number);
    lead.found.category = kinds[number % 5].toLower();
    lead.found.website = QStringLiteral("https://firma%1.example").arg(number);
    lead.found.address.city = cities[number / 3 % 5];
    lead.found.address.country = number % 2 ? QStringLiteral("FR") : QStringLiteral("DE");
    if (number % 3)
        lead.found.email = QStringLiteral("contact@firma%1.example").arg(number);
    if (number % 4)
        lead.found.phone = QStringLiteral("+331990%1").arg(number, 5, 10, QLatin1Char('0'));
    lead.found.score = number * 37 % 101;
    domain::ContactPoint contact;
    contact.kind = domain::ContactKind::Email;
    contact.value = lead.found.email;
    contact.evidence.push_back(
        { lead.found.website, domain::ExtractionLayer::Mailto, 95, {}, QStringLiteral("Écrivez-nous") });
    lead.found.contacts.push_back(contact);
    lead.createdAt = lead.modifiedAt = domain::fromMilliseconds(1'794'000'000'000 + number * 1000);
    lead.createdBy = QStringLiteral("task:1");
    return lead;
}

} // namespace leadline::tests
