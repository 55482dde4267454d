#include "backend/leads/merge.h"

#include <algorithm>

namespace leadline::backend {

using domain::ContactKind;
using domain::ContactPoint;
using domain::Evidence;
using domain::FoundData;

namespace {

void boundEvidence(std::vector<Evidence> &evidence)
{
    std::stable_sort(
        evidence.begin(), evidence.end(), [](const Evidence &a, const Evidence &b) { return a.confidence > b.confidence; });
    if (evidence.size() > kMaxEvidence)
        evidence.resize(kMaxEvidence);
}

/// True when the contact point changed.
bool mergeContact(ContactPoint &known, const ContactPoint &reading)
{
    const ContactPoint before = known;
    for (const Evidence &place : reading.evidence) {
        const bool seen = std::any_of(known.evidence.begin(), known.evidence.end(),
            [&](const Evidence &other) { return other.pageUrl == place.pageUrl && other.layer == place.layer; });
        if (!seen)
            known.evidence.push_back(place);
    }
    boundEvidence(known.evidence);
    if (known.label.isEmpty())
        known.label = reading.label;
    if (known.display.isEmpty())
        known.display = reading.display;
    if (known.junk && !reading.junk) { // one good reading is enough
        known.junk = false;
        known.junkReason.clear();
    }
    return known != before;
}

int confidenceOf(const FoundData &found, ContactKind kind, const QString &value)
{
    for (const ContactPoint &contact : found.contacts) {
        if (contact.kind == kind && contact.value == value)
            return contact.confidence();
    }
    return 0;
}

QString describe(const ContactPoint &contact)
{
    return domain::contactKindSlug(contact.kind).toString() + u':' + contact.value;
}

class Merge
{
public:
    Merge(FoundData &known, const FoundData &reading)
        : m_known(known)
        , m_reading(reading)
    { }

    std::vector<FoundChange> run()
    {
        mergeContacts();
        text(u"name", m_known.name, m_reading.name);
        text(u"category", m_known.category, m_reading.category);
        text(u"website", m_known.website, m_reading.website);
        text(u"street", m_known.address.street, m_reading.address.street);
        text(u"postal_code", m_known.address.postalCode, m_reading.address.postalCode);
        text(u"city", m_known.address.city, m_reading.address.city);
        text(u"region", m_known.address.region, m_reading.address.region);
        text(u"country", m_known.address.country, m_reading.address.country);
        text(u"opening_hours", m_known.openingHours, m_reading.openingHours);
        best(u"email", ContactKind::Email, m_known.email, m_reading.email);
        best(u"phone", ContactKind::Phone, m_known.phone, m_reading.phone);
        place();
        score();
        return std::move(m_changes);
    }

private:
    void note(QStringView field, const QString &before, const QString &after)
    {
        m_changes.push_back({ field.toString(), before, after });
    }

    void text(QStringView field, QString &known, const QString &reading)
    {
        if (reading.isEmpty() || reading == known)
            return;
        note(field, known, reading);
        known = reading;
    }

    /// The stronger contact point wins; after mergeContacts() both are in the list.
    void best(QStringView field, ContactKind kind, QString &known, const QString &reading)
    {
        if (reading.isEmpty() || reading == known)
            return;
        if (known.isEmpty() || confidenceOf(m_known, kind, reading) > confidenceOf(m_known, kind, known))
            text(field, known, reading);
    }

    void mergeContacts()
    {
        for (const ContactPoint &contact : m_reading.contacts) {
            const auto same = std::find_if(m_known.contacts.begin(), m_known.contacts.end(),
                [&](const ContactPoint &known) { return known.kind == contact.kind && known.value == contact.value; });
            if (same != m_known.contacts.end()) {
                if (mergeContact(*same, contact))
                    note(u"contact", describe(contact), describe(contact));
            } else if (m_known.contacts.size() < kMaxContacts) {
                m_known.contacts.push_back(contact);
                note(u"contact", QString(), describe(contact));
            }
        }
        if (!m_changes.empty())
            boundContacts(m_known.contacts);
    }

    void place()
    {
        if (!m_reading.latitude || !m_reading.longitude
            || (m_reading.latitude == m_known.latitude && m_reading.longitude == m_known.longitude))
            return;
        const auto describePlace = [](const FoundData &found) {
            return found.latitude && found.longitude ? QStringLiteral("%1 %2").arg(*found.latitude).arg(*found.longitude)
                                                     : QString();
        };
        note(u"location", describePlace(m_known), describePlace(m_reading));
        m_known.latitude = m_reading.latitude;
        m_known.longitude = m_reading.longitude;
    }

    void score()
    {
        if (m_reading.score <= m_known.score)
            return;
        note(u"score", QString::number(m_known.score), QString::number(m_reading.score));
        m_known.score = m_reading.score;
        m_known.scoreTerms = m_reading.scoreTerms;
    }

    FoundData &m_known;
    const FoundData &m_reading;
    std::vector<FoundChange> m_changes;
};

} // namespace

std::vector<FoundChange> mergeFound(FoundData &known, const FoundData &reading)
{
    return Merge(known, reading).run();
}

void boundContacts(std::vector<ContactPoint> &contacts)
{
    for (ContactPoint &contact : contacts)
        boundEvidence(contact.evidence);
    std::stable_sort(contacts.begin(), contacts.end(), [](const ContactPoint &a, const ContactPoint &b) {
        return a.junk != b.junk ? b.junk : a.confidence() > b.confidence();
    });
    if (contacts.size() > kMaxContacts)
        contacts.resize(kMaxContacts);
}

} // namespace leadline::backend
