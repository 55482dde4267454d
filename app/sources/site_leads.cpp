#include "sources/site_leads.h"

#include "crawl/url.h"

#include <algorithm>
#include <utility>

namespace leadline::sources {

using domain::ContactKind;
using domain::ContactPoint;
using extract::Business;
using extract::PageReading;

namespace {

constexpr qsizetype kMaxContacts = 2000;
constexpr qsizetype kOneBusiness = 80; ///< more contacts than one business has: the site lists those of others

QString slugOf(const QString &text)
{
    QString slug;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD).toLower()) {
        if (c.isLetterOrNumber())
            slug += c;
        else if (!c.isMark() && !slug.isEmpty() && !slug.endsWith(u'-'))
            slug += u'-';
        if (slug.size() >= 80)
            break;
    }
    while (slug.endsWith(u'-'))
        slug.chop(1);
    return slug;
}

/// What makes two structured businesses the same one within a site.
QString identityOf(const Business &business)
{
    if (!business.id.isEmpty())
        return u'#' + business.id;
    return slugOf(business.name) + u'|' + slugOf(business.address.street) + u'|' + business.address.postalCode;
}

bool setIfBetter(QString &field, const QString &value)
{
    if (value.isEmpty() || field == value)
        return false;
    field = value;
    return true;
}

bool fillIfEmpty(QString &field, const QString &value)
{
    return field.isEmpty() && setIfBetter(field, value);
}

int addressRank(crawl::LinkPriority priority)
{
    switch (priority) {
    case crawl::LinkPriority::Imprint:
        return 1;
    case crawl::LinkPriority::Contact:
        return 2;
    case crawl::LinkPriority::Start:
        return 3;
    case crawl::LinkPriority::About:
        return 4;
    default:
        return 5;
    }
}

} // namespace

QString contactKey(const ContactPoint &contact)
{
    return QChar(u'0' + static_cast<int>(contact.kind)) + contact.value;
}

QString profileKeyOf(const crawl::SiteScope &scope)
{
    QString key = QStringLiteral("web:") + QString::fromStdString(scope.host);
    if (scope.folder.size() > 1)
        key += QString::fromStdString(scope.folder.substr(0, scope.folder.size() - 1));
    return key;
}

SiteLeads::SiteLeads(const crawl::SiteScope &scope, std::string startUrl, LeadWishes wishes)
    : m_wishes(wishes)
{
    m_site.isSite = true;
    moveTo(scope, std::move(startUrl));
}

void SiteLeads::moveTo(const crawl::SiteScope &scope, std::string startUrl)
{
    m_scope = scope;
    m_startUrl = std::move(startUrl);
    const size_t colon = scope.host.rfind(':');
    m_host = colon != std::string::npos && scope.host.back() != ']' ? scope.host.substr(0, colon) : scope.host;
    m_site.reading.profileKey = profileKeyOf(scope);
    m_site.reading.source = domain::sourceKindSlug(domain::SourceKind::Website).toString();
    m_site.reading.found.website = QString::fromStdString(m_startUrl);
}

void SiteLeads::count(const ContactPoint &contact, bool wasJunk, bool isNew)
{
    if (contact.junk) {
        m_junk += isNew ? 1 : 0;
        return;
    }
    if (!isNew && !wasJunk)
        return;
    if (wasJunk)
        --m_junk;
    if (contact.kind == ContactKind::Email)
        ++m_emails;
    else if (contact.kind == ContactKind::Phone)
        ++m_phones;
    else if (contact.kind == ContactKind::Social)
        ++m_profiles;
}

void SiteLeads::addContact(Lead &lead, ContactPoint contact)
{
    const QString key = contactKey(contact);
    const bool isNew = !lead.contacts.contains(key);
    if (isNew && lead.contacts.size() >= kMaxContacts)
        return;
    Known &known = lead.contacts[key];
    if (isNew) {
        count(contact, false, true);
        known.contact = std::move(contact);
    } else {
        const size_t evidence = known.contact.evidence.size();
        const int confidence = known.contact.confidence();
        const bool wasJunk = known.contact.junk;
        std::vector<ContactPoint> one;
        one.push_back(std::move(known.contact));
        extract::mergeContact(one, std::move(contact));
        known.contact = std::move(one.front());
        if (known.contact.evidence.size() == evidence && known.contact.confidence() == confidence
            && known.contact.junk == wasJunk)
            return;
        count(known.contact, wasJunk, false);
    }
    if (lead.isSite && known.contact.kind == ContactKind::Email && !known.contact.junk)
        m_siteDomains.insert(known.contact.value.mid(known.contact.value.lastIndexOf(u'@') + 1));
    if (!std::exchange(known.fresh, true))
        lead.fresh.push_back(key);
    if (!std::exchange(known.unsent, true))
        lead.unsent.push_back(key);
}

bool SiteLeads::isWanted(const Lead &lead) const
{
    const domain::FoundData &found = lead.reading.found;
    if ((m_wishes.phoneOnly && found.phone.isEmpty()) || (m_wishes.emailOnly && found.email.isEmpty()))
        return false;
    if ((!lead.isSite || m_hasPrimary) && !found.address.isEmpty())
        return true;
    return std::any_of(found.contacts.begin(), found.contacts.end(),
        [](const ContactPoint &contact) { return !contact.junk && contact.kind != ContactKind::Website; });
}

/// Brings best e-mail, best phone and score up to date with what the page changed.
void SiteLeads::refresh(Lead &lead)
{
    domain::FoundData &found = lead.reading.found;
    for (const QString &key : lead.fresh) {
        Known &known = lead.contacts[key];
        known.fresh = false;
        const ContactPoint &contact = known.contact;
        const auto same = std::find_if(found.contacts.begin(), found.contacts.end(),
            [&](const ContactPoint &other) { return other.kind == contact.kind && other.value == contact.value; });
        if (same != found.contacts.end())
            *same = contact;
        else if (found.contacts.size() < kStrongest * 2)
            found.contacts.push_back(contact);
        else if (!contact.junk)
            found.contacts.back() = contact;
    }
    lead.fresh.clear();
    extract::chooseBestContacts(found, m_host);
    extract::scoreLead(found);
    if (found.contacts.size() > kStrongest)
        found.contacts.resize(kStrongest);
}

void SiteLeads::emitIfChanged(Lead &lead, std::vector<domain::FoundLead> &increments)
{
    if (lead.fresh.empty() && !lead.dirty)
        return;
    const std::vector<QString> changed = lead.fresh;
    refresh(lead);
    if (isWanted(lead))
        emitLead(lead, increments);
    rememberLead(lead, changed);
}

void SiteLeads::emitLead(Lead &lead, std::vector<domain::FoundLead> &increments)
{
    domain::FoundLead increment;
    increment.profileKey = lead.reading.profileKey;
    increment.source = lead.reading.source;
    std::vector<ContactPoint> judged = std::exchange(lead.reading.found.contacts, {});
    increment.found = lead.reading.found;
    lead.reading.found.contacts = std::move(judged);
    increment.found.contacts.reserve(lead.unsent.size());
    for (const QString &key : lead.unsent) {
        Known &known = lead.contacts[key];
        known.unsent = false;
        increment.found.contacts.push_back(known.contact);
    }
    std::stable_sort(
        increment.found.contacts.begin(), increment.found.contacts.end(), [](const ContactPoint &a, const ContactPoint &b) {
            return a.junk != b.junk ? b.junk : a.confidence() > b.confidence();
        });
    lead.unsent.clear();
    lead.dirty = false;
    if (!std::exchange(lead.emitted, true))
        ++m_leadCount;
    increments.push_back(std::move(increment));
}

bool SiteLeads::isPrimary(const Business &business, bool aloneOnPage, crawl::LinkPriority priority) const
{
    if (m_hasPrimary)
        return identityOf(business) == m_primaryKey
            || (business.id.isEmpty() && slugOf(business.name) == slugOf(m_site.reading.found.name)
                && (business.address.street.isEmpty()
                    || slugOf(business.address.street) == slugOf(m_site.reading.found.address.street)));
    if (m_businessByIdentity.contains(identityOf(business)))
        return false;
    if (!business.url.isEmpty() && business.url == m_site.reading.found.website)
        return true;
    return aloneOnPage && (priority != crawl::LinkPriority::Plain || m_named.size() <= 1);
}

void SiteLeads::applyBusiness(Lead &lead, const Business &business)
{
    domain::FoundData &found = lead.reading.found;
    bool changed = fillIfEmpty(found.category, business.category);
    if (lead.isSite ? !m_hasPrimary : found.name.isEmpty())
        changed = setIfBetter(found.name, business.name) || changed;
    if (!business.address.isEmpty() && (found.address.isEmpty() || (lead.isSite && m_addressRank > 0))) {
        changed = changed || !(found.address == business.address);
        found.address = business.address;
        if (lead.isSite)
            m_addressRank = 0;
    }
    if (!found.latitude && business.latitude && business.longitude) {
        found.latitude = business.latitude;
        found.longitude = business.longitude;
        changed = true;
    }
    changed = fillIfEmpty(found.openingHours, business.openingHours) || changed;
    if (!lead.isSite)
        changed = fillIfEmpty(found.website, business.url) || changed;
    lead.dirty = lead.dirty || changed;
}

SiteLeads::Lead *SiteLeads::leadFor(const Business &business)
{
    const QString identity = identityOf(business);
    if (const auto known = m_businessByIdentity.constFind(identity); known != m_businessByIdentity.constEnd())
        return m_businesses[*known].get();
    QString slug = slugOf(business.name);
    if (slug.isEmpty() || m_businesses.size() >= kMaxBusinesses)
        return nullptr;
    // The more of the address it takes to tell two of one name apart, the more of it is in the key.
    const QString parts[] = { business.address.city, business.address.street, business.address.postalCode, business.id };
    for (const QString &part : parts) {
        if (!m_slugs.contains(slug))
            break;
        const QString more = slugOf(part);
        if (!more.isEmpty())
            slug += u'-' + more;
    }
    if (m_slugs.contains(slug))
        slug += QStringLiteral("-%1").arg(m_businesses.size());

    m_businessByIdentity.insert(identity, m_businesses.size());
    Lead *lead = newLead(slug);
    lead->identity = identity;
    return lead;
}

SiteLeads::Lead *SiteLeads::newLead(const QString &slug)
{
    m_slugs.insert(slug);
    auto lead = std::make_unique<Lead>();
    lead->reading.profileKey = QStringLiteral("biz:") + profileKeyOf(m_scope).mid(4) + u'#' + slug;
    lead->reading.source = m_site.reading.source;
    m_businesses.push_back(std::move(lead));
    m_businesses.back()->number = m_businesses.size();
    return m_businesses.back().get();
}

bool SiteLeads::isOwnMailbox(const QString &email) const
{
    const QString domain = email.mid(email.lastIndexOf(u'@') + 1);
    const QString host = QString::fromStdString(m_host);
    return m_siteDomains.contains(domain) || domain == host || host.endsWith(u'.' + domain) || domain.endsWith(u'.' + host);
}

/// The lead of a page that shows somebody else's contacts: a phone and a mailbox that have nothing to do with what the site
/// has shown so far, or anything new once there is more than one business can have. Null when the page speaks of the site.
SiteLeads::Lead *SiteLeads::cardOf(
    const PageReading &reading, const std::string &pageUrl, crawl::LinkPriority priority, const QSet<QString> &elsewhere)
{
    if (m_businesses.size() >= kMaxBusinesses || priority == crawl::LinkPriority::Start)
        return nullptr;
    bool anything = false;
    bool phone = false;
    bool mailbox = false;
    for (const ContactPoint &contact : reading.contacts) {
        const QString key = contactKey(contact);
        if (contact.junk || m_site.contacts.contains(key) || m_cardByContact.contains(key) || elsewhere.contains(key))
            continue;
        const bool isPhone = contact.kind == ContactKind::Phone;
        const bool isForeign = contact.kind == ContactKind::Email && !isOwnMailbox(contact.value);
        anything = anything || isPhone || isForeign;
        phone = phone || isPhone;
        mailbox = mailbox || isForeign;
    }
    const bool tooMany = anything && m_site.contacts.size() >= kOneBusiness;
    const bool stranger = phone && mailbox && priority == crawl::LinkPriority::Plain && !m_siteDomains.isEmpty();
    if (!tooMany && !stranger)
        return nullptr;

    const auto url = crawl::Url::parse(pageUrl);
    QString slug = url ? slugOf(QString::fromStdString(url->target())) : QString();
    if (slug.isEmpty() || m_slugs.contains(slug))
        slug += QStringLiteral("-%1").arg(m_businesses.size());
    Lead *lead = newLead(slug);
    lead->isCard = true;
    domain::FoundData &found = lead->reading.found;
    found.name = reading.heading.isEmpty() ? reading.title : reading.heading;
    found.website = QString::fromStdString(pageUrl);
    if (!reading.addresses.empty())
        found.address = reading.addresses.front();
    lead->dirty = true;
    return lead;
}

void SiteLeads::describeSite(PageReading &reading, crawl::LinkPriority priority)
{
    if (!reading.addresses.empty() && addressRank(priority) < m_addressRank) {
        m_addressRank = addressRank(priority);
        if (!(m_site.reading.found.address == reading.addresses.front())) {
            m_site.reading.found.address = reading.addresses.front();
            m_site.dirty = true;
        }
    }
    if (m_named.size() >= kNamingPages)
        return;
    reading.contacts.clear();
    reading.links.clear();
    reading.addresses.clear();
    m_named.push_back(std::move(reading));
    rememberPage(m_named.back());
    if (m_hasPrimary)
        return;
    std::vector<const PageReading *> pages;
    pages.reserve(m_named.size());
    for (const PageReading &page : m_named)
        pages.push_back(&page);
    if (setIfBetter(m_site.reading.found.name, extract::guessSiteName(pages, m_host)))
        m_site.dirty = true;
}

void SiteLeads::add(PageReading &&reading, const std::string &pageUrl, crawl::LinkPriority priority,
    std::vector<domain::FoundLead> &increments)
{
    QSet<QString> elsewhere; // contacts of businesses other than the site's own
    std::vector<Lead *> touched;
    const bool alone = reading.businesses.size() == 1;
    for (Business &business : reading.businesses) {
        if (business.name.isEmpty())
            continue;
        if (isPrimary(business, alone, priority)) {
            applyBusiness(m_site, business);
            if (!m_hasPrimary) {
                m_hasPrimary = true;
                m_primaryKey = identityOf(business);
            }
            continue;
        }
        Lead *lead = leadFor(business);
        if (!lead)
            continue;
        applyBusiness(*lead, business);
        for (ContactPoint &contact : business.contacts) {
            elsewhere.insert(contactKey(contact));
            addContact(*lead, std::move(contact));
        }
        touched.push_back(lead);
    }
    Lead *card = reading.businesses.empty() ? cardOf(reading, pageUrl, priority, elsewhere) : nullptr;
    if (card)
        touched.push_back(card);
    for (ContactPoint &contact : reading.contacts) {
        const QString key = contactKey(contact);
        if (elsewhere.contains(key))
            continue;
        Lead *owner = m_cardByContact.value(key);
        if (!owner && card && !m_site.contacts.contains(key)) {
            owner = card;
            m_cardByContact.insert(key, card);
        }
        if (owner && owner != card && std::find(touched.begin(), touched.end(), owner) == touched.end())
            touched.push_back(owner);
        addContact(owner ? *owner : m_site, std::move(contact));
    }
    if (!card) // heading, title and address of somebody's card are not the site's
        describeSite(reading, priority);
    emitIfChanged(m_site, increments);
    for (Lead *lead : touched)
        emitIfChanged(*lead, increments);
    rememberSite();
}

} // namespace leadline::sources
