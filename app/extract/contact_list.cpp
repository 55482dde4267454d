#include "extract/page_reader.h"

#include "extract/page_url.h"

#include <algorithm>

namespace leadline::extract {

namespace {

constexpr size_t kMaxEvidence = 5;

bool isStronger(const domain::Evidence &a, const domain::Evidence &b)
{
    return a.confidence != b.confidence ? a.confidence > b.confidence : a.layer < b.layer;
}

int kindRank(domain::ContactKind kind)
{
    switch (kind) {
    case domain::ContactKind::Email:
        return 0;
    case domain::ContactKind::Phone:
        return 1;
    case domain::ContactKind::Social:
        return 2;
    case domain::ContactKind::Website:
        return 3;
    }
    return 4;
}

/// Registrable-looking tail of a host: enough to tell "info@bakery.example" on shop.bakery.example from a foreign mailbox.
QString siteTail(const QString &host)
{
    const QStringList labels = host.split(QLatin1Char('.'));
    if (labels.size() <= 2)
        return host;
    const bool shortSecond = labels.at(labels.size() - 2).size() <= 3 && labels.last().size() == 2;
    return QStringList(labels.mid(labels.size() - (shortSecond ? 3 : 2))).join(QLatin1Char('.'));
}

int emailRank(const domain::ContactPoint &contact, const QString &site)
{
    const qsizetype at = contact.value.indexOf(QLatin1Char('@'));
    const QString host = contact.value.mid(at + 1);
    const QString local = contact.value.left(at);
    int rank = contact.confidence();
    if (!site.isEmpty() && (host == site || host.endsWith(QLatin1Char('.') + site)))
        rank += 40;
    static const QStringList general
        = { QStringLiteral("info"), QStringLiteral("contact"), QStringLiteral("kontakt"), QStringLiteral("hello"),
              QStringLiteral("office"), QStringLiteral("mail"), QStringLiteral("contacto"), QStringLiteral("contatti"),
              QStringLiteral("hallo"), QStringLiteral("bonjour"), QStringLiteral("accueil"), QStringLiteral("biuro") };
    if (general.contains(local))
        rank += 10;
    static const QStringList remote = { QStringLiteral("datenschutz"), QStringLiteral("privacy"), QStringLiteral("dpo"),
        QStringLiteral("abuse"), QStringLiteral("webmaster"), QStringLiteral("noreply"), QStringLiteral("no-reply"),
        QStringLiteral("postmaster"), QStringLiteral("jobs"), QStringLiteral("bewerbung"), QStringLiteral("press"),
        QStringLiteral("presse") };
    if (remote.contains(local))
        rank -= 30;
    return rank + static_cast<int>(contact.evidence.size());
}

int phoneRank(const domain::ContactPoint &contact)
{
    const bool fax = contact.label.startsWith(QStringLiteral("Fax"), Qt::CaseInsensitive);
    return contact.confidence() * 4 + static_cast<int>(contact.evidence.size()) - (fax ? 1000 : 0);
}

} // namespace

void mergeContact(std::vector<domain::ContactPoint> &contacts, domain::ContactPoint contact)
{
    const auto known = std::find_if(contacts.begin(), contacts.end(),
        [&](const domain::ContactPoint &c) { return c.kind == contact.kind && c.value == contact.value; });
    if (known == contacts.end()) {
        contacts.push_back(std::move(contact));
        return;
    }
    if (known->junk && !contact.junk) {
        known->junk = false;
        known->junkReason.clear();
    }
    if (known->label.isEmpty())
        known->label = contact.label;
    if (known->display.isEmpty())
        known->display = contact.display;
    for (domain::Evidence &evidence : contact.evidence) {
        const auto same = std::find_if(known->evidence.begin(), known->evidence.end(),
            [&](const domain::Evidence &e) { return e.layer == evidence.layer && e.pageUrl == evidence.pageUrl; });
        if (same != known->evidence.end())
            continue;
        const auto position = std::find_if(known->evidence.begin(), known->evidence.end(),
            [&](const domain::Evidence &e) { return isStronger(evidence, e); });
        known->evidence.insert(position, std::move(evidence));
        if (known->evidence.size() > kMaxEvidence)
            known->evidence.pop_back();
    }
}

void chooseBestContacts(domain::FoundData &found, std::string_view host)
{
    std::stable_sort(
        found.contacts.begin(), found.contacts.end(), [](const domain::ContactPoint &a, const domain::ContactPoint &b) {
            if (a.junk != b.junk)
                return b.junk;
            if (a.kind != b.kind)
                return kindRank(a.kind) < kindRank(b.kind);
            return a.confidence() > b.confidence();
        });
    const QString site = siteTail(QString::fromUtf8(withoutWww(host)));
    const domain::ContactPoint *email = nullptr;
    const domain::ContactPoint *phone = nullptr;
    for (const domain::ContactPoint &contact : found.contacts) {
        if (contact.junk)
            continue;
        if (contact.kind == domain::ContactKind::Email && (!email || emailRank(contact, site) > emailRank(*email, site)))
            email = &contact;
        if (contact.kind == domain::ContactKind::Phone && (!phone || phoneRank(contact) > phoneRank(*phone)))
            phone = &contact;
    }
    found.email = email ? email->value : QString();
    found.phone = phone && !phone->label.startsWith(QStringLiteral("Fax"), Qt::CaseInsensitive) ? phone->value : QString();
}

void scoreLead(domain::FoundData &found)
{
    found.scoreTerms.clear();
    const auto add = [&](QStringView term, int points) {
        if (points != 0)
            found.scoreTerms.push_back({ term.toString(), points });
    };
    int emailConfidence = 0;
    int phoneConfidence = 0;
    int social = 0;
    size_t pages = 0;
    bool person = false;
    for (const domain::ContactPoint &contact : found.contacts) {
        if (contact.junk)
            continue;
        if (contact.value == found.email)
            emailConfidence = contact.confidence();
        if (contact.value == found.phone)
            phoneConfidence = contact.confidence();
        if (contact.value == found.email || contact.value == found.phone)
            pages = std::max(pages, contact.evidence.size());
        social += contact.kind == domain::ContactKind::Social ? 1 : 0;
        const QString local = contact.value.section(QLatin1Char('@'), 0, 0);
        person = person || (contact.kind == domain::ContactKind::Email && local.contains(QLatin1Char('.')));
    }
    add(u"email", emailConfidence * 30 / 100);
    add(u"phone", phoneConfidence * 25 / 100);
    add(u"name", found.name.isEmpty() ? 0 : 10);
    add(u"address",
        !found.address.street.isEmpty() && !found.address.city.isEmpty() ? 12
            : found.address.city.isEmpty()                               ? 0
                                                                         : 6);
    add(u"category", found.category.isEmpty() ? 0 : 5);
    add(u"social", std::min(social, 3) * 2);
    add(u"opening-hours", found.openingHours.isEmpty() ? 0 : 3);
    add(u"coordinates", found.latitude && found.longitude ? 2 : 0);
    add(u"named-person", person ? 4 : 0);
    add(u"confirmed", pages > 1 ? 3 : 0);
    int score = 0;
    for (const domain::ScoreTerm &term : found.scoreTerms)
        score += term.points;
    found.score = std::clamp(score, 0, 100);
}

} // namespace leadline::extract
