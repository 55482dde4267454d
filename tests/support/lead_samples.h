#pragma once

#include "backend/leads/lead_repository.h"
#include "domain/lead.h"

#include <QString>

namespace leadline::tests {

/// The n-th invented business: always the same for the same n, with an e-mail, a phone and, for two of three, a profile.
[[nodiscard]] inline backend::FoundLead sampleLead(int n, domain::Timestamp at = domain::fromMilliseconds(1'790'000'000'000))
{
    static const char16_t *const cities[]
        = { u"Lyon", u"Saint-Étienne", u"Köln", u"Bristol", u"Porto", u"Utrecht", u"Graz" };
    static const char16_t *const countries[] = { u"FR", u"FR", u"DE", u"GB", u"PT", u"NL", u"AT" };
    static const char16_t *const trades[] = { u"Bakery", u"Dentist", u"Joiner", u"Florist", u"Book shop" };
    static const char16_t *const names[]
        = { u"Ombre", u"Boréal", u"Kestrel", u"Linden", u"Marlow", u"Nordwind", u"Saffron" };
    using namespace domain;
    const auto pick = [n](const auto &list, int step) {
        return QString::fromUtf16(list[static_cast<size_t>(n / step) % std::size(list)]);
    };
    const QString host = QStringLiteral("shop%1.example").arg(n);
    const QString page = QStringLiteral("https://%1/contact").arg(host);
    const auto evidence = [&](ExtractionLayer layer, int confidence) {
        return std::vector<Evidence> { { page, layer, confidence, at, QStringLiteral("Write or call us, %1").arg(n) } };
    };
    backend::FoundLead lead;
    lead.profileKey = QStringLiteral("web:") + host;
    lead.source = QStringLiteral("website");
    lead.site = n;
    FoundData &found = lead.found;
    found.name = QStringLiteral("%1 %2 %3").arg(pick(names, 1), pick(trades, 3)).arg(n);
    found.category = pick(trades, 3);
    found.website = QStringLiteral("https://%1/").arg(host);
    found.address = { QStringLiteral("%1 High Street").arg(n % 200 + 1), QString::number(10000 + n % 80000), pick(cities, 2),
        {}, pick(countries, 2) };
    found.openingHours = QStringLiteral("Mo-Fr 09:00-18:00; Sa 10:00-14:00");
    found.email = QStringLiteral("info@%1").arg(host);
    found.phone = QStringLiteral("+331%1").arg(n, 8, 10, QChar(u'0'));
    found.score = 20 + n * 37 % 80;
    found.scoreTerms = { { QStringLiteral("email"), 30 }, { QStringLiteral("phone"), 20 } };
    found.contacts = {
        { ContactKind::Email, found.email, found.email, {}, false, {}, evidence(ExtractionLayer::Mailto, 95) },
        { ContactKind::Phone, found.phone, QStringLiteral("01 ") + found.phone.mid(4), {}, false, {},
            evidence(ExtractionLayer::TelLink, 90) },
    };
    if (n % 3 != 0) {
        found.contacts.push_back({ ContactKind::Social, QStringLiteral("https://social.example/shop%1").arg(n), {},
            QStringLiteral("facebook"), false, {}, evidence(ExtractionLayer::Link, 80) });
    }
    return lead;
}

[[nodiscard]] inline std::vector<backend::FoundLead> sampleLeads(int first, int count)
{
    std::vector<backend::FoundLead> leads;
    leads.reserve(static_cast<size_t>(count));
    for (int n = first; n < first + count; ++n)
        leads.push_back(sampleLead(n));
    return leads;
}

} // namespace leadline::tests
